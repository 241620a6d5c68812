// SPDX-License-Identifier: GPL-3.0-or-later
#include "RejectedLinesExport.h"

#include "exporting/ExportTarget.h"
#include "loading/RejectedLineQuery.h"

#include <QCoreApplication>
#include <QSaveFile>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kPageLines = 1000;

UserMessage fileError(const QSaveFile& file)
{
    return UserMessage::error(
               QCoreApplication::translate("RejectedLines", "The file can't be written"))
        .because(file.errorString())
        .at(file.fileName());
}

Result<qint64> writeLines(SqlSession& session, CsvWriter& writer)
{
    qint64 count = 0;
    std::optional<RejectedLineKey> after;
    const QList<int> decimals(6, -1);
    while (true) {
        const auto lines = fetchRejectedLines(session, after, kPageLines);
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

} // namespace

Result<qint64>
exportRejectedLines(SqlSession& session, const QString& filePath, const CsvOptions& options)
{
    if (const auto target = checkExportTarget(session, filePath); !target)
        return target.error();
    QSaveFile file(filePath);
    // Unbuffered: the writer has a buffer, and is told why a write fails.
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return fileError(file);
    CsvWriter writer(file, options);
    if (const auto header = writer.writeHeader(
            {u"file"_s, u"line"_s, u"byte"_s, u"column"_s, u"reason"_s, u"text"_s});
        !header) {
        return header.error();
    }
    auto count = writeLines(session, writer);
    if (!count)
        return count;
    if (const auto flushed = writer.flush(); !flushed)
        return flushed.error();
    if (!file.commit())
        return fileError(file);
    return count;
}

} // namespace faultline
