// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/ConnectionSettings.h"
#include "database/StatementCanceller.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantMap>

namespace faultline {

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

    /// Ends what this session runs, from another thread.
    StatementCanceller canceller() const;

private:
    explicit SqlSession(QString connectionName, ConnectionSettings settings);

    QString m_connectionName;
    ConnectionSettings m_settings;
};

} // namespace faultline
