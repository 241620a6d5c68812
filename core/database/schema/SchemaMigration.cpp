// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/schema/SchemaMigration.h"

#include "database/schema/DatabaseCheck.h"

#include <QCoreApplication>
#include <QFile>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::array kMigrations{
    ":/faultline/sql/001_initial.sql",       ":/faultline/sql/002_summaries_by_period.sql",
    ":/faultline/sql/003_recovery.sql",      ":/faultline/sql/004_compared_files.sql",
    ":/faultline/sql/005_reports.sql",       ":/faultline/sql/006_views.sql",
    ":/faultline/sql/007_daily_records.sql", ":/faultline/sql/008_report_corrections.sql",
    ":/faultline/sql/009_checksums.sql",     ":/faultline/sql/010_rates.sql",
    ":/faultline/sql/011_file_families.sql"};

// While there is no table yet: any constant that other programs are unlikely to lock.
constexpr auto kLockMaking = "SELECT pg_catalog.pg_advisory_xact_lock(7377281885418645870)";
// Takes the right to write, and not only that to connect.
constexpr auto kLockMigration =
    "LOCK TABLE faultline.schema_version IN SHARE UPDATE EXCLUSIVE MODE";

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SchemaMigration)
};

UserMessage foreignSchema(const Connection& connection, const QString& why)
{
    return UserMessage::error(
               Text::tr("The schema \"faultline\" of this database can't be worked with"))
        .because(why)
        .at(connection.settings().displayName())
        .withRemedy(
            Text::tr("Use another database, or rename that schema, so that Faultline can make its "
                     "own. Nothing was changed."))
        .withCode(u"foreign-schema"_s);
}

UserMessage newerSchema(const Connection& connection, qint64 version)
{
    return UserMessage::error(Text::tr("This database was made by a newer Faultline"))
        .because(Text::tr("Its schema has version %1; this program knows versions up to %2.")
                     .arg(version)
                     .arg(currentSchemaVersion()))
        .at(connection.settings().displayName())
        .withRemedy(Text::tr("Update Faultline on this machine. Nothing was changed."))
        .withCode(u"newer-schema"_s);
}

// The version that the database has; 0 when there is no schema yet.
Result<qint64> installedVersion(Connection& connection)
{
    const auto found =
        connection.execute("SELECT pg_catalog.to_regnamespace('faultline') IS NOT NULL,"
                           " pg_catalog.to_regclass('faultline.schema_version') IS NOT NULL,"
                           " EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace ="
                           " pg_catalog.to_regnamespace('faultline')::oid)");
    if (!found)
        return found.error();
    const bool hasVersions = found->boolean(0, 1);
    const bool hasObjects = found->boolean(0, 2);
    if (!hasVersions) {
        if (hasObjects)
            return foreignSchema(
                connection, Text::tr("It holds tables that Faultline didn't make."));
        return qint64{0};
    }
    const auto version = connection.execute("SELECT max(version) FROM faultline.schema_version");
    if (!version)
        return version.error();
    return version->integer(0, 0);
}

// The schema in which hstore lives, as a quoted identifier; installs it where it is missing.
Result<QByteArray> hstoreSchema(Connection& connection)
{
    const QByteArray lookUp = "SELECT n.nspname FROM pg_catalog.pg_extension e"
                              " JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace"
                              " WHERE e.extname = 'hstore'";
    auto found = connection.execute(lookUp);
    if (!found)
        return found.error();
    if (found->rowCount() == 0) {
        const auto created = connection.execute("CREATE EXTENSION hstore SCHEMA faultline");
        if (!created)
            return created.error();
        found = connection.execute(lookUp);
        if (!found)
            return found.error();
    }
    return connection.quotedIdentifier(found->string(0, 0));
}

// 42: something that the statements name isn't there, or isn't what they take it for.
bool isAboutNames(const UserMessage& error)
{
    return error.code.startsWith(u"42"_s) && error.code != "42501"_L1;
}

UserMessage cannotUpdate(const UserMessage& error, std::size_t version)
{
    return UserMessage::error(
               Text::tr("Faultline's tables in this database can't be brought up to date"))
        .because(Text::tr("They aren't as version %1 of them was made, because somebody changed "
                          "them or an unfinished version of Faultline made them: %2")
                     .arg(version)
                     .arg(error.why))
        .withRemedy(Text::tr("Load the folder into a new database. This one is as it was."))
        .withCode(u"schema-changed"_s);
}

// raise_exception: a migration can't work with what is stored, and says why.
constexpr auto kRefused = "P0001"_L1;

UserMessage cannotKeep(const UserMessage& error)
{
    return UserMessage::error(Text::tr("What is in this database can't be brought up to date"))
        .because(Text::tr("An unfinished version of Faultline has loaded it: %1").arg(error.why))
        .withRemedy(Text::tr("Load the folder into a new database. This one is as it was."))
        .withCode(u"unfinished-version"_s);
}

Result<void> applyMigration(Connection& connection, std::size_t index, const QByteArray& hstore)
{
    QFile file(QString::fromLatin1(kMigrations.at(index)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is not in the program", kMigrations.at(index));
    QByteArray sql = file.readAll();
    sql.replace("{hstore}", hstore);
    if (const auto result = connection.execute(sql); !result) {
        if (result.error().code == kRefused)
            return cannotKeep(result.error());
        const bool isChanged = index > 0 && isAboutNames(result.error());
        return isChanged ? cannotUpdate(result.error(), index) : result.error();
    }
    Parameters parameters;
    parameters.add(static_cast<qint64>(index) + 1).add(QStringLiteral(FAULTLINE_VERSION));
    const auto noted = connection.execute(
        "INSERT INTO faultline.schema_version (version, program_version) VALUES ($1, $2)",
        parameters);
    if (!noted)
        return noted.error();
    return {};
}

// IF NOT EXISTS would ask for the right to make one also where an administrator has made it.
Result<void> makeSchema(Connection& connection)
{
    const auto isMissing =
        connection.execute("SELECT pg_catalog.to_regnamespace('faultline') IS NULL");
    if (!isMissing)
        return isMissing.error();
    if (!isMissing->boolean(0, 0))
        return {};
    const auto made = connection.execute("CREATE SCHEMA faultline");
    return made ? Result<void>() : made.error();
}

// The version that the database has, and if it is below `version`, nobody else brings it up to
// date until the transaction ends. Only then: nobody shall be able to keep loads waiting.
Result<qint64> claimedVersion(Connection& connection, int version)
{
    auto installed = installedVersion(connection);
    if (installed && *installed == 0) {
        if (const auto locked = connection.execute(kLockMaking); !locked)
            return locked.error();
        installed = installedVersion(connection);
    }
    if (!installed || *installed == 0 || *installed >= version)
        return installed;
    if (const auto locked = connection.execute(kLockMigration); !locked)
        return locked.error();
    return installedVersion(connection);
}

Result<void> migrateInTransaction(Connection& connection, int version)
{
    const auto installed = claimedVersion(connection, version);
    if (!installed)
        return installed.error();
    if (*installed > currentSchemaVersion())
        return newerSchema(connection, *installed);
    if (*installed >= version)
        return {};

    if (*installed == 0) {
        if (const auto made = makeSchema(connection); !made)
            return made.error();
        const auto created =
            connection.execute("CREATE TABLE faultline.schema_version ("
                               " version integer PRIMARY KEY,"
                               " program_version text NOT NULL,"
                               " applied_at timestamptz NOT NULL DEFAULT clock_timestamp())");
        if (!created)
            return created.error();
    }
    const auto hstore = hstoreSchema(connection);
    if (!hstore)
        return hstore.error();
    for (auto index = static_cast<std::size_t>(*installed);
         index < static_cast<std::size_t>(version); ++index) {
        if (const auto applied = applyMigration(connection, index, *hstore); !applied)
            return applied.error();
    }
    return {};
}

} // namespace

int currentSchemaVersion()
{
    return static_cast<int>(kMigrations.size());
}

Result<void> migrateSchema(Connection& connection, int version)
{
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    if (const auto migrated = migrateInTransaction(connection, version); !migrated) {
        connection.rollback();
        return migrated.error();
    }
    return connection.commit();
}

Result<void> checkSchemaVersion(Connection& connection)
{
    const auto installed = installedVersion(connection);
    if (!installed)
        return installed.error();
    if (*installed == 0)
        return nothingLoadedYet(connection.settings().displayName());
    if (*installed > currentSchemaVersion())
        return newerSchema(connection, *installed);
    if (*installed < currentSchemaVersion()) {
        return UserMessage::error(Text::tr("This database was made by an older Faultline"))
            .because(Text::tr("Its schema has version %1; this program needs version %2.")
                         .arg(*installed)
                         .arg(currentSchemaVersion()))
            .at(connection.settings().displayName())
            .withRemedy(Text::tr("Load a data folder into it: that updates it first."))
            .withCode(u"old-schema"_s);
    }
    return {};
}

} // namespace faultline
