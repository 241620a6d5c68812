// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/QueryExport.h"

#include "exporting/context/ReportContext.h"
#include "exporting/output/ExportFile.h"
#include "exporting/output/ExportTarget.h"

#include <functional>

namespace faultline {

namespace {

Result<void>
checkTarget(const ConnectionSettings& owner, const QString& filePath, const QByteArray& head)
{
    auto session = SqlSession::open(owner);
    if (!session)
        return session.error();
    return checkExportTarget(*session, filePath, head);
}

// Calls `begun` before writing anything.
Result<CustomQueryEnd> writeRows(
    CustomQuery& query, const QString& sql, const CancelToken& cancel, CsvWriter& writer,
    const std::function<Result<void>(const QStringList&)>& begun)
{
    QList<int> decimals;
    CustomQuerySink sink;
    sink.begin = [&](const QList<ReportColumn>& columns) -> Result<void> {
        // Infinity and BC times arrive as text, which isn't a formula either.
        for (const ReportColumn& column : columns) {
            const bool isWords = column.type == ReportColumn::Type::Text && !column.isServerForm;
            decimals << (isWords ? -1 : 0);
        }
        const QStringList names = columnNames(columns);
        if (const auto may = begun(names); !may)
            return may;
        return writer.writeHeader(names);
    };
    sink.row = [&](const QList<QVariant>& row) { return writer.writeRow(row, decimals); };
    auto end = query.run(sql, cancel, sink);
    if (!end)
        return end;
    if (const auto flushed = writer.flush(); !flushed)
        return flushed.error();
    return end;
}

} // namespace

Result<CustomQueryEnd> writeCustomQuery(
    CustomQuery& query, const QString& sql, const CancelToken& cancel, QIODevice& device,
    const CsvOptions& options)
{
    CsvWriter writer(device, options);
    return writeRows(query, sql, cancel, writer, [](const QStringList&) { return Result<void>(); });
}

Result<qint64> exportCustomQuery(
    const ConnectionSettings& owner, const ConnectionSettings& reader, const QString& sql,
    const CustomQueryLimits& limits, const CancelToken& cancel, const QString& filePath,
    const CsvOptions& options)
{
    return writeExportFile(filePath, [&](QIODevice& device) -> Result<qint64> {
        CustomQuery query(reader, limits);
        CsvWriter writer(device, options);
        // The columns, which the server sends first, identify an earlier export.
        const auto end = writeRows(query, sql, cancel, writer, [&](const QStringList& names) {
            return checkTarget(owner, filePath, csvHead(names, options));
        });
        if (!end)
            return end.error();
        return end->rows;
    });
}

} // namespace faultline
