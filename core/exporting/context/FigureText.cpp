// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/context/FigureText.h"

#include "readings/ZonedTime.h"
#include "reports/query/ReportSums.h"

#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kGroup = 3;

// "-1234567.50" as "-1,234,567.50".
QString grouped(const QString& figure)
{
    const bool isNumber = !figure.isEmpty() && figure.back().isDigit();
    if (!isNumber)
        return figure; // NaN, infinities
    const QLocale locale;
    qsizetype point = figure.indexOf(u'.');
    const QString decimals = point < 0 ? QString() : locale.decimalPoint() + figure.mid(point + 1);
    QString integer = figure.left(point < 0 ? figure.size() : point);
    const qsizetype first = integer.startsWith(u'-') ? 1 : 0;
    for (point = integer.size() - kGroup; point > first; point -= kGroup)
        integer.insert(point, locale.groupSeparator());
    return integer + decimals;
}

} // namespace

QString shownCell(const ReportColumn& column, const QVariant& value)
{
    if (!value.isValid() || value.isNull())
        return {};
    switch (column.type) {
    case ReportColumn::Type::Integer:
    case ReportColumn::Type::Decimal:
        return grouped(value.toString());
    case ReportColumn::Type::Timestamp:
        if (const auto time = zonedTimeOf(value))
            return time->written();
        break;
    case ReportColumn::Type::Text:
        break;
    }
    return value.toString();
}

QString shownCount(qint64 number)
{
    return grouped(QString::number(number));
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
