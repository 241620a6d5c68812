// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <libpq-fe.h>

#include <QList>
#include <QString>
#include <QVariant>

namespace faultline {

// Limits for the rows of a query that a person wrote. libpq receives each row completely, however
// large it is, so the server must check each row before it sends it.

/// For one row, as text.
inline constexpr qint64 kMaxRowBytes = 64LL * 1024 * 1024;
/// For all rows that are kept, in memory.
inline constexpr qint64 kMaxBytes = 128LL * 1024 * 1024;

/// `sql`, changed so that the server fails at a row of more than `rowBytes`. `types` are the types
/// of its columns. `sql` has been parsed on its own before, so it can't end the parentheses that it
/// is put into. Statements that can't be put there (EXPLAIN, SHOW) have no such rows and stay
/// unchanged.
QString guardedQuery(const QString& sql, const QList<Oid>& types, qint64 rowBytes);

/// SQL for the columns of a query: null, or a failure if these texts have more than kMaxRowBytes.
QString rowGuard(const QStringList& texts);

/// Whether an error message comes from the guard.
bool isFromGuard(const QString& message);
/// The message for such an error; its code is "row-size".
UserMessage rowTooLarge(qint64 rowBytes);
/// The message for rows that exceed kMaxBytes together; same code.
UserMessage rowsTooLarge();

/// The memory that a row takes.
qint64 bytesOf(const QList<QVariant>& row);

} // namespace faultline
