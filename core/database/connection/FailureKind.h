// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

namespace faultline {

/// The kind of failure that a message's code means, which decides what may help.
/// SQLSTATEs: https://www.postgresql.org/docs/15/errcodes-appendix.html
enum class FailureKind {
    Cancelled, ///< A person cancelled.
    /// Likely to pass soon: the connection was lost, the server is restarting, or another
    /// transaction was in the way. The transaction can be retried.
    Transient,
    Exhausted,  ///< Someone must free resources: a full disk, no memory, a file error.
    Value,      ///< The server can't store this value; the rest may succeed.
    Constraint, ///< A check, a key or a trigger that someone added to a table refuses this row.
    Other,      ///< Nothing that a program can fix.
};

FailureKind failureKind(const UserMessage& failure);

} // namespace faultline
