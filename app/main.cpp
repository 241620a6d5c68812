// SPDX-License-Identifier: GPL-3.0-or-later
#include "LargeBlocks.h"
#include "StopSignals.h"
#include "base/Translations.h"
#include "dialogs/DialogService.h"
#include "session/BackgroundTask.h"
#include "session/DesktopKeyring.h"
#include "session/StartOptions.h"
#include "session/Workbench.h"
#include "style/Formatting.h"
#include "window/MainWindow.h"
#include "window/PresetFolder.h"

#include <QApplication>

#include <cstdio>
#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QStringList argumentsOf(int argc, char* argv[])
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return arguments;
}

int printAndEnd(const StartOptions& options)
{
    std::fputs(qPrintable(options.text), options.exitCode == 0 ? stdout : stderr);
    return options.exitCode;
}

int runWindow(QApplication& application, const StartOptions& options)
{
    Preferences preferences;
    StandardDialogs dialogs;
    DesktopKeyring passwords;
    Workbench workbench(preferences, dialogs, passwords, options);
    auto window = std::make_unique<MainWindow>(workbench);
    // The window closes immediately and stops its running work. That may need the local server,
    // whose use ends afterwards and may take a second.
    QObject::connect(
        window.get(), &MainWindow::closed, &application,
        [&window, &workbench] {
            window.reset();
            workbench.database.release();
        },
        Qt::QueuedConnection);
    QObject::connect(
        &workbench.database, &DatabaseController::released, &application, &QApplication::quit);

    // When a session ends, act as if the person closed the window, so that our server is released.
    const StopSignals stopSignals([&window] {
        if (window)
            window->close();
    });

    QString folder = options.folder.isEmpty() ? preferences.folder() : options.folder;
    if (folder.isEmpty())
        folder = presetFolder();
    workbench.start(folder);
    window->show();
    return QApplication::exec();
}

} // namespace

int main(int argc, char* argv[])
{
    giveLargeBlocksBack();
    QCoreApplication::setApplicationName(u"faultline"_s);
    QCoreApplication::setOrganizationName(u"faultline"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(FAULTLINE_VERSION));
    const StartOptions options = StartOptions::fromArguments(argumentsOf(argc, argv));
    // Before an application exists: these options need no display.
    if (options.endsAtOnce())
        return printAndEnd(options);

    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(u"Faultline"_s);
    QGuiApplication::setDesktopFileName(u"org.faultline.Faultline"_s);
    QGuiApplication::setQuitOnLastWindowClosed(false);
    QLocale::setDefault(format::displayLocale());
    installTranslations();
    const int exitCode = runWindow(application, options);
    // Everything that can be ended has been. A database check may still be running, and it uses the
    // program's static data, so wait for it.
    backgroundPool()->waitForDone();
    return exitCode;
}
