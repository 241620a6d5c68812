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

// What the checks need to know, read in one query.
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

// The search_path begins with pg_catalog, but everything is still qualified: these answers decide
// whether to trust the database at all.
Result<Findings> queryFindings(Connection& connection)
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

    // For a remedy that a person can copy.
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
                .because(Text::tr("The encoding of \"%1\" is %2, which can't represent every name.")
                             .arg(m_findings.database, m_findings.encoding))
                .at(where())
                .withRemedy(Text::tr("An encoding can't be changed. Create another database: "
                                     "CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0;"))
                .withCode(u"encoding"_s);
        }
        return {};
    }

    Result<void> checkWritable() const
    {
        if (m_findings.isStandby) {
            return UserMessage::error(Text::tr("The database server is a read-only copy"))
                .because(Text::tr("It is a standby that replicates another server."))
                .at(where())
                .withRemedy(Text::tr("Connect to its primary server."))
                .withCode(u"read-only"_s);
        }
        if (m_findings.isReadOnly) {
            return UserMessage::error(Text::tr("The database is read-only"))
                .because(Text::tr("The setting default_transaction_read_only is on for \"%1\".")
                             .arg(m_findings.role))
                .at(where())
                .withRemedy(Text::tr("Load as another role, or ask an administrator to run: ALTER "
                                     "ROLE %1 SET default_transaction_read_only = off;")
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
                .because(Text::tr("Its files aren't installed on the server's machine."))
                .at(where())
                .withRemedy(
                    Text::tr("Install PostgreSQL's additional modules there. Debian, Ubuntu: they "
                             "are part of postgresql-%1; Fedora, Red Hat: postgresql-contrib.")
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

    // Whether hstore can be created depends on the version, the owners and the hosting provider's
    // rules, so try it and roll back.
    std::optional<QString> whyHstoreFails() const
    {
        const auto tried = m_connection.execute(
            "BEGIN; SET LOCAL lock_timeout = '10s';"
            "CREATE SCHEMA faultline_check; CREATE EXTENSION hstore SCHEMA faultline_check");
        m_connection.rollback();
        if (tried)
            return std::nullopt;
        // Another program is doing the same, so it is possible.
        static const QStringList alreadyThere{u"42710"_s, u"42P06"_s, u"23505"_s, u"55P03"_s};
        if (alreadyThere.contains(tried.error().code))
            return std::nullopt;
        return tried.error().why;
    }

    UserMessage hstoreRefused(const QString& why) const
    {
        // In our schema: elsewhere neither we nor the reader would see its operators.
        QString statements = u"CREATE EXTENSION hstore SCHEMA faultline;"_s;
        if (!m_findings.hasSchema) {
            statements.prepend(
                u"CREATE SCHEMA faultline; GRANT USAGE, CREATE ON SCHEMA faultline TO %1 "
                "WITH GRANT OPTION; "_s.arg(quoted(m_findings.role)));
        }
        const QString remedy =
            Text::tr("Ask the database's owner or an administrator to run in this database: %1");
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
            .withRemedy(Text::tr("Ask the database's owner or an administrator to run: %1")
                            .arg(grantCreate()))
            .withCode(u"schema-right"_s);
    }

    UserMessage schemaRefused(const QString& rights) const
    {
        return UserMessage::error(Text::tr("You may not use the schema \"faultline\""))
            .because(Text::tr("\"%1\" lacks these rights in it: %2.").arg(m_findings.role, rights))
            .at(where())
            .withRemedy(
                Text::tr("Ask the schema's owner to run: GRANT USAGE, CREATE ON SCHEMA faultline "
                         "TO %1; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "
                         "faultline TO %1; GRANT USAGE ON ALL SEQUENCES IN SCHEMA faultline TO %1;")
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
        // An empty schema still needs its tables.
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

    // Loading compares lists with the database's through a temporary table.
    Result<void> checkTemporaryRight() const
    {
        const auto answer = m_connection.execute(
            "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMPORARY')");
        if (!answer)
            return answer.error();
        if (answer->boolean(0, 0))
            return {};
        return UserMessage::error(Text::tr("You may not create temporary tables"))
            .because(Text::tr("\"%1\" lacks the right TEMPORARY on the database \"%2\".")
                         .arg(m_findings.role, m_findings.database))
            .at(where())
            .withRemedy(Text::tr("Ask the database's owner or an administrator to run: %1")
                            .arg(u"GRANT TEMPORARY ON DATABASE %1 TO %2;"_s.arg(
                                quoted(m_findings.database), quoted(m_findings.role))))
            .withCode(u"temporary-right"_s);
    }

    Connection& m_connection;
    Findings m_findings;
};

UserMessage sharedByPooler(const QString& where)
{
    return UserMessage::error(Text::tr("A connection pooler is in front of the database server"))
        .because(Text::tr(
            "It pools transactions or statements, so each may run in a different server session. "
            "Settings are then lost, and so are the locks that prevent loading readings twice."))
        .at(where)
        .withRemedy(Text::tr("Connect directly to the server, or set the pooler to pool whole "
                             "sessions. In PgBouncer: pool_mode = session."))
        .withCode(u"pooler"_s);
}

} // namespace

Result<void> checkServerVersion(qint64 number, const QString& version)
{
    if (number >= kOldestPostgres * kVersionsOfAMajor)
        return {};
    return UserMessage::error(Text::tr("The database server is too old"))
        .because(Text::tr("It is PostgreSQL %1, but Faultline needs version %2 or later.")
                     .arg(version)
                     .arg(kOldestPostgres))
        .withRemedy(Text::tr("Use a newer server, or the local one."))
        .withCode(u"old-server"_s);
}

UserMessage nothingLoadedYet(const QString& database)
{
    return UserMessage::error(Text::tr("Nothing has been loaded into this database yet"))
        .because(Text::tr("It has no schema \"faultline\"."))
        .at(database)
        .withRemedy(Text::tr("Load a data folder first, or choose another database."))
        .withCode(u"no-schema"_s);
}

Result<ServerFacts> checkDatabase(Connection& connection, DatabasePurpose purpose)
{
    const auto findings = queryFindings(connection);
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
