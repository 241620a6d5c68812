// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Context.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QRegularExpression>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

bool write(FILE* stream, const QByteArray& text)
{
    return std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stream)
           == static_cast<std::size_t>(text.size());
}

bool writeLine(FILE* stream, const QByteArray& line)
{
    return write(stream, line) && std::fputc('\n', stream) != EOF && std::fflush(stream) == 0;
}

QByteArray compact(const QJsonObject& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QString kindText(UserMessage::Kind kind)
{
    switch (kind) {
    case UserMessage::Kind::Information:
        return QCoreApplication::translate("Context", "Note: %1");
    case UserMessage::Kind::Warning:
        return QCoreApplication::translate("Context", "Warning: %1");
    case UserMessage::Kind::Error:
        break;
    }
    return QCoreApplication::translate("Context", "Error: %1");
}

// An argument that a shell takes as it is, or quoted.
QString forShell(const QString& argument)
{
    static const QRegularExpression harmless(u"^[\\w./:=@%+,-]+$"_s);
    if (harmless.match(argument).hasMatch())
        return argument;
    return u'\'' + QString(argument).replace(u"'"_s, u"'\\''"_s) + u'\'';
}

// A person sees on the screen what they typed, but output may end in a log.
bool hasPassword(const QString& argument)
{
    static const QRegularExpression password(
        u"(password\\s*=|://[^/@]*:[^/@]*@)"_s, QRegularExpression::CaseInsensitiveOption);
    return password.match(argument).hasMatch();
}

QString shellText(const QStringList& arguments)
{
    QStringList words;
    for (const QString& argument : arguments)
        words << (hasPassword(argument) ? u"'…'"_s : forShell(argument));
    return words.join(u' ');
}

} // namespace

Context::Context(GlobalOptions options, QString usageLine, Drawing drawing)
    : m_options(std::move(options))
    , m_usageLine(std::move(usageLine))
    , m_drawing(std::move(drawing))
{}

QString Context::localDirectory() const
{
    return m_options.localDirectory.isEmpty() ? LocalServer::defaultDirectory()
                                              : QDir(m_options.localDirectory).absolutePath();
}

QString Context::commandWith(const QStringList& options, const QStringList& without) const
{
    QStringList arguments = m_options.arguments;
    for (const QString& option : without)
        arguments.removeAll(option);
    const qsizetype end = arguments.indexOf(u"--"_s); // operands follow
    for (qsizetype i = 0; i < options.size(); ++i)
        arguments.insert(end < 0 ? arguments.size() : end + i, options.at(i));
    return shellText(arguments);
}

QString Context::commandOnDatabase(const QStringList& arguments) const
{
    QStringList words{m_options.arguments.value(0)};
    const QString environmentFile =
        m_options.environmentFile.isEmpty() ? m_foundEnvironmentFile : m_options.environmentFile;
    const auto add = [&words](const QString& option, const QString& value) {
        if (!value.isEmpty())
            words << option << value;
    };
    add(u"--database"_s, m_options.database);
    add(u"--env-file"_s, environmentFile);
    add(u"--local-dir"_s, m_options.localDirectory);
    return shellText(words + arguments);
}

Result<DatabaseAccess> Context::openDatabase(DatabasePurpose purpose, const QString& dataFolder)
{
    ConnectionRequest request;
    request.conninfo = m_options.database;
    request.environmentFile = m_options.environmentFile;
    request.dataFolder = dataFolder;
    request.workingDirectory = QDir::currentPath();
    const auto choice = chooseConnection(request);
    if (!choice)
        return choice.error();
    const QString inFolder = QDir(dataFolder).filePath(u".env"_s);
    if (!dataFolder.isEmpty() && choice->origin().contains(inFolder))
        m_foundEnvironmentFile = inFolder;
    note(QCoreApplication::translate("Context", "Database: %1 (from %2)")
             .arg(choice->displayName(), choice->origin()));
    for (const UserMessage& warning : choice->warnings)
        note(warning);
    auto access = DatabaseAccess::open(*choice, purpose, localDirectory());
    if (access) {
        const ServerFacts& facts = access->facts();
        note(QCoreApplication::translate("Context", "Connected: PostgreSQL %1, %2")
                 .arg(facts.version, facts.security.text()));
        if (const auto warning = facts.security.warning())
            note(*warning);
    }
    return access;
}

void Context::print(const QString& text)
{
    if (!writeLine(stdout, text.toUtf8()))
        m_outputFailed = true;
}

void Context::printJson(const QJsonObject& json)
{
    if (!writeLine(stdout, compact(json)))
        m_outputFailed = true;
}

void Context::printJson(
    const QJsonObject& json, QLatin1StringView listName, qsizetype count,
    const std::function<QJsonObject(qsizetype)>& elementAt)
{
    QByteArray head = compact(json);
    head.chop(1);
    bool isWritten =
        write(stdout, head + (json.isEmpty() ? "\"" : ",\"") + listName.data() + "\":[");
    for (qsizetype i = 0; i < count && isWritten; ++i)
        isWritten = write(stdout, (i > 0 ? "," : "") + compact(elementAt(i)));
    if (!isWritten || !writeLine(stdout, "]}"))
        m_outputFailed = true;
}

void Context::note(const QString& text)
{
    // If standard error fails, there is no way left to report it.
    static_cast<void>(writeLine(stderr, text.toUtf8()));
}

void Context::note(const UserMessage& message)
{
    note(kindText(message.kind).arg(message.toText()));
}

ExitCode Context::fail(const UserMessage& error)
{
    if (m_options.json)
        printJson({{u"error"_s, error.toJson()}});
    else
        note(error);
    return ExitCode::Failed;
}

ExitCode Context::wrongUsage(const UserMessage& error)
{
    if (m_options.json)
        printJson({{u"error"_s, error.toJson()}});
    else
        note(error);
    note(m_usageLine);
    return ExitCode::WrongUsage;
}

ExitCode Context::wrongUsage(const QString& what)
{
    return wrongUsage(UserMessage::error(what).withCode(u"usage"_s));
}

} // namespace faultline
