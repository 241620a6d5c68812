// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Translations.h"
#include "cli/CommandLine.h"

#include <QCoreApplication>

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("faultline-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(FAULTLINE_VERSION));
    faultline::installTranslations();
    return faultline::runCommandLine(QCoreApplication::arguments());
}
