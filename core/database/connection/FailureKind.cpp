// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/FailureKind.h"

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::array<QStringView, 9> kTransient{
    u"40001", // serialization_failure
    u"40P01", // deadlock_detected
    u"53300", // too_many_connections
    u"55P03", // lock_not_available
    u"57P01", // admin_shutdown
    u"57P02", // crash_shutdown
    u"57P03", // cannot_connect_now
    u"57P05", // idle_session_timeout
    u"25P03", // idle_in_transaction_session_timeout
};

constexpr std::array<QStringView, 3> kExhausted{
    u"53100", // disk_full
    u"53200", // out_of_memory
    u"53400", // configuration_limit_exceeded
};

template<std::size_t Size>
bool contains(const std::array<QStringView, Size>& codes, const QString& code)
{
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

} // namespace

FailureKind failureKind(const UserMessage& failure)
{
    const QString& code = failure.code;
    if (code == kCancelledCode)
        return FailureKind::Cancelled;
    // Class 08 covers connections, 58 the server's system, 22 values, 23 constraints, and P0 what
    // functions, for example in triggers, raise.
    if (code.startsWith(u"08"_s) || contains(kTransient, code))
        return FailureKind::Transient;
    if (code.startsWith(u"58"_s) || contains(kExhausted, code))
        return FailureKind::Exhausted;
    if (code.startsWith(u"22"_s))
        return FailureKind::Value;
    // Not 23502, a missing value in a NOT NULL column: someone changed the table, so every row
    // would fail.
    if ((code.startsWith(u"23"_s) && code != u"23502"_s) || code.startsWith(u"P0"_s))
        return FailureKind::Constraint;
    return FailureKind::Other;
}

} // namespace faultline
