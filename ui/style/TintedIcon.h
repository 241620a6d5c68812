// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/Appearance.h"

#include <QIconEngine>

namespace faultline {

/// Draws a one-colour SVG of resources/icons in the palette's current colour: normal, selected or
/// disabled. For coloured pictures, use QIcon.
class TintedIcon : public QIconEngine
{
public:
    TintedIcon(QString name, appearance::Tone tone);

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QIconEngine* clone() const override;
    bool isNull() override { return m_name.isEmpty(); }

private:
    QColor colorFor(QIcon::Mode mode) const;

    QString m_name;
    appearance::Tone m_tone;
};

} // namespace faultline
