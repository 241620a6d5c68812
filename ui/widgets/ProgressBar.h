// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProgressBar>

namespace faultline {

/// How far something is, from 0 to 1, as a slim bar inside `area`. The same for a whole load, and
/// for a file of it.
void paintProgress(
    QPainter& painter, const QRectF& area, double fraction, const QColor& fill,
    const QPalette& palette);

/// The bar of a whole load.
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
