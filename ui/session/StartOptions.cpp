// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/StartOptions.h"

#include "base/Arguments.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// The same as in faultline-cli.
constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(StartOptions)
};

} // namespace

StartOptions StartOptions::fromArguments(const QStringList& arguments)
{
    const QCommandLineOption database(
        u"database"_s, Text::tr("Connect to this database: a connection string or address."),
        Text::tr("CONNINFO"));
    const QCommandLineOption environment(
        u"env-file"_s, Text::tr("Read the connection from this .env file."), Text::tr("FILE"));
    const QCommandLineOption local(
        u"local-dir"_s, Text::tr("Keep the local database in this directory."),
        Text::tr("DIRECTORY"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        Text::tr("Loads folders of sensor exports into PostgreSQL and shows what fails."));
    parser.addOptions({database, environment, local});
    const QCommandLineOption help({u"h"_s, u"help"_s}, Text::tr("Show this help."));
    parser.addOption(help);
    const auto version = parser.addVersionOption();
    parser.addPositionalArgument(
        Text::tr("FOLDER"), Text::tr("The data folder to show."), Text::tr("[FOLDER]"));

    StartOptions options;
    const bool understood = parser.parse(arguments);
    const auto empty = emptyArgument(parser);
    if (understood && parser.isSet(help)) {
        // helpText() needs the application's name, but there is no application yet.
        options.text = parser.helpText().replace(u"<executable_name>"_s, u"faultline"_s);
    } else if (understood && parser.isSet(version)) {
        options.text = u"faultline %1\n"_s.arg(QCoreApplication::applicationVersion());
    } else if (!understood || parser.positionalArguments().size() > 1) {
        const QString problem =
            understood ? Text::tr("Specify only one folder.") : parser.errorText();
        options.text = problem + u'\n' + Text::tr("See faultline --help.") + u'\n';
        options.exitCode = kWrongUsage;
    } else if (empty) {
        options.text = empty->toText() + u'\n' + Text::tr("See faultline --help.") + u'\n';
        options.exitCode = kWrongUsage;
    } else if (const auto missing = missingWorkingDirectory()) {
        options.text = missing->toText() + u'\n';
        options.exitCode = kFailed;
    }
    options.conninfo = parser.value(database);
    options.environmentFile = parser.value(environment);
    options.localDirectory = parser.value(local);
    if (!parser.positionalArguments().isEmpty())
        options.folder = QDir(parser.positionalArguments().constFirst()).absolutePath();
    return options;
}

} // namespace faultline
