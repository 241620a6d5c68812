// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

class QStyleOptionHeaderV2;

namespace faultline {

/// The desktop's style with more air beside the texts of a table and its header, which reaches to
/// the border also where there are no more columns. The mark of the order takes no more room from a
/// title than it needs. A click chooses a row and never opens it.
class TableStyle : public QProxyStyle
{
    Q_OBJECT

public:
    /// What the mark of the order takes from the title.
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
