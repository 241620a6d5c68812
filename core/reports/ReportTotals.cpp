// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ReportTotals.h"

#include <cstdlib>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

TotalsBuilder::TotalsBuilder(const ReportDefinition& report)
{
    for (qsizetype i = 0; i < report.columns.size(); ++i) {
        const ReportColumn& column = report.columns.at(i);
        if (!column.addsUp)
            continue;
        FigureSum sum;
        sum.column = i;
        if (column.type != ReportColumn::Type::Integer)
            sum.decimals = column.decimals;
        m_sums.push_back(sum);
    }
}

void TotalsBuilder::add(const ReportRow& row)
{
    ++m_rows;
    for (FigureSum& sum : m_sums)
        sum.add(row.at(sum.column));
}

ReportTotals TotalsBuilder::totals() const
{
    ReportTotals totals;
    totals.rows = m_rows;
    for (const FigureSum& sum : m_sums)
        totals.sums << std::pair(sum.column, sum.value());
    return totals;
}

void TotalsBuilder::FigureSum::add(const QVariant& value)
{
    if (value.isNull())
        return;
    hasAny = true;
    if (decimals < 0) {
        whole += value.toLongLong();
        return;
    }
    const QString figure = value.toString();
    const qsizetype point = figure.indexOf(u'.');
    bool isNumber = false;
    whole += figure.left(point < 0 ? figure.size() : point).toLongLong(&isNumber);
    if (!isNumber)
        notANumber = figure; // NaN, infinities: so is the sum
    const qint64 behind = point < 0 ? 0 : figure.mid(point + 1).toLongLong();
    parts += figure.startsWith(u'-') ? -behind : behind;
}

QVariant TotalsBuilder::FigureSum::value() const
{
    if (!hasAny)
        return {};
    if (decimals < 0)
        return whole;
    if (!notANumber.isEmpty())
        return notANumber;
    qint64 unit = 1;
    for (int i = 0; i < decimals; ++i)
        unit *= 10;
    qint64 before = whole + parts / unit;
    qint64 behind = parts % unit;
    // Both on the same side of zero.
    if (before > 0 && behind < 0) {
        --before;
        behind += unit;
    } else if (before < 0 && behind > 0) {
        ++before;
        behind -= unit;
    }
    QString text = QString::number(std::abs(before));
    if (decimals > 0)
        text += u'.' + QString::number(std::abs(behind)).rightJustified(decimals, u'0');
    return before < 0 || behind < 0 ? u'-' + text : text;
}

ReportTotals reportTotals(const ReportDefinition& report, const QList<ReportRow>& rows)
{
    TotalsBuilder totals(report);
    for (const ReportRow& row : rows)
        totals.add(row);
    return totals.totals();
}

} // namespace faultline
