// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/PlantChoice.h"

#include "database/connection/ArrayText.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>

#include <algorithm>
#include <array>
#include <map>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlantChoice)
};

// Conflicts only with itself, and requires write permission.
constexpr auto kLockPlants = "LOCK TABLE faultline.plant IN SHARE ROW EXCLUSIVE MODE";

// The plants that know any of these ids, with how many they know and how many have the same value.
constexpr auto kCompareCodes =
    "SELECT e.plant_id, count(*), count(*) FILTER (WHERE e.code = x.value)"
    " FROM unnest($1::text[], $2::text[]) AS x (id, value)"
    " JOIN faultline.equipment e ON e.equipment_id = x.id AND e.code IS NOT NULL"
    " GROUP BY e.plant_id";
constexpr auto kCompareMaps =
    "SELECT n.plant_id, count(*), count(*) FILTER (WHERE e.equipment_id = x.value)"
    " FROM unnest($1::text[], $2::text[]) AS x (id, value)"
    " JOIN faultline.sensor n ON n.sensor_id = x.id"
    " JOIN faultline.equipment_sensor m"
    "  ON m.sensor_key = n.sensor_key AND m.valid_to = 'infinity'"
    " JOIN faultline.equipment e ON e.equipment_key = m.equipment_key"
    " GROUP BY n.plant_id";

constexpr auto kPlantsWithCodes =
    "SELECT DISTINCT plant_id FROM faultline.equipment WHERE code IS NOT NULL";

// In the order of PlantReason.
const std::array<QString, 5>& reasonWords()
{
    static const std::array words{u"chosen"_s, u"folder"_s, u"lists"_s, u"first"_s, u"subfolder"_s};
    return words;
}

QString idElement(const QByteArray& id)
{
    return quotedElement(QString::fromUtf8(id));
}

struct Match
{
    Agreement agreement;
    bool byCode = true;
};
using Matches = std::map<PlantId, Match>;

class Decision
{
public:
    Decision(
        Connection& connection, const DataFolder& folder, const PlantRequest& request,
        const CancelToken& cancel)
        : m_connection(connection)
        , m_folder(folder)
        , m_request(request)
        , m_cancel(cancel)
    {}

    Result<PlantDecision> run()
    {
        if (const auto locked = m_connection.execute(kLockPlants, m_cancel); !locked)
            return locked.error();
        auto plants = fetchPlants(m_connection);
        if (!plants)
            return plants.error();
        m_plants = *std::move(plants);
        if (!m_request.name.isEmpty())
            return chosenByName();
        auto parts = partsOf(m_folder, m_cancel);
        if (!parts)
            return parts.error();
        PlantDecision decision;
        decision.parts = *std::move(parts);
        for (const FolderPart& part : decision.parts) {
            auto choice = choose(part, decision.parts.size() > 1);
            if (!choice)
                return choice.error();
            if (!*choice) {
                decision.question = m_question;
                break;
            }
            decision.choices << **choice;
        }
        if (decision.question && decision.parts.size() > 1)
            decision.question = aboutSubfolders(decision.parts);
        if (decision.question)
            return decision;
        return create(std::move(decision));
    }

private:
    Result<PlantDecision> chosenByName()
    {
        const auto name = plantNameFromText(m_request.name);
        if (!name)
            return name.error();
        PlantDecision decision;
        FolderPart whole;
        whole.path = m_folder.path;
        for (qsizetype index = 0; index < m_folder.files.size(); ++index)
            whole.files << index;
        PlantChoice choice;
        choice.folder = whole.path;
        choice.name = *name;
        choice.reason = PlantReason::Chosen;
        choice.isNew = true;
        for (const Plant& plant : m_plants) {
            if (isSamePlantName(plant.name, *name)) {
                choice.plant = plant.id;
                choice.name = plant.name;
                choice.settings = plant.settings;
                choice.isNew = false;
            }
        }
        decision.parts << whole;
        decision.choices << choice;
        return create(std::move(decision));
    }

    // Nothing if only the user knows.
    Result<std::optional<PlantChoice>> choose(const FolderPart& part, bool isOneOfMany)
    {
        const auto matches = compare(part.profile);
        if (!matches)
            return matches.error();
        const auto before = plantOfFolder(part.path);
        if (!before)
            return before.error();
        PlantChoice choice;
        choice.folder = part.path;
        if (*before) {
            const auto match = matches->find(**before);
            if (match != matches->end())
                choice.agreement = match->second.agreement;
            if (!choice.agreement.contradicts()) {
                take(**before, PlantReason::Folder, choice);
                return std::optional(choice);
            }
        } else if (const auto only = onlyAgreeing(*matches)) {
            choice.agreement = matches->at(*only).agreement;
            take(*only, PlantReason::Lists, choice);
            return std::optional(choice);
        } else if (m_plants.isEmpty() && !isOneOfMany) {
            choice.isNew = true;
            choice.name = freeName(part.name);
            choice.reason = PlantReason::First;
            return std::optional(choice);
        } else if (m_request.bySubfolder && isOneOfMany && !part.profile.isEmpty()) {
            choice.isNew = true;
            choice.name = freeName(part.name);
            choice.reason = PlantReason::Subfolder;
            m_taken << choice.name;
            return std::optional(choice);
        }
        m_question = question(part, *matches, *before);
        return std::optional<PlantChoice>();
    }

    void take(PlantId plant, PlantReason reason, PlantChoice& choice) const
    {
        choice.plant = plant;
        choice.reason = reason;
        if (const Plant* const known = find(plant)) {
            choice.name = known->name;
            choice.settings = known->settings;
        }
    }

    const Plant* find(PlantId id) const
    {
        const auto found =
            std::find_if(m_plants.cbegin(), m_plants.cend(), [id](const Plant& plant) {
                return plant.id == id;
            });
        return found == m_plants.cend() ? nullptr : &*found;
    }

    QString nameOf(PlantId id) const
    {
        const Plant* const plant = find(id);
        return plant ? plant->name : QString();
    }

    Result<Matches> compare(const ListProfile& profile)
    {
        Matches matches;
        if (!profile.codes.isEmpty()) {
            if (const auto added = addMatches(kCompareCodes, profile.codes, true, matches); !added)
                return added.error();
        }
        if (profile.equipment.isEmpty())
            return matches;
        // A plant's map is compared where codes can't be.
        Matches byMap;
        const auto added = addMatches(kCompareMaps, profile.equipment, false, byMap);
        if (!added)
            return added.error();
        const auto withCodes = m_connection.execute(kPlantsWithCodes);
        if (!withCodes)
            return withCodes.error();
        if (!profile.codes.isEmpty()) {
            for (int row = 0; row < withCodes->rowCount(); ++row)
                byMap.erase(static_cast<PlantId>(withCodes->integer(row, 0)));
        }
        matches.merge(byMap);
        return matches;
    }

    Result<void> addMatches(
        const char* query, const QHash<QByteArray, QByteArray>& entries, bool byCode,
        Matches& matches)
    {
        const auto rows = m_connection.execute(
            query, Parameters()
                       .add(arrayText(entries.keys(), idElement))
                       .add(arrayText(entries.values(), idElement)));
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row) {
            Match match;
            match.byCode = byCode;
            match.agreement.entries = static_cast<int>(entries.size());
            match.agreement.compared = static_cast<int>(rows->integer(row, 1));
            match.agreement.agreeing = static_cast<int>(rows->integer(row, 2));
            matches.emplace(static_cast<PlantId>(rows->integer(row, 0)), match);
        }
        return {};
    }

    static std::optional<PlantId> onlyAgreeing(const Matches& matches)
    {
        std::optional<PlantId> only;
        for (const auto& [plant, match] : matches) {
            if (!match.agreement.agrees())
                continue;
            if (only)
                return std::nullopt;
            only = plant;
        }
        return only;
    }

    // The plant that the newest load of this folder, or else of the nearest one above it, was of.
    Result<std::optional<PlantId>> plantOfFolder(const QString& path)
    {
        QStringList folders;
        for (QString folder = path;;) {
            folders << folder;
            const qsizetype slash = folder.lastIndexOf(u'/');
            if (slash <= 0)
                break;
            folder.truncate(slash);
        }
        const auto rows = m_connection.execute(
            "SELECT plant_id FROM faultline.load_plant WHERE folder = ANY ($1::text[])"
            " ORDER BY length(folder) DESC, load_id DESC LIMIT 1",
            Parameters().add(arrayText(folders, quotedElement)));
        if (!rows)
            return rows.error();
        if (rows->rowCount() == 0)
            return std::optional<PlantId>();
        return std::optional(static_cast<PlantId>(rows->integer(0, 0)));
    }

    // A name that no plant has, such as "vessel-7" or "vessel-7 2".
    QString freeName(const QString& folderName) const
    {
        const auto valid = plantNameFromText(folderName);
        const QString name = valid ? *valid : Text::tr("plant");
        const auto isTaken = [this](const QString& text) {
            return m_taken.contains(text, Qt::CaseInsensitive)
                   || std::any_of(m_plants.cbegin(), m_plants.cend(), [&text](const Plant& plant) {
                          return isSamePlantName(plant.name, text);
                      });
        };
        QString free = name;
        for (int number = 2; isTaken(free); ++number)
            free = name + u' ' + QString::number(number);
        return free;
    }

    PlantQuestion question(
        const FolderPart& part, const Matches& matches, const std::optional<PlantId>& before) const
    {
        PlantQuestion question;
        question.folder = part.path;
        question.newName = freeName(part.name);
        question.hasLists = !part.profile.isEmpty();
        for (const Plant& plant : m_plants) {
            const auto match = matches.find(plant.id);
            PlantQuestion::Candidate candidate;
            candidate.name = plant.name;
            if (match != matches.end()) {
                candidate.agreement = match->second.agreement;
                candidate.byCode = match->second.byCode;
            }
            question.candidates << candidate;
        }
        const QString first = before ? nameOf(*before) : QString();
        std::stable_sort(
            question.candidates.begin(), question.candidates.end(),
            [&first](const auto& a, const auto& b) {
                return std::pair(a.name == first, a.agreement.agreeing)
                       > std::pair(b.name == first, b.agreement.agreeing);
            });
        return question;
    }

    PlantQuestion aboutSubfolders(const QList<FolderPart>& parts) const
    {
        PlantQuestion question;
        question.folder = m_folder.path;
        question.newName = freeName(QDir(m_folder.path).dirName());
        question.hasLists = true;
        for (const FolderPart& part : parts) {
            if (part.path != m_folder.path)
                question.subfolders << part.name;
        }
        return question;
    }

    Result<PlantDecision> create(PlantDecision decision)
    {
        for (PlantChoice& choice : decision.choices) {
            if (!choice.isNew)
                continue;
            const auto plant = createPlant(m_connection, choice.name);
            if (!plant)
                return plant.error();
            choice.plant = *plant;
        }
        for (PlantChoice& choice : decision.choices) {
            const QString& zone = m_request.timeZone;
            if (zone.isEmpty() || zone == choice.settings.timeZone)
                continue;
            const auto changed =
                changeTimeZone(m_connection, {choice.plant, choice.name, choice.settings}, zone);
            if (!changed)
                return changed.error();
            choice.settings.timeZone = zone;
        }
        return decision;
    }

    Connection& m_connection;
    const DataFolder& m_folder;
    const PlantRequest& m_request;
    const CancelToken& m_cancel;
    QList<Plant> m_plants;
    QStringList m_taken; ///< Names of plants to be created.
    std::optional<PlantQuestion> m_question;
};

} // namespace

QString PlantChoice::toLine() const
{
    const auto because = [this] {
        switch (reason) {
        case PlantReason::Chosen:
            return isNew ? Text::tr("new; you chose it") : Text::tr("you chose it");
        case PlantReason::Folder:
            return Text::tr("this folder was loaded into it before");
        case PlantReason::Lists:
            return Text::tr("%1 of %2 list entries agree")
                .arg(agreement.agreeing)
                .arg(agreement.entries);
        case PlantReason::First:
            return Text::tr("new; named after the folder");
        case PlantReason::Subfolder:
            return Text::tr("new; named after the subfolder");
        }
        return QString();
    };
    const QString line = Text::tr("%1 (%2)").arg(name, because());
    QStringList parts{Text::tr("%1 (%2)").arg(name, because())};
    if (settings.timeZone != "UTC"_L1)
        parts << Text::tr("times without a zone: %1").arg(settings.timeZone);
    if (!settings.skipKnown)
        parts << Text::tr("readings that other files have loaded are loaded again");
    return parts.join(u"; "_s);
}

QJsonObject PlantChoice::toJson() const
{
    return {
        {u"plant"_s, name},
        {u"folder"_s, folder},
        {u"reason"_s, plantReasonWord(reason)},
        {u"is_new"_s, isNew},
        {u"time_zone"_s, settings.timeZone},
        {u"skip_known"_s, settings.skipKnown ? u"always"_s : u"never"_s},
        {u"entries_compared"_s, agreement.compared},
        {u"entries_agreeing"_s, agreement.agreeing}};
}

QString PlantQuestion::what() const
{
    if (!subfolders.isEmpty())
        return Text::tr("The subfolders look like different plants");
    if (hasLists)
        return Text::tr("This looks like another plant");
    return Text::tr("This folder doesn't show which plant it is of");
}

QString PlantQuestion::why() const
{
    if (!subfolders.isEmpty())
        return Text::tr("Their lists give the same ids to different equipment: %1.")
            .arg(subfolders.join(u", "_s));
    if (!hasLists)
        return Text::tr("It has no equipment list and no sensor map, and was not loaded before.");
    const Candidate& candidate = candidates.first();
    if (candidate.agreement.compared == 0)
        return Text::tr("Its lists have nothing in common with those of “%1”.").arg(candidate.name);
    if (candidate.agreement.differing() == 0)
        return Text::tr("More than one plant has the same lists.");
    return (candidate.byCode ? Text::tr("%1 of %2 equipment codes differ from “%3”.")
                             : Text::tr("%1 of %2 sensors have other equipment than in “%3”."))
        .arg(candidate.agreement.differing())
        .arg(candidate.agreement.compared)
        .arg(candidate.name);
}

QJsonObject PlantQuestion::toJson() const
{
    QJsonArray candidateArray;
    for (const Candidate& candidate : candidates) {
        candidateArray << QJsonObject{
            {u"plant"_s, candidate.name},
            {u"entries_compared"_s, candidate.agreement.compared},
            {u"entries_agreeing"_s, candidate.agreement.agreeing}};
    }
    return {
        {u"folder"_s, folder},
        {u"new_plant"_s, newName},
        {u"plants"_s, candidateArray},
        {u"subfolders"_s, QJsonArray::fromStringList(subfolders)}};
}

Result<PlantDecision> decidePlants(
    Connection& connection, const DataFolder& folder, const PlantRequest& request,
    const CancelToken& cancel)
{
    return Decision(connection, folder, request, cancel).run();
}

Result<void> notePlants(Connection& connection, LoadId load, const QList<PlantChoice>& choices)
{
    for (const PlantChoice& choice : choices) {
        const auto noted = connection.execute(
            "INSERT INTO faultline.load_plant (load_id, plant_id, folder, reason, compared,"
            " agreeing, entries, is_new, time_zone, skip_known)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
            " ON CONFLICT DO NOTHING",
            Parameters()
                .add(qint64{toInt(load)})
                .add(qint64{toInt(choice.plant)})
                .add(choice.folder)
                .add(plantReasonWord(choice.reason))
                .add(qint64{choice.agreement.compared})
                .add(qint64{choice.agreement.agreeing})
                .add(qint64{choice.agreement.entries})
                .add(choice.isNew)
                .add(choice.settings.timeZone)
                .add(choice.settings.skipKnown));
        if (!noted)
            return noted.error();
    }
    return {};
}

QString plantReasonWord(PlantReason reason)
{
    return reasonWords().at(static_cast<std::size_t>(reason));
}

PlantReason plantReasonFromWord(const QString& word)
{
    const auto& words = reasonWords();
    const auto* const found = std::find(words.begin(), words.end(), word);
    return static_cast<PlantReason>(found == words.end() ? 0 : found - words.begin());
}

} // namespace faultline
