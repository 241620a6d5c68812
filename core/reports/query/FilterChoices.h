// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"

#include <QStringList>

namespace faultline {

/// What the filters of reports and readings can be set to.
struct FilterChoices
{
    QStringList years;
    QStringList months; ///< With readings: "2020-01".
    QStringList groups;
    QStringList equipment; ///< Codes, and "#7" for one that only the sensor map names.
    QStringList severities;
};
Result<FilterChoices> fetchFilterChoices(SqlSession& session);

// Each on its own.
Result<QStringList> fetchGroups(SqlSession& session);
Result<QStringList> fetchEquipment(SqlSession& session);
Result<QStringList> fetchSeverities(SqlSession& session);

} // namespace faultline
