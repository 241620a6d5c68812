// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "database/connection/CopyBuffer.h"
#include "readings/RejectedLine.h"

namespace faultline {

/// COPY statement for the rows of addRejectedRow().
inline constexpr auto kCopyRejectedLines =
    "COPY faultline.rejected_line (chunk_id, line_number, byte_offset, column_number, line_bytes,"
    " reason, raw, record_number, field) FROM STDIN (FORMAT binary)";

void addRejectedRow(CopyBuffer& rows, ChunkId chunk, const RejectedLine& line);
/// What such a row adds to the checksum of a chunk that begins at `firstLine` and `firstByte`
/// (RowChecksum.h).
quint64 rejectedRowChecksum(const RejectedLine& line, qint64 firstLine, qint64 firstByte);

} // namespace faultline
