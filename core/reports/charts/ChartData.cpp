// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/charts/ChartData.h"

#include <QCoreApplication>

#include <algorithm>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChartData)
};

} // namespace

bool ChartData::canBeLogLog() const
{
    if (!timeZone.isEmpty())
        return false;
    for (qsizetype i = 0; i < curve.size(); ++i) {
        if (curve.at(i).x > 0 && (marks.at(i).value > 0 || curve.at(i).fit > 0))
            return true;
    }
    return false;
}

bool ChartData::hasIncomplete() const
{
    return std::any_of(
        marks.cbegin(), marks.cend(), [](const Mark& mark) { return mark.isIncomplete; });
}

QList<bool> ChartData::incompleteCategories() const
{
    QList<bool> incomplete(categories.size(), false);
    for (const Mark& mark : marks)
        incomplete[mark.category] = incomplete.at(mark.category) || mark.isIncomplete;
    return incomplete;
}

QString ChartData::whyEmpty() const
{
    return note.isEmpty() ? Text::tr("No chart: no row has a figure to draw")
                          : Text::tr("No chart: %1").arg(note);
}

} // namespace faultline
