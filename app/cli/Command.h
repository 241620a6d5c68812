// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QString>

namespace faultline {

class Context;

enum class ExitCode { Done = 0, Failed = 1, WrongUsage = 2, DoneWithRejects = 3 };

/// One command of the command line. Each has its own file and is listed in CommandLine.cpp.
struct Command
{
    QString name;
    QString arguments; ///< For the usage line.
    QString summary;
    void (*addOptions)(QCommandLineParser& parser);
    ExitCode (*run)(const QCommandLineParser& parser, Context& context);
};

Command runCommand();
Command loadCommand();
Command reportCommand();
Command ledgerCommand();
Command undoCommand();
Command plantCommand();
Command excludeCommand();
Command formatsCommand();
Command rejectsCommand();
Command rebuildCommand();
Command localCommand();
Command readerCommand();
Command sqlCommand();

} // namespace faultline
