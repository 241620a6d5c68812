// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/Connection.h"

namespace faultline {

/// Reads a query's rows in batches and in binary form, so that memory doesn't depend on their
/// number. The connection may run other statements between two fetches. The cursor ends with the
/// transaction that opened it, at the latest.
class BinaryCursor
{
public:
    /// `name` is unique among the cursors of the transaction.
    static Result<BinaryCursor> open(
        Connection& connection, const QByteArray& name, const QByteArray& query,
        const Parameters& parameters = {});

    /// The next `rows` rows; fewer at the end of the result.
    Result<QueryResult> fetch(qint64 rows);
    /// The same, but stops when `cancel` is raised.
    Result<QueryResult> fetch(qint64 rows, const CancelToken& cancel);
    Result<void> close();

private:
    BinaryCursor(Connection& connection, QByteArray name)
        : m_connection(&connection)
        , m_name(std::move(name))
    {}

    Connection* m_connection;
    QByteArray m_name; ///< Quoted.
};

} // namespace faultline
