// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"

#include <QStringList>

namespace faultline {

/// The values that the filters of reports and readings offer.
struct FilterChoices
{
    QStringList years;
    QStringList months; ///< Months with readings: "2020-01".
    QStringList groups;
    QStringList equipment; ///< Codes, and "#7" for equipment that only the sensor map names.
    QStringList severities;
};
Result<FilterChoices> fetchFilterChoices(SqlSession& session);

// Only one of the lists.
Result<QStringList> fetchGroups(SqlSession& session);
Result<QStringList> fetchEquipment(SqlSession& session);
Result<QStringList> fetchSeverities(SqlSession& session);

} // namespace faultline
