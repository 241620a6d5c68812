// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/Connection.h"

namespace faultline {

/// Rows of a query, some at a time and in binary form, so that memory doesn't depend on how many
/// there are. Between two fetches its connection may run other statements. It belongs to the
/// transaction in which it was opened, and ends with it at the latest.
class BinaryCursor
{
public:
    /// `name` tells it from other cursors of the same transaction.
    static Result<BinaryCursor> open(
        Connection& connection, const QByteArray& name, const QByteArray& query,
        const Parameters& parameters = {});

    /// The next rows, as many as asked for unless the query has no more.
    Result<QueryResult> fetch(qint64 rows);
    /// The same, ended when `cancel` is raised.
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
