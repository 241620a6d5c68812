// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/PageTable.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kLargestFont = 80;
constexpr int kUsualFont = 72;
constexpr int kSmallestFont = 64;
constexpr qreal kMaxTextWidth = 2000;
constexpr qreal kMinTextWidth = 300;
constexpr qreal kMaxKeyShare = 0.4;
constexpr qsizetype kMaxKeys = 3;

qreal sum(const QList<qreal>& widths)
{
    return std::accumulate(widths.cbegin(), widths.cend(), 0.0);
}

qreal longestWord(const QString& text, const QFontMetricsF& metrics)
{
    qreal longest = 0;
    for (const QString& word : text.split(u' '))
        longest = std::max(longest, metrics.horizontalAdvance(word));
    return longest;
}

// The preferred width of each column: complete figures, and texts up to `maxTextWidth`.
QList<qreal> wantedWidths(const PageTable& table, int size, qreal maxTextWidth)
{
    const QFontMetricsF metrics(documentFont(size));
    const QFontMetricsF bold(documentFont(size, true));
    QList<qreal> widths;
    for (const PageTable::Column& column : table.columns)
        widths << longestWord(column.title, bold);
    const auto widen = [&](const QStringList& row, const QFontMetricsF& font) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            qreal wanted = 0;
            for (const QString& line : row.at(i).split(u'\n'))
                wanted = std::max(wanted, font.horizontalAdvance(line));
            if (!table.columns.at(i).isFigure)
                wanted = std::min(wanted, maxTextWidth);
            widths[i] = std::max(widths.at(i), wanted);
        }
    };
    for (const QStringList& row : table.rows)
        widen(row, metrics);
    widen(table.totals, bold);
    for (qreal& width : widths)
        width = std::ceil(width) + kColumnGap;
    return widths;
}

// The minimum width of each text column: its longest word, such as an equipment code. 0 for
// figures.
QList<qreal> wordWidths(const PageTable& table, int size)
{
    const QFontMetricsF metrics(documentFont(size));
    const QFontMetricsF bold(documentFont(size, true));
    QList<qreal> widths;
    for (qsizetype i = 0; i < table.columns.size(); ++i) {
        const bool isFigure = table.columns.at(i).isFigure;
        qreal width = isFigure ? 0 : longestWord(table.columns.at(i).title, bold);
        for (const QStringList& row : table.rows)
            width = std::max(width, isFigure ? 0 : longestWord(row.at(i), metrics));
        widths << (isFigure ? 0 : std::ceil(width) + kColumnGap);
    }
    return widths;
}

// Shares the space that the figures leave among the text columns: `minWidths`, plus a share of the
// rest in proportion to their preferred widths.
bool narrowTexts(
    const PageTable& table, const QList<qreal>& minWidths, QList<qreal>& widths, qreal available)
{
    qreal figures = 0;
    qreal beyond = 0;
    for (qsizetype i = 0; i < widths.size(); ++i) {
        if (table.columns.at(i).isFigure)
            figures += widths.at(i);
        else
            beyond += std::max(0.0, widths.at(i) - minWidths.at(i));
    }
    const qreal left = available - figures - sum(minWidths);
    if (left < 0 || sum(minWidths) <= 0)
        return false;
    const qreal share = beyond > 0 ? std::min(1.0, left / beyond) : 0;
    for (qsizetype i = 0; i < widths.size(); ++i) {
        if (!table.columns.at(i).isFigure)
            widths[i] = minWidths.at(i) + std::max(0.0, widths.at(i) - minWidths.at(i)) * share;
    }
    return true;
}

QList<qsizetype> columnsUpTo(qsizetype count)
{
    QList<qsizetype> columns(count);
    std::iota(columns.begin(), columns.end(), 0);
    return columns;
}

// All columns side by side, if the font and wrapped texts allow it.
std::optional<TableFit> fitWhole(const PageTable& table, qreal width)
{
    const QList<qsizetype> all = columnsUpTo(table.columns.size());
    for (const auto& [size, maxTextWidth] :
         {std::pair(kLargestFont, width), std::pair(kLargestFont, kMaxTextWidth),
          std::pair(kUsualFont, kMaxTextWidth)}) {
        const QList<qreal> widths = wantedWidths(table, size, maxTextWidth);
        if (sum(widths) <= width)
            return TableFit{documentFont(size), {{all, widths}}};
    }
    for (const int size : {kUsualFont, kSmallestFont}) {
        QList<qreal> widths = wantedWidths(table, size, kMaxTextWidth);
        if (narrowTexts(table, wordWidths(table, size), widths, width))
            return TableFit{documentFont(size), {{all, widths}}};
    }
    return {};
}

// The columns of text that a table begins with, or its first one.
qsizetype keyCount(const PageTable& table, const QList<qreal>& widths, qreal width)
{
    qreal used = widths.value(0);
    qsizetype count = std::min<qsizetype>(1, widths.size());
    while (count < std::min(kMaxKeys, widths.size()) && !table.columns.at(count).isFigure
           && used + widths.at(count) <= width * kMaxKeyShare)
        used += widths.at(count++);
    return count;
}

// Columns that stay together, such as a figure and its bounds.
QList<QList<qsizetype>> unitsFrom(const PageTable& table, qsizetype first)
{
    QList<QList<qsizetype>> units;
    for (qsizetype i = first; i < table.columns.size(); ++i) {
        if (units.isEmpty() || !table.columns.at(i).staysWithPrevious)
            units << QList<qsizetype>();
        units.last() << i;
    }
    return units;
}

// Bands of about the same width.
std::optional<TableFit> fitInBands(const PageTable& table, int size, qreal width)
{
    const QList<qreal> widths = wantedWidths(table, size, kMaxTextWidth);
    const qsizetype keys = keyCount(table, widths, width);
    const qreal keyWidth = sum(widths.mid(0, keys));
    const qreal room = width - keyWidth;
    const qreal others = sum(widths) - keyWidth;
    const auto bandsOf = [&](qreal target) {
        QList<TableBand> bands;
        qreal used = room;
        for (const QList<qsizetype>& unit : unitsFrom(table, keys)) {
            qreal wanted = 0;
            for (const qsizetype column : unit)
                wanted += widths.at(column);
            if (bands.isEmpty() || used >= target || used + wanted > room) {
                bands << TableBand{columnsUpTo(keys), widths.mid(0, keys)};
                used = 0;
            }
            for (const qsizetype column : unit) {
                bands.last().columns << column;
                bands.last().widths << widths.at(column);
            }
            used += wanted;
        }
        return bands;
    };
    const QList<TableBand> greedy = bandsOf(room);
    for (const TableBand& band : greedy) {
        if (band.width() > width)
            return {};
    }
    constexpr qreal kStep = 0.05;
    const qreal share = others / static_cast<qreal>(std::max<qsizetype>(1, greedy.size()));
    for (int step = 0; share * (1 + step * kStep) < room; ++step) {
        QList<TableBand> even = bandsOf(share * (1 + step * kStep));
        if (even.size() == greedy.size())
            return TableFit{documentFont(size), std::move(even)};
    }
    return TableFit{documentFont(size), greedy};
}

} // namespace

QFont documentFont(int size, bool isBold)
{
    QFont font(u"DejaVu Sans"_s);
    font.setPixelSize(size);
    font.setBold(isBold);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

QFont documentCodeFont(int size)
{
    QFont font = documentFont(size);
    font.setFamily(u"DejaVu Sans Mono"_s);
    font.setStyleHint(QFont::Monospace);
    return font;
}

TableFit fitTable(const PageTable& table, qreal width)
{
    if (const auto whole = fitWhole(table, width))
        return *whole;
    for (const int size : {kUsualFont, kSmallestFont}) {
        if (const auto bands = fitInBands(table, size, width))
            return *bands;
    }
    // Figures are never broken: if one is very long, the font shrinks as much as necessary.
    const QList<qsizetype> all = columnsUpTo(table.columns.size());
    for (int size = kSmallestFont; size > 1; --size) {
        if (const auto bands = fitInBands(table, size, width))
            return *bands;
        QList<qreal> widths = wantedWidths(table, size, kMaxTextWidth);
        QList<qreal> minWidths;
        for (const PageTable::Column& column : table.columns)
            minWidths << (column.isFigure ? 0 : kMinTextWidth);
        if (narrowTexts(table, minWidths, widths, width))
            return {documentFont(size), {{all, widths}}};
    }
    return {documentFont(1), {{all, wantedWidths(table, 1, kMaxTextWidth)}}};
}

std::optional<TableFit> fitNarrow(const PageTable& table, qreal width)
{
    constexpr int kNarrowFont = 60;
    for (const int size : {kLargestFont, kUsualFont, kSmallestFont, kNarrowFont}) {
        const QList<qreal> widths = wantedWidths(table, size, width);
        if (sum(widths) <= width)
            return TableFit{documentFont(size), {{columnsUpTo(table.columns.size()), widths}}};
    }
    return {};
}

QStringList brokenIntoLines(const QString& text, const QFont& font, qreal width)
{
    const QFontMetricsF metrics(font);
    QStringList lines;
    for (const QString& paragraph : text.split(u'\n')) {
        if (metrics.horizontalAdvance(paragraph) <= width) {
            lines << paragraph;
            continue;
        }
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        QTextLayout layout(paragraph, font);
        layout.setTextOption(option);
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(width);
            lines << paragraph.mid(line.textStart(), line.textLength()).trimmed();
        }
        layout.endLayout();
    }
    return lines;
}

} // namespace faultline
