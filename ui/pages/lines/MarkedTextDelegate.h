// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace faultline {

/// Draws the text of a line, and marks the character where reading stopped, if the item's data has
/// one in the role `markRole`. Elides the start of a long line, too, to keep the mark visible.
class MarkedTextDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit MarkedTextDelegate(int markRole, QObject* parent = nullptr)
        : QStyledItemDelegate(parent)
        , m_markRole(markRole)
    {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index)
        const override;
    /// One line, also in a table that wraps the texts of other columns.
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintMark(QPainter* painter, const QStyleOptionViewItem& item, const QRect& box) const;

    const int m_markRole;
};

} // namespace faultline
