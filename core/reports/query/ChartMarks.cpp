// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/ChartMarks.h"

#include "readings/ZonedTime.h"

#include <QCoreApplication>
#include <QLocale>

#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChartData)
};

} // namespace

double figureOf(const QVariant& value)
{
    bool ok = false;
    const double figure = value.toDouble(&ok);
    return ok && !value.isNull() ? figure : std::numeric_limits<double>::quiet_NaN();
}

QString shownNumber(qint64 count)
{
    return QLocale().toString(count);
}

QString CellText::operator()(const QVariant& value) const
{
    if (value.isNull())
        return Text::tr("(none)");
    const auto instant = instantOf(value);
    if (!instant)
        return value.toString();
    const auto time = ZonedTime::in(m_zone, *instant);
    const QString minute = time.clock().toString(u"yyyy-MM-dd HH:mm"_s);
    return time.needsOffset ? minute + time.offsetText() : minute;
}

QString LabelColumns::labelOf(const ReportRow& row) const
{
    if (name < 0)
        return textOf(row.at(plant));
    const QString label = textOf(row.at(name));
    return plant < 0 ? label : label + u" · "_s + textOf(row.at(plant));
}

int Labels::indexOf(const QString& label)
{
    const auto known = m_indexes.constFind(label);
    if (known != m_indexes.cend())
        return *known;
    const int index = static_cast<int>(m_labels.size());
    m_indexes.insert(label, index);
    m_labels << label;
    return index;
}

} // namespace faultline
