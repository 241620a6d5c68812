// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/ChartSpec.h"

namespace faultline {

QStringList ChartSpec::neededColumns() const
{
    QStringList names = values + QStringList{category};
    if (!row.isEmpty())
        names << row;
    return names;
}

} // namespace faultline
