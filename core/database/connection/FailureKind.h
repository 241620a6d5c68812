// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

namespace faultline {

/// What kind of failure the code of a message tells of, and so what may help.
/// SQLSTATEs: https://www.postgresql.org/docs/15/errcodes-appendix.html
enum class FailureKind {
    Cancelled, ///< A person said so.
    /// By itself, soon: the link was lost, the server restarts, somebody else was in the way. The
    /// transaction may be done again.
    Transient,
    Exhausted,  ///< When somebody has made room: a disk is full, memory ran out, a file is in
                ///< trouble.
    Value,      ///< Without the value: the server can't take it.
    Constraint, ///< Without the row: a check, a key or a trigger that somebody put on a table
                ///< refuses it.
    Other,      ///< Nothing that a program can do.
};

FailureKind failureKind(const UserMessage& failure);

} // namespace faultline
