// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <future>
#include <memory>

extern "C" {
struct pg_cancel;
struct pg_conn;
}

namespace faultline {

/// Cancels a connection's running statement, from any thread and even after the connection is gone.
/// The statement fails with SQLSTATE 57014; an idle connection is unaffected. The request goes over
/// the network and may block: never on the window's thread. A value; copies refer to the same
/// connection.
class StatementCanceller
{
public:
    StatementCanceller() = default;
    explicit StatementCanceller(pg_conn* connection);

    void cancel() const;
    /// The same on its own thread, for callers that can't wait for an unreachable network. The
    /// future is ready when the server has received the request.
    std::future<void> cancelAside() const;

private:
    std::shared_ptr<pg_cancel> m_request;
};

} // namespace faultline
