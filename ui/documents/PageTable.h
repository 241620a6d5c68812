// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QList>
#include <QString>
#include <QStringList>

#include <numeric>

namespace faultline {

/// A table of a document: texts as they are shown.
struct PageTable
{
    struct Column
    {
        QString title;
        bool isFigure = false; ///< Aligned at the right, and never broken into lines.
    };
    QList<Column> columns;
    QList<QStringList> rows;
    QStringList totals; ///< A last row of sums, in bold; empty where there is none.
};

/// How a table is fitted onto pages.
struct TableFit
{
    QFont font;
    bool isLandscape = false;
    QList<qreal> widths; ///< Of the columns, with the space between them.

    qreal width() const { return std::accumulate(widths.cbegin(), widths.cend(), 0.0); }
};

/// The largest font, and portrait rather than landscape, with which no column is cut. Where that
/// doesn't do, texts are broken into lines.
TableFit fitTable(const PageTable& table, qreal portraitWidth, qreal landscapeWidth);

/// `text` in lines of at most `width`; broken within a word only where one is longer than that.
QStringList brokenIntoLines(const QString& text, const QFont& font, qreal width);

/// The font of documents in this size, in tenths of a point.
QFont documentFont(int size, bool isBold = false);
QFont documentCodeFont(int size);

/// The space between columns.
inline constexpr qreal kColumnGap = 90;

} // namespace faultline
