// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>

class QPalette;

namespace faultline {

/// Colours and font of a chart. Marks and lines have a contrast of 3:1 with the background, and
/// texts of 4.5:1, whatever the palette; and none of them tells anything by its colour alone.
struct ChartTheme
{
    QFont font; ///< With a size in pixels, from which all distances follow.
    QColor background;
    QColor text;
    QColor quietText; ///< Titles of axes, notes.
    QColor grid;
    QColor hatching;  ///< Over the background, where there is no figure.
    QColor mark;      ///< Bars, boxes, points.
    QColor line;      ///< What lies over the marks.
    QColor highlight; ///< The frame around a chosen mark.

    /// As the window looks.
    static ChartTheme of(const QPalette& palette, const QFont& font);
    /// Dark on white: for documents, print, and pictures that go elsewhere.
    static ChartTheme paper();

    bool isDark() const;
    /// The colour of a heatmap's cell; `share` is 0 to 1. Its lightness goes one way, away from the
    /// background, so that the order is the same for the colour-blind and in black and white.
    QColor heat(double share) const;
    /// Black or white: whichever can be read on `fill`.
    static QColor textOn(const QColor& fill);
    /// A soft version of `mark`, to fill areas that have an outline.
    QColor softMark() const;

    bool operator==(const ChartTheme&) const = default;
};

/// As WCAG 2.1 defines it: 1 to 21.
double contrastRatio(const QColor& one, const QColor& other);

} // namespace faultline
