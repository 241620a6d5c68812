// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/ReadingCount.h"
#include "reports/readings/ReadingQuery.h"

#include <QString>

#include <optional>

namespace faultline {

class ReadingsModel;

/// What the Readings page says below its table: which rows are on screen, as far as that is known,
/// and of how many.
QString readingsFooterText(
    const ReadingsModel& model, const std::optional<ReadingCount>& count, int firstVisible,
    int lastVisible);

/// What it says while an index is made for this order.
QString preparingReadingsText(const ReadingOrder& order, qint64 readings);

} // namespace faultline
