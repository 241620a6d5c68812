// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reports/readings/ReadingPage.h"

namespace faultline {

/// A page costs about as much in the middle of the readings as at their start, if the index of its
/// order is there; neededReadingIndexes() names it.
Result<ReadingPage> fetchReadingPage(SqlSession& session, const ReadingPageRequest& request);

} // namespace faultline
