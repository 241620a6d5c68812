// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace faultline {

/// Aligned columns for a terminal. Columns of figures are aligned at the right.
class TextTable
{
public:
    struct Column
    {
        QString title;
        bool isFigure = false;
    };

    explicit TextTable(QList<Column> columns);

    void addRow(const QStringList& cells);
    /// Without an end of line after the last row.
    QString toText() const;
    /// The rows since it was called last, which are forgotten; at first with the titles. Columns
    /// are as wide as all rows so far need.
    QString takeText();

private:
    QStringList lines() const;

    QList<Column> m_columns;
    QList<qsizetype> m_widths;
    QList<QStringList> m_rows; ///< At first that of the titles.
};

} // namespace faultline
