// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace faultline {

/// Ends what the query thread's session runs at the moment; from any thread, and also when the
/// session is gone.
class QueryCanceller
{
public:
    void cancel() const
    {
        StatementCanceller canceller;
        {
            const std::scoped_lock lock(m_mutex);
            canceller = m_canceller;
        }
        canceller.cancel();
    }
    void set(const StatementCanceller& canceller)
    {
        const std::scoped_lock lock(m_mutex);
        m_canceller = canceller;
    }

private:
    mutable std::mutex m_mutex;
    StatementCanceller m_canceller;
};

/// The session of the query thread; only that thread touches it. It opens at the first query, and
/// again after the link was lost or a query was ended.
class QuerySession : public QObject
{
    Q_OBJECT

public:
    void setSettings(const std::optional<ConnectionSettings>& settings);
    /// From any thread.
    std::shared_ptr<const QueryCanceller> canceller() const { return m_canceller; }
    /// It was ended by interrupt().
    static bool isInterrupted(const UserMessage& error)
    {
        return error.code == QStringView(u"57014");
    }

    template<typename T>
    Result<T> run(const std::function<Result<T>(SqlSession&)>& work)
    {
        const bool wasOpen = m_session.has_value();
        if (const auto opened = ensureOpen(); !opened)
            return opened.error();
        Result<T> result = work(*m_session);
        // Nobody knows in which state of a transaction it was; and whoever asks once more to end it
        // asks for a session that is gone.
        if (!result.ok() && isInterrupted(result.error()))
            m_session.reset();
        if (result.ok() || !isLinkLost(result.error()))
            return result;
        // Reading twice does no harm, and a server that was restarted shall not show as an error.
        m_session.reset();
        if (!wasOpen)
            return result;
        if (const auto opened = ensureOpen(); !opened)
            return opened.error();
        return work(*m_session);
    }

private:
    Result<void> ensureOpen();
    static bool isLinkLost(const UserMessage& error);

    std::optional<ConnectionSettings> m_settings;
    std::optional<SqlSession> m_session;
    const std::shared_ptr<QueryCanceller> m_canceller = std::make_shared<QueryCanceller>();
};

/// Runs the window's queries on one thread with one session. Ask through a QueryLane.
class QueryRunner : public QObject
{
    Q_OBJECT

public:
    explicit QueryRunner(QObject* parent = nullptr);
    ~QueryRunner() override;

    /// Closes the session; queries asked from now on go to `settings`, or fail without any.
    void setSettings(const std::optional<ConnectionSettings>& settings);

private:
    friend class QueryLane;
    /// Gives `attempt` on another thread what ends a query, until it says that nothing is left to
    /// end.
    void interrupt(std::function<bool(const QueryCanceller&)> attempt);
    void post(std::function<void(QuerySession&)> work);

    QThread m_thread;
    QuerySession* m_session;
};

/// The questions of one asker, of which only the newest counts: one that was overtaken isn't run
/// any more, or is ended while it runs, because it may take long and holds up everybody else. Dies
/// with its asker. Belongs to the window's thread.
class QueryLane
{
public:
    explicit QueryLane(QueryRunner& runner)
        : m_runner(runner)
    {}
    ~QueryLane() { forget(); }
    QueryLane(const QueryLane&) = delete;
    QueryLane& operator=(const QueryLane&) = delete;

    /// Runs `work` on the query thread, then `done` on this thread.
    template<typename T>
    void ask(std::function<Result<T>(SqlSession&)> work, std::function<void(const Result<T>&)> done)
    {
        forget();
        const quint64 mine = m_state->newest;
        m_runner.post([state = m_state, mine, runner = &m_runner, work = std::move(work),
                       done = std::move(done)](QuerySession& session) {
            // Before the look at the newest: who overtakes it after that sees it run.
            state->running = mine;
            if (state->newest != mine) {
                state->endRun();
                return;
            }
            auto result = std::make_shared<Result<T>>(session.run<T>(work));
            // Meant for a query before this one, and came late.
            if (!result->ok() && QuerySession::isInterrupted(result->error())
                && state->newest == mine)
                *result = session.run<T>(work);
            state->endRun();
            QMetaObject::invokeMethod(
                runner,
                [state, mine, result, done] {
                    if (state->newest == mine)
                        done(*result);
                },
                Qt::QueuedConnection);
        });
    }

    /// Drops what was asked.
    void forget()
    {
        ++m_state->newest;
        const quint64 running = m_state->running;
        if (running == kNone)
            return;
        m_runner.interrupt([state = m_state, running](const QueryCanceller& canceller) {
            const std::scoped_lock lock(state->ending);
            if (state->running != running)
                return false;
            canceller.cancel();
            return true;
        });
    }

private:
    static constexpr quint64 kNone = 0;
    /// Questions by their number.
    struct State
    {
        std::atomic<quint64> newest = kNone;
        std::atomic<quint64> running = kNone; ///< Also one that is overtaken.
        /// A request to end a query is on its way: the next one waits for it, or it would be hit.
        std::mutex ending;

        void endRun()
        {
            const std::scoped_lock lock(ending);
            running = kNone;
        }
    };

    QueryRunner& m_runner; ///< Not touched when nothing runs: at the end it may be gone before.
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace faultline
