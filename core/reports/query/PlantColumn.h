// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/query/ReportQuery.h"

namespace faultline {

/// Whether the database has two plants or more, so that a row has to say which plant it is of.
Result<bool> hasSeveralPlants(SqlSession& session);

/// The report as it is shown and exported: without several plants, without the column that says
/// which one, and without the step of its link that needs this column.
ReportDefinition shownReport(const ReportDefinition& report, bool hasSeveralPlants);

/// The clocks of the plants that the filter lets into the report, out of those of all plants. They
/// show UTC if these have several zones and no column says which plant a time is of.
PlantClocks
reportClocks(const ReportDefinition& report, const ReportFilter& filter, const PlantClocks& all);

/// As documents and the command line write it: shownReport() with the zones of its times. `clocks`
/// are those of all plants.
ReportDefinition writtenReport(
    const ReportDefinition& report, const ReportFilter& filter, const PlantClocks& clocks);

/// `order` of `report` as an order of shownReport()'s columns.
ReportOrder
shownOrder(const ReportDefinition& report, const ReportDefinition& shown, const ReportOrder& order);

} // namespace faultline
