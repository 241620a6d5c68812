// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <QList>
#include <QString>

namespace faultline {

/// `sql` so that the server looks at each row before it sends it, and fails when the row has more
/// than `rowBytes` as text: libpq takes in a row as a whole, however large it is. `types` are those
/// of its columns. It was parsed by itself before, so that it can't end the parentheses it is put
/// into; what can't stand in them (EXPLAIN, SHOW) has no such rows and stays as it is.
QString guardedQuery(const QString& sql, const QList<Oid>& types, qint64 rowBytes);

/// Whether an error's message is the guard's.
bool isFromGuard(const QString& message);

} // namespace faultline
