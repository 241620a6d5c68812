// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/TableLayout.h"

#include <algorithm>
#include <cmath>

namespace faultline {

namespace {

constexpr qreal kSpace = 60;
constexpr qreal kHair = 4;
constexpr qreal kBelowRow = 14;
constexpr qreal kThick = 8;
constexpr qreal kBetweenColumns = 180;
constexpr qsizetype kMaxBeside = 4;
constexpr qsizetype kMinRowsBeside = 12;
constexpr qsizetype kManyRows = 24;
constexpr qsizetype kMinRowsOfColumn = 6;
constexpr qsizetype kRowsKept = 4;     // at the beginning and the end of a table
constexpr qsizetype kRowsOfBands = 24; // before the next band of the same rows

constexpr qreal kHalfPage = (PageCanvas::kBottom - PageCanvas::kTop) / 2;

} // namespace

TableLayout::TableLayout(PageLayout& pages, const PageTable& table, qreal below)
    : m_pages(pages)
    , m_table(table)
    , m_below(std::min(below, kHalfPage / 2))
    , m_fit(fitFor(table))
    , m_bold(m_fit.font)
{
    m_bold.setBold(true);
}

// Many rows had better be beside each other than long.
TableFit TableLayout::fitFor(const PageTable& table)
{
    if (table.rows.size() >= kManyRows) {
        if (const auto narrow = fitNarrow(table, (PageCanvas::kRoom - kBetweenColumns) / 2))
            return *narrow;
    }
    return fitTable(table, PageCanvas::kRoom);
}

void TableLayout::place()
{
    const qsizetype rows = m_table.rows.size();
    if (m_fit.bands.size() == 1) {
        const TableBand& band = m_fit.bands.constFirst();
        if (const qsizetype columns = columnsBeside(band); columns > 1)
            placeBeside(band, columns);
        else
            placeBand(band, 0, rows);
        return;
    }
    for (qsizetype first = 0; first == 0 || first < rows; first += kRowsOfBands) {
        for (const TableBand& band : std::as_const(m_fit.bands)) {
            placeBand(band, first, std::min(first + kRowsOfBands, rows));
            m_pages.addSpace(kSpace);
        }
    }
}

qreal TableLayout::beginHeight() const
{
    const TableBand& band = m_fit.bands.constFirst();
    QList<Lines> rows;
    for (const QStringList& row : m_table.rows.mid(0, 2 * kRowsKept + 1))
        rows << linesOf(band, row, m_fit.font);
    return beginHeight(band, rows, 0, m_below);
}

qreal TableLayout::beginHeight(
    const TableBand& band, const QList<Lines>& rows, qsizetype from, qreal below) const
{
    const bool isShort = rows.size() <= 2 * kRowsKept;
    qreal height = headHeight(band) + (isShort ? below : 0);
    for (const Lines& row : rows.mid(from, isShort ? rows.size() : kRowsKept))
        height += heightOf(row, m_fit.font);
    return std::min(height, kHalfPage);
}

TableLayout::Lines
TableLayout::linesOf(const TableBand& band, const QStringList& row, const QFont& font) const
{
    Lines cells;
    for (qsizetype i = 0; i < band.columns.size(); ++i) {
        const QString text = row.value(band.columns.at(i));
        cells
            << (m_table.columns.at(band.columns.at(i)).isFigure
                    ? QStringList{text}
                    : brokenIntoLines(text, font, band.widths.at(i) - kColumnGap + 1));
    }
    return cells;
}

qsizetype TableLayout::lineCount(const Lines& cells)
{
    qsizetype count = 1;
    for (const QStringList& cell : cells)
        count = std::max(count, cell.size());
    return count;
}

qreal TableLayout::heightOf(const Lines& cells, const QFont& font) const
{
    return static_cast<qreal>(lineCount(cells)) * lineHeight(font) + kBelowRow;
}

qreal TableLayout::headHeight(const TableBand& band) const
{
    qsizetype lines = 1;
    for (qsizetype i = 0; i < band.columns.size(); ++i) {
        const QString& title = m_table.columns.at(band.columns.at(i)).title;
        lines = std::max(
            lines, brokenIntoLines(title, m_bold, band.widths.at(i) - kColumnGap + 1).size());
    }
    return static_cast<qreal>(lines) * lineHeight(m_bold) + kSpace + kSpace / 4;
}

// Only of rows of a line each, so that the columns stay level.
qsizetype TableLayout::columnsBeside(const TableBand& band) const
{
    const qsizetype rows = m_table.rows.size();
    if (rows < kMinRowsBeside)
        return 1;
    const auto fitting = static_cast<qsizetype>(
        std::floor((PageCanvas::kRoom + kBetweenColumns) / (band.width() + kBetweenColumns)));
    const qsizetype columns = std::min({fitting, kMaxBeside, rows / kMinRowsOfColumn});
    if (columns < 2)
        return 1;
    const bool areLevel =
        std::all_of(m_table.rows.cbegin(), m_table.rows.cend(), [&](const QStringList& row) {
            return lineCount(linesOf(band, row, m_fit.font)) == 1;
        });
    return areLevel ? columns : 1;
}

// Its first cell is a label, which says nothing in a band without sums.
bool TableLayout::hasTotalsIn(const TableBand& band) const
{
    return !m_table.totals.isEmpty()
           && std::any_of(band.columns.cbegin(), band.columns.cend(), [&](qsizetype column) {
                  return (column > 0 || m_fit.bands.size() == 1)
                         && !m_table.totals.value(column).isEmpty();
              });
}

void TableLayout::placeBand(const TableBand& band, qsizetype first, qsizetype last)
{
    const bool hasTotals = last == m_table.rows.size() && hasTotalsIn(band);
    const qreal totals =
        hasTotals ? heightOf(linesOf(band, m_table.totals, m_bold), m_bold) + kThick : 0;
    const bool isEnd = last == m_table.rows.size() && &band == &m_fit.bands.constLast();
    const qreal below = totals + (isEnd ? m_below : 0);
    QList<Lines> rows;
    for (qsizetype i = first; i < last; ++i)
        rows << linesOf(band, m_table.rows.at(i), m_fit.font);
    bool needsHead = true;
    bool beginsPage = false;
    for (qsizetype i = 0; i < rows.size() || needsHead;) {
        if (needsHead) {
            m_pages.need(beginHeight(band, rows, i, below));
            beginsPage = m_pages.isAtTop();
            placeHead(band, {PageCanvas::kMargin, m_pages.y()});
            m_pages.addSpace(headHeight(band));
            needsHead = false;
        }
        qsizetype count = 0;
        qreal used = 0;
        while (i + count < rows.size()) {
            const qreal height = heightOf(rows.at(i + count), m_fit.font);
            const bool isLast = i + count + 1 == rows.size();
            if (used + height + (isLast ? below : 0) > m_pages.left())
                break;
            used += height;
            ++count;
        }
        const qsizetype rest = rows.size() - i - count;
        if (rest > 0 && rest < kRowsKept && count > 2 * kRowsKept)
            count -= kRowsKept - rest;
        const bool isTall =
            count == 0 && rest > 0 && (beginsPage || heightOf(rows.at(i), m_fit.font) > kHalfPage);
        if (isTall)
            placeTallRow(band, rows.at(i++));
        for (qsizetype k = 0; k < count; ++k) {
            placeRow(band, rows.at(i), m_fit.font, {PageCanvas::kMargin, m_pages.y()});
            m_pages.addSpace(heightOf(rows.at(i++), m_fit.font));
        }
        beginsPage = false;
        if (i < rows.size() && !isTall) {
            m_pages.startPage();
            needsHead = true;
        }
    }
    if (hasTotals) {
        placeTotals(band, {PageCanvas::kMargin, m_pages.y()});
        m_pages.addSpace(totals);
    }
}

void TableLayout::placeBeside(const TableBand& band, qsizetype columns)
{
    const qreal rowHeight = lineHeight(m_fit.font) + kBelowRow;
    const qreal head = headHeight(band);
    const qsizetype rows = m_table.rows.size();
    const qsizetype items = rows + (m_table.totals.isEmpty() ? 0 : 1);
    for (qsizetype i = 0; i < items;) {
        // All of the rest with what belongs below it, if a page can hold that.
        const qsizetype rest = (items - i + columns - 1) / columns;
        const qreal whole = head + static_cast<qreal>(rest) * rowHeight + kThick + m_below;
        m_pages.need(whole <= kHalfPage ? whole : head + kRowsKept * rowHeight + kThick);
        const auto room = std::max<qsizetype>(
            1, static_cast<qsizetype>((m_pages.left() - head - kThick) / rowHeight));
        const qsizetype taken = std::min(items - i, room * columns);
        const qsizetype perColumn = (taken + columns - 1) / columns;
        for (qsizetype k = 0; k < taken; ++k, ++i) {
            const qsizetype column = k / perColumn;
            const auto line = static_cast<qreal>(k % perColumn);
            const qreal left =
                PageCanvas::kMargin + static_cast<qreal>(column) * (band.width() + kBetweenColumns);
            if (k % perColumn == 0)
                placeHead(band, {left, m_pages.y()});
            const QPointF corner(left, m_pages.y() + head + line * rowHeight);
            if (i < rows)
                placeRow(band, linesOf(band, m_table.rows.at(i), m_fit.font), m_fit.font, corner);
            else
                placeTotals(band, corner);
        }
        m_pages.addSpace(head + static_cast<qreal>(perColumn) * rowHeight + kThick);
        if (i < items)
            m_pages.startPage();
    }
}

void TableLayout::placeHead(const TableBand& band, QPointF topLeft)
{
    m_pages.canvas().fill(
        {topLeft, QSizeF(band.width(), headHeight(band) - kSpace / 4)}, PageCanvas::Ink::Shade);
    qreal left = topLeft.x();
    for (qsizetype i = 0; i < band.columns.size(); ++i) {
        qreal y = topLeft.y() + kSpace / 2;
        const QString& title = m_table.columns.at(band.columns.at(i)).title;
        for (const QString& line :
             brokenIntoLines(title, m_bold, band.widths.at(i) - kColumnGap + 1)) {
            placeCell(band, i, line, m_bold, {left, y});
            y += lineHeight(m_bold);
        }
        left += band.widths.at(i);
    }
}

void TableLayout::placeCell(
    const TableBand& band, qsizetype column, const QString& text, const QFont& font,
    QPointF topLeft)
{
    if (text.isEmpty())
        return;
    if (m_table.columns.at(band.columns.at(column)).isFigure) {
        const QPointF right(band.widths.at(column) - kColumnGap / 2, 0);
        m_pages.canvas().placeRight(text, font, topLeft + right);
    } else {
        m_pages.canvas().place(text, font, topLeft + QPointF(kColumnGap / 2, 0));
    }
}

void TableLayout::placeRow(
    const TableBand& band, const Lines& cells, const QFont& font, QPointF topLeft)
{
    qreal left = topLeft.x();
    for (qsizetype i = 0; i < cells.size(); ++i) {
        qreal y = topLeft.y();
        for (const QString& line : cells.at(i)) {
            placeCell(band, i, line, font, {left, y});
            y += lineHeight(font);
        }
        left += band.widths.at(i);
    }
    const qreal below = topLeft.y() + heightOf(cells, font) - kBelowRow / 2;
    m_pages.canvas().fill({topLeft.x(), below, band.width(), kHair}, PageCanvas::Ink::Line);
}

// Line by line, over several pages.
void TableLayout::placeTallRow(const TableBand& band, const Lines& cells)
{
    const qreal height = lineHeight(m_fit.font);
    for (qsizetype line = 0; line < lineCount(cells); ++line) {
        if (m_pages.left() < height) {
            m_pages.startPage();
            placeHead(band, {PageCanvas::kMargin, m_pages.y()});
            m_pages.addSpace(headHeight(band));
        }
        qreal left = PageCanvas::kMargin;
        for (qsizetype i = 0; i < cells.size(); ++i) {
            placeCell(band, i, cells.at(i).value(line), m_fit.font, {left, m_pages.y()});
            left += band.widths.at(i);
        }
        m_pages.addSpace(height);
    }
    m_pages.addSpace(kBelowRow);
}

// Below a line that is darker than the row separators.
void TableLayout::placeTotals(const TableBand& band, QPointF topLeft)
{
    m_pages.canvas().fill(
        {topLeft.x(), topLeft.y() - kThick, band.width(), kThick}, PageCanvas::Ink::Quiet);
    const QPointF below = topLeft + QPointF(0, kThick);
    qreal left = below.x();
    const Lines cells = linesOf(band, m_table.totals, m_bold);
    for (qsizetype i = 0; i < cells.size(); ++i) {
        qreal y = below.y();
        for (const QString& line : cells.at(i)) {
            placeCell(band, i, line, m_bold, {left, y});
            y += lineHeight(m_bold);
        }
        left += band.widths.at(i);
    }
}

} // namespace faultline
