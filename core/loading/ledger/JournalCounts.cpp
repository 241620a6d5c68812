// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/JournalCounts.h"

namespace faultline {

namespace {

RecordCounts skipped(const JournalledRange& range)
{
    return {range.records.in, 0, 0, 0, range.records.in};
}

} // namespace

RecordCounts recordsOf(const QList<JournalledRange>& ranges, LoadId load)
{
    RecordCounts records;
    for (const JournalledRange& range : ranges)
        records += range.load == load ? range.records : skipped(range);
    return records;
}

RecordCounts recordsOfCopy(const QList<JournalledRange>& ranges, qint64 bytes)
{
    RecordCounts records;
    for (const JournalledRange& range : ranges) {
        if (range.endByte <= bytes)
            records += skipped(range);
    }
    return records;
}

NoteCounts notesOf(const QList<JournalledRange>& ranges, LoadId load)
{
    NoteCounts notes;
    for (const JournalledRange& range : ranges) {
        if (range.load == load)
            notes += range.notes;
    }
    return notes;
}

qint64 bytesOf(const QList<JournalledRange>& ranges)
{
    qint64 bytes = 0;
    for (const JournalledRange& range : ranges)
        bytes += range.endByte - range.firstByte;
    return bytes;
}

} // namespace faultline
