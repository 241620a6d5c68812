// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadOptions.h"

namespace faultline {

bool RejectLimit::isExceeded(qint64 rejected, qint64 records) const
{
    if (lines && rejected > *lines)
        return true;
    return percent
           && static_cast<double>(rejected) * 100.0 > *percent * static_cast<double>(records);
}

} // namespace faultline
