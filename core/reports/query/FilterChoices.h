// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "readings/PlantClocks.h"

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
    QStringList plants;
    PlantClocks clocks; ///< Of these plants.
};
Result<FilterChoices> fetchFilterChoices(SqlSession& session);

// Only one of the lists.
// Of these plants, or of all if there are none; plants may have the same names.
Result<QStringList> fetchGroups(SqlSession& session, const QStringList& plants = {});
Result<QStringList> fetchEquipment(SqlSession& session, const QStringList& plants = {});
Result<QStringList> fetchSeverities(SqlSession& session);
Result<QStringList> fetchPlantNames(SqlSession& session);

} // namespace faultline
