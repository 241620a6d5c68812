// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/reader/ReaderRole.h"

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

UserMessage noRight(const Connection& connection, const UserMessage& cause)
{
    return UserMessage::error(Text::tr("You may not create the read-only role"))
        .because(cause.why)
        .at(connection.settings().displayName())
        .withRemedy(Text::tr("Ask an administrator of the server to run the statements for it in "
                             "this database. Then enter the password that they chose."))
        .withCode(u"reader-right"_s);
}

// Not ours to decide, even if the connection's role could.
UserMessage loginIsOff(const Connection& connection)
{
    return UserMessage::error(Text::tr("The read-only role may not log in"))
        .because(
            Text::tr("The role “%1” exists, but an administrator took away its right to log in.")
                .arg(QString::fromLatin1(kReaderRole)))
        .at(connection.settings().displayName())
        .withRemedy(Text::tr(
            "Ask the server's administrator. The statements for this database restore that right."))
        .withCode(u"reader-right"_s);
}

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

QByteArray grantConnect(const Connection& connection)
{
    return "GRANT CONNECT ON DATABASE " + databaseName(connection) + " TO " + kRole;
}

enum class Right { Give, Take };

// `owners` will own what later versions of the schema add.
QByteArrayList rights(const Connection& connection, Right what, const QStringList& owners)
{
    const QByteArray verb = what == Right::Give ? "GRANT " : "REVOKE ";
    const QByteArray role = (what == Right::Give ? " TO " : " FROM ") + kRole;
    QByteArrayList statements{
        verb + "USAGE ON SCHEMA faultline" + role,
        verb + "SELECT ON ALL TABLES IN SCHEMA faultline" + role,
        verb + "EXECUTE ON ALL FUNCTIONS IN SCHEMA faultline" + role};
    for (const QString& owner : owners) {
        const QByteArray later = "ALTER DEFAULT PRIVILEGES FOR ROLE "
                                 + connection.quotedIdentifier(owner) + " IN SCHEMA faultline ";
        statements << later + verb + "SELECT ON TABLES" + role
                   << later + verb + "EXECUTE ON FUNCTIONS" + role;
    }
    return statements;
}

Result<QStringList> names(Connection& connection, const QByteArray& sql)
{
    const auto found = connection.execute(sql);
    if (!found)
        return found.error();
    QStringList names;
    for (int row = 0; row < found->rowCount(); ++row)
        names << found->string(row, 0);
    return names;
}

// The owners whose default privileges the connection's role may set.
Result<QStringList> ownersWithinReach(Connection& connection, const QStringList& owners)
{
    const auto mine = names(
        connection, "SELECT rolname FROM pg_catalog.pg_roles WHERE pg_has_role(oid, 'MEMBER')");
    if (!mine)
        return mine.error();
    QStringList reached;
    for (const QString& owner : owners) {
        if (mine->contains(owner))
            reached << owner;
    }
    return reached;
}

// The owners that grant it default privileges. Owners change, and one that is missed would keep the
// role from being dropped.
Result<QStringList> givers(Connection& connection)
{
    return names(
        connection,
        "SELECT DISTINCT r.rolname FROM pg_catalog.pg_default_acl d"
        " JOIN pg_catalog.pg_roles r ON r.oid = d.defaclrole"
        " WHERE d.defaclnamespace = pg_catalog.to_regnamespace('faultline')::pg_catalog.oid"
        " AND EXISTS (SELECT FROM pg_catalog.aclexplode(d.defaclacl) a"
        "  JOIN pg_catalog.pg_roles reader ON reader.oid = a.grantee"
        "  WHERE reader.rolname = '"
            + kRole + "') AND pg_has_role(r.oid, 'MEMBER')");
}

// The password's verifier: someone who reads it in the server's log can't log in with it.
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
createInTransaction(Connection& connection, const ReaderStatus& status, const QString& password)
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
        if (const auto let = connection.execute(grantConnect(connection)); !let)
            return let.error();
    }
    const auto owners = ownersWithinReach(connection, status.owners);
    if (!owners)
        return owners.error();
    const auto granted = runAll(connection, rights(connection, Right::Give, *owners));
    if (!granted)
        return granted.error();
    // PostgreSQL only warns a role that may use something but not grant it.
    const auto after = readerStatus(connection);
    if (!after)
        return after.error();
    if (!after->mayRead) {
        return UserMessage::error(QString())
            .because(Text::tr("You may not grant all of its rights."))
            .withCode(kNoRight.toString());
    }
    return {};
}

// In one line, so that a name can't end the comment.
QByteArray remark(QByteArray text)
{
    return "-- " + text.replace('\n', ' ').replace('\r', ' ') + '\n';
}

QByteArray remarksAboutPublic(const Connection& connection, const ReaderStatus& status)
{
    QByteArray text;
    if (status.mayCreateTemporaryTables) {
        const QByteArray right = "TEMPORARY ON DATABASE " + databaseName(connection);
        QByteArrayList loaders;
        for (const QString& owner : status.owners)
            loaders << connection.quotedIdentifier(owner);
        text += remark("Temporary tables; roles that load need them:")
                + remark("  REVOKE " + right + " FROM PUBLIC;")
                + remark("  GRANT " + right + " TO " + loaders.join(", ") + ';');
    }
    if (status.mayCreateLargeObjects) {
        text += remark("Large objects:")
                + remark("  REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), "
                         "lo_from_bytea(oid, bytea) FROM PUBLIC;");
    }
    if (status.mayCreateTables) {
        text += remark("Its own tables, if every role may create them in the schema public:")
                + remark("  REVOKE CREATE ON SCHEMA public FROM PUBLIC;");
    }
    if (text.isEmpty())
        return {};
    return "\n\n"
           + remark(
               "Like every role, this one may do the following here through PUBLIC. Revoke it from")
           + remark("PUBLIC only if nothing else in this database relies on it.") + text;
}

} // namespace

QByteArray readerRoleSql()
{
    // These defaults are for other tools. A user of the role can change them, but gains nothing.
    return "CREATE ROLE " + kRole
           + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;\n"
             "ALTER ROLE "
           + kRole + " SET default_transaction_read_only = on;\nALTER ROLE " + kRole
           + " SET statement_timeout = '15min';\nALTER ROLE " + kRole
           + " SET idle_in_transaction_session_timeout = '15min';\nALTER ROLE " + kRole
           + " SET search_path = pg_catalog, faultline;\nALTER ROLE " + kRole
           + " SET TimeZone = 'UTC';\n";
}

Result<void> createReader(Connection& connection, const QString& password)
{
    const auto status = readerStatus(connection);
    if (!status)
        return status.error();
    if (status->isPowerful)
        return readerTooPowerful(connection, QString::fromLatin1(kRole));
    if (status->exists && !status->mayLogIn)
        return loginIsOff(connection);
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    if (const auto made = createInTransaction(connection, *status, password); !made) {
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
    const auto owners = givers(connection);
    if (!owners)
        return owners.error();
    QByteArrayList statements = rights(connection, Right::Take, *owners);
    statements.prepend("BEGIN");
    // The database's rights last: any remaining right keeps the role from being dropped.
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

QString readerScript(const Connection& connection, const ReaderStatus& status)
{
    QByteArray role;
    if (!status.exists) {
        role = readerRoleSql();
        role.replace(" NOBYPASSRLS;", " NOBYPASSRLS\n    PASSWORD 'choose a password';");
    } else if (!status.mayLogIn) {
        role = "ALTER ROLE " + kRole + " LOGIN PASSWORD 'choose a password';\n";
    } else {
        role = remark("It has a password. To set another one for every user of the role:")
               + remark("  ALTER ROLE " + kRole + " PASSWORD 'choose a password';");
    }
    QByteArrayList statements{grantConnect(connection)};
    statements << rights(connection, Right::Give, status.owners);
    return QString::fromUtf8(
        role + statements.join(";\n") + ';' + remarksAboutPublic(connection, status));
}

} // namespace faultline
