// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/CancelToggle.h"

#include "widgets/BusyLine.h"

#include <QAbstractButton>

namespace faultline {

CancelToggle::CancelToggle(QAbstractButton* button)
    : QObject(button)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(BusyLine::kDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &CancelToggle::changed);
    connect(button, &QAbstractButton::clicked, this, [this] {
        if (isCancel())
            Q_EMIT cancelRequested();
        else if (!m_running)
            Q_EMIT startRequested();
    });
}

void CancelToggle::setRunning(bool running)
{
    m_running = running;
    if (running)
        m_delay.start();
    else
        m_delay.stop();
    Q_EMIT changed();
}

} // namespace faultline
