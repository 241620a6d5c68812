// SPDX-License-Identifier: GPL-3.0-or-later
#include "StopSignals.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace faultline {

namespace {

// A signal handler may do almost nothing, but it may write to a pipe, which the event loop reads:
// https://doc.qt.io/qt-6/unix-signals.html
volatile std::sig_atomic_t writeEnd = -1;

void onSignal(int)
{
    const char byte = 1;
    // A full pipe already has a signal.
    [[maybe_unused]] const auto written = ::write(writeEnd, &byte, 1);
}

} // namespace

StopSignals::StopSignals(std::function<void()> onStop)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_readEnd = ends[0];
    writeEnd = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_readEnd, QSocketNotifier::Read);
    QObject::connect(
        m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
        [this, onStop = std::move(onStop)] {
            m_notifier->setEnabled(false);
            onStop();
        });

    struct sigaction action = {};
    action.sa_handler = onSignal;
    // SA_RESETHAND: the second signal gets the default action, which ends the program.
    action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

StopSignals::~StopSignals()
{
    if (m_readEnd < 0)
        return;
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    m_notifier.reset();
    ::close(m_readEnd);
    ::close(writeEnd);
    writeEnd = -1;
}

} // namespace faultline
