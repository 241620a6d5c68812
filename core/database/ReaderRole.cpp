// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/ReaderRole.h"

#include <QCoreApplication>

#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QByteArray kRole = kReaderRole;
constexpr QStringView kNoRight = u"42501";
constexpr QStringView kStillNeeded = u"2BP01";

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReaderRole)
};

// Of a role and of all that it could become by SET ROLE: whether one of them could do harm that a
// transaction which only reads doesn't bar (files, programs, sessions of others, other roles), or
// owns anything here.
constexpr auto kPowerful =
    "SELECT COALESCE(pg_catalog.bool_or("
    " m.rolsuper OR m.rolcreaterole OR m.rolcreatedb OR m.rolreplication OR m.rolbypassrls"
    " OR m.rolname LIKE 'pg\\_%'"
    " OR EXISTS (SELECT FROM pg_catalog.pg_database d"
    "  WHERE d.datname = pg_catalog.current_database() AND d.datdba = m.oid)"
    " OR EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relowner = m.oid)"
    " OR EXISTS (SELECT FROM pg_catalog.pg_class c"
    "  WHERE c.relnamespace = pg_catalog.to_regnamespace('faultline')::pg_catalog.oid"
    "  AND c.relkind IN ('r', 'p', 'v') AND pg_catalog.has_table_privilege(m.oid, c.oid,"
    "  'INSERT, UPDATE, DELETE, TRUNCATE'))), false)"
    " FROM pg_catalog.pg_roles r JOIN pg_catalog.pg_roles m"
    "  ON pg_catalog.pg_has_role(r.oid, m.oid, 'MEMBER')"
    " WHERE r.rolname = ";

UserMessage powerful(const Connection& connection, const QString& role)
{
    return UserMessage::error(Text::tr("Queries aren't run as “%1”").arg(role))
        .because(Text::tr("That role may do more than read: it owns something, may change data, "
                          "or has rights of an administrator."))
        .at(connection.settings().displayName())
        .toMend(Text::tr("Let an administrator take its other rights away, or drop it, so that "
                         "Faultline can make it anew."))
        .withCode(u"reader-powerful"_s);
}

UserMessage noRight(const Connection& connection, const UserMessage& cause)
{
    return UserMessage::error(Text::tr("You may not make the role that only reads"))
        .because(cause.why)
        .at(connection.settings().displayName())
        .toMend(Text::tr("Let an administrator of the server run the statements for it in this "
                         "database, and then enter the password that was chosen."))
        .withCode(u"reader-right"_s);
}

// What is read there, and would be missed.
constexpr auto kReadable =
    "SELECT pg_catalog.has_database_privilege($1, pg_catalog.current_database(), 'CONNECT')"
    " AND pg_catalog.has_schema_privilege($1, 'faultline', 'USAGE')"
    " AND (SELECT pg_catalog.bool_and(pg_catalog.has_table_privilege($1, c.oid, 'SELECT'))"
    "  FROM pg_catalog.pg_class c"
    "  WHERE c.relnamespace = pg_catalog.to_regnamespace('faultline')::pg_catalog.oid"
    "  AND c.relkind IN ('r', 'p', 'v', 'm'))";

Result<void> runAll(Connection& connection, const QByteArrayList& statements)
{
    for (const QByteArray& statement : statements) {
        if (const auto done = connection.execute(statement); !done)
            return done.error();
    }
    return {};
}

QByteArray databaseName(const Connection& connection)
{
    return connection.quotedIdentifier(QString::fromUtf8(PQdb(connection.handle())));
}

enum class Right { Give, Take };

// `owner` of what later versions of the schema add; empty: the role that runs it.
QByteArrayList rights(Right what, const QByteArray& owner = {})
{
    const QByteArray verb = what == Right::Give ? "GRANT " : "REVOKE ";
    const QByteArray role = (what == Right::Give ? " TO " : " FROM ") + kRole;
    const QByteArray later = "ALTER DEFAULT PRIVILEGES"
                             + (owner.isEmpty() ? QByteArray() : " FOR ROLE " + owner)
                             + " IN SCHEMA faultline ";
    return {
        verb + "USAGE ON SCHEMA faultline" + role,
        verb + "SELECT ON ALL TABLES IN SCHEMA faultline" + role,
        verb + "EXECUTE ON ALL FUNCTIONS IN SCHEMA faultline" + role,
        later + verb + "SELECT ON TABLES" + role, later + verb + "EXECUTE ON FUNCTIONS" + role};
}

// Everybody may make temporary tables in a database unless its owner says otherwise. Those who load
// need them and keep the right.
Result<void> takeTemporaryRight(Connection& connection)
{
    const auto owns = connection.execute(
        "SELECT pg_catalog.pg_has_role(d.datdba, 'USAGE') FROM pg_catalog.pg_database d"
        " WHERE d.datname = pg_catalog.current_database()");
    if (!owns)
        return owns.error();
    if (!owns->boolean(0, 0))
        return {};
    const auto loaders = connection.execute(
        "SELECT r.rolname FROM pg_catalog.pg_roles r WHERE NOT r.rolsuper"
        " AND r.rolname NOT LIKE 'pg\\_%'"
        " AND pg_catalog.has_table_privilege(r.oid, 'faultline.reading', 'INSERT')");
    if (!loaders)
        return loaders.error();
    const QByteArray right = "TEMPORARY ON DATABASE " + databaseName(connection);
    QByteArrayList statements;
    for (int row = 0; row < loaders->rowCount(); ++row) {
        statements << "GRANT " + right + " TO "
                          + connection.quotedIdentifier(loaders->string(row, 0));
    }
    statements << "REVOKE " + right + " FROM PUBLIC";
    return runAll(connection, statements);
}

// The password as the server keeps it: nobody who reads its log can log in with that.
Result<QByteArray> verifierOf(const Connection& connection, const QString& password)
{
    const std::unique_ptr<char, decltype(&PQfreemem)> verifier(
        PQencryptPasswordConn(
            connection.handle(), password.toUtf8().constData(), kReaderRole, "scram-sha-256"),
        &PQfreemem);
    if (!verifier) {
        return UserMessage::error(Text::tr("The password can't be used"))
            .because(QString::fromUtf8(PQerrorMessage(connection.handle())).trimmed());
    }
    const std::unique_ptr<char, decltype(&PQfreemem)> literal(
        PQescapeLiteral(connection.handle(), verifier.get(), qstrlen(verifier.get())), &PQfreemem);
    return QByteArray(literal.get());
}

Result<void>
makeInTransaction(Connection& connection, const ReaderStatus& status, const QString& password)
{
    if (!status.exists) {
        if (const auto made = connection.execute(readerRoleSql()); !made)
            return made.error();
    }
    if (!password.isEmpty()) {
        const auto verifier = verifierOf(connection, password);
        if (!verifier)
            return verifier.error();
        const auto set = connection.execute("ALTER ROLE " + kRole + " PASSWORD " + *verifier);
        if (!set)
            return set.error();
    }
    const auto connects = connection.execute(
        "SELECT pg_catalog.has_database_privilege('" + kRole
        + "', pg_catalog.current_database(), 'CONNECT')");
    if (!connects)
        return connects.error();
    if (!connects->boolean(0, 0)) {
        const auto let = connection.execute(
            "GRANT CONNECT ON DATABASE " + databaseName(connection) + " TO " + kRole);
        if (!let)
            return let.error();
    }
    if (const auto granted = runAll(connection, rights(Right::Give)); !granted)
        return granted.error();
    if (const auto taken = takeTemporaryRight(connection); !taken)
        return taken;
    // Who may use something but not pass it on is only warned.
    const auto after = readerStatus(connection);
    if (!after)
        return after.error();
    if (!after->mayLogIn || !after->mayRead) {
        return UserMessage::error(QString())
            .because(Text::tr("Not all of its rights are yours to give."))
            .withCode(kNoRight.toString());
    }
    return {};
}

} // namespace

QByteArray readerRoleSql()
{
    // The settings are for other tools: whoever logs in can change them, and gains nothing by it.
    return "CREATE ROLE " + kRole
           + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;\n"
             "ALTER ROLE "
           + kRole + " SET default_transaction_read_only = on;\nALTER ROLE " + kRole
           + " SET statement_timeout = '15min';\nALTER ROLE " + kRole
           + " SET idle_in_transaction_session_timeout = '15min';\nALTER ROLE " + kRole
           + " SET search_path = pg_catalog, faultline;\nALTER ROLE " + kRole
           + " SET TimeZone = 'UTC';\n";
}

Result<ReaderStatus> readerStatus(Connection& connection)
{
    const auto found = connection.execute(
        "SELECT r.rolcanlogin, (SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles"
        "  WHERE rolname = CURRENT_USER)"
        " FROM (VALUES (1)) AS one LEFT JOIN pg_catalog.pg_roles r ON r.rolname = '"
        + kRole + '\'');
    if (!found)
        return found.error();
    ReaderStatus status;
    status.mayBeMade = found->boolean(0, 1);
    status.exists = !found->isNull(0, 0);
    if (!status.exists)
        return status;
    status.mayLogIn = found->boolean(0, 0);
    const auto powers = connection.execute(kPowerful + ("'" + kRole + '\''));
    if (!powers)
        return powers.error();
    status.isPowerful = powers->boolean(0, 0);
    const auto reads = connection.execute(kReadable, Parameters().add(QString::fromLatin1(kRole)));
    if (!reads)
        return reads.error();
    status.mayRead = reads->boolean(0, 0);
    return status;
}

Result<void> makeReader(Connection& connection, const QString& password)
{
    const auto status = readerStatus(connection);
    if (!status)
        return status.error();
    if (status->isPowerful)
        return powerful(connection, QString::fromLatin1(kRole));
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    if (const auto made = makeInTransaction(connection, *status, password); !made) {
        connection.rollback();
        return made.error().code == kNoRight ? noRight(connection, made.error()) : made.error();
    }
    return connection.commit();
}

Result<bool> dropReader(Connection& connection)
{
    const auto status = readerStatus(connection);
    if (!status)
        return status.error();
    if (!status->exists)
        return true;
    QByteArrayList statements = rights(Right::Take);
    statements.prepend("BEGIN");
    // Of the database last: what is left of any keeps the role from being dropped.
    statements << "REVOKE CONNECT ON DATABASE " + databaseName(connection) + " FROM " + kRole
               << "SAVEPOINT without_rights";
    if (const auto revoked = runAll(connection, statements); !revoked) {
        connection.rollback();
        return revoked.error().code == kNoRight ? noRight(connection, revoked.error())
                                                : revoked.error();
    }
    bool isGone = false;
    if (!connection.settings().isLocalServer) {
        const auto dropped = connection.execute("DROP ROLE " + kRole);
        isGone = dropped.ok();
        const bool mayStay =
            isGone || dropped.error().code == kStillNeeded || dropped.error().code == kNoRight;
        if (!mayStay) {
            connection.rollback();
            return dropped.error();
        }
        if (!isGone) {
            if (const auto back = connection.execute("ROLLBACK TO without_rights"); !back)
                return back.error();
        }
    }
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    return isGone;
}

QString readerScript(const Connection& connection)
{
    QByteArray role = readerRoleSql();
    role.replace(" NOBYPASSRLS;", " NOBYPASSRLS\n    PASSWORD 'choose a password';");
    const QString own = QString::fromUtf8(PQuser(connection.handle()));
    QByteArrayList statements{
        "GRANT CONNECT ON DATABASE " + databaseName(connection) + " TO " + kRole};
    statements << rights(Right::Give, connection.quotedIdentifier(own));
    return QString::fromUtf8(role + statements.join(";\n") + ';');
}

Result<void> checkHarmless(Connection& connection)
{
    const auto powers = connection.execute(QByteArray(kPowerful) + "CURRENT_USER");
    if (!powers)
        return powers.error();
    if (powers->boolean(0, 0))
        return powerful(connection, QString::fromUtf8(PQuser(connection.handle())));
    return {};
}

} // namespace faultline
