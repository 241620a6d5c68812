// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/DrillPath.h"

namespace faultline {

bool DrillPath::isValidFor(const ReportFilter& filter) const
{
    for (qsizetype i = 1; i < m_steps.size(); ++i) {
        const ReportFilter& above = m_steps.at(i - 1).filter;
        const ReportFilter& opened = m_steps.at(i).opened;
        const auto isIncluded = [&](auto part) {
            const bool isNarrowed =
                opened.*part != above.*part && opened.*part != ReportFilter().*part;
            return !isNarrowed || filter.*part == opened.*part;
        };
        if (!isIncluded(&ReportFilter::plants) || !isIncluded(&ReportFilter::period)
            || !isIncluded(&ReportFilter::group) || !isIncluded(&ReportFilter::equipment)
            || !isIncluded(&ReportFilter::sensor) || !isIncluded(&ReportFilter::severity))
            return false;
    }
    return true;
}

void DrillPath::updateFilter(const ReportFilter& filter)
{
    if (m_steps.isEmpty())
        return;
    Step& last = m_steps.last();
    const auto take = [&](auto part) {
        if (filter.*part != last.filter.*part)
            last.chosen.*part = filter.*part;
    };
    take(&ReportFilter::plants);
    take(&ReportFilter::period);
    take(&ReportFilter::group);
    take(&ReportFilter::equipment);
    take(&ReportFilter::sensor);
    take(&ReportFilter::severity);
    take(&ReportFilter::burstMinutes);
    take(&ReportFilter::choices);
    last.filter = filter;
    // Including filters that the last step's report doesn't support, and so didn't show.
    if (filter == ReportFilter())
        last.chosen = {};
}

} // namespace faultline
