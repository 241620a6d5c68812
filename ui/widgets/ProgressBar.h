// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProgressBar>

namespace faultline {

/// Paints progress from 0 to 1 as a thin bar inside `area`, for a load and for each of its files.
void paintProgress(
    QPainter& painter, const QRectF& area, double fraction, const QColor& fill,
    const QPalette& palette);

/// The progress bar of a load.
class ProgressBar : public QProgressBar
{
    Q_OBJECT

public:
    explicit ProgressBar(QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    bool isIndeterminate() const { return minimum() == maximum(); }

    int m_timer = 0;
    double m_phase = 0;
};

} // namespace faultline
