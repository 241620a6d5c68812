// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/settings/ConnectionSettings.h"
#include "loading/receipt/LoadOptions.h"
#include "loading/receipt/LoadProgress.h"
#include "loading/receipt/LoadReceipt.h"

#include <QFuture>

#include <memory>

namespace faultline {

/// One load of a data folder into a database that is ready (DatabaseAccess). Everything runs on
/// threads of its own; every function here returns at once and may be called from any thread.
/// Destroying the handle neither cancels nor waits; wait for the future where that matters.
class LoadJob
{
public:
    /// Starts loading.
    static LoadJob
    start(const ConnectionSettings& settings, const QString& folder, const LoadOptions& options);

    /// Finishes with the one receipt, whatever the outcome. Its progress value goes from 0 to
    /// 1,000 with the bytes that are done.
    QFuture<LoadReceipt> future() const;
    LoadProgress progress() const;
    /// The same without its list of files.
    LoadProgress totals() const;
    /// Stops at the next chunk boundary: what is committed stays, the rest is rolled back.
    void cancel() const;
    /// As cancel(), because the program ends: nobody wanted the load to stop. The receipt and the
    /// ledger say that it was interrupted, and it is offered to go on.
    void interrupt() const;
    /// A load that is paused tries again, because what kept it from going on is mended.
    void resume() const;

private:
    struct Shared;
    explicit LoadJob(std::shared_ptr<Shared> shared);

    std::shared_ptr<Shared> m_shared;
};

} // namespace faultline
