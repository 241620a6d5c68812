// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/LedgerController.h"

#include "loading/settlement/Settlement.h"
#include "session/BackgroundTask.h"
#include "session/DatabaseController.h"

namespace faultline {

LedgerController::LedgerController(DatabaseController& database, QObject* parent)
    : QObject(parent)
    , m_database(database)
{
    // A different database was chosen.
    connect(&database, &DatabaseController::stateChanged, this, [this] {
        if (m_database.state() == DatabaseState::Checking)
            cancel();
    });
}

LedgerController::~LedgerController()
{
    cancel();
}

template<typename T, typename Work, typename Done>
void LedgerController::run(int loadId, const Work& work, const Done& done)
{
    if (isBusy() || !m_database.access())
        return;
    m_cancel.emplace();
    m_load = loadId;
    Q_EMIT busyChanged();
    runInBackground(
        this,
        [settings = m_database.access()->settings(), cancel = *m_cancel, work]() -> Result<T> {
            auto connection = Connection::open(settings, cancel);
            if (!connection)
                return connection.error();
            return work(*connection, settings, cancel);
        },
        [this, done](const Result<T>& result) {
            const int load = m_load;
            m_cancel.reset();
            m_load = 0;
            Q_EMIT busyChanged();
            if (result.ok())
                done(*result);
            else
                Q_EMIT failed(load, result.error());
        });
}

void LedgerController::undo(int loadId)
{
    run<UndoneLoad>(
        loadId,
        [loadId](Connection& connection, const ConnectionSettings&, const CancelToken& cancel) {
            return undoLoad(connection, LoadId{loadId}, cancel);
        },
        [this, loadId](const UndoneLoad& load) {
            Q_EMIT undone(loadId, load);
            m_database.refreshSummary();
        });
}

void LedgerController::verify()
{
    run<LedgerVerification>(
        0,
        [](Connection& connection, const ConnectionSettings& settings,
           const CancelToken& cancel) -> Result<LedgerVerification> {
            if (const auto settled = settlePending(settings); !settled)
                return settled.error();
            return verifyLedger(connection, cancel);
        },
        [this](const LedgerVerification& found) { Q_EMIT verified(found); });
}

void LedgerController::rebuildSummaries()
{
    run<qint64>(
        0,
        [](Connection& connection, const ConnectionSettings&, const CancelToken& cancel) {
            return faultline::rebuildSummaries(connection, cancel);
        },
        [this](qint64 readings) {
            Q_EMIT summariesRebuilt(readings);
            m_database.refreshSummary();
        });
}

void LedgerController::cancel()
{
    if (m_cancel)
        m_cancel->cancel();
}

} // namespace faultline
