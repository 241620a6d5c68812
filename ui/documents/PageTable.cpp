// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/PageTable.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kSmallestFont = 60;
constexpr int kSmallestWithWholeWords = 48;
constexpr qreal kMaxTextWidth = 2000;

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

TableFit fitTable(const PageTable& table, qreal portraitWidth, qreal landscapeWidth)
{
    struct Attempt
    {
        int size;
        bool isLandscape;
        qreal maxTextWidth;
    };
    // Two lines in a row are better than landscape pages or small print.
    for (const Attempt& attempt :
         {Attempt{80, false, portraitWidth}, Attempt{80, false, kMaxTextWidth},
          Attempt{70, false, kMaxTextWidth}, Attempt{80, true, landscapeWidth},
          Attempt{80, true, kMaxTextWidth}, Attempt{70, true, kMaxTextWidth},
          Attempt{kSmallestFont, true, kMaxTextWidth}}) {
        const QList<qreal> widths = wantedWidths(table, attempt.size, attempt.maxTextWidth);
        if (sum(widths) <= (attempt.isLandscape ? landscapeWidth : portraitWidth))
            return {documentFont(attempt.size), attempt.isLandscape, widths};
    }
    // A somewhat smaller font is better than a broken code.
    for (int size = kSmallestFont; size >= kSmallestWithWholeWords; --size) {
        QList<qreal> widths = wantedWidths(table, size, kMaxTextWidth);
        if (narrowTexts(table, wordWidths(table, size), widths, landscapeWidth))
            return {documentFont(size), true, widths};
    }
    // Figures are never broken: with very many columns, the font shrinks as much as necessary.
    for (int size = kSmallestFont; size > 1; --size) {
        QList<qreal> widths = wantedWidths(table, size, kMaxTextWidth);
        constexpr qreal kMinText = 300;
        QList<qreal> minWidths;
        for (const PageTable::Column& column : table.columns)
            minWidths << (column.isFigure ? 0 : kMinText);
        if (sum(widths) <= landscapeWidth || narrowTexts(table, minWidths, widths, landscapeWidth))
            return {documentFont(size), true, widths};
    }
    return {documentFont(1), true, wantedWidths(table, 1, kMaxTextWidth)};
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
