// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace faultline {

/// With a load's id, the advisory lock that a running load holds: the bytes of "load".
inline constexpr qint32 kRunningLoadLock = 0x6C6F6164;

/// SQL: whether the load of `load_id`, a column of load_run, may still be running. A standby can't
/// see the locks of its primary, so there every load may be. Needs the parameter :lock,
/// kRunningLoadLock.
inline const QString kLoadMayRun =
    QStringLiteral("(pg_is_in_recovery() OR EXISTS ("
                   "SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                   " WHERE l.locktype = 'advisory' AND d.datname = current_database()"
                   " AND l.classid = :lock::bigint::oid AND l.objid = load_id::oid))");

} // namespace faultline
