// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/StatementCanceller.h"

#include <libpq-fe.h>

#include <array>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

namespace faultline {

StatementCanceller::StatementCanceller(pg_conn* connection)
    : m_request(PQgetCancel(connection), &PQfreeCancel)
{}

void StatementCanceller::cancel() const
{
    if (!m_request)
        return;
    // The reason for a failure helps no one: the statement then simply runs to its end.
    std::array<char, 256> reason{};
    PQcancel(m_request.get(), reason.data(), static_cast<int>(reason.size()));
}

std::future<void> StatementCanceller::cancelAside() const
{
    std::promise<void> promise;
    std::future<void> sent = promise.get_future();
    const auto shared = std::make_shared<std::promise<void>>(std::move(promise));
    const auto send = [request = *this, shared] {
        request.cancel();
        shared->set_value();
    };
    try {
        std::thread(send).detach();
    } catch (const std::system_error&) {
        send(); // no thread available
    }
    return sent;
}

} // namespace faultline
