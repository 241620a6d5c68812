// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/StatementCanceller.h"
#include "database/settings/ConnectionSettings.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantMap>

#include <vector>

struct pg_conn;

namespace faultline {

/// The SQL of a text as it is to be selected through QPSQL, which takes a leading U+FEFF for a byte
/// order mark and drops it: one more in front of such a text keeps it whole.
QString wholeTextSql(const QString& expression);

/// A connection through Qt Sql (QPSQL) for report queries and table models: opened, used and closed
/// on one thread, and never on the thread of the window. In UTC, seeing pg_catalog and faultline.
/// It has no COPY and hides error codes: loading uses Connection.
class SqlSession
{
public:
    static Result<SqlSession> open(const ConnectionSettings& settings);
    ~SqlSession();
    SqlSession(SqlSession&& other) noexcept;
    SqlSession& operator=(SqlSession&&) = delete;

    /// Runs one statement, forward-only. `values` are bound to its :name placeholders; a null
    /// QVariant needs a typed QMetaType and the statement a cast, as PostgreSQL asks for a type.
    Result<QSqlQuery> execute(const QString& sql, const QVariantMap& values = {});

    /// Takes a query that has failed while its rows were read. QPSQL frees the statement of a query
    /// that goes away, which a transaction that has failed refuses, with a line on standard error:
    /// so it is kept until that transaction has ended. execute() does the same.
    void keepFailed(QSqlQuery query);

    /// Ends what this session runs, from another thread.
    StatementCanceller canceller() const;

private:
    explicit SqlSession(QString connectionName, ConnectionSettings settings);

    pg_conn* handle() const;

    QString m_connectionName;
    ConnectionSettings m_settings;
    std::vector<QSqlQuery> m_failed; ///< Of the transaction that has failed and isn't ended yet.
};

} // namespace faultline
