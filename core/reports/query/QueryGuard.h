// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <libpq-fe.h>

#include <QList>
#include <QString>
#include <QVariant>

namespace faultline {

// How large the rows of a query may be that somebody wrote: libpq takes in a row as a whole,
// however large it is, so that the server has to look at each before it sends it.

/// Of one row, as text.
inline constexpr qint64 kMaxRowBytes = 64LL * 1024 * 1024;
/// Of all rows that are kept, as they stand in memory.
inline constexpr qint64 kMaxBytes = 128LL * 1024 * 1024;

/// `sql` so that the server fails at a row that has more than `rowBytes`. `types` are those of its
/// columns. It was parsed by itself before, so that it can't end the parentheses it is put into;
/// what can't stand in them (EXPLAIN, SHOW) has no such rows and stays as it is.
QString guardedQuery(const QString& sql, const QList<Oid>& types, qint64 rowBytes);

/// For the columns of a query: null, or a failure when these texts have more than kMaxRowBytes.
QString rowGuard(const QStringList& texts);

/// Whether an error's message is the guard's.
bool isFromGuard(const QString& message);
/// What is said then; the code is "row-size".
UserMessage rowTooLarge(qint64 rowBytes);
/// And of rows that are more than kMaxBytes together, with the same code.
UserMessage rowsTooLarge();

/// What a row takes in memory.
qint64 bytesOf(const QList<QVariant>& row);

} // namespace faultline
