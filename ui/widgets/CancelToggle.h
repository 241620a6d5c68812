// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

class QAbstractButton;

namespace faultline {

/// Turns a button that starts an export into a Cancel button while the export runs. After a delay,
/// because a short export isn't worth it, and a double click isn't meant to cancel.
class CancelToggle : public QObject
{
    Q_OBJECT

public:
    explicit CancelToggle(QAbstractButton* button);

    void setRunning(bool running);
    bool isRunning() const { return m_running; }
    bool isCancel() const { return m_running && !m_delay.isActive(); }

Q_SIGNALS:
    void changed();
    void startRequested();
    void cancelRequested();

private:
    QTimer m_delay;
    bool m_running = false;
};

} // namespace faultline
