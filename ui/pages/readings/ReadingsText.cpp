// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/readings/ReadingsText.h"

#include "pages/readings/ReadingsModel.h"
#include "style/Formatting.h"

#include <QCoreApplication>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReadingsPage)
};

QString totalText(const ReadingsModel& model, const std::optional<ReadingCount>& count)
{
    if (const auto known = model.knownTotal())
        return format::readings(*known);
    if (!count)
        return {};
    return count->isExact ? format::readings(count->rows)
                          : Text::tr("about %1 readings").arg(format::roughCount(count->rows));
}

} // namespace

QString readingsFooterText(
    const ReadingsModel& model, const std::optional<ReadingCount>& count, int firstVisible,
    int lastVisible)
{
    if (model.rowCount() == 0)
        return model.isBusy() ? Text::tr("Reading…") : QString();
    const QString total = totalText(model, count);
    auto before = model.rowsBefore();
    if (!before && !model.hasAfter() && count && count->isExact)
        before = count->rows - model.rowCount(); // counted from the end
    if (!before || firstVisible < 0 || lastVisible < firstVisible)
        return total;
    const QString first = format::count(*before + firstVisible + 1);
    const QString last = format::count(*before + lastVisible + 1);
    const QString rows =
        first == last ? Text::tr("Row %1").arg(first) : Text::tr("Rows %1–%2").arg(first, last);
    return total.isEmpty() ? rows : Text::tr("%1 of %2").arg(rows, total);
}

QString
preparingReadingsText(const ReadingFilter& filter, const ReadingOrder& order, qint64 readings)
{
    using By = ReadingOrder::By;
    const QString count = format::count(readings);
    switch (order.by) {
    case By::Loaded:
        if (filter.isAll())
            return Text::tr("Preparing to show %1 readings (once after each load)").arg(count);
        break;
    case By::Time:
        return Text::tr("Preparing to sort %1 readings by time (once after each load)").arg(count);
    case By::Sensor:
        return Text::tr("Preparing to sort %1 readings by sensor (once after each load)")
            .arg(count);
    case By::Temperature:
        return Text::tr("Preparing to sort %1 readings by temperature (once after each load)")
            .arg(count);
    case By::Vibration:
        return Text::tr("Preparing to sort %1 readings by vibration (once after each load)")
            .arg(count);
    }
    return Text::tr("Preparing to filter %1 readings (once after each load)").arg(count);
}

} // namespace faultline
