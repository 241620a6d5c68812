// SPDX-License-Identifier: GPL-3.0-or-later
// The program's window, created as in app/main.cpp, and driven by a timer.
//   bench_window start [ARGUMENTS OF faultline]    prints "usable" and ends
//   bench_window load [ARGUMENTS OF faultline]     presses Load, and reports the window's stalls
// Usable means that the window is visible and Load can be pressed.
#include "Heartbeat.h"

#include "base/Translations.h"
#include "dialogs/DialogService.h"
#include "session/DesktopKeyring.h"
#include "session/StartOptions.h"
#include "session/Workbench.h"
#include "style/Formatting.h"
#include "window/MainWindow.h"

#include <QAbstractButton>
#include <QApplication>
#include <QWindow>

#include <chrono>
#include <cstdio>

#include <sys/resource.h>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using namespace faultline;

namespace {

double cpuSeconds(int who)
{
    rusage usage{};
    getrusage(who, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct CpuTimes
{
    double program = cpuSeconds(RUSAGE_SELF);
    double windowThread = cpuSeconds(RUSAGE_THREAD);
};

void say(const char* name, double value)
{
    std::printf("%s\t%.3f\n", name, value);
}

/// Waits until the window is usable, and then closes it: immediately, or after a load by its
/// button.
class Course
{
public:
    Course(Workbench& workbench, MainWindow& window, bool loads);

    int exitCode() const { return m_exitCode; }

private:
    void look();
    bool isUsable() const;
    void lookAfterStart();
    void pressLoad();
    void lookAfterLoad();
    void sayHowItFared();
    void fail(const UserMessage& why);
    void end(int exitCode);

    Workbench& m_workbench;
    MainWindow& m_window;
    QAbstractButton* m_button;
    bool m_loads;
    bool m_isUsable = false;
    bool m_isLoading = false;
    int m_exitCode = 0;
    QTimer m_timer;
    Heartbeat m_heartbeat;
    QElapsedTimer m_clock;
    CpuTimes m_before;
};

Course::Course(Workbench& workbench, MainWindow& window, bool loads)
    : m_workbench(workbench)
    , m_window(window)
    , m_button(window.findChild<QAbstractButton*>(u"loadButton"_s))
    , m_loads(loads)
{
    if (!m_button)
        qFatal("The window has no loadButton");
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.callOnTimeout([this] { look(); });
    m_timer.start(1ms);
    QObject::connect(
        &workbench.loads, &LoadController::openingFailed, &window,
        [this](const UserMessage& error) { fail(error); });
}

void Course::look()
{
    if (m_isLoading)
        lookAfterLoad();
    else if (m_isUsable || isUsable())
        lookAfterStart();
}

void Course::lookAfterStart()
{
    if (!m_isUsable) {
        std::puts("usable");
        std::fflush(stdout);
    }
    m_isUsable = true;
    if (m_loads)
        pressLoad();
    // A person wouldn't close it while it is still checking the database.
    else if (m_workbench.database.state() != DatabaseState::Checking)
        end(0);
}

bool Course::isUsable() const
{
    const QWindow* shown = m_window.windowHandle();
    return shown && shown->isExposed() && m_button->isVisible() && m_button->isEnabled();
}

void Course::pressLoad()
{
    m_isLoading = true;
    // Rarely enough not to affect the measurement.
    m_timer.setInterval(20ms);
    m_before = CpuTimes();
    m_clock.start();
    m_heartbeat.start();
    m_button->click();
}

void Course::lookAfterLoad()
{
    const auto& receipt = m_workbench.loads.receipt();
    if (!receipt || m_workbench.loads.isBusy())
        return;
    if (receipt->failure)
        fail(*receipt->failure);
    else if (m_workbench.database.hasReadings())
        sayHowItFared();
}

void Course::sayHowItFared()
{
    m_heartbeat.stop();
    const CpuTimes now;
    say("seconds", static_cast<double>(m_clock.nsecsElapsed()) / 1e9);
    say("longest", m_heartbeat.eventLoop().longest());
    say("p999", m_heartbeat.eventLoop().percentile(99.9));
    say("idle_longest", m_heartbeat.idleThread().longest());
    say("idle_p999", m_heartbeat.idleThread().percentile(99.9));
    say("cpu", now.program - m_before.program);
    say("window_cpu", now.windowThread - m_before.windowThread);
    end(0);
}

void Course::fail(const UserMessage& why)
{
    std::fprintf(stderr, "%s\n", qPrintable(why.toText()));
    end(1);
}

void Course::end(int exitCode)
{
    m_exitCode = exitCode;
    m_timer.stop();
    m_window.close();
}

int runWindow(QApplication& application, const StartOptions& options, bool loads)
{
    Preferences preferences;
    StandardDialogs dialogs;
    DesktopKeyring passwords;
    Workbench workbench(preferences, dialogs, passwords, options);
    MainWindow window(workbench);
    QObject::connect(
        &window, &MainWindow::closed, &workbench.database, &DatabaseController::release);
    QObject::connect(
        &workbench.database, &DatabaseController::released, &application, &QApplication::quit);
    workbench.start(options.folder);
    window.show();
    const Course course(workbench, window, loads);
    const int code = QApplication::exec();
    return code != 0 ? code : course.exitCode();
}

} // namespace

int main(int argc, char* argv[])
{
    QCoreApplication::setApplicationName(u"faultline"_s);
    QCoreApplication::setOrganizationName(u"faultline"_s);
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const QString mode = arguments.value(1);
    if (mode != "start"_L1 && mode != "load"_L1) {
        std::fputs("usage: bench_window start|load [ARGUMENTS OF faultline]\n", stderr);
        return 2;
    }
    arguments.removeAt(1);
    const StartOptions options = StartOptions::fromArguments(arguments);

    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(u"Faultline"_s);
    QGuiApplication::setDesktopFileName(u"org.faultline.Faultline"_s);
    QGuiApplication::setQuitOnLastWindowClosed(false);
    QLocale::setDefault(format::displayLocale());
    installTranslations();
    return runWindow(application, options, mode == "load"_L1);
}
