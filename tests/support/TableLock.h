// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/Connection.h"

#include <QByteArray>

#include <optional>

namespace faultline {

/// Locks a table while it lives, so that its readers wait.
class TableLock
{
public:
    TableLock(const ConnectionSettings& settings, const QByteArray& table)
    {
        auto connection = Connection::open(settings);
        if (!connection || !connection->execute("BEGIN")
            || !connection->execute("LOCK TABLE " + table))
            qFatal("The table %s can't be locked", table.constData());
        m_connection.emplace(*std::move(connection));
    }

    /// Whether any session is waiting for it.
    bool isWaitedFor()
    {
        const auto waiting = m_connection->execute(
            "SELECT FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))");
        return waiting && waiting->rowCount() > 0;
    }

private:
    std::optional<Connection> m_connection;
};

} // namespace faultline
