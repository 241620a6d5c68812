// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"

#include "database/reader/ReaderAccess.h"
#include "database/reader/ReaderRole.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReaderCommand)
};

void addOptions(QCommandLineParser&)
{}

QString stateText(const ReaderStatus& status)
{
    if (!status.exists)
        return Text::tr("This server has no role “%1”.").arg(QString::fromLatin1(kReaderRole));
    if (status.isPowerful)
        return Text::tr("The role “%1” may do more than read, so it isn't used.")
            .arg(QString::fromLatin1(kReaderRole));
    if (!status.mayLogIn)
        return Text::tr("The role “%1” may not log in: an administrator took away that right.")
            .arg(QString::fromLatin1(kReaderRole));
    if (!status.isReady())
        return Text::tr("The role “%1” may not read everything here yet.")
            .arg(QString::fromLatin1(kReaderRole));
    return Text::tr("The role “%1” is ready.").arg(QString::fromLatin1(kReaderRole));
}

ExitCode tell(Connection& connection, const QString& password, Context& context)
{
    const auto status = readerStatus(connection);
    if (!status)
        return context.fail(status.error());
    const ReaderAddress address = readerAddress(connection);
    if (context.options().json) {
        context.printJson(
            {{u"role"_s, address.user},
             {u"exists"_s, status->exists},
             {u"ready"_s, status->isReady()},
             {u"may_make_temporary_tables"_s, status->mayCreateTemporaryTables},
             {u"may_make_large_objects"_s, status->mayCreateLargeObjects},
             {u"may_make_tables"_s, status->mayCreateTables},
             {u"uri"_s, address.uri()},
             {u"keywords"_s, address.keywords()},
             {u"password"_s, password.isEmpty() ? QJsonValue() : QJsonValue(password)}});
        return ExitCode::Done;
    }
    QStringList lines{stateText(*status)};
    if (const QString further = publicRights(*status); status->exists && !further.isEmpty())
        lines << further;
    lines << Text::tr("Address:  %1").arg(address.uri())
          << Text::tr("Keywords: %1").arg(address.keywords());
    if (!password.isEmpty())
        lines << Text::tr("Password: %1   (won't be shown again)").arg(password);
    context.print(lines.join(u'\n'));
    return ExitCode::Done;
}

ExitCode create(Connection& connection, Context& context)
{
    const bool isLocal = connection.settings().isLocalServer;
    const auto before = readerStatus(connection);
    if (!before)
        return context.fail(before.error());
    // A password that others know stays unchanged.
    const QString password = isLocal || before->exists ? QString() : newReaderPassword();
    const auto made = createReader(connection, password);
    if (made)
        return tell(connection, password, context);
    if (made.error().code != u"reader-right"_s)
        return context.fail(made.error());
    const QString script = readerScript(connection, *before);
    if (!context.options().json)
        context.print(script);
    UserMessage message = made.error();
    return context.fail(message.withRemedy(
        context.options().json ? script
                               : Text::tr("Ask an administrator of the server to run the "
                                          "statements on standard output in this database.")));
}

ExitCode drop(Connection& connection, Context& context)
{
    const auto dropped = dropReader(connection);
    if (!dropped)
        return context.fail(dropped.error());
    if (context.options().json)
        context.printJson({{u"role"_s, QString::fromLatin1(kReaderRole)}, {u"gone"_s, *dropped}});
    else
        context.print(
            *dropped ? Text::tr("The role was dropped.")
                     : Text::tr(
                         "The role may no longer read this database. It still exists for others."));
    return ExitCode::Done;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    const QString action = parser.positionalArguments().join(u' ');
    const bool isKnown =
        action.isEmpty() || action == "status"_L1 || action == "create"_L1 || action == "drop"_L1;
    if (!isKnown)
        return context.wrongUsage(Text::tr("Specify one of status, create and drop."));
    const auto database = context.openDatabase(DatabasePurpose::Read);
    if (!database)
        return context.fail(database.error());
    auto connection = Connection::open(database->settings());
    if (!connection)
        return context.fail(connection.error());
    if (action == "create"_L1)
        return create(*connection, context);
    if (action == "drop"_L1)
        return drop(*connection, context);
    return tell(*connection, {}, context);
}

} // namespace

Command readerCommand()
{
    return {
        u"reader"_s, u"[status|create|drop]"_s,
        Text::tr(
            "Shows, creates or drops the read-only role for other tools and your own queries."),
        &addOptions, &run};
}

} // namespace faultline
