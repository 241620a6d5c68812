// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "base/UserMessage.h"
#include "database/connection/Connection.h"

#include <QHash>

#include <functional>

namespace faultline {

/// Compares readings and rejected lines with what the journal says of their chunks: how many there
/// are, and their checksums (RowChecksum.h). Every row is fetched once and none is kept, so that
/// memory grows with the number of chunks only. In the transaction of its caller; used once.
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
    /// `report` is told of each chunk that isn't as the journal says, in their order. Fails when
    /// the database does, or cancelled.
    Result<Counts> run(const std::function<void(const UserMessage&)>& report);

private:
    struct Rows
    {
        qint64 count = 0;
        quint64 checksum = 0;
    };
    using RowsByChunk = QHash<qint32, Rows>;

    Result<void> fetchSeverities();
    Result<void> addReadings();
    Result<void> addRejectedLines();
    Result<void> compareWithJournal(const std::function<void(const UserMessage&)>& report);
    void reportUnknown(const std::function<void(const UserMessage&)>& report) const;
    template<typename AddRow>
    Result<void> forEachRow(const char* query, qint64 rowsAtOnce, const AddRow& addRow);

    Connection& m_connection;
    const CancelToken& m_cancel;
    QHash<qint16, quint64> m_severityHashes; ///< By code.
    RowsByChunk m_readings;                  ///< Those that no chunk of the journal has taken yet.
    RowsByChunk m_rejectedLines;
    Counts m_counts;
};

} // namespace faultline
