// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/TextTable.h"

#include "reports/ReportDefinition.h"

#include <QByteArray>
#include <QJsonObject>
#include <QStringList>
#include <QVariant>

namespace faultline {

// Rows of reports and queries, for people and for programs. Figures are given digit by digit as
// the server gave them.

TextTable textTableOf(const QList<ReportColumn>& columns);
QStringList shownCells(const QList<ReportColumn>& columns, const QList<QVariant>& row);

/// An object with columns (name, title and type of each) and rows. Kept as text until all rows are
/// there: who asks for JSON gets one object, of the result or of an error.
class JsonRows
{
public:
    explicit JsonRows(QList<ReportColumn> columns)
        : m_columns(std::move(columns))
    {}

    void add(const QList<QVariant>& row);
    /// With these members beside.
    QByteArray toObject(QJsonObject members) const;

private:
    const QList<ReportColumn> m_columns;
    QByteArray m_rows;
};

} // namespace faultline
