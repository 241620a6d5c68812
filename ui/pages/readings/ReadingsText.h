// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/ReadingCount.h"
#include "reports/readings/ReadingPage.h"

#include <QString>

#include <optional>

namespace faultline {

class ReadingsModel;

/// The text below the table of the Readings page: which rows are on screen, and of how many, if
/// known.
QString readingsFooterText(
    const ReadingsModel& model, const std::optional<ReadingCount>& count, int firstVisible,
    int lastVisible);

/// The text shown while an index for this view is being created.
QString
preparingReadingsText(const ReadingFilter& filter, const ReadingOrder& order, qint64 readings);

} // namespace faultline
