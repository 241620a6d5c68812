// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/SqlSession.h"

#include <QIODevice>
#include <QString>

#include <functional>

namespace faultline {

/// Writes a file in full or not at all: one that is there stays as it is until `write` has
/// succeeded. Never over a source file: see checkExportTarget(). Gives what `write` gives.
Result<qint64> writeExportFile(
    SqlSession& session, const QString& filePath,
    const std::function<Result<qint64>(QIODevice&)>& write);

/// Makes a folder for exported files, unless it is there.
Result<void> makeExportFolder(const QString& directory);

} // namespace faultline
