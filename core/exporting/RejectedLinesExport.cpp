// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/RejectedLinesExport.h"

#include "exporting/CsvWriter.h"
#include "exporting/ExportTarget.h"

#include <QCoreApplication>
#include <QSaveFile>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kPageLines = 1000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RejectedLinesExport)
};

UserMessage cannotWrite(const QString& filePath, const QString& why)
{
    return UserMessage::error(Text::tr("The rejected lines can't be saved"))
        .because(why)
        .at(filePath)
        .toMend(Text::tr("Choose a folder that you may write to and that has room. "
                         "A file that was there before is unchanged."))
        .withCode(kWriteCode.toString());
}

Result<qint64> writeLines(SqlSession& session, const RejectedLineFilter& filter, CsvWriter& writer)
{
    qint64 count = 0;
    std::optional<RejectedLineKey> after;
    const QList<int> decimals(6, -1);
    while (true) {
        const auto lines = fetchRejectedLines(session, filter, after, kPageLines);
        if (!lines)
            return lines.error();
        for (const StoredRejectedLine& line : *lines) {
            const auto written = writer.writeRow(
                {line.path, line.key.lineNumber, line.key.byteOffset, line.columnNumber,
                 line.reason, line.rawText()},
                decimals);
            if (!written)
                return written.error();
        }
        count += lines->size();
        if (lines->size() < kPageLines)
            return count;
        after = lines->constLast().key;
    }
}

Result<qint64> writeTable(
    SqlSession& session, const RejectedLineFilter& filter, const CsvOptions& options,
    QIODevice& device)
{
    CsvWriter writer(device, options);
    if (const auto header = writer.writeHeader(
            {u"file"_s, u"line"_s, u"byte"_s, u"column"_s, u"reason"_s, u"text"_s});
        !header) {
        return header.error();
    }
    const auto count = writeLines(session, filter, writer);
    if (!count)
        return count;
    if (const auto flushed = writer.flush(); !flushed)
        return flushed.error();
    return count;
}

} // namespace

Result<qint64> exportRejectedLines(
    SqlSession& session, const RejectedLineFilter& filter, const QString& filePath,
    const CsvOptions& options)
{
    if (const auto target = checkExportTarget(session, filePath); !target)
        return target.error();
    QSaveFile file(filePath);
    // Unbuffered: the writer has a buffer, and is told why a write fails.
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return cannotWrite(filePath, file.errorString());
    const auto count = writeTable(session, filter, options, file);
    if (!count)
        return count.error().code == kWriteCode ? cannotWrite(filePath, count.error().why)
                                                : count.error();
    if (!file.commit())
        return cannotWrite(filePath, file.errorString());
    return count;
}

} // namespace faultline
