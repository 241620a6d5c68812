// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/localserver/LocalCluster.h"

#include "base/CheckedRead.h"
#include "database/localserver/ServerFiles.h"

#include <QDir>
#include <QFile>
#include <QUuid>

#include <clocale>

#include <locale.h>

using namespace Qt::Literals::StringLiterals;

// Creating a cluster.
namespace faultline {

namespace {

constexpr int kInitialiseTimeoutMs = 180'000;
constexpr int kLogLinesToShow = 8;

constexpr auto kUnfinishedPrefix = "unfinished-postgres-"_L1;

// C.UTF-8 sorts by code point and knows letters beyond ASCII; not every system has it.
QString localeName()
{
    const QString wanted = u"C.UTF-8"_s;
    const locale_t found = newlocale(LC_ALL_MASK, wanted.toLatin1().constData(), locale_t{});
    if (found == locale_t{})
        return u"C"_s;
    freelocale(found);
    return wanted;
}

} // namespace

Result<void> LocalCluster::create()
{
    if (const auto result = removeUnfinished(); !result)
        return result.error();
    const QString target = m_directory + u'/' + kUnfinishedPrefix
                           + QUuid::createUuid().toString(QUuid::WithoutBraces).left(8);
    if (const auto result = initialise(target); !result)
        return result.error();
    if (const auto result = setUp(target); !result)
        return result.error();
    if (!QFile::rename(target, m_dataDirectory)) {
        return UserMessage::error(tr("The local database can't be moved to its directory"))
            .at(m_dataDirectory)
            .withCode(u"local-directory"_s);
    }
    return {};
}

Result<void> LocalCluster::removeUnfinished() const
{
    const QStringList names =
        QDir(m_directory)
            .entryList(
                {kUnfinishedPrefix + u'*'}, QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden);
    for (const QString& name : names) {
        // As the server's user, so that it can remove only that user's files.
        const auto outcome =
            m_identity.run(u"/bin/rm"_s, {u"-rf"_s, u"--"_s, m_directory + u'/' + name});
        if (!outcome)
            return outcome.error();
    }
    return {};
}

Result<void> LocalCluster::initialise(const QString& target) const
{
    const auto outcome = m_identity.run(
        m_installation.program(u"initdb"_s),
        {u"--pgdata="_s + target, u"--username="_s + QString::fromLatin1(kBootstrapRole),
         u"--auth-local=peer"_s, u"--auth-host=reject"_s, u"--encoding=UTF8"_s,
         u"--locale="_s + localeName(), u"--no-instructions"_s},
        {}, kInitialiseTimeoutMs);
    if (!outcome)
        return outcome.error();
    if (outcome->exitCode != 0) {
        return UserMessage::error(tr("The local database can't be created"))
            .because(outcome->output.section(u'\n', -kLogLinesToShow))
            .at(m_directory)
            .withRemedy(tr("Check whether the disk is full. The directory must be on a file system "
                           "with owners and permissions."))
            .withCode(u"local-create"_s);
    }
    return {};
}

// In single-user mode the superuser needs no login, so no login as superuser is ever allowed.
Result<ProcessIdentity::Outcome> LocalCluster::runAlone(
    const QString& dataDirectory, const QString& database, const QByteArray& sql) const
{
    return m_identity.run(
        m_installation.program(u"postgres"_s),
        {u"--single"_s, u"-j"_s, u"-D"_s, dataDirectory, u"-c"_s, u"exit_on_error=on"_s, database},
        sql, kInitialiseTimeoutMs);
}

Result<void> LocalCluster::setUp(const QString& target) const
{
    const std::pair<QString, QByteArray> steps[] = {
        {u"postgres"_s, setUpSql()}, {QString::fromLatin1(kLoginRole), lockDownSql()}};
    for (const auto& [database, sql] : steps) {
        const auto outcome = runAlone(target, database, sql);
        if (!outcome)
            return outcome.error();
        if (outcome->exitCode != 0) {
            return UserMessage::error(tr("The local database can't be set up"))
                .because(outcome->output.section(u'\n', -kLogLinesToShow))
                .at(m_directory)
                .withCode(u"local-create"_s);
        }
    }
    if (const auto marked = writePrivateFile(target + kSetUpFile, kSetUpEdition, m_identity);
        !marked)
        return marked;
    QFile original(target + u"/postgresql.conf"_s);
    if (!original.open(QIODevice::ReadOnly)) {
        return UserMessage::error(tr("The local database can't be set up"))
            .because(original.errorString())
            .at(original.fileName())
            .withCode(u"local-create"_s);
    }
    const auto content = readFully(original);
    if (!content)
        return content.error();
    return writePrivateFile(
        original.fileName(),
        *content + "\n# Faultline's settings.\ninclude '" + kSettingsFileName + "'\n", m_identity);
}

} // namespace faultline
