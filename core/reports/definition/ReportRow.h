// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QVariant>

namespace faultline {

/// A value for each column, invalid for null: QString for Text, qint64 for Integer, the exact
/// figure as a QString with the column's decimals for Decimal ("2592.00"), ZonedTime for Timestamp,
/// in the time zone of the row's plant (a QString if it isn't a moment, such as "infinity").
using ReportRow = QList<QVariant>;

} // namespace faultline
