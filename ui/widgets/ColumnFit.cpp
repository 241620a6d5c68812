// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/ColumnFit.h"

#include "widgets/DataTable.h"

#include <QHeaderView>

#include <algorithm>

namespace faultline {

ColumnFit::ColumnFit(DataTable& table)
    : QObject(&table)
    , m_table(table)
    , m_header(*table.horizontalHeader())
{
    connect(m_table.model(), &QAbstractItemModel::modelReset, this, &ColumnFit::grow);
    connect(&m_header, &QHeaderView::sectionResized, this, &ColumnFit::takeResized);
}

void ColumnFit::begin(const QList<int>& minWidths, int maxWidth)
{
    m_minWidths = minWidths;
    m_maxWidth = maxWidth;
    for (int column = 0; column < static_cast<int>(minWidths.size()); ++column)
        resize(
            column,
            std::max(minWidths.at(column), std::min(maxWidth, m_table.contentWidth(column))));
    m_isChosen = false;
}

void ColumnFit::grow()
{
    if (m_isChosen || m_header.count() != m_minWidths.size())
        return;
    for (int column = 0; column < m_header.count(); ++column) {
        const int needed = std::min(m_maxWidth, m_table.contentWidth(column));
        if (needed > m_header.sectionSize(column))
            resize(column, needed);
    }
}

void ColumnFit::takeResized(int column)
{
    // The last column may stretch with the table.
    const bool isByItself = m_header.stretchLastSection() && column == m_header.count() - 1;
    if (!m_isFitting && !isByItself)
        m_isChosen = true;
}

void ColumnFit::resize(int column, int width)
{
    m_isFitting = true;
    m_header.resizeSection(column, width);
    m_isFitting = false;
}

} // namespace faultline
