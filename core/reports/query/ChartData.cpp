// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/ChartData.h"

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

} // namespace faultline
