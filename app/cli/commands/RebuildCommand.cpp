// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/RunUntilSignal.h"

#include "loading/settlement/Settlement.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RebuildCommand)
};

void addOptions(QCommandLineParser&)
{}

Result<qint64> rebuildAndWait(Context& context, const ConnectionSettings& settings)
{
    return runUntilSignal(
        context, Text::tr("Stopping. The summaries stay unchanged."),
        [settings](const CancelToken& cancel) -> Result<qint64> {
            auto connection = Connection::open(settings, cancel);
            if (!connection)
                return connection.error();
            return rebuildSummaries(*connection, cancel);
        });
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    if (!parser.positionalArguments().isEmpty())
        return context.wrongUsage(Text::tr("“rebuild-summaries” takes no arguments."));
    const auto database = context.openDatabase(DatabasePurpose::Load);
    if (!database)
        return context.fail(database.error());
    QElapsedTimer clock;
    clock.start();
    const auto readings = rebuildAndWait(context, database->settings());
    if (!readings)
        return context.fail(readings.error());
    const double seconds = static_cast<double>(clock.elapsed()) / 1000;
    if (context.options().json) {
        context.printJson({{u"readings"_s, *readings}, {u"seconds"_s, seconds}});
    } else {
        context.print(Text::tr("Rebuilt the summaries from %1 readings in %2 s.")
                          .arg(QLocale().toString(*readings), QLocale().toString(seconds, 'f', 1)));
    }
    return ExitCode::Done;
}

} // namespace

Command rebuildCommand()
{
    return {
        u"rebuild-summaries"_s, QString(),
        Text::tr("Rebuilds the summaries for reports from the readings."), &addOptions, &run};
}

} // namespace faultline
