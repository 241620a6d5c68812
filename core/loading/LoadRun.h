// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "database/ConnectionSettings.h"
#include "loading/LoadLink.h"
#include "loading/LoadOptions.h"
#include "loading/LoadPlan.h"
#include "loading/LoadReceipt.h"
#include "loading/LoadTracker.h"
#include "loading/PauseGate.h"
#include "loading/Recovery.h"
#include "loading/SensorEquipment.h"

#include <QList>

#include <map>
#include <optional>
#include <set>

namespace faultline {

/// One load from start to receipt, on the calling thread and the threads that it starts: finds the
/// files, loads lists, then readings, settles the summaries, writes the receipt. Each step is done
/// again when the link to the database is lost in it. Used once.
class LoadRun
{
public:
    LoadRun(
        ConnectionSettings settings, QString folder, const LoadOptions& options,
        LoadTracker& tracker, PauseGate& gate, CancelToken cancel);

    LoadReceipt run();

private:
    std::optional<UserMessage> load();
    std::optional<UserMessage> rehearse();
    std::optional<UserMessage> openDatabase();
    std::optional<UserMessage> chooseWorkers();
    std::optional<UserMessage> loadLists();
    std::optional<UserMessage> loadReadings();
    void notePlan(const QList<PlannedFile>& plan);
    std::optional<UserMessage> loadGaps(QList<PlannedFile>& plan, int interruptions);
    std::optional<UserMessage> loadRevisions(QList<PlannedFile>& plan, const SensorEquipment& map);
    std::optional<UserMessage> waitForDisk();
    static Result<void> commitToDisk(Connection& connection);
    std::optional<UserMessage> findGaps(PlannedFile& file, bool hasFailed);
    std::optional<UserMessage> countFiles(const QList<PlannedFile>& plan, bool stopped);
    std::optional<UserMessage> countFile(const PlannedFile& file, bool stopped);
    std::optional<UserMessage> settle();
    void close(LoadReceipt& receipt);
    void addClosingFindings();
    void failForFiles(LoadReceipt& receipt) const;
    void writeReceipt(LoadReceipt& receipt);
    // A step that is also done of a load that was cancelled or has failed, if it is possible at
    // once.
    template<typename Step>
    auto lastStep(Step&& step)
    {
        const bool isLast = m_isEnding || m_cancel.isCancelled();
        return isLast ? m_link.runLast(step) : m_link.run(step);
    }

    const ConnectionSettings m_settings;
    const QString m_path;
    LoadOptions m_options;
    LoadTracker& m_tracker;
    const CancelToken m_cancel;
    Recovery m_recovery;
    LoadLink m_link;
    bool m_isEnding = false; ///< Cancelled or failed: nothing is tried again any more.

    DataFolder m_folder;
    std::optional<LoadId> m_load;
    QList<std::optional<FileId>> m_fileIds;
    QList<UserMessage> m_findings;
    std::set<qsizetype> m_unfinished;
    std::map<qsizetype, QByteArray> m_contentHashes;
    qint64 m_unreadableMeasurements = 0;
};

} // namespace faultline
