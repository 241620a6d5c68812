// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/FlowLayout.h"

#include <algorithm>

namespace faultline {

FlowLayout::FlowLayout(int horizontalSpacing, int verticalSpacing, QWidget* parent)
    : QLayout(parent)
    , m_horizontalSpacing(horizontalSpacing)
    , m_verticalSpacing(verticalSpacing)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem* item)
{
    m_items << item;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const
{
    return place(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem* item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    }
    return size;
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    place(rect, true);
}

int FlowLayout::place(const QRect& rect, bool moves) const
{
    int y = rect.y();
    int lineHeight = 0;
    int x = rect.x();
    QList<QLayoutItem*> line;
    // Called when the height of the line is known, to centre lower items vertically.
    const auto endLine = [&] {
        int left = rect.x();
        for (QLayoutItem* item : std::as_const(line)) {
            const QSize size = item->sizeHint();
            if (moves) {
                const int top = y + (lineHeight - size.height()) / 2;
                item->setGeometry(QRect(QPoint(left, top), size));
            }
            left += size.width() + m_horizontalSpacing;
        }
        line.clear();
    };
    for (QLayoutItem* item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize size = item->sizeHint();
        if (!line.isEmpty() && x + size.width() > rect.right() + 1) {
            endLine();
            y += lineHeight + m_verticalSpacing;
            x = rect.x();
            lineHeight = 0;
        }
        line << item;
        x += size.width() + m_horizontalSpacing;
        lineHeight = std::max(lineHeight, size.height());
    }
    endLine();
    return y + lineHeight - rect.y();
}

} // namespace faultline
