// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/PlantDecision.h"

#include "database/connection/ArrayText.h"
#include "loading/plants/PlantMatches.h"
#include "loading/plants/Plants.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>
#include <utility>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlantDecision)
};

// Conflicts only with itself, and requires write permission.
constexpr auto kLockPlants = "LOCK TABLE faultline.plant IN SHARE ROW EXCLUSIVE MODE";

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
        const auto matches = matchingPlants(m_connection, part.profile);
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

    static std::optional<PlantId> onlyAgreeing(const PlantMatches& matches)
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
        const FolderPart& part, const PlantMatches& matches,
        const std::optional<PlantId>& before) const
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

Result<PlantDecision> decidePlants(
    Connection& connection, const DataFolder& folder, const PlantRequest& request,
    const CancelToken& cancel)
{
    return Decision(connection, folder, request, cancel).run();
}

} // namespace faultline
