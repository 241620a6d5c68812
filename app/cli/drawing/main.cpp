// SPDX-License-Identifier: GPL-3.0-or-later
// The command line for output that must be drawn: it needs fonts and a painter, but no display.
#include "cli/CommandLine.h"
#include "documents/MainThreadDrawing.h"

#include <QApplication>

int main(int argc, char* argv[])
{
    // All arguments are ours: Qt would remove its own options.
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    argc = 1;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    return faultline::runCommandLine(arguments, &faultline::drawOnMainThread);
}
