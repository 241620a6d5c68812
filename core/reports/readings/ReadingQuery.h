// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reports/readings/ReadingPage.h"

namespace faultline {

/// A page in the middle of the readings costs about as much as the first one, if the index for its
/// order exists; neededReadingIndexes() names it.
Result<ReadingPage> fetchReadingPage(SqlSession& session, const ReadingPageRequest& request);

} // namespace faultline
