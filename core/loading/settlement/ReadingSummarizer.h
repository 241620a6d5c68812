// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/summaries/PendingSummary.h"

#include <QByteArray>

#include <vector>

namespace faultline {

/// Adds readings of a plant in the database to its PendingSummary, as if they had just been loaded,
/// by its rules. Runs in the caller's transaction.
class ReadingSummarizer
{
public:
    ReadingSummarizer(Connection& connection, PendingSummary& pending, CancelToken cancel)
        : m_connection(connection)
        , m_pending(pending)
        , m_cancel(std::move(cancel))
    {}

    /// The readings of these chunks, which then belong to the summary.
    Result<void> addChunks(const std::vector<qint32>& chunks);
    /// All readings of the plant except those of chunks that aren't settled and aren't among `due`.
    Result<void> addSettled(const std::vector<qint32>& due);
    /// The same for the days of these months, given by their first days; chunks that aren't settled
    /// are left out.
    Result<void> addMonths(const std::vector<qint32>& months);

    qint64 readingCount() const { return m_readings; }

private:
    Parameters ofPlant(const std::vector<qint32>& values) const;
    Result<void> scan(
        const QByteArray& condition, const Parameters& parameters,
        const std::vector<ChunkId>& chunks);

    Connection& m_connection;
    PendingSummary& m_pending;
    CancelToken m_cancel;
    qint64 m_readings = 0;
};

} // namespace faultline
