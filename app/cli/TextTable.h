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

private:
    QList<Column> m_columns;
    QList<QStringList> m_rows;
};

} // namespace faultline
