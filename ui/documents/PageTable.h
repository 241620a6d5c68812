// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QList>
#include <QString>
#include <QStringList>

#include <numeric>
#include <optional>

namespace faultline {

/// A table of a document, with its cells as text.
struct PageTable
{
    struct Column
    {
        QString title;
        bool isFigure = false;          ///< Right-aligned and never wrapped.
        bool staysWithPrevious = false; ///< As a bound stays with its figure.
    };
    QList<Column> columns;
    QList<QStringList> rows;
    QStringList totals; ///< A last row of sums, in bold; empty if there is none.
};

/// Columns that are side by side on a page.
struct TableBand
{
    QList<qsizetype> columns; ///< Of the table.
    QList<qreal> widths;      ///< Including the gaps.

    qreal width() const { return std::accumulate(widths.cbegin(), widths.cend(), 0.0); }
};

/// How a table is fitted onto upright pages.
struct TableFit
{
    QFont font;
    /// Several for a table that is too wide: one below the other, each with the key columns, which
    /// say what a row is about.
    QList<TableBand> bands;
};

/// Chooses the largest font with which no column is cut. Texts wrap before the font becomes small,
/// and the table is divided before it becomes tiny.
TableFit fitTable(const PageTable& table, qreal width);

/// A somewhat smaller font with which no text wraps, if the table then needs at most `width`.
std::optional<TableFit> fitNarrow(const PageTable& table, qreal width);

/// `text` in lines of at most `width`; breaks a word only if it is longer than that.
QStringList brokenIntoLines(const QString& text, const QFont& font, qreal width);

/// The font of documents in this size, in tenths of a point.
QFont documentFont(int size, bool isBold = false);
QFont documentCodeFont(int size);

/// The space between columns.
inline constexpr qreal kColumnGap = 90;

} // namespace faultline
