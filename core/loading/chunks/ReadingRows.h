// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "loading/chunks/ParsedChunk.h"
#include "loading/chunks/SetAsideReading.h"
#include "loading/ledger/RowChecksum.h"
#include "readings/Reading.h"
#include "readings/RejectedLine.h"

namespace faultline {

/// What of a reading's rows goes into the checksums of its chunk.
struct AddedRows
{
    ReadingImage image;
    quint64 detailHash = 0;     ///< Of what its failure's detail says.
    quint64 detailChecksum = 0; ///< Of the row with it.
};
/// Adds the row of a reading to a batch, and that of its failure's detail if it has one. Its
/// sensor's key is known.
AddedRows addReadingRows(
    const Reading& reading, ReadingId id, qint16 severityCode, quint64 severityHash, PlantId plant,
    ParsedBatch& batch);

/// A record that was rejected, as it is stored. `stoppedAt` counts from 0; `recordBytes` may be
/// more than `place` has of it.
RejectedLine rejectedLineOf(
    const RecordPlace& place, RejectReason reason, std::size_t stoppedAt, qint64 recordBytes);

} // namespace faultline
