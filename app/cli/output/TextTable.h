// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace faultline {

/// Aligned columns for a terminal; figures are right-aligned.
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
    /// Without a line end after the last row.
    QString toText() const;
    /// The rows added since the last call, which are then dropped; the first call includes the
    /// titles. Columns are as wide as all rows so far need.
    QString takeText();

private:
    QStringList lines() const;

    QList<Column> m_columns;
    QList<qsizetype> m_widths;
    QList<QStringList> m_rows; ///< The first one holds the titles.
};

} // namespace faultline
