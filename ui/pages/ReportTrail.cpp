// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/ReportTrail.h"

namespace faultline {

bool ReportTrail::isTrueOf(const ReportFilter& filter) const
{
    for (qsizetype i = 1; i < m_steps.size(); ++i) {
        const ReportFilter& above = m_steps.at(i - 1).filter;
        const ReportFilter& opened = m_steps.at(i).opened;
        const auto isKept = [&](auto part) {
            const bool isNarrowed =
                opened.*part != above.*part && opened.*part != ReportFilter().*part;
            return !isNarrowed || filter.*part == opened.*part;
        };
        if (!isKept(&ReportFilter::period) || !isKept(&ReportFilter::group)
            || !isKept(&ReportFilter::equipment) || !isKept(&ReportFilter::sensor)
            || !isKept(&ReportFilter::severity))
            return false;
    }
    return true;
}

} // namespace faultline
