// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/SqlSession.h"

#include <libpq-fe.h>

#include <QCoreApplication>
#include <QSqlDriver>
#include <QSqlError>
#include <QStringList>
#include <QUuid>
#include <QtEndian>

#include <memory>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SqlSession)
};

// Keywords with a setter in QSqlDatabase use it; QPSQL quotes them. The others become options,
// which QPSQL splits at semicolons and doesn't quote, so they are quoted here.
QString optionsOf(const ConnectionSettings& settings)
{
    static const QStringList withSetter{
        u"host"_s, u"port"_s, u"dbname"_s, u"user"_s, u"password"_s};
    QStringList options;
    for (auto it = settings.keywords.cbegin(); it != settings.keywords.cend(); ++it) {
        if (withSetter.contains(it.key()))
            continue;
        QString value = it.value();
        value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
        options << it.key() + u"='"_s + value + u'\'';
    }
    if (!settings.keywords.contains(u"application_name"_s))
        options << u"application_name=faultline"_s;
    if (!settings.keywords.contains(u"connect_timeout"_s))
        options << u"connect_timeout=15"_s;
    return options.join(u';');
}

// COPY's header: a signature, flags, and the length of what follows, which no server sends.
constexpr std::string_view kCopySignature("PGCOPY\n\377\r\n\0", 11);
constexpr std::size_t kCopyHeaderBytes = kCopySignature.size() + 2 * sizeof(qint32);

// What a message of COPY has behind the number of its fields; none for the end of the rows. The
// server sends the header in front of the first row, and each row in a message.
std::optional<std::string_view> rowOf(std::string_view message)
{
    if (message.starts_with(kCopySignature) && message.size() >= kCopyHeaderBytes)
        message.remove_prefix(kCopyHeaderBytes);
    if (message.size() < sizeof(qint16) || qFromBigEndian<qint16>(message.data()) < 0)
        return std::nullopt;
    message.remove_prefix(sizeof(qint16));
    return message;
}

using PgResult = std::unique_ptr<PGresult, decltype(&::PQclear)>;

} // namespace

QString unchangedTextSql(const QString& expression)
{
    return u"CASE WHEN starts_with(%1, chr(65279)) THEN chr(65279) || %1 ELSE %1 END"_s.arg(
        expression);
}

SqlSession::SqlSession(QString connectionName, ConnectionSettings settings)
    : m_connectionName(std::move(connectionName))
    , m_settings(std::move(settings))
{}

SqlSession::SqlSession(SqlSession&& other) noexcept
    : m_connectionName(std::exchange(other.m_connectionName, QString()))
    , m_settings(std::move(other.m_settings))
    , m_failed(std::move(other.m_failed))
{}

SqlSession::~SqlSession()
{
    if (!m_failed.empty())
        static_cast<void>(execute(u"ROLLBACK"_s));
    if (!m_connectionName.isEmpty())
        QSqlDatabase::removeDatabase(m_connectionName);
}

Result<SqlSession> SqlSession::open(const ConnectionSettings& settings)
{
    SqlSession session(QUuid::createUuid().toString(QUuid::WithoutBraces), settings);
    auto database = QSqlDatabase::addDatabase(u"QPSQL"_s, session.m_connectionName);
    if (!database.isValid()) {
        return UserMessage::error(Text::tr("Qt's driver for PostgreSQL is missing"))
            .because(Text::tr("The plug-in QPSQL can't be loaded."))
            .withRemedy(
                Text::tr("Install it. On Debian and Ubuntu, it is the package libqt6sql6-psql."))
            .withCode(u"no-driver"_s);
    }
    database.setHostName(settings.keywords.value(u"host"_s));
    database.setDatabaseName(settings.keywords.value(u"dbname"_s));
    database.setUserName(settings.keywords.value(u"user"_s));
    database.setPassword(settings.keywords.value(u"password"_s));
    if (const int port = settings.keywords.value(u"port"_s).toInt(); port > 0)
        database.setPort(port);
    database.setConnectOptions(optionsOf(settings));
    if (!database.open()) {
        return UserMessage::error(Text::tr("The database can't be reached"))
            .because(settings.withoutSecrets(database.lastError().databaseText().trimmed()))
            .at(settings.displayName())
            .withCode(u"08006"_s);
    }
    // Reports read only thousands of rows: compiling such a query takes longer than running it.
    const auto set = session.execute(
        u"SET TimeZone = 'UTC'; SET search_path = pg_catalog, faultline; SET jit = off"_s);
    if (!set)
        return set.error();
    return session;
}

Result<QSqlQuery> SqlSession::execute(const QString& sql, const QVariantMap& values)
{
    QSqlQuery query(QSqlDatabase::database(m_connectionName, false));
    query.setForwardOnly(true);
    bool ok = true;
    if (values.isEmpty()) {
        ok = query.exec(sql);
    } else {
        ok = query.prepare(sql);
        for (auto it = values.cbegin(); ok && it != values.cend(); ++it)
            query.bindValue(u':' + it.key(), it.value());
        ok = ok && query.exec();
    }
    if (!ok) {
        const QSqlError error = query.lastError();
        keepFailed(std::move(query));
        return UserMessage::error(Text::tr("The database refused a query"))
            .because(m_settings.withoutSecrets(error.databaseText().trimmed()))
            .at(m_settings.displayName())
            .withCode(error.nativeErrorCode());
    }
    m_failed.clear(); // success means that the failed transaction has ended
    return query;
}

Result<void> SqlSession::copyOut(
    const QString& query, const std::function<Result<void>(std::string_view row)>& sink)
{
    PGconn* const connection = handle();
    if (connection == nullptr)
        return UserMessage::error(Text::tr("The database can't be reached")).withCode(u"08006"_s);
    const auto failure = [&](const PGresult* result) {
        return UserMessage::error(Text::tr("The database refused a query"))
            .because(m_settings.withoutSecrets(
                QString::fromUtf8(::PQresultErrorMessage(result)).trimmed()))
            .at(m_settings.displayName())
            .withCode(QString::fromLatin1(::PQresultErrorField(result, PG_DIAG_SQLSTATE)));
    };
    const QByteArray copy = "COPY (" + query.toUtf8() + "\n) TO STDOUT (FORMAT binary)";
    const PgResult started(::PQexec(connection, copy.constData()), &::PQclear);
    if (::PQresultStatus(started.get()) != PGRES_COPY_OUT)
        return failure(started.get());
    std::optional<UserMessage> refused;
    char* message = nullptr;
    int bytes = 0;
    while ((bytes = ::PQgetCopyData(connection, &message, 0)) > 0) {
        const std::unique_ptr<char, decltype(&::PQfreemem)> kept(message, &::PQfreemem);
        const auto row = rowOf({message, static_cast<std::size_t>(bytes)});
        if (!row || refused)
            continue;
        if (const auto taken = sink(*row); !taken) {
            refused = taken.error();
            canceller().cancel();
        }
    }
    std::optional<UserMessage> failed;
    while (PGresult* raw = ::PQgetResult(connection)) {
        const PgResult ended(raw, &::PQclear);
        if (::PQresultStatus(raw) != PGRES_COMMAND_OK && !failed)
            failed = failure(raw);
    }
    if (refused)
        return *refused;
    if (failed)
        return *failed;
    return {};
}

void SqlSession::keepFailed(QSqlQuery query)
{
    PGconn* connection = handle();
    if (connection == nullptr)
        return;
    // In single-row mode the transaction's state isn't known until the last result is read.
    while (PGresult* rest = ::PQgetResult(connection))
        ::PQclear(rest);
    if (::PQtransactionStatus(connection) == PQTRANS_INERROR)
        m_failed.push_back(std::move(query));
}

StatementCanceller SqlSession::canceller() const
{
    PGconn* connection = handle();
    return connection != nullptr ? StatementCanceller(connection) : StatementCanceller();
}

pg_conn* SqlSession::handle() const
{
    const QVariant handle = QSqlDatabase::database(m_connectionName, false).driver()->handle();
    // Qt documents one name but uses the other, the structure's own.
    if (qstrcmp(handle.typeName(), "PGconn*") != 0 && qstrcmp(handle.typeName(), "pg_conn*") != 0)
        return nullptr;
    return *static_cast<PGconn* const*>(handle.constData());
}

} // namespace faultline
