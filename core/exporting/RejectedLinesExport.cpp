// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/RejectedLinesExport.h"

#include "database/connection/StatementWatchdog.h"
#include "exporting/output/ExportFile.h"
#include "exporting/text/CsvWriter.h"
#include "reports/query/PlantColumn.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kPageLines = 1000;

QStringList columnNames(bool hasSeveral)
{
    QStringList names{u"file"_s,   u"line"_s,   u"byte"_s,  u"column"_s,
                      u"reason"_s, u"record"_s, u"field"_s, u"text"_s};
    if (hasSeveral)
        names.prepend(u"plant"_s);
    return names;
}

// Only the formula guard puts a ' in front.
QString textOf(const StoredRejectedLine& line)
{
    QString text = line.reversibleRaw();
    if (text.startsWith(u'\''))
        text.replace(0, 1, u"\\x27"_s);
    return text;
}

Result<qint64> writeLines(
    SqlSession& session, const RejectedLineFilter& filter, const CancelToken& cancel,
    bool hasSeveral, CsvWriter& writer)
{
    qint64 count = 0;
    std::optional<RejectedLineKey> after;
    while (!cancel.isCancelled()) {
        const auto lines = fetchRejectedLines(session, filter, after, kPageLines);
        if (!lines)
            return lines.error();
        for (const StoredRejectedLine& line : *lines) {
            const QVariant record =
                line.recordNumber > 0 ? QVariant(line.recordNumber) : QVariant();
            QList<QVariant> row{line.path,           line.key.lineNumber,
                                line.key.byteOffset, line.key.columnNumber,
                                line.reason,         record,
                                line.field,          textOf(line)};
            if (hasSeveral)
                row.prepend(line.plant);
            const auto written = writer.writeRow(row, {});
            if (!written)
                return written.error();
        }
        count += lines->size();
        if (lines->size() < kPageLines)
            return count;
        after = lines->constLast().key;
    }
    return UserMessage::cancelled();
}

Result<qint64> writeTable(
    SqlSession& session, const RejectedLineFilter& filter, const CancelToken& cancel,
    const CsvOptions& options, bool hasSeveral, QIODevice& device)
{
    CsvWriter writer(device, options);
    if (const auto header = writer.writeHeader(columnNames(hasSeveral)); !header)
        return header.error();
    const auto count = writeLines(session, filter, cancel, hasSeveral, writer);
    if (!count)
        return count;
    if (const auto flushed = writer.flush(); !flushed)
        return flushed.error();
    return count;
}

} // namespace

Result<qint64> exportRejectedLines(
    SqlSession& session, const RejectedLineFilter& filter, const CancelToken& cancel,
    const QString& filePath, const CsvOptions& options)
{
    const StatementWatchdog watchdog(session.canceller(), cancel);
    const auto several = hasSeveralPlants(session);
    if (!several)
        return several.error();
    const auto count = writeExportFile(
        session, filePath,
        [&](QIODevice& device) {
            return writeTable(session, filter, cancel, options, *several, device);
        },
        csvHead(columnNames(*several), options));
    // A cancelled statement has its own error.
    if (!count && cancel.isCancelled())
        return UserMessage::cancelled();
    return count;
}

} // namespace faultline
