// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/connection/CopyBuffer.h"

#include <future>

namespace faultline {

/// Sends rows in the background, while the caller prepares the next ones: a settlement computes
/// about as long as the server stores. Used by one thread. Nothing else may use the connection
/// between send() and wait().
class BackgroundCopy
{
public:
    explicit BackgroundCopy(Connection& connection)
        : m_connection(connection)
    {}
    /// Waits.
    ~BackgroundCopy();
    BackgroundCopy(const BackgroundCopy&) = delete;
    BackgroundCopy& operator=(const BackgroundCopy&) = delete;

    /// Waits for the rows before, and fails if these did. Takes `rows` and leaves an empty buffer.
    /// `copySql` must outlive the call of wait().
    Result<void> send(const char* copySql, CopyBuffer& rows);
    /// Fails if the rows did that were sent last.
    Result<void> wait();

private:
    Result<void> copy(const char* copySql);

    Connection& m_connection;
    CopyBuffer m_rows; ///< Those that are being sent.
    std::future<Result<void>> m_running;
};

} // namespace faultline
