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

/// The current data folder and the one load that may run. Scans the folder in the background and
/// polls the running job for progress ten times a second.
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
    /// What the folder holds, or why it can't be read; empty until it was scanned.
    const std::optional<Result<DataFolder>>& sources() const { return m_sources; }
    const LoadProgress& progress() const { return m_progress; }
    const std::optional<LoadReceipt>& receipt() const { return m_receipt; }
    /// Also depends on DatabaseController::isChoosing().
    bool canStart() const;
    /// The folder is being scanned, or its database is being determined.
    bool isGettingReady() const;
    /// A load was requested while getting ready, and starts afterwards.
    bool isWaiting() const { return m_waiting.has_value(); }

    /// Chooses a folder and scans it. Not while loading.
    void setFolder(const QString& folder);
    void rescan();
    /// Loads the folder as soon as it was scanned.
    void start(const LoadOptions& options = {});
    /// Chooses a folder and loads it.
    void loadFolder(const QString& folder);
    /// Discards the receipt of a load that was undone.
    void forgetReceipt();
    void cancel();
    /// Like cancel(), but the load can be resumed the next time the program starts.
    void interrupt();
    /// Resumes a paused load, after its problem was fixed.
    void resume();

Q_SIGNALS:
    void folderChanged();
    void sourcesChanged();
    void stateChanged(); ///< Also when isWaiting() changes.
    void progressChanged();
    void troubleChanged(); ///< progress().trouble appeared, disappeared or changed.
    void loadFinished();   ///< receipt() has the result.
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
    CancelToken m_scan; ///< Cancels a folder scan whose result is no longer needed.
    std::optional<Result<DataFolder>> m_sources;
    std::optional<LoadJob> m_job;
    LoadProgress m_progress;
    std::optional<LoadReceipt> m_receipt;
    QFutureWatcher<LoadReceipt> m_watcher;
    QTimer m_timer;
};

} // namespace faultline
