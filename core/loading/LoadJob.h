// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/settings/ConnectionSettings.h"
#include "loading/receipt/LoadOptions.h"
#include "loading/receipt/LoadProgress.h"
#include "loading/receipt/LoadReceipt.h"

#include <QFuture>

#include <memory>

namespace faultline {

/// One load of a data folder into a database that is ready (DatabaseAccess). The work runs on its
/// own threads; every function here returns at once and may be called from any thread. Destroying
/// the handle neither cancels nor waits; wait for the future where that matters.
class LoadJob
{
public:
    /// Starts loading.
    static LoadJob
    start(const ConnectionSettings& settings, const QString& folder, const LoadOptions& options);

    /// Finishes with the one receipt, whatever the outcome. Its progress value goes from 0 to 1,000
    /// with the bytes done.
    QFuture<LoadReceipt> future() const;
    LoadProgress progress() const;
    /// The same without its list of files.
    LoadProgress totals() const;
    /// Stops at the next chunk boundary: what is committed stays, the rest is rolled back.
    void cancel() const;
    /// Like cancel(), but because the program is closing. The receipt and the ledger say that the
    /// load was interrupted, and the user is offered to resume it.
    void interrupt() const;
    /// Resumes a paused load after its problem was fixed.
    void resume() const;

private:
    struct Shared;
    explicit LoadJob(std::shared_ptr<Shared> shared);

    std::shared_ptr<Shared> m_shared;
};

} // namespace faultline
