// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/reader/ReaderStatus.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReaderStatus)
};

// Whether a role, or any that it could become with SET ROLE, can do harm that a read-only
// transaction doesn't prevent (files, programs, other sessions, other roles), or owns anything
// here. A connected user's temporary tables don't count.
constexpr auto kPowerful =
    "SELECT COALESCE(pg_catalog.bool_or("
    " m.rolsuper OR m.rolcreaterole OR m.rolcreatedb OR m.rolreplication OR m.rolbypassrls"
    " OR m.rolname LIKE 'pg\\_%'"
    " OR EXISTS (SELECT FROM pg_catalog.pg_database d"
    "  WHERE d.datname = pg_catalog.current_database() AND d.datdba = m.oid)"
    " OR EXISTS (SELECT FROM pg_catalog.pg_class c"
    "  WHERE c.relowner = m.oid AND c.relpersistence <> 't')"
    " OR EXISTS (SELECT FROM pg_catalog.pg_class c"
    "  WHERE c.relnamespace = pg_catalog.to_regnamespace('faultline')::pg_catalog.oid"
    "  AND c.relkind IN ('r', 'p', 'v') AND pg_catalog.has_table_privilege(m.oid, c.oid,"
    "  'INSERT, UPDATE, DELETE, TRUNCATE'))), false)"
    " FROM pg_catalog.pg_roles r JOIN pg_catalog.pg_roles m"
    "  ON pg_catalog.pg_has_role(r.oid, m.oid, 'MEMBER')"
    " WHERE r.rolname = ";

// What a reader needs to read.
constexpr auto kReadable =
    "SELECT pg_catalog.has_database_privilege($1, pg_catalog.current_database(), 'CONNECT')"
    " AND pg_catalog.has_schema_privilege($1, 'faultline', 'USAGE')"
    " AND (SELECT pg_catalog.bool_and(pg_catalog.has_table_privilege($1, c.oid, 'SELECT'))"
    "  FROM pg_catalog.pg_class c"
    "  WHERE c.relnamespace = pg_catalog.to_regnamespace('faultline')::pg_catalog.oid"
    "  AND c.relkind IN ('r', 'p', 'v', 'm'))";

// Of the role, or of PUBLIC ("public") while there is none.
constexpr auto kFurtherRights =
    "SELECT pg_catalog.has_database_privilege($1, pg_catalog.current_database(), 'TEMPORARY'),"
    " pg_catalog.has_function_privilege($1, 'pg_catalog.lo_creat(integer)', 'EXECUTE')"
    "  OR pg_catalog.has_function_privilege($1, 'pg_catalog.lo_create(oid)', 'EXECUTE')"
    "  OR pg_catalog.has_function_privilege($1, 'pg_catalog.lo_from_bytea(oid, bytea)', 'EXECUTE'),"
    " pg_catalog.has_database_privilege($1, pg_catalog.current_database(), 'CREATE')"
    "  OR EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname NOT LIKE 'pg\\_%'"
    "   AND pg_catalog.has_schema_privilege($1, n.oid, 'CREATE'))";

constexpr auto kOwners =
    "SELECT r.rolname FROM (SELECT n.nspowner, 1 FROM pg_catalog.pg_namespace n"
    "  WHERE n.nspname = 'faultline' UNION SELECT c.relowner, 2 FROM pg_catalog.pg_class c"
    "  WHERE c.relnamespace = pg_catalog.to_regnamespace('faultline')::pg_catalog.oid)"
    " AS o (role, position) JOIN pg_catalog.pg_roles r ON r.oid = o.role"
    " GROUP BY r.rolname ORDER BY pg_catalog.min(o.position), r.rolname";

Result<void> findRights(Connection& connection, ReaderStatus& status)
{
    const QString role = status.exists ? QString::fromLatin1(kReaderRole) : u"public"_s;
    const auto further = connection.execute(kFurtherRights, Parameters().add(role));
    if (!further)
        return further.error();
    status.mayCreateTemporaryTables = further->boolean(0, 0);
    status.mayCreateLargeObjects = further->boolean(0, 1);
    status.mayCreateTables = further->boolean(0, 2);
    if (!status.exists)
        return {};
    const auto powers = connection.execute(kPowerful + QByteArray("'") + kReaderRole + '\'');
    if (!powers)
        return powers.error();
    status.isPowerful = powers->boolean(0, 0);
    const auto reads = connection.execute(kReadable, Parameters().add(role));
    if (!reads)
        return reads.error();
    status.mayRead = reads->boolean(0, 0);
    return {};
}

} // namespace

Result<ReaderStatus> readerStatus(Connection& connection)
{
    const auto found = connection.execute(
        "SELECT r.rolcanlogin, (SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles"
        "  WHERE rolname = CURRENT_USER)"
        " FROM (VALUES (1)) AS one LEFT JOIN pg_catalog.pg_roles r ON r.rolname = '"
        + QByteArray(kReaderRole) + '\'');
    if (!found)
        return found.error();
    ReaderStatus status;
    status.canBeCreated = found->boolean(0, 1);
    status.exists = !found->isNull(0, 0);
    status.mayLogIn = status.exists && found->boolean(0, 0);
    const auto owners = connection.execute(kOwners);
    if (!owners)
        return owners.error();
    for (int row = 0; row < owners->rowCount(); ++row)
        status.owners << owners->string(row, 0);
    if (const auto rights = findRights(connection, status); !rights)
        return rights.error();
    return status;
}

QString publicRights(const ReaderStatus& status)
{
    QStringList rights;
    if (status.mayCreateTemporaryTables)
        rights << Text::tr("create temporary tables");
    if (status.mayCreateLargeObjects)
        rights << Text::tr("create large objects");
    if (status.mayCreateTables)
        rights << Text::tr("create its own tables");
    if (rights.isEmpty())
        return {};
    return Text::tr("Like every role in this database, it may also: %1.").arg(rights.join(u", "_s));
}

UserMessage readerTooPowerful(const Connection& connection, const QString& role)
{
    return UserMessage::error(Text::tr("Queries don't run as “%1”").arg(role))
        .because(Text::tr("That role may do more than read: it owns something, may change data, or "
                          "has administrator rights."))
        .at(connection.settings().displayName())
        .withRemedy(Text::tr("Ask an administrator to revoke its other rights, or to drop it. "
                             "Faultline can then create it again."))
        .withCode(u"reader-powerful"_s);
}

Result<void> checkHarmless(Connection& connection)
{
    const auto powers = connection.execute(QByteArray(kPowerful) + "CURRENT_USER");
    if (!powers)
        return powers.error();
    if (powers->boolean(0, 0))
        return readerTooPowerful(connection, QString::fromUtf8(PQuser(connection.handle())));
    return {};
}

QStringList readerSessionSettings()
{
    return {
        u"SET statement_timeout = '20min'"_s,
        u"SET lock_timeout = 0"_s,
        u"SET idle_in_transaction_session_timeout = '20min'"_s,
        u"SET extra_float_digits = 1"_s,
        u"SET IntervalStyle = postgres"_s,
        u"SET xmloption = content"_s,
        u"SET standard_conforming_strings = on"_s};
}

Result<void> setUpReaderSession(Connection& connection)
{
    // In one call: an unexpected time limit could otherwise end the second statement.
    const QString statements = readerSessionSettings().join(u';');
    const auto set = connection.execute(statements.toUtf8());
    return set ? Result<void>() : set.error();
}

} // namespace faultline
