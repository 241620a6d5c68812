// SPDX-License-Identifier: GPL-3.0-or-later
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
    // The window goes at once and ends what it has running. Ending the use of the local server,
    // which that may need, comes after it and may take a second.
    QObject::connect(
        window.get(), &MainWindow::closed, &application,
        [&window, &workbench] {
            window.reset();
            workbench.database.release();
        },
        Qt::QueuedConnection);
    QObject::connect(
        &workbench.database, &DatabaseController::released, &application, &QApplication::quit);

    // A session that ends: as if the person closed it, so that a server of ours is let go.
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
    QCoreApplication::setApplicationName(u"faultline"_s);
    QCoreApplication::setOrganizationName(u"faultline"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(FAULTLINE_VERSION));
    const StartOptions options = StartOptions::fromArguments(argumentsOf(argc, argv));
    // Before there is an application: these need no display.
    if (options.endsAtOnce())
        return printAndEnd(options);

    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(u"Faultline"_s);
    QGuiApplication::setDesktopFileName(u"org.faultline.Faultline"_s);
    QGuiApplication::setQuitOnLastWindowClosed(false);
    QLocale::setDefault(format::displayLocale());
    installTranslations();
    const int exitCode = runWindow(application, options);
    // All that can be ended was, by whoever had it running. A check of a database may still run. It
    // must not meet the end of the program's static data, some of which it uses.
    backgroundPool()->waitForDone();
    return exitCode;
}
