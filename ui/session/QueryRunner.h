// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/SqlSession.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace faultline {

/// The session of the query thread; only that thread touches it. It opens at the first query and
/// again after the link was lost.
class QuerySession : public QObject
{
    Q_OBJECT

public:
    void setSettings(const std::optional<ConnectionSettings>& settings);
    /// From any thread.
    StatementCanceller canceller() const;
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
    mutable std::mutex m_mutex; ///< Guards the next one.
    StatementCanceller m_canceller;
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
    /// Ends the query that runs, as long as `isStillRunning` says so. Doesn't wait for it.
    void interrupt(std::function<bool()> isStillRunning);
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
                state->running = kNone;
                return;
            }
            auto result = std::make_shared<Result<T>>(session.run<T>(work));
            // Meant for a query before this one, and came late.
            if (!result->ok() && QuerySession::isInterrupted(result->error())
                && state->newest == mine)
                *result = session.run<T>(work);
            state->running = kNone;
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
        if (running != kNone)
            m_runner.interrupt([state = m_state, running] { return state->running == running; });
    }

private:
    static constexpr quint64 kNone = 0;
    /// Questions by their number.
    struct State
    {
        std::atomic<quint64> newest = kNone;
        std::atomic<quint64> running = kNone; ///< Also one that is overtaken.
    };

    QueryRunner& m_runner; ///< Not touched when nothing runs: at the end it may be gone before.
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace faultline
