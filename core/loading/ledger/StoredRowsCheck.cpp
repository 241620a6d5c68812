// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/StoredRowsCheck.h"

#include "base/Ids.h"
#include "database/connection/BinaryCursor.h"
#include "loading/ledger/FailureRows.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LedgerCheck)
};

// Readings fetched at once, and rejected lines of up to 8 KiB each.
constexpr qint64 kRowsAtOnce = 10'000;
constexpr qint64 kLinesAtOnce = 500;

constexpr auto kReadings =
    "SELECT reading_id, occurred_at, temperature, vibration, sensor_key, severity, extra::text,"
    " plant_id FROM faultline.reading";
// They say the same again, which is how a change to it is found.
constexpr auto kDetails = "SELECT reading_id, occurred_at, sensor_key, severity,"
                          " ended_at, duration_seconds, planned::integer, failure_mode, cause"
                          " FROM faultline.failure_detail";
// If the journal lacks the chunk, positions count from the file's start.
constexpr auto kRejectedLines =
    "SELECT r.chunk_id, r.line_number - coalesce(c.first_line, 1),"
    " r.byte_offset - coalesce(c.first_byte, 0), r.column_number, r.line_bytes, r.reason, r.raw,"
    " coalesce(r.record_number, 0), coalesce(r.field, '')"
    " FROM faultline.rejected_line r LEFT JOIN faultline.load_chunk c USING (chunk_id)";
// Chunks of lists have no readings.
constexpr auto kJournal =
    "SELECT c.chunk_id, c.load_id, c.first_line, c.first_line + c.lines - 1,"
    " CASE WHEN f.role = 'readings' THEN c.loaded ELSE 0 END, c.rejected,"
    " c.readings_checksum, c.rejected_checksum,"
    " (c.records = c.loaded + c.rejected + c.blank + c.skipped)::integer, f.path"
    " FROM faultline.load_chunk c JOIN faultline.source_file f USING (file_id)"
    " ORDER BY c.chunk_id";

QString figure(qint64 number)
{
    return QLocale().toString(number);
}

// A row of kJournal.
struct JournalRow
{
    JournalRow(const QueryResult& rows, int row)
        : chunk(rows.binary<qint32>(row, 0))
        , load(rows.binary<qint32>(row, 1))
        , firstLine(rows.binary<qint64>(row, 2))
        , lastLine(rows.binary<qint64>(row, 3))
        , readings(rows.binary<qint64>(row, 4))
        , rejectedLines(rows.binary<qint64>(row, 5))
        , readingsChecksum(rows.binary<quint64>(row, 6))
        , rejectedChecksum(rows.binary<quint64>(row, 7))
        , isBalanced(rows.binary<qint32>(row, 8) != 0)
        , path(rows.text(row, 9))
    {}

    qint32 chunk;
    qint32 load;
    qint64 firstLine;
    qint64 lastLine;
    qint64 readings;
    qint64 rejectedLines;
    quint64 readingsChecksum;
    quint64 rejectedChecksum;
    bool isBalanced;
    std::string_view path;
};

UserMessage mismatch(const JournalRow& row, const QString& what, const QString& why)
{
    return UserMessage::error(what)
        .because(why)
        .at(Text::tr("%1, lines %2 to %3")
                .arg(
                    QString::fromUtf8(row.path.data(), static_cast<qsizetype>(row.path.size())),
                    figure(row.firstLine), figure(row.lastLine)))
        .withRemedy(Text::tr("Undo load %1 and load its folder again.").arg(row.load))
        .withCode(u"ledger-chunk"_s);
}

UserMessage countMismatch(const JournalRow& row, const QString& what)
{
    return mismatch(
        row, what,
        Text::tr("Rows of load %1 were changed outside Faultline or lost.").arg(row.load));
}

UserMessage ofNoLoad(qint32 chunk, qint64 readings, qint64 rejectedLines)
{
    return UserMessage::error(Text::tr("%1 readings and %2 rejected lines belong to no load")
                                  .arg(figure(readings), figure(rejectedLines)))
        .because(Text::tr("Their chunk %1 isn't in the journal.").arg(chunk))
        .withRemedy(Text::tr("The database was changed manually or damaged. Restore it from a "
                             "backup, or load everything into a new one."))
        .withCode(u"ledger-unknown-chunk"_s);
}

quint64 measurement(const QueryResult& rows, int row, int column)
{
    return rows.isNull(row, column) ? kNullMeasurementBits : rows.binary<quint64>(row, column);
}

} // namespace

Result<StoredRowsCheck::Counts>
StoredRowsCheck::run(const std::function<void(const UserMessage&)>& report)
{
    for (const auto step :
         {&StoredRowsCheck::fetchSeverities, &StoredRowsCheck::fetchUnsettled,
          &StoredRowsCheck::fetchZones, &StoredRowsCheck::addReadings, &StoredRowsCheck::addDetails,
          &StoredRowsCheck::addRejectedLines}) {
        if (const auto done = (this->*step)(); !done)
            return done.error();
    }
    if (const auto compared = compareWithJournal(report); !compared)
        return compared.error();
    reportUnknown(report);
    return m_counts;
}

Result<void> StoredRowsCheck::fetchSeverities()
{
    const auto rows = m_connection.execute("SELECT code, name FROM faultline.severity", m_cancel);
    if (!rows)
        return rows.error();
    for (int row = 0; row < rows->rowCount(); ++row) {
        m_severityHashes.insert(
            static_cast<qint16>(rows->integer(row, 0)), severityHash(rows->text(row, 1)));
    }
    return {};
}

Result<void> StoredRowsCheck::fetchUnsettled()
{
    const auto rows =
        m_connection.execute("SELECT chunk_id FROM faultline.unsettled_chunk", m_cancel);
    if (!rows)
        return rows.error();
    for (int row = 0; row < rows->rowCount(); ++row)
        m_unsettled.insert(static_cast<qint32>(rows->integer(row, 0)));
    return {};
}

Result<void> StoredRowsCheck::fetchZones()
{
    const auto rows =
        m_connection.execute("SELECT plant_id, time_zone FROM faultline.plant", m_cancel);
    if (!rows)
        return rows.error();
    for (int row = 0; row < rows->rowCount(); ++row) {
        auto zone = LocalTime::fromName(rows->string(row, 1));
        if (!zone)
            return zone.error();
        m_clocks.emplace(static_cast<qint16>(rows->integer(row, 0)), *std::move(zone));
    }
    return {};
}

// A plant that isn't there has days in UTC.
LocalClock& StoredRowsCheck::clockOf(qint16 plant)
{
    return m_clocks.try_emplace(plant, LocalTime::utc()).first->second;
}

Result<void> StoredRowsCheck::addReadings()
{
    // Rows of a chunk are mostly stored together, and lines of a failure have one time.
    qint32 chunk = 0;
    Rows* sum = nullptr;
    bool isSettled = false;
    DayKey day;
    qint64* ofDay = nullptr;
    LocalClock* clock = nullptr;
    return forEachRow(kReadings, kRowsAtOnce, [&](const QueryResult& rows, int row) {
        const auto id = static_cast<ReadingId>(rows.binary<qint64>(row, 0));
        ReadingImage reading;
        reading.occurredAt = rows.binary<qint64>(row, 1);
        reading.temperature = measurement(rows, row, 2);
        reading.vibration = measurement(rows, row, 3);
        reading.id = id;
        reading.sensorKey = rows.binary<qint32>(row, 4);
        const auto severity = rows.binary<qint16>(row, 5);
        reading.severityHash = m_severityHashes.value(severity);
        const auto plant = rows.binary<qint16>(row, 7);
        if (!rows.isNull(row, 6))
            reading.extraHash = contentHash64(rows.text(row, 6));
        if (const qint32 of = toInt(chunkOf(id)); !sum || of != chunk) {
            chunk = of;
            sum = &m_readings[of];
            isSettled = !m_unsettled.contains(of);
        }
        if (!clock || plant != day.plant)
            clock = &clockOf(plant);
        if (const DayKey key{plant, clock->dayOf(reading.occurredAt), severity};
            !ofDay || key != day) {
            day = key;
            ofDay = &m_settledByDay[key];
        }
        *ofDay += isSettled ? 1 : 0;
        ++sum->count;
        sum->checksum += readingChecksum(reading);
        ++m_counts.readings;
    });
}

Result<void> StoredRowsCheck::addDetails()
{
    return forEachRow(kDetails, kLinesAtOnce, [this](const QueryResult& rows, int row) {
        ReadingImage reading;
        reading.id = static_cast<ReadingId>(rows.binary<qint64>(row, 0));
        reading.occurredAt = rows.binary<qint64>(row, 1);
        reading.sensorKey = rows.binary<qint32>(row, 2);
        reading.severityHash = m_severityHashes.value(rows.binary<qint16>(row, 3));
        m_readings[toInt(chunkOf(reading.id))].checksum +=
            detailChecksum(reading, detailOf(rows, row, 4));
    });
}

Result<void> StoredRowsCheck::addRejectedLines()
{
    return forEachRow(kRejectedLines, kLinesAtOnce, [this](const QueryResult& rows, int row) {
        Rows& sum = m_rejectedLines[rows.binary<qint32>(row, 0)];
        ++sum.count;
        sum.checksum += rejectedLineChecksum(
            {rows.binary<qint64>(row, 1), rows.binary<qint64>(row, 2), rows.binary<qint32>(row, 3),
             rows.binary<qint64>(row, 4), rows.text(row, 5), rows.text(row, 6),
             rows.binary<qint64>(row, 7), rows.text(row, 8)});
        ++m_counts.rejectedLines;
    });
}

Result<void>
StoredRowsCheck::compareWithJournal(const std::function<void(const UserMessage&)>& report)
{
    return forEachRow(kJournal, kRowsAtOnce, [&](const QueryResult& rows, int number) {
        const JournalRow row(rows, number);
        const Rows readings = m_readings.take(row.chunk);
        const Rows lines = m_rejectedLines.take(row.chunk);
        ++m_counts.chunks;
        if (!row.isBalanced) {
            report(countMismatch(row, Text::tr("A row of the journal is out of balance")));
        } else if (readings.count != row.readings || lines.count != row.rejectedLines) {
            report(countMismatch(
                row,
                Text::tr(
                    "The journal has %1 readings and %2 rejected lines, but %3 and %4 are stored")
                    .arg(
                        figure(row.readings), figure(row.rejectedLines), figure(readings.count),
                        figure(lines.count))));
        } else if (readings.checksum != row.readingsChecksum) {
            report(mismatch(
                row, Text::tr("Values of readings differ from those that were loaded"),
                Text::tr("Their checksum differs from the journal. Readings of load %1, or the "
                         "names of their severities, were changed outside Faultline or damaged.")
                    .arg(row.load)));
        } else if (lines.checksum != row.rejectedChecksum) {
            report(mismatch(
                row, Text::tr("Rejected lines differ from those that were read"),
                Text::tr("Their checksum differs from the journal. Rejected lines of load %1 were "
                         "changed outside Faultline or damaged.")
                    .arg(row.load)));
        }
    });
}

void StoredRowsCheck::reportUnknown(const std::function<void(const UserMessage&)>& report) const
{
    std::vector<qint32> chunks;
    for (const RowsByChunk& rows : {std::cref(m_readings), std::cref(m_rejectedLines)})
        chunks.insert(chunks.end(), rows.keyBegin(), rows.keyEnd());
    std::sort(chunks.begin(), chunks.end());
    chunks.erase(std::unique(chunks.begin(), chunks.end()), chunks.end());
    for (const qint32 chunk : chunks) {
        report(ofNoLoad(chunk, m_readings.value(chunk).count, m_rejectedLines.value(chunk).count));
    }
}

template<typename AddRow>
Result<void> StoredRowsCheck::forEachRow(const char* query, qint64 rowsAtOnce, const AddRow& addRow)
{
    auto cursor = BinaryCursor::open(m_connection, "stored_rows", query);
    if (!cursor)
        return cursor.error();
    for (;;) {
        const auto rows = cursor->fetch(rowsAtOnce, m_cancel);
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row)
            addRow(*rows, row);
        if (rows->rowCount() < rowsAtOnce)
            return cursor->close();
    }
}

} // namespace faultline
