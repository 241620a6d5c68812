// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/RejectedRows.h"

#include "loading/ledger/RowChecksum.h"

namespace faultline {

namespace {

std::string_view view(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

void addRejectedRow(CopyBuffer& rows, ChunkId chunk, const RejectedLine& line)
{
    const QByteArray reason = rejectReasonWord(line.reason).toUtf8();
    rows.beginRow(9);
    rows.addInt32(toInt(chunk));
    rows.addInt64(line.lineNumber);
    rows.addInt64(line.byteOffset);
    rows.addInt32(line.columnNumber);
    rows.addInt64(line.lineBytes);
    rows.addBytes(view(reason));
    rows.addBytes(view(line.raw));
    if (line.recordNumber > 0)
        rows.addInt64(line.recordNumber);
    else
        rows.addNull();
    if (line.field.isEmpty())
        rows.addNull();
    else
        rows.addBytes(view(line.field));
}

quint64 rejectedRowChecksum(const RejectedLine& line, qint64 firstLine, qint64 firstByte)
{
    const QByteArray reason = rejectReasonWord(line.reason).toUtf8();
    return rejectedLineChecksum(
        {line.lineNumber - firstLine, line.byteOffset - firstByte, line.columnNumber,
         line.lineBytes, view(reason), view(line.raw), line.recordNumber, view(line.field)});
}

} // namespace faultline
