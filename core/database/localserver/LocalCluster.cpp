// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/localserver/LocalCluster.h"

#include "base/CheckedRead.h"
#include "database/localserver/PostmasterFile.h"
#include "database/localserver/ServerFiles.h"
#include "database/schema/DevelopmentVersion.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QThread>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kStartTimeoutSeconds = 60;
constexpr int kStopTimeoutSeconds = 60;
// Longer than pg_ctl's own timeout, so that its message is shown.
constexpr int kControlTimeoutMs = (kStartTimeoutSeconds + 15) * 1000;
constexpr qint64 kLargeLogBytes = 10 * 1024 * 1024;
constexpr int kLogLinesToShow = 8;

constexpr auto kDirectoryPrefix = "postgres-"_L1;

// The installation that matches the existing cluster, or the newest one.
Result<PostgresInstallation> fittingInstallation(const QString& directory)
{
    const auto found = LocalCluster::existingMajorVersion(directory);
    if (!found)
        return found.error();
    const int existing = *found;
    const auto installations = PostgresInstallation::all();
    if (!installations)
        return installations.error();
    if (existing == 0)
        return installations->first();
    for (const PostgresInstallation& installation : *installations) {
        if (installation.majorVersion() == existing)
            return installation;
    }
    return UserMessage::error(
               QCoreApplication::translate(
                   "LocalCluster", "The local database belongs to another version of PostgreSQL"))
        .because(QCoreApplication::translate(
                     "LocalCluster", "PostgreSQL %1 created it, but version %2 is installed.")
                     .arg(existing)
                     .arg(installations->first().version()))
        .at(LocalCluster::dataDirectoryIn(directory, existing))
        .withRemedy(
            QCoreApplication::translate(
                "LocalCluster",
                "Install PostgreSQL %1 again (on Debian and Ubuntu, the package postgresql-%1), or "
                "move that directory away to start with an empty database.")
                .arg(existing))
        .withCode(u"cluster-version"_s);
}

} // namespace

LocalCluster::LocalCluster(
    QString directory, ClusterOptions options, PostgresInstallation installation,
    ProcessIdentity identity)
    : m_directory(std::move(directory))
    , m_dataDirectory(dataDirectoryIn(m_directory, installation.majorVersion()))
    , m_socketDirectory(socketDirectoryFor(m_directory, identity))
    , m_options(std::move(options))
    , m_installation(std::move(installation))
    , m_identity(std::move(identity))
{}

QString LocalCluster::dataDirectoryIn(const QString& directory, int majorVersion)
{
    return directory + u'/' + kDirectoryPrefix + QString::number(majorVersion);
}

Result<int> LocalCluster::existingMajorVersion(const QString& directory)
{
    // If an unreadable directory looked empty here, a new database would be created.
    const auto names = entryNames(directory);
    if (!names)
        return names.error();
    int newest = 0;
    for (const QString& name : *names) {
        if (name.startsWith(kDirectoryPrefix) && QFileInfo(directory + u'/' + name).isDir())
            newest = std::max(newest, name.mid(kDirectoryPrefix.size()).toInt());
    }
    return newest;
}

Result<LocalCluster> LocalCluster::in(const QString& directory, ClusterOptions options)
{
    // pg_ctl passes paths to a shell in double quotes.
    static const QRegularExpression shellCharacters(u"[\"$`\\\\\\n]"_s);
    if (directory.contains(shellCharacters) || !QDir::isAbsolutePath(directory)) {
        return UserMessage::error(tr("The local server can't use a directory with this name"))
            .because(tr("It must be an absolute path without the characters \" $ ` \\."))
            .at(directory)
            .withRemedy(tr("Set another one in the environment variable FAULTLINE_LOCAL_DIR."))
            .withCode(u"local-directory"_s);
    }
    auto identity = ProcessIdentity::forServer();
    if (!identity)
        return identity.error();
    auto installation = fittingInstallation(directory);
    if (!installation)
        return installation.error();
    if (const auto made = makePrivateDirectory(directory, *identity); !made)
        return made.error();
    // A canonical path, because it is compared with that of the running process.
    const QString canonical = QDir(directory).canonicalPath();
    LocalCluster cluster(
        canonical, std::move(options), *std::move(installation), *std::move(identity));
    cluster.adoptRunningSocket();
    return cluster;
}

void LocalCluster::adoptRunningSocket()
{
    // Another program may have started the server, with another XDG_RUNTIME_DIR.
    const auto running = PostmasterFile::read(m_dataDirectory);
    if (running && running->isAlive() && !running->socketDirectory().isEmpty())
        m_socketDirectory = running->socketDirectory();
}

bool LocalCluster::exists() const
{
    return QDir(m_dataDirectory).exists();
}

qint64 LocalCluster::serverProcessId() const
{
    const auto file = PostmasterFile::read(m_dataDirectory);
    return file && file->isAlive() ? file->processId() : 0;
}

ConnectionSettings LocalCluster::settings() const
{
    ConnectionSettings settings;
    settings.keywords = {
        {u"host"_s, m_socketDirectory},
        {u"port"_s, u"5432"_s},
        {u"dbname"_s, QString::fromLatin1(kLoginRole)},
        {u"user"_s, QString::fromLatin1(kLoginRole)}};
    settings.origin = tr("Faultline's own server on this machine");
    settings.isLocalServer = true;
    settings.localDirectory = m_directory;
    settings.dataDirectory = m_dataDirectory;
    return settings;
}

Result<void> LocalCluster::checkDataDirectory() const
{
    if (const auto result = checkPrivateDirectory(m_dataDirectory, m_identity); !result)
        return result.error();
    QFile versionFile(m_dataDirectory + u"/PG_VERSION"_s);
    const QByteArray version =
        versionFile.open(QIODevice::ReadOnly) ? versionFile.readAll().trimmed() : QByteArray();
    if (version == QByteArray::number(m_installation.majorVersion())) {
        QFile setUp(m_dataDirectory + kSetUpFile);
        const bool isOurs = setUp.open(QIODevice::ReadOnly) && setUp.readAll() == kSetUpEdition;
        return isOurs ? Result<void>() : madeByDevelopmentVersion(settings());
    }
    return UserMessage::error(tr("The local database's directory doesn't match its name"))
        .because(
            version.isEmpty()
                ? tr("It holds no PostgreSQL database.")
                : tr("It holds a PostgreSQL %1 database.").arg(QString::fromLatin1(version)))
        .at(m_dataDirectory)
        .withRemedy(
            tr("Restore it from a backup, or move it away to start with an empty database."))
        .withCode(u"cluster-version"_s);
}

Result<void> LocalCluster::writeConfiguration() const
{
    const QString settingsFile = m_dataDirectory + u'/' + QString::fromLatin1(kSettingsFileName);
    const std::pair<QString, QByteArray> files[] = {
        {settingsFile, settingsFileText(m_socketDirectory, m_options)},
        {m_dataDirectory + u"/pg_hba.conf"_s, accessFileText(m_options)},
        {m_dataDirectory + u"/pg_ident.conf"_s, userMapFileText(m_identity, m_options)}};
    for (const auto& [path, content] : files) {
        if (const auto result = writePrivateFile(path, content, m_identity); !result)
            return result;
    }
    return {};
}

// PostgreSQL would only check whether a process with the number in the lock file exists.
void LocalCluster::removeDeadSocket() const
{
    const QString socket = m_socketDirectory + u"/.s.PGSQL.5432"_s;
    QFile::remove(socket + u".lock"_s);
    QFile::remove(socket);
}

void LocalCluster::rotateLargeLog() const
{
    if (QFileInfo(logFile()).size() <= kLargeLogBytes)
        return;
    QFile::remove(logFile() + u".1"_s);
    QFile::rename(logFile(), logFile() + u".1"_s);
}

UserMessage LocalCluster::startFailure(const QString& why) const
{
    return UserMessage::error(tr("The local server can't be started"))
        .because(why)
        .at(logFile())
        .withRemedy(
            tr("The last lines of the server's log say why. Check whether the disk is full."))
        .withCode(u"local-start"_s);
}

Result<void> LocalCluster::start()
{
    if (const auto result = checkDataDirectory(); !result)
        return result;
    if (serverProcessId() != 0) {
        const auto ready = waitUntilReady();
        // A server that was still shutting down after its stopper died has ended by now.
        if (ready || serverProcessId() != 0) {
            adoptRunningSocket();
            return ready;
        }
    }
    if (const auto left = PostmasterFile::read(m_dataDirectory); left && !left->disarm())
        return startFailure(tr("A file left by a crashed server can't be changed."));
    m_socketDirectory = socketDirectoryFor(m_directory, m_identity);
    if (const auto result = makePrivateDirectory(m_socketDirectory, m_identity); !result)
        return result;
    removeDeadSocket();
    rotateLargeLog();
    if (const auto result = writeConfiguration(); !result)
        return result;

    const qint64 logged = QFileInfo(logFile()).size();
    const auto outcome = m_identity.run(
        m_installation.program(u"pg_ctl"_s),
        {u"start"_s, u"-w"_s, u"-t"_s, QString::number(kStartTimeoutSeconds), u"-D"_s,
         m_dataDirectory, u"-l"_s, logFile()},
        {}, kControlTimeoutMs);
    if (!outcome)
        return outcome.error();
    if (outcome->exitCode == 0)
        return {};
    // A long recovery can exceed pg_ctl's wait.
    if (serverProcessId() != 0)
        return waitUntilReady();
    const QString reason = lastLines(logFile(), logged, kLogLinesToShow);
    return startFailure(reason.isEmpty() ? outcome->output : reason);
}

Result<void> LocalCluster::waitUntilReady() const
{
    const QDeadlineTimer deadline(kStartTimeoutSeconds * 1000);
    while (!deadline.hasExpired()) {
        const auto file = PostmasterFile::read(m_dataDirectory);
        if (!file || !file->isAlive())
            return startFailure(lastLines(logFile(), 0, kLogLinesToShow));
        if (file->isReady())
            return {};
        constexpr unsigned long kRetryMs = 50;
        QThread::msleep(kRetryMs);
    }
    return UserMessage::error(tr("The local server is still starting"))
        .because(lastLines(logFile(), 0, kLogLinesToShow))
        .at(logFile())
        .withRemedy(tr("After a crash it repairs its data first. Try again in a few minutes."))
        .withCode(u"local-starting"_s);
}

Result<void> LocalCluster::stop(Stop how)
{
    if (serverProcessId() == 0)
        return {};
    const auto outcome = m_identity.run(
        m_installation.program(u"pg_ctl"_s),
        {u"stop"_s, u"-w"_s, u"-t"_s, QString::number(kStopTimeoutSeconds), u"-D"_s,
         m_dataDirectory, u"-m"_s, how == Stop::Fast ? u"fast"_s : u"immediate"_s},
        {}, kControlTimeoutMs);
    if (!outcome)
        return outcome.error();
    if (outcome->exitCode == 0 || serverProcessId() == 0)
        return {};
    return UserMessage::error(tr("The local server can't be stopped"))
        .because(outcome->output.section(u'\n', -kLogLinesToShow))
        .at(logFile())
        .withCode(u"local-stop"_s);
}

} // namespace faultline
