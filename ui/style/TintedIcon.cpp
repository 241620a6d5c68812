// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/TintedIcon.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

TintedIcon::TintedIcon(QString name, appearance::Tone tone)
    : m_name(std::move(name))
    , m_tone(tone)
{}

QColor TintedIcon::colorFor(QIcon::Mode mode) const
{
    const QPalette palette = QGuiApplication::palette();
    if (mode == QIcon::Disabled)
        return palette.color(QPalette::Disabled, QPalette::WindowText);
    if (mode == QIcon::Selected)
        return palette.color(QPalette::HighlightedText);
    if (m_tone == appearance::Tone::Accent)
        return palette.color(QPalette::HighlightedText); // the icon is on the accent colour
    return appearance::toneColor(m_tone, palette);
}

void TintedIcon::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state)
{
    const qreal ratio = painter->device()->devicePixelRatio();
    QPixmap picture = pixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state);
    picture.setDevicePixelRatio(ratio);
    painter->drawPixmap(rect.topLeft(), picture);
}

QPixmap TintedIcon::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State)
{
    QPixmap picture(size);
    picture.fill(Qt::transparent);
    QSvgRenderer renderer(u":/faultline/icons/%1.svg"_s.arg(m_name));
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    QPainter painter(&picture);
    renderer.render(&painter);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(picture.rect(), colorFor(mode));
    return picture;
}

QIconEngine* TintedIcon::clone() const
{
    return new TintedIcon(*this);
}

} // namespace faultline
