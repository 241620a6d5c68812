// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/ReportExport.h"

#include "database/schema/FetchPlantClocks.h"
#include "exporting/ReportFiles.h"
#include "exporting/output/ExportFile.h"
#include "exporting/text/CsvReportWriter.h"
#include "reports/query/PlantColumn.h"

namespace faultline {

Result<qint64> writeReport(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, QIODevice& device, const CsvOptions& options)
{
    ReportJob job;
    job.reports = {report};
    job.filter = filter;
    job.order = order;
    auto sections = reportSections(session, job);
    if (!sections)
        return sections.error();
    CsvReportWriter writer(device, options);
    return writeSection(session, job, sections->first(), 0, writer);
}

Result<qint64> exportReport(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, const QString& filePath, const CsvOptions& options)
{
    const auto clocks = fetchPlantClocks(session);
    if (!clocks)
        return clocks.error();
    return writeExportFile(
        session, filePath,
        [&](QIODevice& device) {
            return writeReport(session, report, filter, order, device, options);
        },
        csvHead(csvNames(writtenReport(report, filter, *clocks).columns, options), options));
}

Result<QStringList> exportAllReports(
    SqlSession& session, const QList<ReportDefinition>& reports, const ReportFilter& filter,
    const QString& directory, const CsvOptions& options)
{
    ReportJob job;
    job.reports = reports;
    job.filter = filter;
    ExportOptions how;
    how.csv = options;
    const auto exported = exportCsvFiles(session, job, how, directory);
    if (!exported)
        return exported.error();
    return exported->paths;
}

} // namespace faultline
