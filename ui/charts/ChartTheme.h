// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>

class QPalette;

namespace faultline {

/// Colours and font of a chart. With any palette, marks and lines have a contrast of at least 3:1
/// with the background, and text of 4.5:1. No information depends on colour alone.
struct ChartTheme
{
    QFont font; ///< Its size in pixels determines all distances.
    QColor background;
    QColor text;
    QColor quietText; ///< Axis titles and notes.
    QColor grid;
    QColor hatching;  ///< On the background, where there is no figure.
    QColor mark;      ///< Bars, boxes, points.
    QColor line;      ///< Lines over the marks.
    QColor highlight; ///< The frame around the selected mark.

    /// The theme of the window.
    static ChartTheme of(const QPalette& palette, const QFont& font);
    /// Dark on white: for documents, print and exported images.
    static ChartTheme paper();

    bool isDark() const;
    /// The colour of a heatmap cell; `share` is 0 to 1. Its lightness changes monotonically away
    /// from the background, so that the order is visible without colour.
    QColor heat(double share) const;
    /// Black or white, whichever is readable on `fill`.
    static QColor textOn(const QColor& fill);
    /// The colour of one of several curves: the first has that of marks.
    QColor series(int index) const;
    /// A soft version of `mark`, to fill outlined areas.
    QColor softMark() const;

    bool operator==(const ChartTheme&) const = default;
};

/// As WCAG 2.1 defines it: 1 to 21.
double contrastRatio(const QColor& one, const QColor& other);

} // namespace faultline
