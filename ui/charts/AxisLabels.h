// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFontMetricsF>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// Which categories get labels at an axis, and their rotation, so that none overlap.
struct AxisLabels
{
    struct Label
    {
        int index = 0;
        QString text;
        bool operator==(const Label&) const = default;
    };
    QList<Label> labels;
    double rotation = 0; ///< Degrees, clockwise.
};

/// The space for labels, in pixels.
struct LabelRoom
{
    double pitch = 0;  ///< From one category to the next.
    double height = 0; ///< The maximum for the labels.
    double left = 0;   ///< From the first category to the left border.
};

/// Labels for ISO 8601 periods of equal length: "2020-01-31", "2020-W05", "2020-01", "2020". Labels
/// every Monday, month, quarter or year. Nothing if the categories are something else.
std::optional<AxisLabels>
periodLabels(const QStringList& categories, double pitch, const QFontMetricsF& metrics);

/// Labels for any names: horizontal, else rotated, else only some, including the last one. Long
/// names are cut, common parts first.
AxisLabels
nameLabels(const QStringList& categories, const LabelRoom& room, const QFontMetricsF& metrics);

/// Every nth label, horizontal: for ordered categories, where the reader can count on.
AxisLabels everyNthLabel(const QStringList& categories, double pitch, const QFontMetricsF& metrics);

} // namespace faultline
