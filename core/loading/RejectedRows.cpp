// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/RejectedRows.h"

namespace faultline {

void addRejectedRow(CopyBuffer& rows, ChunkId chunk, const RejectedLine& line)
{
    const QByteArray reason = rejectReasonWord(line.reason).toUtf8();
    const auto view = [](const QByteArray& bytes) {
        return std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    };
    rows.beginRow(7);
    rows.addInt32(toInt(chunk));
    rows.addInt64(line.lineNumber);
    rows.addInt64(line.byteOffset);
    rows.addInt32(line.columnNumber);
    rows.addInt64(line.lineBytes);
    rows.addBytes(view(reason));
    rows.addBytes(view(line.raw));
}

} // namespace faultline
