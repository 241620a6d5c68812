// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/ProgressBar.h"

#include "style/Appearance.h"

#include <QPainter>
#include <QTimerEvent>

namespace faultline {

using appearance::Tone;

namespace {

constexpr double kThickness = 6;

QRectF trackIn(const QRectF& area)
{
    return {area.left(), area.center().y() - kThickness / 2, area.width(), kThickness};
}

void paintPart(QPainter& painter, const QRectF& track, double from, double to, const QColor& color)
{
    if (to <= from)
        return;
    QRectF part = track;
    part.setLeft(track.left() + track.width() * from);
    // Round ends need some length, and even the first byte should be visible.
    part.setWidth(std::max(track.width() * (to - from), kThickness));
    painter.setBrush(color);
    painter.drawRoundedRect(part, kThickness / 2, kThickness / 2);
}

QColor trackColor(const QPalette& palette)
{
    return appearance::mixed(
        palette.color(QPalette::Base), palette.color(QPalette::Text),
        appearance::isDark(palette) ? 0.22 : 0.13);
}

} // namespace

void paintProgress(
    QPainter& painter, const QRectF& area, double fraction, const QColor& fill,
    const QPalette& palette)
{
    const QRectF track = trackIn(area);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    paintPart(painter, track, 0, 1, trackColor(palette));
    if (fraction > 0)
        paintPart(painter, track, 0, std::min(fraction, 1.0), fill);
    painter.restore();
}

ProgressBar::ProgressBar(QWidget* parent)
    : QProgressBar(parent)
{
    setTextVisible(false);
    setRange(0, 1000);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ProgressBar::sizeHint() const
{
    return {240, 10};
}

void ProgressBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QColor fill = appearance::toneColor(Tone::Accent, palette());
    if (!isIndeterminate()) {
        const double fraction = static_cast<double>(value() - minimum()) / (maximum() - minimum());
        paintProgress(painter, rect(), fraction, fill, palette());
        return;
    }
    paintProgress(painter, rect(), 0, fill, palette());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    constexpr double kPart = 0.25;
    const double from = m_phase * (1 + kPart) - kPart;
    paintPart(painter, trackIn(rect()), std::max(0.0, from), std::min(1.0, from + kPart), fill);
}

void ProgressBar::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_timer) {
        QProgressBar::timerEvent(event);
        return;
    }
    constexpr double kStep = 0.02;
    m_phase = m_phase + kStep > 1 ? 0 : m_phase + kStep;
    if (isIndeterminate())
        update();
}

void ProgressBar::showEvent(QShowEvent* event)
{
    QProgressBar::showEvent(event);
    constexpr int kFrameMs = 30;
    if (m_timer == 0)
        m_timer = startTimer(kFrameMs);
}

void ProgressBar::hideEvent(QHideEvent* event)
{
    QProgressBar::hideEvent(event);
    if (m_timer != 0)
        killTimer(m_timer);
    m_timer = 0;
}

} // namespace faultline
