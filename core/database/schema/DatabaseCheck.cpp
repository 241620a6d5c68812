// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/schema/DatabaseCheck.h"

#include "database/connection/OldestPostgres.h"
#include "database/connection/PoolerProbe.h"

#include <QCoreApplication>

#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kVersionsOfAMajor = 10'000; // in server_version_num

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DatabaseCheck)
};

// What the checks need to know, asked in one go.
struct Findings
{
    qint64 versionNumber = 0;
    QString version;
    QString database;
    QString role;
    QString encoding;
    bool isStandby = false;
    bool isReadOnly = false;
    bool mayCreateSchemas = false;
    bool hasSchema = false;
    bool hasHstore = false;
    bool offersHstore = false;
};

// Session's search_path begins with pg_catalog, yet everything is qualified: what is asked here
// decides whether the database is trusted with anything at all.
Result<Findings> findOut(Connection& connection)
{
    const auto answer = connection.execute(
        "SELECT pg_catalog.current_setting('server_version_num'),"
        " pg_catalog.current_setting('server_version'),"
        " pg_catalog.current_database(), CURRENT_USER,"
        " pg_catalog.getdatabaseencoding(),"
        " pg_catalog.pg_is_in_recovery(),"
        " pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.=) 'on',"
        " pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),"
        " pg_catalog.to_regnamespace('faultline') IS NOT NULL,"
        " EXISTS (SELECT FROM pg_catalog.pg_extension"
        "  WHERE extname OPERATOR(pg_catalog.=) 'hstore'),"
        " EXISTS (SELECT FROM pg_catalog.pg_available_extensions"
        "  WHERE name OPERATOR(pg_catalog.=) 'hstore')");
    if (!answer)
        return answer.error();
    int column = 0;
    Findings findings;
    findings.versionNumber = answer->integer(0, column++);
    findings.version = answer->string(0, column++).section(u' ', 0, 0);
    findings.database = answer->string(0, column++);
    findings.role = answer->string(0, column++);
    findings.encoding = answer->string(0, column++);
    findings.isStandby = answer->boolean(0, column++);
    findings.isReadOnly = answer->boolean(0, column++);
    findings.mayCreateSchemas = answer->boolean(0, column++);
    findings.hasSchema = answer->boolean(0, column++);
    findings.hasHstore = answer->boolean(0, column++);
    findings.offersHstore = answer->boolean(0, column++);
    return findings;
}

class Check
{
public:
    Check(Connection& connection, Findings findings)
        : m_connection(connection)
        , m_findings(std::move(findings))
    {}

    Result<void> forReading() const
    {
        if (const auto result = checkServer(); !result)
            return result;
        if (!m_findings.hasSchema)
            return nothingLoadedYet(where());
        return checkTables({u"SELECT"_s});
    }

    Result<void> forLoading() const
    {
        if (const auto result = checkServer(); !result)
            return result;
        if (const auto result = checkWritable(); !result)
            return result;
        if (const auto result = checkHstore(); !result)
            return result;
        if (const auto result = checkTemporaryRight(); !result)
            return result;
        if (m_findings.hasSchema)
            return checkTables({u"SELECT"_s, u"INSERT"_s, u"UPDATE"_s, u"DELETE"_s});
        return checkSchemaRight();
    }

private:
    QString where() const { return m_connection.settings().displayName(); }

    // For a remedy that can be copied.
    QString quoted(const QString& name) const
    {
        return QString::fromUtf8(m_connection.quotedIdentifier(name));
    }

    Result<void> checkServer() const
    {
        if (const auto result = checkServerVersion(m_findings.versionNumber, m_findings.version);
            !result)
            return UserMessage(result.error()).at(where());
        if (m_findings.encoding != u"UTF8"_s) {
            return UserMessage::error(Text::tr("The database doesn't store text as UTF-8"))
                .because(Text::tr("The encoding of \"%1\" is %2, which can't hold every name.")
                             .arg(m_findings.database, m_findings.encoding))
                .at(where())
                .withRemedy(Text::tr("An encoding can't be changed. Make another database: "
                                     "CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0;"))
                .withCode(u"encoding"_s);
        }
        return {};
    }

    Result<void> checkWritable() const
    {
        if (m_findings.isStandby) {
            return UserMessage::error(Text::tr("The database server is a read-only copy"))
                .because(Text::tr("It is a standby that repeats what another server does."))
                .at(where())
                .withRemedy(Text::tr("Connect to the primary server that it copies."))
                .withCode(u"read-only"_s);
        }
        if (m_findings.isReadOnly) {
            return UserMessage::error(Text::tr("The database may only be read"))
                .because(Text::tr("The setting default_transaction_read_only is on for \"%1\".")
                             .arg(m_findings.role))
                .at(where())
                .withRemedy(Text::tr("Load as another user, or let an administrator run: "
                                     "ALTER ROLE %1 SET default_transaction_read_only = off;")
                                .arg(quoted(m_findings.role)))
                .withCode(u"read-only"_s);
        }
        return {};
    }

    Result<void> checkHstore() const
    {
        if (m_findings.hasHstore)
            return {};
        if (!m_findings.offersHstore) {
            return UserMessage::error(Text::tr("The server lacks the extension hstore"))
                .because(Text::tr("Its files are not installed on the server's machine."))
                .at(where())
                .withRemedy(
                    Text::tr("Install PostgreSQL's additional modules there. Debian, Ubuntu: "
                             "they are part of postgresql-%1; Fedora, Red Hat: "
                             "postgresql-contrib.")
                        .arg(m_findings.versionNumber / kVersionsOfAMajor))
                .withCode(u"hstore-missing"_s);
        }
        if (m_findings.mayCreateSchemas) {
            const auto why = whyHstoreFails();
            if (!why)
                return {};
            return hstoreRefused(*why);
        }
        return hstoreRefused(
            Text::tr("\"%1\" may not create anything in this database.").arg(m_findings.role));
    }

    // Whether hstore could be created depends on the version, on who owns what and on the rules of
    // the place that runs the server: so try, and undo it.
    std::optional<QString> whyHstoreFails() const
    {
        const auto tried = m_connection.execute(
            "BEGIN; SET LOCAL lock_timeout = '10s';"
            "CREATE SCHEMA faultline_check; CREATE EXTENSION hstore SCHEMA faultline_check");
        m_connection.rollback();
        if (tried)
            return std::nullopt;
        // Another program is about to do the same: it is possible then.
        static const QStringList alreadyThere{u"42710"_s, u"42P06"_s, u"23505"_s, u"55P03"_s};
        if (alreadyThere.contains(tried.error().code))
            return std::nullopt;
        return tried.error().why;
    }

    UserMessage hstoreRefused(const QString& why) const
    {
        // In our schema: elsewhere neither we nor the role that only reads would see its operators.
        QString statements = u"CREATE EXTENSION hstore SCHEMA faultline;"_s;
        if (!m_findings.hasSchema) {
            statements.prepend(
                u"CREATE SCHEMA faultline; GRANT USAGE, CREATE ON SCHEMA faultline TO %1 "
                "WITH GRANT OPTION; "_s.arg(quoted(m_findings.role)));
        }
        const QString remedy =
            Text::tr("Let the database's owner or an administrator run in this database: %1");
        return UserMessage::error(Text::tr("You may not create the extension hstore"))
            .because(why)
            .at(where())
            .withRemedy(remedy.arg(statements))
            .withCode(u"hstore-right"_s);
    }

    QString grantCreate() const
    {
        return u"GRANT CREATE ON DATABASE %1 TO %2;"_s.arg(
            quoted(m_findings.database), quoted(m_findings.role));
    }

    Result<void> checkSchemaRight() const
    {
        if (m_findings.mayCreateSchemas)
            return {};
        return UserMessage::error(Text::tr("You may not create the schema \"faultline\""))
            .because(Text::tr("\"%1\" lacks the right CREATE on the database \"%2\".")
                         .arg(m_findings.role, m_findings.database))
            .at(where())
            .withRemedy(
                Text::tr("Let the database's owner or an administrator run: %1").arg(grantCreate()))
            .withCode(u"schema-right"_s);
    }

    UserMessage schemaRefused(const QString& rights) const
    {
        return UserMessage::error(Text::tr("You may not use the schema \"faultline\""))
            .because(Text::tr("\"%1\" lacks these rights in it: %2.").arg(m_findings.role, rights))
            .at(where())
            .withRemedy(
                Text::tr("Let the schema's owner run: GRANT USAGE, CREATE ON SCHEMA faultline "
                         "TO %1; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "
                         "faultline TO %1; GRANT USAGE ON ALL SEQUENCES IN SCHEMA faultline "
                         "TO %1;")
                    .arg(quoted(m_findings.role)))
            .withCode(u"schema-right"_s);
    }

    Result<void> checkTables(const QStringList& rights) const
    {
        const bool forLoading = rights.size() > 1;
        QByteArray sql = "SELECT pg_catalog.has_schema_privilege('faultline', 'USAGE'),"
                         " pg_catalog.has_schema_privilege('faultline', 'CREATE'),"
                         " pg_catalog.count(c.oid)";
        for (const QString& right : rights) {
            sql += ", COALESCE(pg_catalog.bool_and("
                   "pg_catalog.has_table_privilege(c.oid, '"
                   + right.toLatin1() + "')), true)";
        }
        sql += " FROM pg_catalog.pg_class c WHERE c.relnamespace OPERATOR(pg_catalog.=)"
               " pg_catalog.to_regnamespace('faultline')::pg_catalog.oid"
               " AND c.relkind IN ('r', 'p')";
        const auto answer = m_connection.execute(sql);
        if (!answer)
            return answer.error();
        constexpr int kFirstRight = 3;
        QStringList missing;
        if (!answer->boolean(0, 0))
            missing << u"USAGE"_s;
        // An empty schema is still to be filled with tables.
        if (forLoading && answer->integer(0, 2) == 0 && !answer->boolean(0, 1))
            missing << u"CREATE"_s;
        for (int i = 0; i < rights.size(); ++i) {
            if (!answer->boolean(0, kFirstRight + i))
                missing << rights[i];
        }
        if (forLoading) {
            const auto sequences = mayUseSequences();
            if (!sequences)
                return sequences.error();
            if (!*sequences)
                missing << u"USAGE ON ALL SEQUENCES"_s;
        }
        if (missing.isEmpty())
            return {};
        return schemaRefused(missing.join(u", "_s));
    }

    Result<bool> mayUseSequences() const
    {
        const auto answer = m_connection.execute(
            "SELECT COALESCE(pg_catalog.bool_and("
            "pg_catalog.has_sequence_privilege(c.oid, 'USAGE')), true)"
            " FROM pg_catalog.pg_class c WHERE c.relnamespace OPERATOR(pg_catalog.=)"
            " pg_catalog.to_regnamespace('faultline')::pg_catalog.oid"
            " AND c.relkind OPERATOR(pg_catalog.=) 'S'");
        if (!answer)
            return answer.error();
        return answer->boolean(0, 0);
    }

    // Lists are compared with what is there in a temporary table.
    Result<void> checkTemporaryRight() const
    {
        const auto answer = m_connection.execute(
            "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMPORARY')");
        if (!answer)
            return answer.error();
        if (answer->boolean(0, 0))
            return {};
        return UserMessage::error(Text::tr("You may not make temporary tables"))
            .because(Text::tr("\"%1\" lacks the right TEMPORARY on the database \"%2\".")
                         .arg(m_findings.role, m_findings.database))
            .at(where())
            .withRemedy(Text::tr("Let the database's owner or an administrator run: %1")
                            .arg(u"GRANT TEMPORARY ON DATABASE %1 TO %2;"_s.arg(
                                quoted(m_findings.database), quoted(m_findings.role))))
            .withCode(u"temporary-right"_s);
    }

    Connection& m_connection;
    Findings m_findings;
};

UserMessage sharedByPooler(const QString& where)
{
    return UserMessage::error(Text::tr("A connection pooler stands before the database server"))
        .because(Text::tr("It pools transactions or statements: each may run in another session of "
                          "the server, so that settings and locks, which keep readings from being "
                          "loaded twice, get lost."))
        .at(where)
        .withRemedy(
            Text::tr("Connect to the server itself, or have whole sessions pooled; in PgBouncer: "
                     "pool_mode = session."))
        .withCode(u"pooler"_s);
}

} // namespace

Result<void> checkServerVersion(qint64 number, const QString& version)
{
    if (number >= kOldestPostgres * kVersionsOfAMajor)
        return {};
    return UserMessage::error(Text::tr("The database server is too old"))
        .because(Text::tr("It is PostgreSQL %1; Faultline needs version %2 or later.")
                     .arg(version)
                     .arg(kOldestPostgres))
        .withRemedy(Text::tr("Use a newer server, or the local one."))
        .withCode(u"old-server"_s);
}

UserMessage nothingLoadedYet(const QString& database)
{
    return UserMessage::error(Text::tr("Nothing was loaded into this database yet"))
        .because(Text::tr("It has no schema \"faultline\"."))
        .at(database)
        .withRemedy(Text::tr("Load a data folder first, or choose another database."))
        .withCode(u"no-schema"_s);
}

Result<ServerFacts> checkDatabase(Connection& connection, DatabasePurpose purpose)
{
    const auto findings = findOut(connection);
    if (!findings)
        return findings.error();
    const auto isPooled = sharesItsSession(connection);
    if (!isPooled)
        return isPooled.error();
    if (*isPooled)
        return sharedByPooler(connection.settings().displayName());
    const Check check(connection, *findings);
    const auto result = purpose == DatabasePurpose::Load ? check.forLoading() : check.forReading();
    if (!result)
        return result.error();

    ServerFacts facts;
    facts.version = findings->version;
    facts.database = findings->database;
    facts.security = ConnectionSecurity::of(connection.handle());
    return facts;
}

} // namespace faultline
