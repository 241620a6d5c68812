// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/CommandLine.h"

#include "base/Arguments.h"
#include "base/Translations.h"
#include "cli/Command.h"
#include "cli/Context.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// A network share reports a full disk when a descriptor is closed, even a copy.
bool isOutputKept()
{
    const int copy = ::dup(STDOUT_FILENO);
    return copy < 0 || ::close(copy) == 0 || errno == EINTR;
}

class CommandLine
{
    Q_DECLARE_TR_FUNCTIONS(CommandLine)

public:
    CommandLine(QStringList arguments, Drawing drawing)
        : m_arguments(std::move(arguments))
        , m_drawing(std::move(drawing))
        , m_commands{runCommand(),     loadCommand(),    reportCommand(),  ledgerCommand(),
                     undoCommand(),    plantCommand(),   excludeCommand(), formatsCommand(),
                     rejectsCommand(), rebuildCommand(), localCommand(),   sqlCommand(),
                     readerCommand()}
    {}

    ExitCode run()
    {
        // Only global options can precede the command.
        QCommandLineParser before;
        before.setOptionsAfterPositionalArgumentsMode(
            QCommandLineParser::ParseAsPositionalArguments);
        addGlobalOptions(before);
        const bool understood = before.parse(m_arguments);
        Context context(globalOptions(before), generalUsageLine(), m_drawing);
        if (!understood)
            return context.wrongUsage(before.errorText());
        const QStringList rest = before.positionalArguments();
        if (before.isSet(u"version"_s))
            return finish(context, printVersion(context));
        if (rest.isEmpty()) {
            if (before.isSet(u"help"_s))
                return finish(context, printGeneralHelp(before, context));
            if (const auto empty = emptyArgument(before))
                return context.wrongUsage(*empty);
            return context.wrongUsage(tr("Specify a command."));
        }
        const auto command =
            std::find_if(m_commands.cbegin(), m_commands.cend(), [&](const Command& candidate) {
                return candidate.name == rest.first();
            });
        if (command == m_commands.cend())
            return context.wrongUsage(tr("There is no command “%1”.").arg(rest.first()));
        QStringList arguments = m_arguments;
        arguments.removeAt(arguments.size() - rest.size());
        return execute(*command, arguments);
    }

private:
    ExitCode execute(const Command& command, const QStringList& arguments)
    {
        QCommandLineParser parser;
        addGlobalOptions(parser);
        command.addOptions(parser);
        const bool understood = parser.parse(arguments);
        Context context(globalOptions(parser), usageLine(command), m_drawing);
        if (!understood)
            return context.wrongUsage(parser.errorText());
        if (parser.isSet(u"version"_s))
            return finish(context, printVersion(context));
        if (parser.isSet(u"help"_s)) {
            context.print(helpText(parser, usageLine(command) + u"\n\n"_s + command.summary));
            return finish(context, ExitCode::Done);
        }
        if (const auto empty = emptyArgument(parser))
            return context.wrongUsage(*empty);
        if (const auto missing = missingWorkingDirectory())
            return context.fail(*missing);
        if (parser.isSet(u"database"_s) && parser.isSet(u"env-file"_s))
            return context.wrongUsage(tr("--database and --env-file can't be used together."));
        return finish(context, command.run(parser, context));
    }

    void addGlobalOptions(QCommandLineParser& parser) const
    {
        parser.addOption(
            {u"database"_s,
             tr("The database, as a libpq connection string or a postgresql:// address."),
             u"CONNINFO"_s});
        parser.addOption(
            {u"env-file"_s,
             tr("Reads the connection from a file with PG_HOST, PG_PORT, PG_DB, PG_USER, "
                "PG_PASSWORD."),
             u"FILE"_s});
        parser.addOption(
            {u"local-dir"_s,
             tr("The directory of Faultline's own local server. Default: %1.")
                 .arg(LocalServer::defaultDirectory()),
             u"DIR"_s});
        parser.addOption({u"json"_s, tr("Prints one JSON object on standard output.")});
        parser.addOption({{u"h"_s, u"help"_s}, tr("Shows this help, or the help for a command.")});
        parser.addOption({{u"v"_s, u"version"_s}, tr("Shows the version.")});
    }

    GlobalOptions globalOptions(const QCommandLineParser& parser) const
    {
        GlobalOptions options;
        options.arguments = m_arguments;
        options.database = parser.value(u"database"_s);
        options.environmentFile = parser.value(u"env-file"_s);
        options.localDirectory = parser.value(u"local-dir"_s);
        // Even if the arguments are invalid: a program that asked for JSON gets JSON.
        options.json = parser.isSet(u"json"_s) || m_arguments.contains(u"--json"_s);
        return options;
    }

    static QString generalUsageLine()
    {
        return tr(
            "Usage: faultline-cli [--database CONNINFO | --env-file FILE] [--json] COMMAND …");
    }

    static QString usageLine(const Command& command)
    {
        return tr("Usage: faultline-cli %1 %2").arg(command.name, command.arguments).trimmed();
    }

    // The parser's list of options below our own heading; its heading shows the program's path.
    static QString helpText(const QCommandLineParser& parser, const QString& head)
    {
        const QString text = parser.helpText();
        return head + u"\n\n"_s + text.mid(text.indexOf(u"Options:"_s)).trimmed();
    }

    ExitCode printVersion(Context& context) const
    {
        if (context.options().json)
            context.printJson({{u"version"_s, QStringLiteral(FAULTLINE_VERSION)}});
        else
            context.print(u"faultline-cli " FAULTLINE_VERSION ""_s);
        return ExitCode::Done;
    }

    ExitCode printGeneralHelp(const QCommandLineParser& parser, Context& context) const
    {
        QString head = generalUsageLine() + u"\n\n"_s
                       + tr("Loads folders of sensor exports into PostgreSQL and shows what fails.")
                       + u"\n\n"_s + tr("Commands:");
        for (const Command& command : m_commands) {
            head += u"\n  "_s + command.name + u' ' + command.arguments + u"\n      "_s
                    + command.summary;
        }
        head += u"\n\n"_s
                + tr("Exit codes: 0 done and balanced; 1 failed; 2 wrong usage, or only you "
                     "can tell the plant; 3 done, with rejected lines.");
        context.print(helpText(parser, head));
        return ExitCode::Done;
    }

    static ExitCode finish(Context& context, ExitCode code)
    {
        UserMessage error = UserMessage::error(tr("Standard output can't be written"));
        if (!context.outputFailed()) {
            if (isOutputKept())
                return code;
            error.because(qt_error_string(errno));
        }
        context.note(error);
        return ExitCode::Failed;
    }

    const QStringList m_arguments;
    const Drawing m_drawing;
    const QList<Command> m_commands;
};

} // namespace

int runCommandLine(const QStringList& arguments, const Drawing& drawing)
{
    QCoreApplication::setApplicationName(u"faultline-cli"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(FAULTLINE_VERSION));
    installTranslations();
    try {
        return static_cast<int>(CommandLine(arguments, drawing).run());
    } catch (const std::exception& error) {
        // Our code throws nothing, so the system refused memory or a thread and no code can
        // recover. Exit immediately, because other threads may be running.
        std::fprintf(
            stderr, "Error: The system has too few resources for this program: %s\n", error.what());
        std::_Exit(static_cast<int>(ExitCode::Failed));
    }
}

} // namespace faultline
