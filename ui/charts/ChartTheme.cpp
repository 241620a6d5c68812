// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/ChartTheme.h"

#include <QFontInfo>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace faultline {

namespace {

constexpr double kMarkContrast = 3.0;
constexpr double kTextContrast = 4.5;

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

float encoded(double channel)
{
    const double inRange = std::clamp(channel, 0.0, 1.0);
    return static_cast<float>(
        inRange <= 0.0031308 ? inRange * 12.92 : 1.055 * std::pow(inRange, 1 / 2.4) - 0.055);
}

// WCAG 2.1, "relative luminance".
double luminance(const QColor& color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
           + 0.0722 * linear(color.blueF());
}

QColor mixed(const QColor& under, const QColor& over, double share)
{
    const auto part = [share](double a, double b) {
        return static_cast<float>(a * (1 - share) + b * share);
    };
    return QColor::fromRgbF(
        part(under.redF(), over.redF()), part(under.greenF(), over.greenF()),
        part(under.blueF(), over.blueF()));
}

// `color`, made darker or lighter only as much as the contrast requires.
QColor readable(const QColor& color, const QColor& background, double contrast)
{
    const QColor end = ChartTheme::textOn(background);
    constexpr int kSteps = 50;
    for (int step = 0; step < kSteps; ++step) {
        const QColor tried = mixed(color, end, static_cast<double>(step) / kSteps);
        if (contrastRatio(tried, background) >= contrast)
            return tried;
    }
    return end;
}

// Oklab (B. Ottosson, 2020: "A perceptual color space for image processing") in polar coordinates;
// its matrices convert it to linear sRGB.
QColor fromOklch(double lightness, double chroma, double hueDegrees)
{
    const double hue = hueDegrees * std::numbers::pi / 180;
    const double a = chroma * std::cos(hue);
    const double b = chroma * std::sin(hue);
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    return QColor::fromRgbF(
        encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
        encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
        encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
}

ChartTheme
themeOf(const QColor& background, const QColor& text, const QColor& accent, const QFont& font)
{
    ChartTheme theme;
    theme.font = font;
    theme.font.setPixelSize(std::max(8, QFontInfo(font).pixelSize()));
    theme.background = background;
    theme.text = readable(text, background, kTextContrast);
    theme.quietText = readable(mixed(background, text, 0.68), background, kTextContrast);
    theme.grid = mixed(background, text, 0.14);
    theme.hatching = mixed(background, text, 0.34);
    theme.mark = readable(accent, background, kMarkContrast * 1.15);
    // The complementary colour, even with most kinds of colour blindness.
    theme.line = readable(QColor(0xd9, 0x72, 0x0c), background, kMarkContrast * 1.15);
    theme.highlight = theme.text;
    return theme;
}

} // namespace

double contrastRatio(const QColor& one, const QColor& other)
{
    // The initializer list returns values; two arguments would return dangling references.
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

ChartTheme ChartTheme::of(const QPalette& palette, const QFont& font)
{
    return themeOf(
        palette.color(QPalette::Base), palette.color(QPalette::Text),
        palette.color(QPalette::Highlight), font);
}

ChartTheme ChartTheme::paper()
{
    QFont font = QGuiApplication::font();
    constexpr int kPixels = 12;
    font.setPixelSize(kPixels);
    return themeOf(Qt::white, QColor(0x1a, 0x1a, 0x1a), QColor(0x2b, 0x78, 0xb0), font);
}

bool ChartTheme::isDark() const
{
    return luminance(background) < luminance(text);
}

QColor ChartTheme::heat(double share) const
{
    const double position = std::clamp(share, 0.0, 1.0);
    // Yellow is the light end and blue the dark end, according to their natural lightness.
    const double towardsBlue = isDark() ? 1 - position : position;
    const double lightness = isDark() ? 0.32 + 0.60 * position : 0.965 - 0.60 * position;
    const double chroma = 0.05 + 0.09 * std::sin(std::numbers::pi * (0.15 + 0.75 * towardsBlue));
    return fromOklch(lightness, chroma, 100 + 160 * towardsBlue);
}

QColor ChartTheme::series(int index) const
{
    constexpr std::array<QRgb, 4> kMore{0x2a9d4b, 0x9a55d6, 0xcf3a5f, 0x8a7a1c};
    if (index < 2)
        return index == 0 ? mark : line;
    const auto more = static_cast<std::size_t>(index - 2) % kMore.size();
    return readable(QColor(kMore.at(more)), background, kMarkContrast * 1.15);
}

QColor ChartTheme::textOn(const QColor& fill)
{
    return contrastRatio(fill, Qt::white) > contrastRatio(fill, Qt::black) ? Qt::white : Qt::black;
}

QColor ChartTheme::softMark() const
{
    return mixed(background, mark, 0.35);
}

} // namespace faultline
