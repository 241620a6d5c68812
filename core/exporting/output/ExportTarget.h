// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"

#include <QByteArray>
#include <QString>

namespace faultline {

/// Whether an export may be written to `filePath`: never over a file that was loaded from, which
/// the ledger knows by its path, nor over one that could be loaded, which its content tells. The
/// error's code is "source-file". A file that isn't there may be written, and so may one that
/// begins with `head`, as the new one will: it is an earlier export, also when it looks like a
/// sensor map.
Result<void>
checkExportTarget(SqlSession& session, const QString& filePath, const QByteArray& head = {});

} // namespace faultline
