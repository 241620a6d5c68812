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

/// Cancels the statement that the query thread is running; from any thread, even without a session.
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

/// The session of the query thread; only that thread uses it. It opens on the first query, and
/// again after a lost connection or a cancelled query.
class QuerySession : public QObject
{
    Q_OBJECT

public:
    void setSettings(const std::optional<ConnectionSettings>& settings);
    /// From any thread.
    std::shared_ptr<const QueryCanceller> canceller() const { return m_canceller; }
    /// Whether interrupt() caused the error.
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
        // The state of its transaction is unknown. A repeated cancel then hits a session that no
        // longer exists.
        if (!result.ok() && isInterrupted(result.error()))
            m_session.reset();
        if (result.ok() || !isLinkLost(result.error()))
            return result;
        // Reading twice is harmless, and a restarted server shouldn't show as an error.
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

/// Runs the window's queries on one thread with one session. Use it through a QueryLane.
class QueryRunner : public QObject
{
    Q_OBJECT

public:
    explicit QueryRunner(QObject* parent = nullptr);
    ~QueryRunner() override;

    /// Closes the session; later queries go to `settings`, or fail without any.
    void setSettings(const std::optional<ConnectionSettings>& settings);

private:
    friend class QueryLane;
    /// Calls `attempt` with the canceller on another thread until it returns false.
    void interrupt(std::function<bool(const QueryCanceller&)> attempt);
    void post(std::function<void(QuerySession&)> work);

    QThread m_thread;
    QuerySession* m_session;
};

/// The queries of one caller, of which only the newest counts: an outdated query is dropped or
/// cancelled, because a long one would delay all others. Lives as long as its caller. Belongs to
/// the window's thread.
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
            // Set before `newest` is checked, so that a later forget() sees it running.
            state->running = mine;
            if (state->newest != mine) {
                state->endRun();
                return;
            }
            auto result = std::make_shared<Result<T>>(session.run<T>(work));
            // The cancel was meant for an earlier query and arrived late.
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

    /// Drops or cancels the current query.
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
    /// Queries by number.
    struct State
    {
        std::atomic<quint64> newest = kNone;
        std::atomic<quint64> running = kNone; ///< Possibly an outdated one.
        /// Held while a cancel request is in flight, so that it doesn't hit the next query.
        std::mutex ending;

        void endRun()
        {
            const std::scoped_lock lock(ending);
            running = kNone;
        }
    };

    QueryRunner& m_runner; ///< Not used when nothing runs: at exit it may be destroyed first.
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace faultline
