// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/ReportDefinition.h"

#include <QString>
#include <QVariant>

namespace faultline {

/// A cell of a report for people: figures digit by digit as they came, with the separators of the
/// person's region; times in UTC; nothing for null.
QString shownCell(const ReportColumn& column, const QVariant& value);

/// "1,234,567", also where the region is unknown.
QString shownCount(qint64 number);

} // namespace faultline
