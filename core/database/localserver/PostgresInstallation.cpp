// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/localserver/PostgresInstallation.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kAnswerTimeoutMs = 10'000;

// Directories "<parent>/<pattern>/bin".
QStringList binDirectoriesUnder(const QString& parent, const QString& pattern)
{
    QStringList directories;
    const QDir dir(parent);
    for (const QString& name : dir.entryList({pattern}, QDir::Dirs | QDir::NoDotAndDotDot))
        directories << dir.filePath(name) + u"/bin"_s;
    return directories;
}

QStringList usualDirectories()
{
    QStringList directories;
    directories << binDirectoriesUnder(u"/usr/lib/postgresql"_s, u"*"_s) // Debian, Ubuntu
                << binDirectoriesUnder(u"/usr"_s, u"pgsql-*"_s)          // postgresql.org's RPMs
                << binDirectoriesUnder(u"/usr/local"_s, u"pgsql*"_s)     // built from source
                << binDirectoriesUnder(u"/opt/homebrew/opt"_s, u"postgresql@*"_s)
                << binDirectoriesUnder(u"/usr/local/opt"_s, u"postgresql@*"_s);
    directories << qEnvironmentVariable("PATH").split(u':', Qt::SkipEmptyParts);
    return directories;
}

bool hasPrograms(const QString& directory)
{
    for (const QString& name : {u"postgres"_s, u"initdb"_s, u"pg_ctl"_s}) {
        if (!QFileInfo(directory + u'/' + name).isExecutable())
            return false;
    }
    return true;
}

// "15.18" from "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
QString versionOf(const QString& postgres)
{
    QProcess process;
    process.start(postgres, {u"--version"_s});
    if (!process.waitForFinished(kAnswerTimeoutMs)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    static const QRegularExpression pattern(u"PostgreSQL\\) (\\d+[^\\s]*)"_s);
    return pattern.match(QString::fromUtf8(process.readAllStandardOutput())).captured(1);
}

int leadingNumber(const QString& version)
{
    static const QRegularExpression pattern(u"^\\d+"_s);
    return pattern.match(version).captured().toInt();
}

QList<int> numbersOf(const QString& version)
{
    QList<int> numbers;
    for (const QString& part : version.split(u'.'))
        numbers << leadingNumber(part);
    return numbers;
}

} // namespace

QList<PostgresInstallation> PostgresInstallation::inDirectories(const QStringList& directories)
{
    QList<PostgresInstallation> found;
    QSet<QString> seen;
    for (const QString& directory : directories) {
        if (!hasPrograms(directory))
            continue;
        const QString canonical = QFileInfo(directory).canonicalFilePath();
        if (seen.contains(canonical))
            continue;
        seen.insert(canonical);
        PostgresInstallation installation;
        installation.m_binDirectory = canonical;
        installation.m_version = versionOf(installation.program(u"postgres"_s));
        installation.m_majorVersion = leadingNumber(installation.m_version);
        if (installation.m_majorVersion > 0)
            found << installation;
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
        return numbersOf(left.m_version) > numbersOf(right.m_version);
    });
    return found;
}

Result<QList<PostgresInstallation>> PostgresInstallation::all()
{
    const QString given = qEnvironmentVariable("FAULTLINE_POSTGRES_BIN");
    const bool isGiven = !given.isEmpty();
    QList<PostgresInstallation> found =
        inDirectories(isGiven ? QStringList{given} : usualDirectories());
    const QString newestVersion = found.isEmpty() ? QString() : found.first().version();
    erase_if(found, [](const auto& each) { return each.majorVersion() < kOldestPostgres; });
    if (!found.isEmpty())
        return found;

    const QString where = isGiven ? u"FAULTLINE_POSTGRES_BIN="_s + given : QString();
    if (!newestVersion.isEmpty()) {
        return UserMessage::error(tr("The PostgreSQL on this machine is too old"))
            .because(tr("It is version %1, but the local server needs version %2 or later.")
                         .arg(newestVersion)
                         .arg(kOldestPostgres))
            .at(where)
            .withRemedy(howToInstallPostgres())
            .withCode(u"no-server-program"_s);
    }
    return UserMessage::error(tr("No PostgreSQL server is installed on this machine"))
        .because(tr("The programs postgres, initdb and pg_ctl weren't found."))
        .at(where)
        .withRemedy(howToInstallPostgres())
        .withCode(u"no-server-program"_s);
}

QString howToInstallPostgres(int majorVersion)
{
    return QCoreApplication::translate(
               "PostgresInstallation",
               "Install PostgreSQL %1 or later with its additional modules. Debian, Ubuntu: the "
               "package postgresql; Fedora: postgresql-server and postgresql-contrib; macOS with "
               "Homebrew: postgresql@%1. Or use a database server with --database.")
        .arg(majorVersion);
}

} // namespace faultline
