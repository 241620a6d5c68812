// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/DatabaseAccess.h"
#include "loading/ledger/Ledger.h"
#include "reports/query/DataState.h"
#include "session/QueryRunner.h"
#include "session/SavedConnections.h"
#include "session/StartOptions.h"

#include <QObject>

#include <functional>
#include <optional>

namespace faultline {

class PasswordStore;
class Preferences;

enum class DatabaseState {
    Checking,
    Ready,
    NotStarted, ///< The local server; it starts automatically on Load.
    NeedsPassword,
    Unreachable, ///< Or unusable; problem() says why.
};

/// A database the user can choose.
struct DatabaseEntry
{
    QString key; ///< Unique and without secrets; saved in Preferences.
    ConnectionChoice choice;
};

/// The available databases, the current one, and access to it, which keeps the local server
/// running. Nothing blocks; slow work runs in the background. Creates a local server only for a
/// load.
class DatabaseController : public QObject
{
    Q_OBJECT

public:
    DatabaseController(
        Preferences& preferences, PasswordStore& passwords, StartOptions options,
        QObject* parent = nullptr);
    ~DatabaseController() override;

    const QList<DatabaseEntry>& entries() const { return m_entries; }
    int currentIndex() const { return m_current; }
    const ConnectionChoice& currentChoice() const { return m_entries.at(m_current).choice; }
    DatabaseState state() const { return m_state; }
    /// "ready", "not started", …
    QString stateText() const;
    const std::optional<UserMessage>& problem() const { return m_problem; }
    /// Warnings about the sources of settings, such as a file that others can read or that is
    /// invalid.
    QList<UserMessage> notices() const
    {
        return m_keyringNotices + m_notices + currentChoice().warnings;
    }
    const std::optional<DatabaseAccess>& access() const { return m_access; }
    const DataSummary& summary() const { return m_contents.summary; }
    /// Whether the reports are complete.
    const DataState& dataState() const { return m_contents.state; }
    bool hasReadings() const { return m_access && m_contents.summary.readings > 0; }
    /// Whether a row has to say which plant it is of.
    bool hasSeveralPlants() const { return m_contents.summary.plants.size() > 1; }
    QueryRunner& queries() { return m_queries; }

    /// Lists the databases for this folder: from its .env file, the environment, and the local one.
    /// isChoosing() until entriesChanged() announces the current one.
    void setDataFolder(const QString& folder);
    bool isChoosing() const { return m_choosing; }
    /// Chooses an entry on behalf of the user.
    void select(int index);
    /// Adds and chooses a connection the user entered. Its password lasts until the program ends,
    /// or is saved in the keyring; if that fails, notices() says so.
    void addConnection(const ConnectionChoice& choice, bool keepsPassword = false);
    /// Whether the user entered the current connection, and so can remove it.
    bool canRemove() const;
    /// Removes it from the list and its passwords from the keyring, and chooses another one. The
    /// database itself is unchanged.
    void removeCurrent();
    /// Whether the current connection's password is in the keyring.
    bool keepsPassword() const;
    /// Checks whether the current database is reachable and what it holds.
    void check();
    void refreshSummary();
    /// Like refreshSummary(), but reopens a database that doesn't answer, which starts the local
    /// server. Not during a load, which reconnects on its own.
    void refreshOrReopen();

    using OpenedForLoading = std::function<void(const Result<ConnectionSettings>&)>;
    /// Starts and prepares the current database, then calls `done` on this thread.
    void openForLoading(const OpenedForLoading& done);

    /// Ends the use of the database. This may take a second; released() follows.
    void release();

Q_SIGNALS:
    void entriesChanged();
    void stateChanged();
    /// The contents may have changed; also emitted after every change of database.
    void dataChanged();
    void released();

private:
    struct Outcome;
    struct Contents
    {
        DataSummary summary;
        DataState state;
    };
    using Found = QList<Result<ConnectionChoice>>;

    static Outcome
    open(const ConnectionChoice& choice, DatabasePurpose purpose, const QString& directory);
    using Opened = std::function<void(Outcome)>;
    void openCurrent(DatabasePurpose purpose, const Opened& done);
    void useSavedPassword(const QString& password);
    void reportKeyringProblem(const UserMessage& problem);
    void setEntries(const Found& found);
    void addEntry(const DatabaseEntry& entry);
    int preferredIndex() const;
    void take(Outcome outcome);
    void takeContents(const Result<Contents>& contents);
    using ContentsFetched = std::function<void(const Result<Contents>&)>;
    void fetchContents(const ContentsFetched& done);
    QString localDirectory() const;

    Preferences& m_preferences;
    PasswordStore& m_passwords;
    StartOptions m_options;
    QueryRunner m_queries;
    QueryLane m_summaryLane{m_queries};
    QList<DatabaseEntry> m_entries;
    SavedConnections m_saved;
    QList<UserMessage> m_notices;
    QList<UserMessage> m_keyringNotices;
    int m_current = 0;
    bool m_choosing = false;
    bool m_wasChecked = false; ///< Whether a database was checked yet.
    quint64 m_generation = 0;
    quint64 m_folderGeneration = 0;
    DatabaseState m_state = DatabaseState::Checking;
    std::optional<UserMessage> m_problem;
    std::optional<DatabaseAccess> m_access;
    Contents m_contents;
};

} // namespace faultline
