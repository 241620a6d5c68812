// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "database/connection/SqlSession.h"
#include "database/connection/StatementWatch.h"

#include <chrono>
#include <functional>
#include <memory>

namespace faultline {

/// A session of the role that may only read (reachReader()), for reports that a person wrote: in a
/// transaction that only reads, whose statement is ended when the time is over or somebody cancels,
/// and of which nothing stays. Like CustomQuery, for those who need named values and pages. A
/// report's own SQL can't end the query that it is put into: readSqlText() sees to that.
class ReaderSession
{
public:
    static constexpr std::chrono::milliseconds kTimeLimit = std::chrono::minutes(1);
    /// Of an export, which may have millions of rows.
    static constexpr std::chrono::milliseconds kExportLimit = std::chrono::minutes(15);

    static Result<ReaderSession> open(
        const ConnectionSettings& reader, const CancelToken& cancel,
        std::chrono::milliseconds limit = kTimeLimit);
    ~ReaderSession();
    ReaderSession(ReaderSession&&) noexcept;
    ReaderSession& operator=(ReaderSession&&) = delete;

    SqlSession& session() { return m_session; }
    /// Says so when it was us who ended it: the code is "time-limit" or "cancelled".
    UserMessage explained(const UserMessage& error) const;

private:
    ReaderSession(SqlSession session, const CancelToken& cancel, std::chrono::milliseconds limit);

    SqlSession m_session;
    std::chrono::milliseconds m_limit;
    std::unique_ptr<StatementWatch> m_watch;
};

/// Opens such a session, does `work` with it, and closes it.
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

/// What is said when a query took too long; the code is "time-limit".
UserMessage tookTooLong(std::chrono::milliseconds limit);

} // namespace faultline
