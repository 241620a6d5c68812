// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/RejectedLineQuery.h"
#include "sources/input/LineContext.h"

#include <QJsonObject>
#include <QString>

namespace faultline {

/// For a terminal: "file:line:column: reason".
QString rejectedLineHead(const StoredRejectedLine& line);
QJsonObject rejectedLineJson(const StoredRejectedLine& line);

/// The line and its neighbours, numbered, with a mark below the byte in question.
QString contextText(const LineContext& context);
QJsonObject contextJson(const LineContext& context);

/// The number of rejected lines, by reason and by file.
QString rejectedCountsText(const RejectedCounts& counts);
QJsonObject rejectedCountsJson(const RejectedCounts& counts);

} // namespace faultline
