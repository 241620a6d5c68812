// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/plants/PlantDecision.h"
#include "loading/receipt/LoadReceipt.h"
#include "loading/receipt/PauseGate.h"
#include "loading/recovery/LoadContext.h"
#include "loading/recovery/LoadLink.h"
#include "sources/preview/FilePreview.h"

#include <QList>

#include <optional>
#include <utility>

namespace faultline {

/// What a load shares with other threads while it runs. LoadJob owns it, and it outlives the run.
struct LoadControls
{
    CancelToken cancel;
    CancelToken programEnds; ///< Raised too if the load is cancelled because the program ends.
    PauseGate gate;
    LoadTracker tracker;
};

/// One load from start to receipt, on the calling thread and threads that it starts: finds the
/// files, loads lists, then readings, settles the summaries, and writes the receipt. A step in
/// which the link to the database is lost is repeated. Used once.
class LoadRun
{
public:
    LoadRun(
        ConnectionSettings settings, QString folder, const LoadOptions& options,
        LoadControls& controls);

    LoadReceipt run();

private:
    std::optional<UserMessage> doAll();
    std::optional<UserMessage> load();
    std::optional<UserMessage> findFiles();
    std::optional<UserMessage> useKnownEncodings();
    std::optional<UserMessage> useChosenFormats();
    std::optional<UserMessage> noteFiles();
    void useChosenDateOrder();
    void useChosenZone();
    std::optional<UserMessage> askForDateOrder();
    std::optional<UserMessage> rehearse();
    std::optional<UserMessage> openDatabase();
    Result<PlantDecision> begin(Connection& connection, LoadId load);
    void placeFiles(const PlantDecision& decision);
    Result<void> notePlants(const PlantDecision& decision);
    std::optional<UserMessage> chooseWorkers();
    std::optional<UserMessage> loadLists();
    std::optional<UserMessage> loadReadings();
    std::optional<UserMessage> settle();
    void close(LoadReceipt& receipt);
    void failForFiles(LoadReceipt& receipt) const;
    void writeReceipt(LoadReceipt& receipt);

    const ConnectionSettings m_settings;
    const QString m_path;
    LoadOptions m_options;
    LoadTracker& m_tracker;
    const CancelToken m_cancel;
    const CancelToken m_programEnds;
    Recovery m_recovery;
    LoadLink m_link;
    PlantSummaries m_summaries;

    DataFolder m_folder;
    std::optional<LoadId> m_load;
    QList<PlantChoice> m_plants;
    PlantZones m_zones;
    std::optional<PlantQuestion> m_question;
    std::optional<DateOrderQuestion> m_dateQuestion;
    QList<PlantId> m_plantOfFile; ///< As many as the folder's files.
    QList<std::optional<FileId>> m_fileIds;
    QList<UserMessage> m_findings;
    QList<std::pair<QString, FilePreview>> m_previews; ///< Of a dry run.
    QList<RejectedKind> m_rejectedKinds;               ///< The same.
    bool m_hasUnfinishedLines = false;
};

} // namespace faultline
