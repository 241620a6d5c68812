// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

class QStyleOptionHeaderV2;

namespace faultline {

/// The desktop's style with more padding in tables and headers. The header reaches the border even
/// past the last column. The sort indicator takes only the space it needs. A single click selects a
/// row and never opens it.
class TableStyle : public QProxyStyle
{
    Q_OBJECT

public:
    /// The width that the sort indicator takes from the title.
    static constexpr int kSortMark = 14;

    explicit TableStyle(QObject* owner);

    void drawControl(
        ControlElement element, const QStyleOption* option, QPainter* painter,
        const QWidget* widget) const override;
    QRect subElementRect(
        SubElement element, const QStyleOption* option, const QWidget* widget) const override;
    int pixelMetric(
        PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(
        StyleHint hint, const QStyleOption* option, const QWidget* widget,
        QStyleHintReturn* returned) const override;

private:
    void
    drawTitle(const QStyleOptionHeaderV2& header, QPainter* painter, const QWidget* widget) const;
};

} // namespace faultline
