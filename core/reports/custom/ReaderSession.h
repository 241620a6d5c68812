// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "database/connection/SqlSession.h"
#include "database/connection/StatementWatchdog.h"

#include <chrono>
#include <functional>
#include <memory>

namespace faultline {

/// A session of the role that may only read (reachReader()), for reports that a person wrote. Its
/// transaction is read-only and never committed; a statement ends at the time limit or on cancel.
/// Like CustomQuery, but with named values and pages. readSqlText() ensures that a report's SQL
/// can't break out of the query around it.
class ReaderSession
{
public:
    static constexpr std::chrono::milliseconds kTimeLimit = std::chrono::minutes(1);
    /// For an export, which may have millions of rows.
    static constexpr std::chrono::milliseconds kExportLimit = std::chrono::minutes(15);

    static Result<ReaderSession> open(
        const ConnectionSettings& reader, const CancelToken& cancel,
        std::chrono::milliseconds limit = kTimeLimit);
    ~ReaderSession();
    ReaderSession(ReaderSession&&) noexcept;
    ReaderSession& operator=(ReaderSession&&) = delete;

    SqlSession& session() { return m_session; }
    /// Explains the error if we ended the statement: the code is "time-limit" or "cancelled".
    UserMessage explained(const UserMessage& error) const;

private:
    ReaderSession(SqlSession session, const CancelToken& cancel, std::chrono::milliseconds limit);

    SqlSession m_session;
    std::chrono::milliseconds m_limit;
    std::unique_ptr<StatementWatchdog> m_watchdog;
};

/// Opens such a session, runs `work` with it, and closes it.
template<typename T>
Result<T> runAsReader(
    const ConnectionSettings& reader, const CancelToken& cancel, std::chrono::milliseconds limit,
    const std::function<Result<T>(SqlSession&)>& work)
{
    auto opened = ReaderSession::open(reader, cancel, limit);
    if (!opened)
        return opened.error();
    Result<T> result = work(opened->session());
    if (!result)
        return opened->explained(result.error());
    return result;
}

/// The error for a query that took too long; its code is "time-limit".
UserMessage timeLimitError(std::chrono::milliseconds limit);

} // namespace faultline
