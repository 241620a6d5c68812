// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/PlantChoice.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlantChoice)
};

// In the order of PlantReason.
const std::array<QString, 5>& reasonWords()
{
    static const std::array words{u"chosen"_s, u"folder"_s, u"lists"_s, u"first"_s, u"subfolder"_s};
    return words;
}

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
