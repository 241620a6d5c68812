// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/StatementCanceller.h"
#include "database/settings/ConnectionSettings.h"

#include <libpq-fe.h>

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QtEndian>

#include <bit>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace faultline {

/// The result of one statement. Rows and columns count from 0. Values are PostgreSQL's text, or
/// binary if they come from a BinaryCursor.
class QueryResult
{
public:
    explicit QueryResult(PGresult* result)
        : m_result(result, &PQclear)
    {}

    int rowCount() const { return PQntuples(m_result.get()); }
    bool isNull(int row, int column) const { return PQgetisnull(m_result.get(), row, column) != 0; }
    /// The value as text; empty for null.
    std::string_view text(int row, int column) const
    {
        return {
            PQgetvalue(m_result.get(), row, column),
            static_cast<std::size_t>(PQgetlength(m_result.get(), row, column))};
    }
    QString string(int row, int column) const;
    /// A whole number; 0 for null.
    qint64 integer(int row, int column) const;
    bool boolean(int row, int column) const { return text(row, column) == "t"; }
    /// A number in a binary result (BinaryCursor); not null.
    template<typename Number>
    Number binary(int row, int column) const
    {
        const char* const value = PQgetvalue(m_result.get(), row, column);
        if constexpr (std::is_same_v<Number, double>)
            return std::bit_cast<double>(qFromBigEndian<quint64>(value));
        else
            return qFromBigEndian<Number>(value);
    }
    /// A bytea in hex form, decoded.
    QByteArray bytes(int row, int column) const;
    /// The number of rows that INSERT, UPDATE, DELETE or COPY changed.
    qint64 affectedRows() const;
    /// What the statement did: "COMMIT", "INSERT 0 1".
    std::string_view commandTag() const { return PQcmdStatus(m_result.get()); }

private:
    std::unique_ptr<PGresult, decltype(&PQclear)> m_result;
};

/// Values for a statement's $1, $2, …. They are sent separately from the SQL, never inside it.
class Parameters
{
public:
    Parameters& add(qint64 value);
    Parameters& add(const QString& value);
    Parameters& add(bool value);
    Parameters& add(double) = delete;
    /// An integer[].
    Parameters& add(const std::vector<qint32>& values);
    /// A bigint[].
    Parameters& add(const std::vector<qint64>& values);
    /// A bytea[]; empty elements are nulls.
    Parameters& addBytes(const std::vector<QByteArray>& values);
    Parameters& addNull();
    /// A bytea.
    Parameters& addBytes(const QByteArray& value);

    int count() const { return static_cast<int>(m_values.size()); }

private:
    friend class Connection;
    struct Value
    {
        std::optional<QByteArray> bytes;
        bool binary = false;
    };
    std::vector<Value> m_values;
};

/// One libpq connection, for loading and whatever else needs COPY, exact error codes or cancelling.
/// Reports and table models use SqlSession instead. It belongs to the thread that uses it. Sessions
/// use UTC and UTF-8, and search only pg_catalog and faultline for unqualified names.
/// An error has the SQLSTATE as its `code`; a lost link is "08006". In a transaction that has
/// failed, every statement fails with the original reason.
/// Raising the token cancels any call, even one that waits for a lock or for a server that no
/// longer answers. The call then fails with the code "cancelled".
class Connection
{
public:
    /// Logs in, without retrying. A refused login has the SQLSTATE as its code, a missing password
    /// "no-password", and a server that doesn't answer "08006"; explainConnectionFailure() turns
    /// these into messages with a remedy. Gives up when `cancel` is raised, or after `limit` with
    /// the code "08001". The connection keeps using the token.
    static Result<Connection> open(
        const ConnectionSettings& settings, const CancelToken& cancel = CancelToken(),
        std::chrono::milliseconds limit = std::chrono::milliseconds::max());

    /// Raising this token cancels whatever the connection does from now on.
    void setCancelToken(const CancelToken& cancel) { m_cancel = cancel; }

    /// Runs one or more statements without parameters and returns the result of the last one.
    Result<QueryResult> execute(const QByteArray& sql);
    /// Runs one statement with values for $1, $2, ….
    Result<QueryResult> execute(const QByteArray& sql, const Parameters& parameters);
    /// The same with a different token for this call.
    Result<QueryResult>
    execute(const QByteArray& sql, const Parameters& parameters, const CancelToken& cancel);
    /// Statements without parameters with a different token for this call. `meanwhile` runs ten
    /// times a second on this thread until the statement ends; it must not use this connection.
    Result<QueryResult> execute(
        const QByteArray& sql, const CancelToken& cancel,
        const std::function<void()>& meanwhile = {});
    /// Cancels the running statement from another thread.
    StatementCanceller canceller() const { return StatementCanceller(m_connection.get()); }

    /// Runs COMMIT and checks that it committed: a failed transaction answers ROLLBACK without an
    /// error, which is an error here. If the link is lost meanwhile, only the database knows the
    /// outcome.
    Result<void> commit();
    /// Ends a transaction that may have failed; ignores errors.
    void rollback();

    /// Sends `data`, a complete binary COPY stream, to `copySql` ("COPY … FROM STDIN (FORMAT
    /// binary)"). Fails unless the server stored exactly `expectedRows` rows; the caller must then
    /// roll back the transaction.
    Result<void> copyIn(const QByteArray& copySql, std::string_view data, qint64 expectedRows);

    bool isUsable() const { return PQstatus(m_connection.get()) == CONNECTION_OK; }
    const ConnectionSettings& settings() const { return m_settings; }
    PGconn* handle() const { return m_connection.get(); }

    /// `name` quoted as an identifier.
    QByteArray quotedIdentifier(const QString& name) const;

private:
    using Handle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

    Connection(Handle connection, ConnectionSettings settings)
        : m_connection(std::move(connection))
        , m_settings(std::move(settings))
    {}

    Result<QueryResult> checked(PGresult* result);
    Result<QueryResult>
    answer(bool sent, const CancelToken& cancel, const std::function<void()>& meanwhile = {});
    Result<QueryResult> lastResult(const std::function<PGresult*()>& next);
    void keepFirstFailure(Result<QueryResult>& result);
    UserMessage errorOf(const PGresult* result) const;
    UserMessage openingError(const QStringList& muteServers) const;

    Handle m_connection;
    ConnectionSettings m_settings;
    CancelToken m_cancel;
    std::optional<UserMessage> m_firstFailure; ///< Of the last transaction that failed.
};

} // namespace faultline
