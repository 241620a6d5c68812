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

QStringList ChartSpec::allColumns() const
{
    QStringList names = neededColumns() + band;
    for (const QString& name : {fit, complete}) {
        if (!name.isEmpty())
            names << name;
    }
    return names;
}

void ChartSpec::showFirst(const QString& value)
{
    if (showsOneValue() && values.contains(value))
        values.move(values.indexOf(value), 0);
}

} // namespace faultline
