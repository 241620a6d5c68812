// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "base/UserMessage.h"
#include "database/connection/Connection.h"
#include "readings/LocalTime.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <map>

namespace faultline {

/// Compares the count and the checksum (RowChecksum.h) of each chunk's readings and rejected lines
/// with the journal, and counts the readings of each day for a comparison with the summaries.
/// Fetches every row once and keeps none, so memory grows only with the number of chunks and days.
/// Runs in the caller's transaction; used once.
class StoredRowsCheck
{
public:
    StoredRowsCheck(Connection& connection, const CancelToken& cancel)
        : m_connection(connection)
        , m_cancel(cancel)
    {}

    struct Counts
    {
        qint64 chunks = 0;
        qint64 readings = 0;
        qint64 rejectedLines = 0;
    };
    /// Calls `report` for each chunk that doesn't match the journal, in order. Fails when the
    /// database does, or when cancelled.
    Result<Counts> run(const std::function<void(const UserMessage&)>& report);

    /// A plant, a day of it (see Calendar.h), and a severity.
    struct DayKey
    {
        qint16 plant = 0;
        qint32 day = 0;
        qint16 severity = 0;

        bool operator==(const DayKey&) const = default;
        friend size_t qHash(const DayKey& key, size_t seed = 0)
        {
            return qHashMulti(seed, key.plant, key.day, key.severity);
        }
    };
    /// The readings of settled chunks, after run().
    const QHash<DayKey, qint64>& settledByDay() const { return m_settledByDay; }

private:
    struct Rows
    {
        qint64 count = 0;
        quint64 checksum = 0;
    };
    using RowsByChunk = QHash<qint32, Rows>;

    Result<void> fetchSeverities();
    Result<void> fetchUnsettled();
    Result<void> fetchZones();
    LocalClock& clockOf(qint16 plant);
    Result<void> addReadings();
    Result<void> addDetails();
    Result<void> addRejectedLines();
    Result<void> compareWithJournal(const std::function<void(const UserMessage&)>& report);
    void reportUnknown(const std::function<void(const UserMessage&)>& report) const;
    template<typename AddRow>
    Result<void> forEachRow(const char* query, qint64 rowsAtOnce, const AddRow& addRow);

    Connection& m_connection;
    const CancelToken& m_cancel;
    QHash<qint16, quint64> m_severityHashes; ///< By code.
    RowsByChunk m_readings;                  ///< Not yet compared with the journal.
    RowsByChunk m_rejectedLines;
    QSet<qint32> m_unsettled;
    std::map<qint16, LocalClock> m_clocks; ///< By plant.
    QHash<DayKey, qint64> m_settledByDay;
    Counts m_counts;
};

} // namespace faultline
