// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "database/Connection.h"
#include "database/ConnectionSettings.h"
#include "loading/LoadOptions.h"
#include "loading/LoadPlan.h"
#include "loading/LoadReceipt.h"
#include "loading/LoadTracker.h"

#include <QList>

#include <optional>
#include <set>

namespace faultline {

/// One load from start to receipt, on the calling thread and the threads that it starts: finds the
/// files, loads lists, then readings, settles the summaries, writes the receipt. Used once.
class LoadRun
{
public:
    LoadRun(
        ConnectionSettings settings, QString folder, const LoadOptions& options,
        LoadTracker& tracker, CancelToken cancel);

    LoadReceipt run();

private:
    std::optional<UserMessage> load();
    std::optional<UserMessage> rehearse();
    std::optional<UserMessage> openDatabase();
    std::optional<UserMessage> chooseWorkers();
    std::optional<UserMessage> loadLists();
    std::optional<UserMessage> loadReadings();
    void notePlan(const QList<PlannedFile>& plan);
    std::optional<UserMessage> loadGaps(QList<PlannedFile>& plan);
    std::optional<UserMessage> countFiles(const QList<PlannedFile>& plan, bool stopped);
    std::optional<UserMessage> countFile(const PlannedFile& file, bool stopped);
    std::optional<UserMessage> settle();
    void close(LoadReceipt& receipt);

    const ConnectionSettings m_settings;
    const QString m_path;
    LoadOptions m_options;
    LoadTracker& m_tracker;
    const CancelToken m_cancel;

    DataFolder m_folder;
    std::optional<Connection> m_connection;
    std::optional<LoadId> m_load;
    QList<std::optional<FileId>> m_fileIds;
    QList<UserMessage> m_findings;
    std::set<qsizetype> m_unfinished;
    qint64 m_unreadableMeasurements = 0;
};

} // namespace faultline
