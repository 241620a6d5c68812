// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/FigureSum.h"

#include <cstdlib>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

FigureSum::FigureSum(const ReportColumn& column)
    : m_column(column)
{
    for (int i = 0; i < column.decimals; ++i)
        m_unit *= 10;
}

void FigureSum::add(const QVariant& value)
{
    if (value.isNull())
        return;
    m_hasAny = true;
    if (m_column.type == ReportColumn::Type::Integer) {
        m_whole += value.toLongLong();
        return;
    }
    const QString figure = value.toString();
    const qsizetype point = figure.indexOf(u'.');
    bool isNumber = false;
    m_whole += figure.left(point < 0 ? figure.size() : point).toLongLong(&isNumber);
    if (!isNumber)
        m_notANumber = figure; // NaN, infinities: so is the sum
    const qint64 parts = point < 0 ? 0 : figure.mid(point + 1).toLongLong();
    m_parts += figure.startsWith(u'-') ? -parts : parts;
}

QVariant FigureSum::value() const
{
    if (!m_hasAny)
        return {};
    if (m_column.type == ReportColumn::Type::Integer)
        return m_whole;
    if (!m_notANumber.isEmpty())
        return m_notANumber;
    qint64 whole = m_whole + m_parts / m_unit;
    qint64 parts = m_parts % m_unit;
    // Both on the same side of zero.
    if (whole > 0 && parts < 0) {
        --whole;
        parts += m_unit;
    } else if (whole < 0 && parts > 0) {
        ++whole;
        parts -= m_unit;
    }
    QString text = QString::number(std::abs(whole));
    if (m_column.decimals > 0)
        text += u'.' + QString::number(std::abs(parts)).rightJustified(m_column.decimals, u'0');
    return whole < 0 || parts < 0 ? u'-' + text : text;
}

} // namespace faultline
