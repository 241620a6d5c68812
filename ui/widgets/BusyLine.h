// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

namespace faultline {

class ProgressBar;

/// A thin moving line that appears when a wait lasts longer than 300 ms. Always takes up its space,
/// so that nothing jumps.
class BusyLine : public QWidget
{
    Q_OBJECT

public:
    explicit BusyLine(QWidget* parent = nullptr);

    void setBusy(bool busy);

    static constexpr int kDelayMs = 300;

private:
    QTimer m_delay;
    ProgressBar* m_bar;
};

} // namespace faultline
