// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/LoadJob.h"
#include "sources/folder/SourceFile.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

#include <optional>

namespace faultline {

class DatabaseController;
class Preferences;

/// The data folder that is chosen and the one load that may run. It looks through the folder aside,
/// and asks the running job for its progress ten times a second.
class LoadController : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle,
        Opening, ///< The database is being started and prepared.
        Loading,
        Cancelling, ///< Stops at the next chunk boundary.
    };

    LoadController(
        DatabaseController& database, Preferences& preferences, QObject* parent = nullptr);
    ~LoadController() override;

    State state() const { return m_state; }
    bool isBusy() const { return m_state != State::Idle; }
    const QString& folder() const { return m_folder; }
    bool isScanning() const { return m_scanning; }
    /// What the folder holds, or why it can't be read; empty until it was looked through.
    const std::optional<Result<DataFolder>>& sources() const { return m_sources; }
    const LoadProgress& progress() const { return m_progress; }
    const std::optional<LoadReceipt>& receipt() const { return m_receipt; }
    /// Also depends on DatabaseController::isChoosing().
    bool canStart() const;
    /// The folder is looked through, or which database goes with it.
    bool isGettingReady() const;
    /// A load was asked for while getting ready, and starts then.
    bool isWaiting() const { return m_waiting.has_value(); }

    /// Chooses a folder and looks through it. Not while loading.
    void setFolder(const QString& folder);
    void rescan();
    /// Loads the folder, as soon as it was looked through.
    void start(const LoadOptions& options = {});
    /// Chooses a folder and loads it.
    void loadFolder(const QString& folder);
    /// The receipt is of a load that was undone: the folder is as before it.
    void forgetReceipt();
    void cancel();
    /// The program is about to end: as cancel(), but the load is to go on when it starts again.
    void interrupt();
    /// A paused load tries again: what kept it from going on is mended.
    void resume();

Q_SIGNALS:
    void folderChanged();
    void sourcesChanged();
    void stateChanged(); ///< Also when isWaiting() changes.
    void progressChanged();
    void troubleChanged(); ///< progress().trouble came, went or is another one.
    void loadFinished();   ///< receipt() has it.
    void openingFailed(const UserMessage& error); ///< Nothing was loaded.

private:
    void setState(State state);
    void startWhenReady();
    void startJob(const ConnectionSettings& settings, const LoadOptions& options);
    void poll();
    void finishJob();

    DatabaseController& m_database;
    Preferences& m_preferences;
    State m_state = State::Idle;
    QString m_folder;
    bool m_scanning = false;
    std::optional<LoadOptions> m_waiting;
    quint64 m_generation = 0;
    CancelToken m_scan; ///< Ends the look through a folder that nobody waits for any more.
    std::optional<Result<DataFolder>> m_sources;
    std::optional<LoadJob> m_job;
    LoadProgress m_progress;
    std::optional<LoadReceipt> m_receipt;
    QFutureWatcher<LoadReceipt> m_watcher;
    QTimer m_timer;
};

} // namespace faultline
