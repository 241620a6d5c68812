// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/ReadingRows.h"

#include "database/connection/HstoreText.h"
#include "loading/ledger/FailureRows.h"
#include "sources/input/ContentHash.h"

#include <cmath>

namespace faultline {

namespace {

constexpr qint16 kReadingColumns = 7;
constexpr qint16 kFullerColumns = 8;

// Returns the bits that go into the checksum.
quint64 addMeasurement(CopyBuffer& rows, double value)
{
    if (std::isnan(value)) {
        rows.addNull();
        return kNullMeasurementBits;
    }
    rows.addDouble(value);
    return measurementBits(value);
}

// The format of hstore_recv() in contrib/hstore/hstore_io.c: the number of pairs, then each key and
// value after its length.
void addHstore(CopyBuffer& rows, const std::vector<ExtraMeasurement>& extras)
{
    std::size_t bytes = sizeof(qint32);
    for (const ExtraMeasurement& extra : extras)
        bytes += 2 * sizeof(qint32) + extra.name.size() + extra.value.size();
    rows.put(static_cast<qint32>(bytes));
    rows.put(static_cast<qint32>(extras.size()));
    for (const ExtraMeasurement& extra : extras) {
        rows.addBytes(extra.name);
        rows.addBytes(extra.value);
    }
}

} // namespace

AddedRows addReadingRows(
    const Reading& reading, ReadingId id, qint16 severityCode, quint64 severityHash, PlantId plant,
    ParsedBatch& batch)
{
    const bool isFuller = !reading.extras.empty();
    CopyBuffer& rows = isFuller ? batch.fullerReadings : batch.readings;
    AddedRows added;
    ReadingImage& image = added.image;
    image.occurredAt = reading.occurredAt;
    image.id = id;
    image.sensorKey = reading.sensorKey;
    image.severityHash = severityHash;
    rows.beginRow(isFuller ? kFullerColumns : kReadingColumns);
    rows.addInt64(reading.occurredAt);
    image.temperature = addMeasurement(rows, reading.temperature);
    image.vibration = addMeasurement(rows, reading.vibration);
    rows.addInt64(toInt(id));
    rows.addInt32(reading.sensorKey);
    rows.addInt16(severityCode);
    rows.addInt16(toInt(plant));
    if (isFuller) {
        addHstore(rows, reading.extras);
        image.extraHash = contentHash64(hstoreText(reading.extras));
    }
    if (reading.detail) {
        addFailureRow(batch.failureDetails, id, reading, severityCode, plant);
        added.detailChecksum = detailChecksum(image, *reading.detail);
        added.detailHash = contentHash64(detailText(*reading.detail));
    }
    return added;
}

RejectedLine rejectedLineOf(
    const RecordPlace& place, RejectReason reason, std::size_t stoppedAt, qint64 recordBytes)
{
    const std::string_view stored = storedPartOf(place.record);
    RejectedLine rejected;
    rejected.lineNumber = place.lineNumber;
    rejected.byteOffset = place.byteOffset;
    rejected.columnNumber = static_cast<qint32>(stoppedAt) + 1;
    rejected.lineBytes = recordBytes;
    rejected.reason = reason;
    rejected.raw = QByteArray(stored.data(), static_cast<qsizetype>(stored.size()));
    return rejected;
}

} // namespace faultline
