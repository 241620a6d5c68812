// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/QueryExport.h"

#include "exporting/ExportTarget.h"

#include <QCoreApplication>
#include <QSaveFile>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(QueryExport)
};

UserMessage cannotWrite(const QString& filePath, const QString& why)
{
    return UserMessage::error(Text::tr("The result can't be saved"))
        .because(why)
        .at(filePath)
        .toMend(Text::tr("Choose a folder that you may write to and that has room. "
                         "A file that was there before is unchanged."))
        .withCode(kWriteCode.toString());
}

Result<void> checkTarget(const ConnectionSettings& owner, const QString& filePath)
{
    auto session = SqlSession::open(owner);
    if (!session)
        return session.error();
    return checkExportTarget(*session, filePath);
}

} // namespace

Result<CustomQueryEnd> writeCustomQuery(
    CustomQuery& query, const QString& sql, const CancelToken& cancel, QIODevice& device,
    const CsvOptions& options)
{
    CsvWriter writer(device, options);
    QList<int> decimals;
    CustomQuerySink sink;
    sink.begin = [&](const QList<ReportColumn>& columns) {
        QStringList names;
        for (const ReportColumn& column : columns) {
            names << column.name;
            const bool isNumber = column.type == ReportColumn::Type::Integer
                                  || column.type == ReportColumn::Type::Decimal;
            decimals << (isNumber ? 0 : -1);
        }
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

Result<qint64> exportCustomQuery(
    const ConnectionSettings& owner, const ConnectionSettings& reader, const QString& sql,
    const CustomQueryLimits& limits, const CancelToken& cancel, const QString& filePath,
    const CsvOptions& options)
{
    if (const auto target = checkTarget(owner, filePath); !target)
        return target.error();
    QSaveFile file(filePath);
    // Unbuffered: the writer has a buffer, and is told why a write fails.
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return cannotWrite(filePath, file.errorString());
    CustomQuery query(reader, limits);
    const auto end = writeCustomQuery(query, sql, cancel, file, options);
    if (!end) {
        return end.error().code == kWriteCode ? cannotWrite(filePath, end.error().why)
                                              : end.error();
    }
    if (!file.commit())
        return cannotWrite(filePath, file.errorString());
    return end->rows;
}

} // namespace faultline
