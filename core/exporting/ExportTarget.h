// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/SqlSession.h"

#include <QString>

namespace faultline {

/// Whether an export may be written to `filePath`: never over a file that was loaded from, which
/// the ledger knows by its path, nor over one that could be loaded, which its content tells. The
/// error's code is "source-file". A file that isn't there may be written.
Result<void> checkExportTarget(SqlSession& session, const QString& filePath);

} // namespace faultline
