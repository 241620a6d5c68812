// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/context/FigureText.h"

#include "readings/ZonedTime.h"
#include "reports/definition/ReportWords.h"
#include "reports/query/ReportSums.h"

#include <algorithm>

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

namespace {

// -1: not a figure in digits.
qsizetype decimalsOf(const QString& figure)
{
    const bool isInDigits =
        !figure.isEmpty() && std::all_of(figure.cbegin(), figure.cend(), [](QChar character) {
            return character.isDigit() || character == u'.' || character == u'-';
        });
    if (!isInDigits)
        return -1;
    const qsizetype point = figure.indexOf(u'.');
    return point < 0 ? 0 : figure.size() - point - 1;
}

} // namespace

AlignedDecimals::AlignedDecimals(const QList<ReportColumn>& columns)
{
    for (const ReportColumn& column : columns)
        m_decimals << (column.type == ReportColumn::Type::Decimal ? 0 : -1);
}

void AlignedDecimals::add(const ReportRow& row)
{
    for (qsizetype i = 0; i < std::min(row.size(), m_decimals.size()); ++i) {
        if (m_decimals.at(i) >= 0 && row.at(i).isValid())
            m_decimals[i] = std::max(m_decimals.at(i), decimalsOf(row.at(i).toString()));
    }
}

QVariant AlignedDecimals::aligned(qsizetype column, const QVariant& value) const
{
    const qsizetype wanted = m_decimals.value(column, -1);
    if (wanted < 0 || !value.isValid())
        return value;
    QString figure = value.toString();
    const qsizetype decimals = decimalsOf(figure);
    if (decimals < 0 || decimals >= wanted)
        return value;
    if (decimals == 0)
        figure += u'.';
    return figure.leftJustified(figure.size() + wanted - decimals, u'0');
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
