// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/RejectedLineQuery.h"
#include "sources/input/LineContext.h"

#include <QJsonObject>
#include <QString>

namespace faultline {

/// For a terminal: "file:line:column: reason [byte 12]"; with several plants in the database,
/// "[plant vessel-7, byte 12]".
QString rejectedLineHead(const StoredRejectedLine& line, bool hasSeveralPlants);
QJsonObject rejectedLineJson(const StoredRejectedLine& line);

/// The line and its neighbours, numbered, with a mark below the byte in question.
QString contextText(const LineContext& context);
QJsonObject contextJson(const LineContext& context);

/// The number of rejected lines, by reason and by file; with several plants in the database, each
/// file has its plant.
QString rejectedCountsText(const RejectedCounts& counts, bool hasSeveralPlants);
QJsonObject rejectedCountsJson(const RejectedCounts& counts);

} // namespace faultline
