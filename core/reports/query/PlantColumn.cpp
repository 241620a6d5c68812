// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/PlantColumn.h"

#include <QSqlQuery>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

Result<bool> hasSeveralPlants(SqlSession& session)
{
    auto query = session.execute(u"SELECT count(*) > 1 FROM faultline.plant"_s);
    if (!query)
        return query.error();
    return query->next() && query->value(0).toBool();
}

ReportDefinition shownReport(const ReportDefinition& report, bool hasSeveralPlants)
{
    if (hasSeveralPlants || report.plantColumn() < 0)
        return report;
    ReportDefinition shown = report;
    shown.columns.removeIf([](const ReportColumn& column) { return column.isForSeveralPlants; });
    if (shown.link) {
        shown.link->steps.removeIf(
            [&shown](const ReportLink::Step& step) { return shown.columnAt(step.column) < 0; });
    }
    return shown;
}

PlantClocks
reportClocks(const ReportDefinition& report, const ReportFilter& filter, const PlantClocks& all)
{
    const bool hasTimes =
        std::any_of(report.columns.cbegin(), report.columns.cend(), [](const ReportColumn& column) {
            return column.type == ReportColumn::Type::Timestamp;
        });
    const PlantClocks clocks = all.of(report.applicable(filter).plants);
    return hasTimes && report.plantColumn() < 0 && !clocks.shareZone() ? PlantClocks() : clocks;
}

ReportDefinition
writtenReport(const ReportDefinition& report, const ReportFilter& filter, const PlantClocks& clocks)
{
    ReportDefinition written = shownReport(report, clocks.haveSeveralPlants());
    const QString zone = reportClocks(written, filter, clocks).zoneName();
    for (ReportColumn& column : written.columns) {
        if (column.type == ReportColumn::Type::Timestamp)
            column.timeZone = zone;
    }
    return written;
}

ReportOrder
shownOrder(const ReportDefinition& report, const ReportDefinition& shown, const ReportOrder& order)
{
    if (!order.column || *order.column < 0 || *order.column >= report.columns.size())
        return order;
    const qsizetype column = shown.columnAt(report.columns.at(*order.column).name);
    return column < 0 ? ReportOrder() : ReportOrder{static_cast<int>(column), order.descending};
}

} // namespace faultline
