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
    NotStarted, ///< The local server; it starts by itself on Load.
    NeedsPassword,
    Unreachable, ///< Or not fit for use: problem() says why.
};

/// A database that can be chosen.
struct DatabaseEntry
{
    QString key; ///< Unique and without a secret; what Preferences keep.
    ConnectionChoice choice;
};

/// The databases that can be chosen, the chosen one, and the access to it: it keeps the local
/// server running while it lives. Nothing here blocks; what takes time runs aside. Never creates a
/// local server before a load is asked for.
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
    /// What a person should know about where settings come from: a file that others can read, or
    /// one that can't be understood.
    QList<UserMessage> notices() const
    {
        return m_keyringNotices + m_notices + currentChoice().warnings;
    }
    const std::optional<DatabaseAccess>& access() const { return m_access; }
    const DataSummary& summary() const { return m_contents.summary; }
    /// Whether reports are of everything.
    const DataState& dataState() const { return m_contents.state; }
    bool hasReadings() const { return m_access && m_contents.summary.readings > 0; }
    QueryRunner& queries() { return m_queries; }

    /// Offers the databases that go with this folder: its .env, the environment, the local one.
    /// Which of them is current is known with entriesChanged(), and until then isChoosing().
    void setDataFolder(const QString& folder);
    bool isChoosing() const { return m_choosing; }
    /// Chooses an entry by hand.
    void select(int index);
    /// Adds and chooses a connection that was typed in. Its password is kept for this run only,
    /// unless it is to be kept in the keyring; if that fails, notices() say so.
    void addTyped(const ConnectionChoice& choice, bool keepsPassword = false);
    /// Whether the current connection was typed in, and so can be taken from the list.
    bool canRemove() const;
    /// Takes it from the list, with its passwords in the keyring, and chooses as if it had never
    /// been there. The database itself stays as it is.
    void removeCurrent();
    /// Whether the current connection's password is in the keyring.
    bool keepsPassword() const;
    /// Looks again whether the chosen database is there and what it holds.
    void check();
    void refreshSummary();
    /// As refreshSummary(), but a database that doesn't answer is opened anew, which starts the
    /// local server. Not while a load uses it: that has its own ways to get it back.
    void lookAgain();

    using OpenedForLoading = std::function<void(const Result<ConnectionSettings>&)>;
    /// Starts and prepares the chosen database; `done` comes later, on this thread.
    void openForLoading(const OpenedForLoading& done);

    /// Ends the use of the database, which may take a second: released() follows.
    void release();

Q_SIGNALS:
    void entriesChanged();
    void stateChanged();
    /// What the database holds may have changed; also after every change of database.
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
    void takeKeptPassword(const QString& password);
    void tellKeyringProblem(const UserMessage& problem);
    void offer(const Found& found);
    void addEntry(const DatabaseEntry& entry);
    int preferredIndex() const;
    void take(Outcome outcome);
    void takeContents(const Result<Contents>& contents);
    using Looked = std::function<void(const Result<Contents>&)>;
    void askForContents(const Looked& done);
    QString localDirectory() const;

    Preferences& m_preferences;
    PasswordStore& m_passwords;
    StartOptions m_options;
    QueryRunner m_queries;
    QueryLane m_summaryLane{m_queries};
    QList<DatabaseEntry> m_entries;
    SavedConnections m_typed;
    QList<UserMessage> m_notices;
    QList<UserMessage> m_keyringNotices;
    int m_current = 0;
    bool m_choosing = false;
    bool m_looked = false; ///< Whether a database was looked at yet.
    quint64 m_generation = 0;
    quint64 m_offerGeneration = 0;
    DatabaseState m_state = DatabaseState::Checking;
    std::optional<UserMessage> m_problem;
    std::optional<DatabaseAccess> m_access;
    Contents m_contents;
};

} // namespace faultline
