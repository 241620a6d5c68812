// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "documents/PageLayout.h"
#include "documents/PageTable.h"

namespace faultline {

/// Places a table on the pages, from where they are. Each page repeats the header. A narrow table
/// of many rows has them in columns beside each other; a wide one is divided (TableFit).
/// A page never begins with just the last few rows.
class TableLayout
{
public:
    /// `below` is the height of what belongs below the table, on the page of its last rows.
    TableLayout(PageLayout& pages, const PageTable& table, qreal below = 0);

    void place();
    /// The height of the header with as many rows as begin a table; to keep a heading with them.
    qreal beginHeight() const;

private:
    using Lines = QList<QStringList>; // of each cell of a row

    static TableFit fitFor(const PageTable& table);
    bool hasTotalsIn(const TableBand& band) const;
    Lines linesOf(const TableBand& band, const QStringList& row, const QFont& font) const;
    static qsizetype lineCount(const Lines& cells);
    qreal heightOf(const Lines& cells, const QFont& font) const;
    /// Of the header and the first rows; of a short table, all of it.
    qreal
    beginHeight(const TableBand& band, const QList<Lines>& rows, qsizetype from, qreal below) const;
    qreal headHeight(const TableBand& band) const;
    qsizetype columnsBeside(const TableBand& band) const;

    void placeBand(const TableBand& band, qsizetype first, qsizetype last);
    void placeBeside(const TableBand& band, qsizetype columns);
    void placeHead(const TableBand& band, QPointF topLeft);
    void placeRow(const TableBand& band, const Lines& cells, const QFont& font, QPointF topLeft);
    void placeTallRow(const TableBand& band, const Lines& cells);
    void placeTotals(const TableBand& band, QPointF topLeft);
    void placeCell(
        const TableBand& band, qsizetype column, const QString& text, const QFont& font,
        QPointF topLeft);

    PageLayout& m_pages;
    const PageTable& m_table;
    const qreal m_below;
    TableFit m_fit;
    QFont m_bold;
};

} // namespace faultline
