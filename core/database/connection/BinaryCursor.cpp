// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/BinaryCursor.h"

namespace faultline {

Result<BinaryCursor> BinaryCursor::open(
    Connection& connection, const QByteArray& name, const QByteArray& query,
    const Parameters& parameters)
{
    const QByteArray quoted = connection.quotedIdentifier(QString::fromUtf8(name));
    const auto declared = connection.execute(
        "DECLARE " + quoted + " BINARY NO SCROLL CURSOR FOR " + query, parameters);
    if (!declared)
        return declared.error();
    return BinaryCursor(connection, quoted);
}

Result<QueryResult> BinaryCursor::fetch(qint64 rows)
{
    return m_connection->execute("FETCH " + QByteArray::number(rows) + " FROM " + m_name);
}

Result<QueryResult> BinaryCursor::fetch(qint64 rows, const CancelToken& cancel)
{
    return m_connection->execute("FETCH " + QByteArray::number(rows) + " FROM " + m_name, cancel);
}

Result<void> BinaryCursor::close()
{
    if (const auto closed = m_connection->execute("CLOSE " + m_name); !closed)
        return closed.error();
    return {};
}

} // namespace faultline
