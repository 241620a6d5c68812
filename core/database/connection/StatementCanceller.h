// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <future>
#include <memory>

extern "C" {
struct pg_cancel;
struct pg_conn;
}

namespace faultline {

/// Ends the statement that a connection runs at the moment, from any thread and also after the
/// connection is gone. The statement then fails with the SQLSTATE 57014; a connection that runs
/// none notices nothing. Asking goes over the network and may wait for it: not on the window's
/// thread. A value; copies ask for the same connection.
class StatementCanceller
{
public:
    StatementCanceller() = default;
    explicit StatementCanceller(pg_conn* connection);

    void cancel() const;
    /// The same on a thread of its own, for those who can't wait for a network that may be gone.
    /// The future is ready when the server has the request.
    std::future<void> cancelAside() const;

private:
    std::shared_ptr<pg_cancel> m_request;
};

} // namespace faultline
