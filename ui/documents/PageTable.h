// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QList>
#include <QString>
#include <QStringList>

#include <numeric>

namespace faultline {

/// A table of a document, with its cells as text.
struct PageTable
{
    struct Column
    {
        QString title;
        bool isFigure = false; ///< Right-aligned and never wrapped.
    };
    QList<Column> columns;
    QList<QStringList> rows;
    QStringList totals; ///< A last row of sums, in bold; empty if there is none.
};

/// How a table is fitted onto pages.
struct TableFit
{
    QFont font;
    bool isLandscape = false;
    QList<qreal> widths; ///< Of the columns, including the gaps.

    qreal width() const { return std::accumulate(widths.cbegin(), widths.cend(), 0.0); }
};

/// Chooses the largest font with which no column is cut, and prefers portrait. If that isn't
/// enough, texts wrap.
TableFit fitTable(const PageTable& table, qreal portraitWidth, qreal landscapeWidth);

/// `text` in lines of at most `width`; breaks a word only if it is longer than that.
QStringList brokenIntoLines(const QString& text, const QFont& font, qreal width);

/// The font of documents in this size, in tenths of a point.
QFont documentFont(int size, bool isBold = false);
QFont documentCodeFont(int size);

/// The space between columns.
inline constexpr qreal kColumnGap = 90;

} // namespace faultline
