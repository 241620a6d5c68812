// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/ChartData.h"

#include "reports/query/ChartBuilder.h"

#include <QCoreApplication>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChartData)
};

} // namespace

QString ChartData::whyEmpty() const
{
    return note.isEmpty() ? Text::tr("No chart: no row has a figure to draw")
                          : Text::tr("No chart: %1").arg(note);
}

ChartData chartData(const ReportDefinition& report, const QList<ReportRow>& rows, int value)
{
    ChartBuilder builder(report, value);
    for (const ReportRow& row : rows)
        builder.add(row);
    return builder.build();
}

} // namespace faultline
