// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Translations.h"
#include "cli/CommandLine.h"
#include "cli/ExportArguments.h"

#include <QApplication>

#include <memory>

namespace {

// Charts and pages need fonts and a painter, but no display; nothing else needs either.
std::unique_ptr<QCoreApplication> makeApplication(int& argc, char* argv[])
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    if (!faultline::asksForDrawing(arguments))
        return std::make_unique<QCoreApplication>(argc, argv);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QApplication>(argc, argv);
}

} // namespace

int main(int argc, char* argv[])
{
    const auto application = makeApplication(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("faultline-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(FAULTLINE_VERSION));
    faultline::installTranslations();
    return faultline::runCommandLine(QCoreApplication::arguments());
}
