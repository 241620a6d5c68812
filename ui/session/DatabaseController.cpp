// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/DatabaseController.h"

#include "loading/settlement/Settlement.h"
#include "session/BackgroundTask.h"
#include "session/PasswordStore.h"
#include "session/Preferences.h"

#include <QDir>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kLocalKey = u"local"_s;
const QString kCommandLineKey = u"command-line"_s;
const QString kFolderKey = u"folder"_s;
const QString kEnvironmentKey = u"environment"_s;

bool needsPassword(const UserMessage& error)
{
    return error.code == u"28P01"_s || error.code == u"password"_s
           || error.code == u"no-password"_s;
}

// Releasing the last use of the local server stops it, which takes a moment.
void releaseInBackground(QObject* context, std::optional<DatabaseAccess> access)
{
    if (!access)
        return;
    runInBackground(
        context,
        [access = std::move(access)]() mutable {
            access.reset();
            return true;
        },
        [](bool) {});
}

} // namespace

struct DatabaseController::Outcome
{
    DatabaseState state = DatabaseState::Unreachable;
    std::optional<UserMessage> problem;
    std::optional<DatabaseAccess> access;
};

DatabaseController::DatabaseController(
    Preferences& preferences, PasswordStore& passwords, StartOptions options, QObject* parent)
    : QObject(parent)
    , m_preferences(preferences)
    , m_passwords(passwords)
    , m_options(std::move(options))
    , m_saved(preferences, passwords)
{
    connect(
        &m_saved, &SavedConnections::keyringFailed, this,
        &DatabaseController::reportKeyringProblem);
    m_entries << DatabaseEntry{kLocalKey, ConnectionChoice::localServer()};
}

DatabaseController::~DatabaseController() = default;

QString DatabaseController::stateText() const
{
    switch (m_state) {
    case DatabaseState::Checking:
        return tr("checking…");
    case DatabaseState::Ready:
        return tr("ready");
    case DatabaseState::NotStarted:
        return tr("not started");
    case DatabaseState::NeedsPassword:
        return tr("needs password");
    case DatabaseState::Unreachable:
        break;
    }
    return tr("can't be used");
}

QString DatabaseController::localDirectory() const
{
    return m_options.localDirectory.isEmpty() ? LocalServer::defaultDirectory()
                                              : m_options.localDirectory;
}

void DatabaseController::setDataFolder(const QString& folder)
{
    const quint64 mine = ++m_folderGeneration;
    m_choosing = true;
    runInBackground(
        this,
        [options = m_options, folder] {
            Found found;
            if (!options.conninfo.isEmpty() || !options.environmentFile.isEmpty()) {
                found << chooseConnection(
                    {options.conninfo, options.environmentFile, QString(), QString()});
            }
            found << chooseConnection({QString(), QString(), folder, QString()});
            found << chooseConnection({QString(), QString(), QString(), QDir::currentPath()});
            return found;
        },
        [this, mine](const Found& found) {
            if (mine == m_folderGeneration)
                setEntries(found);
        });
}

void DatabaseController::setEntries(const Found& found)
{
    const DatabaseEntry before = m_entries.at(m_current);
    const bool hasCommandLine = found.size() == 3;
    QStringList keys{kFolderKey, kEnvironmentKey};
    if (hasCommandLine)
        keys.prepend(kCommandLineKey);

    m_notices.clear();
    m_entries = {DatabaseEntry{kLocalKey, ConnectionChoice::localServer()}};
    for (qsizetype i = 0; i < found.size(); ++i) {
        if (!found.at(i).ok())
            m_notices << found.at(i).error();
        else
            addEntry({keys.at(i), found.at(i).value()});
    }
    for (const ConnectionChoice& choice : m_saved.all())
        addEntry({SavedConnections::keyOf(choice), choice});

    m_current = preferredIndex();
    m_choosing = false;
    Q_EMIT entriesChanged();
    const DatabaseEntry& now = m_entries.at(m_current);
    if (!m_wasChecked || now.key != before.key || now.choice.settings != before.choice.settings)
        check();
}

void DatabaseController::addEntry(const DatabaseEntry& entry)
{
    if (entry.choice.kind != ConnectionChoice::Kind::Described)
        return;
    // A folder without its own .env file yields the same connection as the environment.
    const bool known =
        std::any_of(m_entries.cbegin(), m_entries.cend(), [&entry](const DatabaseEntry& other) {
            return other.choice.settings.keywords == entry.choice.settings.keywords
                   && other.choice.kind == entry.choice.kind;
        });
    if (!known)
        m_entries << entry;
}

int DatabaseController::preferredIndex() const
{
    // Command line, then what was chosen by hand, then the folder's .env, then the environment.
    const QStringList order{
        kCommandLineKey, m_preferences.chosenDatabase(), kFolderKey, kEnvironmentKey};
    for (const QString& key : order) {
        for (int i = 0; i < m_entries.size(); ++i) {
            if (m_entries.at(i).key == key)
                return i;
        }
    }
    return 0;
}

void DatabaseController::select(int index)
{
    if (index < 0 || index >= m_entries.size())
        return;
    m_current = index;
    m_preferences.rememberChosenDatabase(m_entries.at(index).key);
    Q_EMIT entriesChanged();
    check();
}

void DatabaseController::addConnection(const ConnectionChoice& choice, bool keepsPassword)
{
    m_keyringNotices.clear();
    m_saved.add(choice, keepsPassword);
    const QString key = SavedConnections::keyOf(choice);
    m_entries.removeIf([&key](const DatabaseEntry& entry) { return entry.key == key; });
    m_entries << DatabaseEntry{key, choice};
    select(static_cast<int>(m_entries.size()) - 1);
}

bool DatabaseController::canRemove() const
{
    return m_saved.has(m_entries.at(m_current).key);
}

void DatabaseController::removeCurrent()
{
    if (!canRemove())
        return;
    const QString key = m_entries.takeAt(m_current).key;
    QList<ConnectionSettings> others;
    for (const DatabaseEntry& entry : std::as_const(m_entries))
        others << entry.choice.settings;
    m_keyringNotices.clear();
    m_saved.remove(key, others);
    m_preferences.rememberChosenDatabase({});
    m_current = preferredIndex();
    Q_EMIT entriesChanged();
    check();
}

bool DatabaseController::keepsPassword() const
{
    return m_preferences.keepsPassword(passwordKey(currentChoice().settings));
}

void DatabaseController::reportKeyringProblem(const UserMessage& problem)
{
    m_keyringNotices = {problem};
    Q_EMIT stateChanged();
}

void DatabaseController::useSavedPassword(const QString& password)
{
    m_saved.takePassword(m_entries.at(m_current).key, password);
    m_entries[m_current].choice.settings.keywords.insert(u"password"_s, password);
}

// Asks the keyring only after the server has asked for a password, to avoid needless prompts.
void DatabaseController::openCurrent(DatabasePurpose purpose, const Opened& done)
{
    runInBackground(
        this,
        [choice = currentChoice(), purpose, directory = localDirectory()] {
            return open(choice, purpose, directory);
        },
        [this, mine = m_generation, purpose, done](Outcome outcome) {
            const bool mayBeSaved = outcome.state == DatabaseState::NeedsPassword
                                    && mine == m_generation && keepsPassword()
                                    && !currentChoice().settings.keywords.contains(u"password"_s);
            if (!mayBeSaved) {
                done(std::move(outcome));
                return;
            }
            m_passwords.find(
                this, passwordKey(currentChoice().settings),
                [this, mine, purpose, done, outcome](const Result<QString>& found) {
                    if (!found && mine == m_generation)
                        reportKeyringProblem(found.error());
                    if (!found || found->isEmpty() || mine != m_generation) {
                        done(outcome);
                        return;
                    }
                    useSavedPassword(*found);
                    openCurrent(purpose, done);
                });
        });
}

DatabaseController::Outcome DatabaseController::open(
    const ConnectionChoice& choice, DatabasePurpose purpose, const QString& directory)
{
    const bool isLocal = choice.kind == ConnectionChoice::Kind::LocalServer;
    if (isLocal && purpose == DatabasePurpose::Read) {
        const auto status = LocalServer(directory).status();
        if (!status)
            return {DatabaseState::Unreachable, status.error(), {}};
        if (status->state == LocalServer::State::NotCreated)
            return {DatabaseState::NotStarted, {}, {}};
    }
    auto access = DatabaseAccess::open(choice, purpose, directory);
    if (access)
        return {DatabaseState::Ready, {}, std::move(access).value()};
    if (purpose == DatabasePurpose::Read && access.error().code == u"no-schema"_s)
        return {isLocal ? DatabaseState::NotStarted : DatabaseState::Ready, {}, {}};
    return {
        needsPassword(access.error()) ? DatabaseState::NeedsPassword : DatabaseState::Unreachable,
        access.error(),
        {}};
}

void DatabaseController::check()
{
    m_wasChecked = true;
    m_summaryLane.forget();
    m_queries.setSettings({});
    m_contents = {};
    m_problem.reset();
    releaseInBackground(this, std::exchange(m_access, std::nullopt));
    m_state = DatabaseState::Checking;
    Q_EMIT stateChanged();
    Q_EMIT dataChanged();
    const quint64 mine = ++m_generation;
    openCurrent(DatabasePurpose::Read, [this, mine](Outcome outcome) {
        if (mine == m_generation)
            take(std::move(outcome));
        else
            releaseInBackground(this, std::move(outcome.access));
    });
}

void DatabaseController::openForLoading(const OpenedForLoading& done)
{
    const quint64 mine = ++m_generation;
    openCurrent(DatabasePurpose::Load, [this, mine, done](Outcome outcome) {
        if (mine != m_generation) {
            releaseInBackground(this, std::move(outcome.access));
            done(UserMessage::error(tr("A different database was chosen")));
            return;
        }
        take(std::move(outcome));
        if (m_access)
            done(m_access->settings());
        else
            done(m_problem.value_or(UserMessage::error(stateText())));
    });
}

void DatabaseController::take(Outcome outcome)
{
    std::optional<DatabaseAccess> before = std::exchange(m_access, std::move(outcome.access));
    m_state = outcome.state;
    m_problem = std::move(outcome.problem);
    m_queries.setSettings(
        m_access ? std::optional(m_access->settings()) : std::optional<ConnectionSettings>());
    releaseInBackground(this, std::move(before));
    Q_EMIT stateChanged();
    refreshSummary();
}

void DatabaseController::refreshSummary()
{
    if (!m_access) {
        m_contents = {};
        Q_EMIT dataChanged();
        return;
    }
    fetchContents([this](const Result<Contents>& contents) { takeContents(contents); });
}

void DatabaseController::refreshOrReopen()
{
    if (!m_access) {
        check();
        return;
    }
    fetchContents([this, mine = m_generation](const Result<Contents>& summary) {
        // Unless a database is being opened meanwhile.
        if (!summary && mine == m_generation)
            check();
        else
            takeContents(summary);
    });
}

void DatabaseController::fetchContents(const ContentsFetched& done)
{
    m_summaryLane.ask<Contents>(
        [settings = m_access->settings()](SqlSession& session) -> Result<Contents> {
            if (const auto settled = settlePending(settings); !settled) {
                const UserMessage& error = settled.error();
                return error.code.startsWith(u"08"_s) ? explainConnectionFailure(error, settings)
                                                      : error;
            }
            const auto summary = fetchDataSummary(session);
            if (!summary)
                return summary.error();
            const auto state = fetchDataState(session);
            return state ? Result<Contents>({*summary, *state}) : state.error();
        },
        done);
}

void DatabaseController::takeContents(const Result<Contents>& contents)
{
    if (contents.ok())
        m_contents = *contents;
    // The server may have become unreachable or reachable.
    const DatabaseState state = contents.ok() ? DatabaseState::Ready : DatabaseState::Unreachable;
    m_problem = contents.ok() ? std::nullopt : std::optional(contents.error());
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged();
    Q_EMIT dataChanged();
}

void DatabaseController::release()
{
    ++m_generation;
    m_summaryLane.forget();
    m_queries.setSettings({});
    runInBackground(
        this,
        [access = std::exchange(m_access, std::nullopt)]() mutable {
            access.reset();
            return true;
        },
        [this](bool) { Q_EMIT released(); });
}

} // namespace faultline
