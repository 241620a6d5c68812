// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace faultline {

/// With a load's id, the advisory lock that its program holds while it runs: the bytes of "load".
inline constexpr qint32 kRunningLoadLock = 0x6C6F6164;

/// SQL: whether the load of the row load_run that `load_id` is of still runs, as far as this server
/// can know: a standby doesn't see the locks of its primary, and takes none for dead. With the
/// parameter :lock, which is kRunningLoadLock.
inline const QString kLoadMayRun =
    QStringLiteral("(pg_is_in_recovery() OR EXISTS ("
                   "SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                   " WHERE l.locktype = 'advisory' AND d.datname = current_database()"
                   " AND l.classid = :lock::bigint::oid AND l.objid = load_id::oid))");

} // namespace faultline
