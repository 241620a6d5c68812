// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace faultline {

/// Paints the background of a selected row in a side list: a bar and a light background in the
/// accent colour. The full accent colour is reserved for data and the primary button.
void paintSoftGround(QPainter& painter, const QRectF& ground, const QStyleOptionViewItem& option);

/// Rows of text with this background, and a count at the end if there is one.
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
