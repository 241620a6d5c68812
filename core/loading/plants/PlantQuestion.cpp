// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/PlantQuestion.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlantQuestion)
};

} // namespace

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

} // namespace faultline
