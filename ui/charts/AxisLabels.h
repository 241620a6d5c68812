// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFontMetricsF>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// Which categories have their names at an axis, and how these stand, so that none overlaps.
struct AxisLabels
{
    struct Label
    {
        int place = 0;
        QString text;
        bool operator==(const Label&) const = default;
    };
    QList<Label> labels;
    double rotation = 0; ///< Degrees, clockwise.
};

/// Pixels there are for labels.
struct LabelRoom
{
    double pitch = 0;  ///< From one category to the next.
    double height = 0; ///< The most that the labels may take.
    double left = 0;   ///< From the first category to the left border.
};

/// Periods as ISO 8601 writes them, all of one length: "2020-01-31", "2020-W05", "2020-01", "2020".
/// Those that a calendar has in larger letters are named: each Monday, month, quarter or year.
/// Nothing when the categories are something else.
std::optional<AxisLabels>
periodLabels(const QStringList& categories, double pitch, const QFontMetricsF& metrics);

/// Of anything: straight, else turned, else only some of them, of which the last is one. Long ones
/// are cut, first of what all of them have in common.
AxisLabels
nameLabels(const QStringList& categories, const LabelRoom& room, const QFontMetricsF& metrics);

/// Every nth of them, straight: for what is in order, so that one can count on.
AxisLabels everyNthLabel(const QStringList& categories, double pitch, const QFontMetricsF& metrics);

} // namespace faultline
