// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace faultline {

/// Paints the ground of a row of a list at the side: marked by a bar and a light ground in the
/// accent colour, so that the strong colour stays with the data and the one button.
void paintSoftGround(QPainter& painter, const QRectF& ground, const QStyleOptionViewItem& option);

/// Rows of text with such a ground, and a count at the end of those that have one.
class SoftSelectionDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static constexpr int kCountRole = Qt::UserRole + 16;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index)
        const override;
};

} // namespace faultline
