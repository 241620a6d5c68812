// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"

#include <QByteArray>
#include <QString>

namespace faultline {

/// Whether an export may be written to `filePath`: never over a loaded file, according to the
/// ledger's paths, nor over a loadable one, according to its content. The error's code is
/// "source-file". A new file may be written, and so may one that begins with `head`, as the export
/// will: it is an earlier export, even if it looks like a sensor map.
Result<void>
checkExportTarget(SqlSession& session, const QString& filePath, const QByteArray& head = {});

} // namespace faultline
