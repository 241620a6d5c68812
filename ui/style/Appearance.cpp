// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/Appearance.h"

#include "style/TintedIcon.h"

#include <QLayout>

namespace faultline::appearance {

namespace {

double luminance(const QColor& color)
{
    return 0.2126 * color.redF() + 0.7152 * color.greenF() + 0.0722 * color.blueF();
}

QColor readable(const QColor& onLight, const QColor& onDark, const QPalette& palette)
{
    return isDark(palette) ? onDark : onLight;
}

} // namespace

bool isDark(const QPalette& palette)
{
    return luminance(palette.color(QPalette::Window))
           < luminance(palette.color(QPalette::WindowText));
}

QColor mixed(const QColor& under, const QColor& over, double share)
{
    const auto part = [share](float a, float b) {
        return static_cast<float>(a * (1.0 - share) + b * share);
    };
    return QColor::fromRgbF(
        part(under.redF(), over.redF()), part(under.greenF(), over.greenF()),
        part(under.blueF(), over.blueF()));
}

QColor toneColor(Tone tone, const QPalette& palette)
{
    switch (tone) {
    case Tone::Neutral:
        return palette.color(QPalette::WindowText);
    case Tone::Accent:
    case Tone::Information:
        // Dark enough for white text on it, and light enough as a line on dark backgrounds.
        return mixed(
            palette.color(QPalette::Highlight), isDark(palette) ? Qt::white : Qt::black,
            isDark(palette) ? 0.15 : 0.22);
    case Tone::Success:
        return readable(QColor(0x1b, 0x74, 0x3c), QColor(0x63, 0xc4, 0x84), palette);
    case Tone::Warning:
        return readable(QColor(0x92, 0x5b, 0x00), QColor(0xe8, 0xb0, 0x4a), palette);
    case Tone::Error:
        return readable(QColor(0xb3, 0x26, 0x1e), QColor(0xf2, 0x8b, 0x82), palette);
    }
    return palette.color(QPalette::WindowText);
}

QIcon icon(const QString& name, Tone tone)
{
    return QIcon(new TintedIcon(name, tone));
}

QFont headingFont(const QFont& base)
{
    QFont font = base;
    font.setPointSizeF(base.pointSizeF() * 1.35);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont figureFont(const QFont& base)
{
    QFont font = base;
    font.setPointSizeF(base.pointSizeF() * 2.4);
    font.setWeight(QFont::Light);
    return font;
}

QFont strongFont(const QFont& base)
{
    QFont font = base;
    font.setWeight(QFont::DemiBold);
    return font;
}

void setTight(QLayout* layout, int spacing)
{
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
}

} // namespace faultline::appearance
