// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/LoadJob.h"
#include "sources/choices/ChosenFormat.h"
#include "sources/choices/FormatChoice.h"
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
    /// What the folder holds, read as chosen, or why it can't be read; empty until it was scanned.
    const std::optional<Result<DataFolder>>& sources() const { return m_sources; }
    /// A file of the folder as it is recognised, before any choice; null if there is none.
    const SourceFile* recognised(const QString& path) const;
    /// How files are read, by their structure: what the user chose for this folder, which the next
    /// load keeps in the database, and what the database has.
    QList<NamedFormat> formats() const;
    /// How many files of the folder have this structure, if a format was chosen for it.
    qsizetype filesLike(const QString& structure) const;
    /// How to check the folder without a database, as a load would read it.
    LoadOptions optionsOfCheck() const;
    /// The zone of times that files write without one, as far as it is known before a load.
    LocalTime zone() const;
    const LoadProgress& progress() const { return m_progress; }
    const std::optional<LoadReceipt>& receipt() const { return m_receipt; }
    /// Why the last load loaded nothing: only the user knows the folder's plant. See answer().
    const std::optional<PlantQuestion>& question() const { return m_question; }
    /// The same: only the user knows in which order the dates of files are. See answerDates().
    const std::optional<DateOrderQuestion>& dateQuestion() const { return m_dateQuestion; }
    /// What the load was told when it asked.
    const PlantRequest& askedFor() const { return m_options.plant; }
    /// The plant that the user chose for the next load. Empty: it is found out, or asked.
    const QString& plant() const { return m_plant; }
    /// Also depends on DatabaseController::isChoosing().
    bool canStart() const;
    /// The folder is being scanned, or its database is being determined.
    bool isGettingReady() const;
    /// A load was requested while getting ready, and starts afterwards.
    bool isWaiting() const { return m_waiting.has_value(); }

    /// Chooses a folder and scans it. Not while loading.
    void setFolder(const QString& folder);
    void rescan();
    /// Reads all files of a structure in this way from now on. `file`, one of them, gives a format
    /// without a name its name.
    void choose(NamedFormat format, const SourceFile& file);
    /// Loads the folder as soon as it was scanned.
    void start(const LoadOptions& options = {});
    /// Chooses a folder and loads it.
    void loadFolder(const QString& folder);
    /// Chooses the plant for the next load that begins in this folder and database. A plant to be
    /// created gets the time zone.
    void setPlant(const QString& name, const QString& timeZone = {});
    /// Starts the load again that ended with a question.
    void answer(const PlantRequest& plant);
    void answerDates(TimeFormat::DateOrder order);
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
    void formatsApplied(); ///< formats() have changed, and sources() with them.
    void stateChanged();   ///< Also when isWaiting() changes.
    void progressChanged();
    void troubleChanged(); ///< progress().trouble appeared, disappeared or changed.
    void plantChanged();   ///< plant() was chosen or reset.
    void loadFinished();   ///< receipt() has the result.
    void plantAsked();     ///< Instead: question() has the question.
    void datesAsked();     ///< Instead: dateQuestion() has the question.
    void openingFailed(const UserMessage& error); ///< Nothing was loaded.

private:
    /// A folder as it is recognised, and as chosen.
    struct Scanned
    {
        Result<DataFolder> recognised;
        Result<DataFolder> chosen;
        QList<UsedFormat> used;
    };

    static Scanned
    withFormats(Result<DataFolder> found, const QList<NamedFormat>& formats, const CancelToken&);
    void takeScanned(Scanned scanned);
    void applyFormats();
    void fetchFormats();
    QList<NamedFormat> thoseThatFit(const QList<NamedFormat>& formats) const;
    void setState(State state);
    void startWhenReady();
    void startJob(const ConnectionSettings& settings);
    QString currentDatabase() const;
    void poll();
    void finishJob();
    void takeReceipt(LoadReceipt receipt);
    void rememberKept();

    DatabaseController& m_database;
    Preferences& m_preferences;
    State m_state = State::Idle;
    QString m_folder;
    bool m_scanning = false;
    bool m_isApplying = false; ///< Formats, to a folder that was scanned.
    std::optional<LoadOptions> m_waiting;
    quint64 m_generation = 0;
    CancelToken m_scan; ///< Cancels a folder scan whose result is no longer needed.
    std::optional<Result<DataFolder>> m_recognised;
    std::optional<Result<DataFolder>> m_sources;
    QList<NamedFormat> m_formats;     ///< Chosen for this folder.
    QList<NamedFormat> m_keptFormats; ///< In the database.
    QList<UsedFormat> m_usedFormats;
    std::optional<LoadJob> m_job;
    LoadProgress m_progress;
    LoadOptions m_options; ///< Of the running or the last load.
    QString m_plant;
    QString m_timeZone;      ///< Of m_plant if it is new, or empty.
    QString m_plantDatabase; ///< The key of the database that m_plant was chosen for.
    std::optional<LoadReceipt> m_receipt;
    std::optional<PlantQuestion> m_question;
    std::optional<DateOrderQuestion> m_dateQuestion;
    QFutureWatcher<LoadReceipt> m_watcher;
    QTimer m_timer;
};

} // namespace faultline
