// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/StatementCanceller.h"
#include "database/settings/ConnectionSettings.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantMap>

#include <functional>
#include <string_view>
#include <vector>

struct pg_conn;

namespace faultline {

/// SQL that selects a text unchanged. QPSQL takes a leading U+FEFF for a byte order mark and drops
/// it, so such a text gets one more.
QString unchangedTextSql(const QString& expression);

/// A connection through Qt Sql (QPSQL) for report queries and table models. Opened, used and closed
/// on one thread, never the window's. Time zone UTC, search path pg_catalog and faultline. It has
/// no COPY and hides error codes, so loading uses Connection.
class SqlSession
{
public:
    static Result<SqlSession> open(const ConnectionSettings& settings);
    ~SqlSession();
    SqlSession(SqlSession&& other) noexcept;
    SqlSession& operator=(SqlSession&&) = delete;

    /// Runs one statement, forward-only. `values` are bound to its :name placeholders. A null
    /// QVariant needs a typed QMetaType, and a cast in the statement, because PostgreSQL needs a
    /// type.
    Result<QSqlQuery> execute(const QString& sql, const QVariantMap& values = {});

    /// Streams the rows of `query` in binary form, which costs a fraction of what QPSQL's texts do.
    /// `query` is inserted as it is, without values. `sink` gets each row for BinaryFields, in
    /// memory of libpq. No other query of the session may be unfinished. If the sink fails, the
    /// statement is cancelled.
    Result<void>
    copyOut(const QString& query, const std::function<Result<void>(std::string_view row)>& sink);

    /// Keeps a query that failed while its rows were read. QPSQL deallocates the statement of a
    /// destroyed query; in a failed transaction that fails too, with a line on standard error. So
    /// the query lives until the transaction ends. execute() does the same.
    void keepFailed(QSqlQuery query);

    /// Cancels the running statement from another thread.
    StatementCanceller canceller() const;

private:
    explicit SqlSession(QString connectionName, ConnectionSettings settings);

    pg_conn* handle() const;

    QString m_connectionName;
    ConnectionSettings m_settings;
    std::vector<QSqlQuery> m_failed; ///< Failed queries of a transaction that hasn't ended.
};

} // namespace faultline
