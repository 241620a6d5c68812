// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/settings/PasswordFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <sys/stat.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PasswordFile)
};

} // namespace

QString passwordFileFor(const ConnectionSettings& settings)
{
    if (const QString given = settings.keywords.value(u"passfile"_s); !given.isEmpty())
        return given;
    if (const QString named = qEnvironmentVariable("PGPASSFILE"); !named.isEmpty())
        return named;
    return QDir::home().filePath(u".pgpass"_s);
}

std::optional<UserMessage> passwordFileWarning(const ConnectionSettings& settings)
{
    if (!settings.keywords.value(u"password"_s).isEmpty() || !qgetenv("PGPASSWORD").isEmpty())
        return std::nullopt;
    const QString path = passwordFileFor(settings);
    struct stat status
    {};
    // Like libpq: ignores a missing file, and reads only regular files.
    if (::stat(QFile::encodeName(path).constData(), &status) != 0 || !S_ISREG(status.st_mode)
        || (status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
        return std::nullopt;
    return UserMessage::warning(Text::tr("The password file isn't used"))
        .because(Text::tr(
            "Other users of this machine can read it, so PostgreSQL's client library ignores it."))
        .at(path)
        .withRemedy(Text::tr("Restrict access to the file with: chmod 600 \"%1\"").arg(path))
        .withCode(u"exposed-password-file"_s);
}

} // namespace faultline
