// SPDX-License-Identifier: GPL-3.0-or-later
#include "LargeBlocks.h"
#include "cli/CommandLine.h"

#include <QCoreApplication>

int main(int argc, char* argv[])
{
    faultline::giveLargeBlocksBack();
    const QCoreApplication application(argc, argv);
    return faultline::runCommandLine(QCoreApplication::arguments());
}
