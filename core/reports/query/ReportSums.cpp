// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/ReportSums.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdlib>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kGroup = 1'000'000'000;
constexpr qsizetype kGroupDigits = 9;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportSums)
};

void addTo(QList<qint64>& groups, qsizetype index, qint64 digits)
{
    if (index == groups.size())
        groups << 0;
    groups[index] += digits;
}

// Carries digits beyond nine to the left; all groups then have the sign of the last.
void carry(QList<qint64>& groups)
{
    for (qsizetype index = 0; index < groups.size(); ++index) {
        const qint64 over = groups.at(index) / kGroup;
        groups[index] %= kGroup;
        if (over != 0)
            addTo(groups, index + 1, over);
    }
    while (!groups.isEmpty() && groups.constLast() == 0)
        groups.removeLast();
    if (groups.isEmpty())
        return;
    const qint64 sign = groups.constLast() < 0 ? -1 : 1;
    for (qsizetype index = 0; index + 1 < groups.size(); ++index) {
        if (groups.at(index) * sign < 0) {
            groups[index] += sign * kGroup;
            groups[index + 1] -= sign;
        }
    }
}

} // namespace

void ReportSums::Sum::add(const QVariant& value)
{
    if (value.isNull())
        return;
    hasAny = true;
    if (column.type == ReportColumn::Type::Integer) {
        qint64 rest = value.toLongLong();
        for (qsizetype index = 0; rest != 0; ++index) {
            addTo(groups, index, rest % kGroup);
            rest /= kGroup;
        }
        return;
    }
    QString digits = value.toString();
    if (digits.isEmpty() || !digits.back().isDigit()) {
        // Infinities of both signs give NaN too.
        notANumber = notANumber.isEmpty() || notANumber == digits ? digits : u"NaN"_s;
        return;
    }
    const qint64 sign = digits.startsWith(u'-') ? -1 : 1;
    digits.remove(u'-').remove(u'.');
    qsizetype index = 0;
    for (qsizetype end = digits.size(); end > 0; end -= kGroupDigits) {
        const qsizetype start = std::max<qsizetype>(0, end - kGroupDigits);
        addTo(groups, index++, sign * QStringView(digits).sliced(start, end - start).toLongLong());
    }
}

QVariant ReportSums::Sum::value() const
{
    if (!hasAny)
        return {};
    if (!notANumber.isEmpty())
        return notANumber;
    QList<qint64> carried = groups;
    carry(carried);
    QString digits;
    bool isNegative = false;
    for (const qint64 group : std::as_const(carried)) {
        digits.prepend(QString::number(std::abs(group)).rightJustified(kGroupDigits, u'0'));
        isNegative = isNegative || group < 0;
    }
    // At least one digit before the point.
    digits = digits.rightJustified(column.decimals + 1, u'0');
    while (digits.size() > column.decimals + 1 && digits.startsWith(u'0'))
        digits.remove(0, 1);
    if (column.decimals > 0)
        digits.insert(digits.size() - column.decimals, u'.');
    return sumValue(column, isNegative ? u'-' + digits : digits);
}

ReportSums::ReportSums(const QList<ReportColumn>& columns)
{
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (columns.at(i).addsUp)
            m_sums.push_back({i, columns.at(i), {}, {}, false});
    }
}

void ReportSums::add(const ReportRow& row)
{
    ++m_rows;
    for (Sum& sum : m_sums)
        sum.add(row.at(sum.at));
}

ReportTotals ReportSums::totals() const
{
    ReportTotals totals;
    totals.rows = m_rows;
    for (const Sum& sum : m_sums)
        totals.sums << std::pair(sum.at, sum.value());
    return totals;
}

ReportTotals reportTotals(const ReportDefinition& report, const QList<ReportRow>& rows)
{
    ReportSums sums(report.columns);
    for (const ReportRow& row : rows)
        sums.add(row);
    return sums.totals();
}

QVariant sumValue(const ReportColumn& column, const QVariant& text)
{
    if (text.isNull())
        return {};
    bool fits = false;
    const qint64 number = text.toString().toLongLong(&fits);
    return column.type == ReportColumn::Type::Integer && fits ? QVariant(number) : text;
}

QString totalWords(const QString& rows)
{
    return Text::tr("Total (%1)").arg(rows);
}

} // namespace faultline
