// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/context/FigureText.h"

#include "readings/ZonedTime.h"
#include "reports/definition/ReportWords.h"
#include "reports/query/ReportSums.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

QString shownCell(const ReportColumn& column, const QVariant& value)
{
    if (!value.isValid() || value.isNull())
        return {};
    switch (column.type) {
    case ReportColumn::Type::Integer:
    case ReportColumn::Type::Decimal:
        return shownFigure(value.toString());
    case ReportColumn::Type::Timestamp:
        if (const auto time = zonedTimeOf(value))
            return time->written();
        break;
    case ReportColumn::Type::Text:
        break;
    }
    return shownText(column, value.toString());
}

QString shownCount(qint64 number)
{
    return shownFigure(QString::number(number));
}

QStringList totalCells(const QList<ReportColumn>& columns, const ReportTotals& totals)
{
    if (totals.sums.isEmpty() || totals.rows == 0)
        return {};
    QStringList cells(columns.size());
    cells[0] = totalWords(shownCount(totals.rows));
    for (const auto& [column, sum] : totals.sums) {
        const QString figure = shownCell(columns.at(column), sum);
        cells[column] = column == 0 ? cells.at(0) + u' ' + figure : figure;
    }
    return cells;
}

} // namespace faultline
