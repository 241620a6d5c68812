// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace faultline {

class ElidedLabel;
class ProgressBar;

/// One line with what is being prepared, its progress, and a Cancel button. Always takes up its
/// space, so that nothing jumps.
class PreparingLine : public QWidget
{
    Q_OBJECT

public:
    explicit PreparingLine(QWidget* parent = nullptr);

    void start(const QString& text);
    void setShare(double share);
    void stop();
    bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void cancelled();

private:
    ElidedLabel* m_text;
    ProgressBar* m_bar;
    QPushButton* m_cancel;
    bool m_isRunning = false;
};

} // namespace faultline
