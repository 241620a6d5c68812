// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QString>

namespace faultline {

class Context;

enum class ExitCode { Done = 0, Failed = 1, WrongUsage = 2, DoneWithRejects = 3 };

/// One word of the command line. Each lives in a file of its own and is listed in CommandLine.cpp.
struct Command
{
    QString name;
    QString arguments; ///< As the usage line shows them.
    QString summary;
    void (*addOptions)(QCommandLineParser& parser);
    ExitCode (*run)(const QCommandLineParser& parser, Context& context);
};

Command runCommand();
Command loadCommand();
Command reportCommand();
Command ledgerCommand();
Command undoCommand();
Command rejectsCommand();
Command rebuildCommand();
Command localCommand();
Command readerCommand();
Command sqlCommand();

} // namespace faultline
