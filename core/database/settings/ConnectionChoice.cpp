// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/settings/ConnectionChoice.h"

#include "database/settings/EnvironmentFile.h"
#include "database/settings/PasswordFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <filesystem>
#include <optional>
#include <system_error>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionChoice)
};

ConnectionChoice fromFile(const EnvironmentFile& file, const QString& path)
{
    ConnectionSettings settings;
    settings.keywords = file.keywords();
    settings.origin = Text::tr("the .env file %1").arg(path);
    ConnectionChoice choice = ConnectionChoice::described(std::move(settings));
    if (file.exposesPassword()) {
        choice.warnings
            << UserMessage::warning(Text::tr("Other users of this machine can read the password"))
                   .at(path)
                   .withRemedy(
                       Text::tr("Restrict access to the file with: chmod 600 \"%1\"").arg(path))
                   .withCode(u"exposed-password"_s);
    }
    if (file.isForeign()) {
        choice.warnings
            << UserMessage::warning(Text::tr("Another user decides which database is used"))
                   .because(Text::tr("The file with the connection settings belongs to \"%1\".")
                                .arg(QFileInfo(path).owner()))
                   .at(path)
                   .withRemedy(Text::tr("If you trust them, carry on. Otherwise specify the "
                                        "database yourself, or create your own .env file."))
                   .withCode(u"foreign-file"_s);
    }
    return choice;
}

Result<ConnectionChoice> fromNamedFile(const QString& path)
{
    const auto file = EnvironmentFile::read(path);
    if (!file)
        return file.error();
    if (file->keywords().isEmpty()) {
        return UserMessage::error(Text::tr("The file has no connection settings"))
            .because(Text::tr("It has none of PG_HOST, PG_PORT, PG_DB, PG_USER and PG_PASSWORD."))
            .at(path)
            .withRemedy(Text::tr("Add at least PG_DB=…, and PG_HOST=… for another machine."))
            .withCode(u"environment-file"_s);
    }
    return fromFile(*file, QFileInfo(path).absoluteFilePath());
}

// The .env in a folder, if there is one with our settings.
Result<std::optional<ConnectionChoice>> fromFolder(const QString& folder)
{
    const QString path = QDir(folder).absoluteFilePath(u".env"_s);
    // A folder of this name is a Python environment. A file that can't be examined, except for lack
    // of permission, is no reason to use another database: reading it reports why.
    std::error_code error;
    const auto type = std::filesystem::status(QFile::encodeName(path).toStdString(), error).type();
    const bool isUnknown =
        type == std::filesystem::file_type::none && error != std::errc::permission_denied;
    if (folder.isEmpty() || (type != std::filesystem::file_type::regular && !isUnknown))
        return std::optional<ConnectionChoice>();
    const auto file = EnvironmentFile::read(path);
    if (!file)
        return file.error();
    if (file->keywords().isEmpty())
        return std::optional<ConnectionChoice>();
    return std::optional(fromFile(*file, path));
}

// libpq reads its environment itself; this copy only shows the person the target. A service is
// copied alone, because other keywords would override the service's own.
std::optional<ConnectionChoice> fromProcessEnvironment()
{
    static const QList<std::pair<const char*, QString>> variables{
        {"PGHOST", u"host"_s},       {"PGHOSTADDR", u"hostaddr"_s}, {"PGPORT", u"port"_s},
        {"PGDATABASE", u"dbname"_s}, {"PGUSER", u"user"_s},         {"PGSERVICE", u"service"_s}};
    static const QList<QByteArray> deciding{"PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE"};

    ConnectionSettings settings;
    QStringList names;
    bool decided = false;
    for (const auto& [variable, keyword] : variables) {
        const QString value = qEnvironmentVariable(variable);
        if (value.isEmpty())
            continue;
        settings.keywords.insert(keyword, value);
        names << QString::fromLatin1(variable);
        decided = decided || deciding.contains(variable);
    }
    if (!decided)
        return std::nullopt;
    if (const QString service = settings.keywords.value(u"service"_s); !service.isEmpty())
        settings.keywords = {{u"service"_s, service}};
    settings.origin = Text::tr("the environment (%1)").arg(names.join(u", "_s));
    return ConnectionChoice::described(std::move(settings));
}

} // namespace

QString ConnectionChoice::displayName() const
{
    return kind == Kind::LocalServer ? Text::tr("Local database") : settings.displayName();
}

QString ConnectionChoice::origin() const
{
    return kind == Kind::LocalServer ? Text::tr("Faultline's own server on this machine")
                                     : settings.origin;
}

ConnectionChoice ConnectionChoice::described(ConnectionSettings settings)
{
    ConnectionChoice choice;
    choice.kind = Kind::Described;
    choice.settings = std::move(settings);
    if (const auto warning = passwordFileWarning(choice.settings))
        choice.warnings << *warning;
    return choice;
}

ConnectionChoice ConnectionChoice::localServer()
{
    return {};
}

Result<ConnectionChoice> chooseConnection(const ConnectionRequest& request)
{
    if (!request.conninfo.trimmed().isEmpty()) {
        auto settings = ConnectionSettings::fromConninfo(
            request.conninfo, Text::tr("the given connection string"));
        if (!settings)
            return settings.error();
        return ConnectionChoice::described(*std::move(settings));
    }
    if (!request.environmentFile.isEmpty())
        return fromNamedFile(request.environmentFile);
    for (const QString& folder : {request.dataFolder, request.workingDirectory}) {
        auto found = fromFolder(folder);
        if (!found)
            return found.error();
        if (*found)
            return **std::move(found);
    }
    if (const auto found = fromProcessEnvironment())
        return *found;
    return ConnectionChoice::localServer();
}

} // namespace faultline
