// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Command.h"

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"
#include "loading/receipt/LoadOptions.h"
#include "loading/receipt/LoadReceipt.h"

namespace faultline {

class Context;

/// What `load` and `run` share: options, and a load that shows progress and can be stopped.
void addLoadOptions(QCommandLineParser& parser);

/// The parsed arguments. Errors are wrong usage.
struct FolderLoad
{
    QString folder; ///< Absolute.
    LoadOptions options;
};
Result<FolderLoad> folderLoadOf(const QCommandLineParser& parser);

/// Whether the data folder can be read; checked before a server is started needlessly.
Result<void> checkFolder(const QString& folder);

/// Loads and waits. SIGINT and SIGTERM stop it at a chunk boundary.
LoadReceipt
loadAndWait(Context& context, const ConnectionSettings& settings, const FolderLoad& load);

ExitCode exitCodeOf(const LoadReceipt& receipt);

} // namespace faultline
