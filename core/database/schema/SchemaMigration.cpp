// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/schema/SchemaMigration.h"

#include "database/schema/DatabaseCheck.h"
#include "database/schema/DevelopmentVersion.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// For when no table exists yet: a constant that other programs are unlikely to lock.
constexpr auto kLockCreation = "SELECT pg_catalog.pg_advisory_xact_lock(7377281885418645870)";
// This lock requires the right to write; CONNECT alone isn't enough.
constexpr auto kLockMigration =
    "LOCK TABLE faultline.schema_version IN SHARE UPDATE EXCLUSIVE MODE";

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SchemaMigration)
};

UserMessage foreignSchema(const Connection& connection, const QString& why)
{
    return UserMessage::error(Text::tr("The schema \"faultline\" in this database can't be used"))
        .because(why)
        .at(connection.settings().displayName())
        .withRemedy(
            Text::tr("Use another database, or rename that schema so that Faultline can create its "
                     "own. Nothing was changed."))
        .withCode(u"foreign-schema"_s);
}

UserMessage newerSchema(const Connection& connection, qint64 version, qint64 known)
{
    return UserMessage::error(Text::tr("This database was created by a newer version of Faultline"))
        .because(Text::tr("Its schema has version %1; this program supports versions up to %2.")
                     .arg(version)
                     .arg(known))
        .at(connection.settings().displayName())
        .withRemedy(Text::tr("Update Faultline on this machine. Nothing was changed."))
        .withCode(u"newer-schema"_s);
}

QString checksumOf(const QByteArray& migration)
{
    return QString::fromLatin1(
        QCryptographicHash::hash(migration, QCryptographicHash::Sha256).toHex());
}

// The schema that contains hstore, as a quoted identifier; installs hstore if it is missing.
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

// Class 42: a name in the statements doesn't exist, or means something else.
bool isAboutNames(const UserMessage& error)
{
    return error.code.startsWith(u"42"_s) && error.code != "42501"_L1;
}

UserMessage cannotUpdate(const Connection& connection, const UserMessage& error, qint64 version)
{
    return UserMessage::error(Text::tr("Faultline's tables in this database can't be updated"))
        .because(Text::tr("They differ from version %1, because they were changed by hand: %2")
                     .arg(version)
                     .arg(error.why))
        .at(connection.settings().displayName())
        .withRemedy(
            Text::tr("Load the folder into a new database. Nothing was changed in this one."))
        .withCode(u"schema-changed"_s);
}

// `version` is the version that it migrates to.
Result<void> applyMigration(
    Connection& connection, qint64 version, const QByteArray& migration, const QByteArray& hstore)
{
    QByteArray sql = migration;
    sql.replace("{hstore}", hstore);
    if (const auto result = connection.execute(sql); !result) {
        const bool isChanged = version > 1 && isAboutNames(result.error());
        return isChanged ? cannotUpdate(connection, result.error(), version - 1) : result.error();
    }
    const auto noted = connection.execute(
        "INSERT INTO faultline.schema_version (version, checksum, program_version)"
        " VALUES ($1, $2, $3)",
        Parameters()
            .add(version)
            .add(checksumOf(migration))
            .add(QStringLiteral(FAULTLINE_VERSION)));
    return noted ? Result<void>() : noted.error();
}

// IF NOT EXISTS would require the right to create a schema even if an administrator has created it.
Result<void> createSchema(Connection& connection)
{
    const auto isMissing =
        connection.execute("SELECT pg_catalog.to_regnamespace('faultline') IS NULL");
    if (!isMissing)
        return isMissing.error();
    if (!isMissing->boolean(0, 0))
        return {};
    const auto created = connection.execute("CREATE SCHEMA faultline");
    return created ? Result<void>() : created.error();
}

// The database's version. If it lacks any migration, locks out other programs' migrations until the
// transaction ends. Otherwise it takes no lock, so that no program can block loads.
Result<int> claimedVersion(Connection& connection, const QByteArrayList& migrations)
{
    auto installed = installedSchemaVersion(connection, migrations);
    if (installed && *installed == 0) {
        if (const auto locked = connection.execute(kLockCreation); !locked)
            return locked.error();
        installed = installedSchemaVersion(connection, migrations);
    }
    if (!installed || *installed == 0 || *installed == migrations.size())
        return installed;
    if (const auto locked = connection.execute(kLockMigration); !locked)
        return locked.error();
    return installedSchemaVersion(connection, migrations);
}

Result<void> migrateInTransaction(Connection& connection, const QByteArrayList& migrations)
{
    const auto installed = claimedVersion(connection, migrations);
    if (!installed)
        return installed.error();
    if (*installed == migrations.size())
        return {};
    if (const auto created = createSchema(connection); !created)
        return created.error();
    const auto hstore = hstoreSchema(connection);
    if (!hstore)
        return hstore.error();
    for (qsizetype index = *installed; index < migrations.size(); ++index) {
        const auto applied = applyMigration(connection, index + 1, migrations[index], *hstore);
        if (!applied)
            return applied.error();
    }
    return {};
}

} // namespace

QByteArrayList schemaMigrations()
{
    const QDir directory(u":/faultline/sql"_s);
    QByteArrayList migrations;
    for (const QString& name : directory.entryList(QDir::Files, QDir::Name)) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s is not in the program", qUtf8Printable(name));
        migrations << file.readAll();
    }
    if (migrations.isEmpty())
        qFatal("The schema is not in the program");
    return migrations;
}

Result<int> installedSchemaVersion(Connection& connection, const QByteArrayList& migrations)
{
    const auto found =
        connection.execute("SELECT pg_catalog.count(*) FILTER (WHERE c.relname = 'schema_version'),"
                           " pg_catalog.count(*) FILTER (WHERE a.attname = 'checksum'),"
                           " pg_catalog.count(*)"
                           " FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_attribute a"
                           "  ON c.relname = 'schema_version' AND a.attrelid = c.oid"
                           "  AND a.attname = 'checksum' AND NOT a.attisdropped"
                           " WHERE c.relnamespace ="
                           " pg_catalog.to_regnamespace('faultline')::pg_catalog.oid");
    if (!found)
        return found.error();
    if (found->integer(0, 2) == 0)
        return 0;
    if (found->integer(0, 0) == 0)
        return foreignSchema(
            connection, Text::tr("It contains tables that Faultline didn't create."));
    if (found->integer(0, 1) == 0)
        return madeByDevelopmentVersion(connection.settings());
    const auto versions = connection.execute(
        "SELECT version, checksum FROM faultline.schema_version ORDER BY version");
    if (!versions)
        return versions.error();
    const int known = std::min<int>(versions->rowCount(), static_cast<int>(migrations.size()));
    for (int row = 0; row < known; ++row) {
        if (versions->integer(row, 0) != row + 1
            || versions->string(row, 1) != checksumOf(migrations[row]))
            return madeByDevelopmentVersion(connection.settings());
    }
    if (known == 0)
        return madeByDevelopmentVersion(connection.settings());
    if (versions->rowCount() > known) {
        const int last = versions->rowCount() - 1;
        return newerSchema(connection, versions->integer(last, 0), known);
    }
    return known;
}

Result<void> checkSchemaVersion(Connection& connection, const QByteArrayList& migrations)
{
    const auto installed = installedSchemaVersion(connection, migrations);
    if (!installed)
        return installed.error();
    if (*installed == 0)
        return nothingLoadedYet(connection.settings().displayName());
    if (*installed < migrations.size()) {
        return UserMessage::error(
                   Text::tr("This database was created by an older version of Faultline"))
            .because(Text::tr("Its schema has version %1; this program needs version %2.")
                         .arg(*installed)
                         .arg(migrations.size()))
            .at(connection.settings().displayName())
            .withRemedy(Text::tr("Load a data folder into it. Loading updates the schema first."))
            .withCode(u"old-schema"_s);
    }
    return {};
}

Result<void> migrateSchema(Connection& connection, const QByteArrayList& migrations)
{
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    if (const auto migrated = migrateInTransaction(connection, migrations); !migrated) {
        connection.rollback();
        return migrated.error();
    }
    return connection.commit();
}

} // namespace faultline
