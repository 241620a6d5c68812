// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"

#include "database/localserver/LocalServer.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LocalCommand)
};

void addOptions(QCommandLineParser&)
{}

QString stateWord(LocalServer::State state)
{
    switch (state) {
    case LocalServer::State::NotCreated:
        return u"not_created"_s;
    case LocalServer::State::Stopped:
        return u"stopped"_s;
    case LocalServer::State::Running:
        break;
    }
    return u"running"_s;
}

QString stateText(const LocalServer::Status& status)
{
    switch (status.state) {
    case LocalServer::State::NotCreated:
        return Text::tr("There is no local server yet. The first load creates it.");
    case LocalServer::State::Stopped:
        return Text::tr("The local server is stopped. It starts automatically when needed.");
    case LocalServer::State::Running:
        break;
    }
    return status.staysUp
               ? Text::tr("The local server is running (process %1) until you stop it.")
                     .arg(status.processId)
               : Text::tr("The local server is running (process %1) until its last user ends.")
                     .arg(status.processId);
}

ExitCode tell(const LocalServer::Status& status, Context& context)
{
    if (context.options().json) {
        const bool runs = status.state == LocalServer::State::Running;
        context.printJson(
            {{u"state"_s, stateWord(status.state)},
             {u"directory"_s, status.directory},
             {u"socket_directory"_s, status.socketDirectory},
             {u"version"_s, status.version},
             {u"process_id"_s, runs ? QJsonValue(status.processId) : QJsonValue()},
             {u"stays_up"_s, status.staysUp}});
        return ExitCode::Done;
    }
    QStringList lines{
        stateText(status), Text::tr("PostgreSQL: %1").arg(status.version),
        Text::tr("Directory:  %1").arg(status.directory)};
    if (!status.socketDirectory.isEmpty())
        lines << Text::tr("Socket:     %1").arg(status.socketDirectory);
    context.print(lines.join(u'\n'));
    return ExitCode::Done;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    const QString action = parser.positionalArguments().join(u' ');
    LocalServer server(context.localDirectory());
    if (action == "start"_L1) {
        const auto started = server.start();
        return started ? tell(*started, context) : context.fail(started.error());
    }
    if (action == "stop"_L1) {
        if (const auto stopped = server.stop(); !stopped)
            return context.fail(stopped.error());
    } else if (action != "status"_L1) {
        return context.wrongUsage(Text::tr("Specify one of status, start and stop."));
    }
    const auto status = server.status();
    return status ? tell(*status, context) : context.fail(status.error());
}

} // namespace

Command localCommand()
{
    return {
        u"local"_s, u"status|start|stop"_s,
        Text::tr("Shows Faultline's own local server, starts it until it is stopped, or stops it."),
        &addOptions, &run};
}

} // namespace faultline
