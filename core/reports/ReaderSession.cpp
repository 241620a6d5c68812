// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ReaderSession.h"

#include <QCoreApplication>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::chrono::milliseconds kLook(100);

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReaderSession)
};

} // namespace

// Looks at the clock and at the token while the session's thread waits for the server. Asks again
// and again: a request that overtakes its statement is lost.
class ReaderSession::Watch
{
public:
    Watch(StatementCanceller canceller, CancelToken cancel, std::chrono::milliseconds limit)
        : m_canceller(std::move(canceller))
        , m_cancel(std::move(cancel))
        , m_limit(limit)
        , m_thread([this] { look(); })
    {}
    ~Watch()
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_over = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    std::optional<UserMessage> whyEnded() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_why;
    }

private:
    void look()
    {
        const auto end = std::chrono::steady_clock::now() + m_limit;
        std::unique_lock lock(m_mutex);
        while (!m_wake.wait_for(lock, kLook, [this] { return m_over; })) {
            if (!m_why && m_cancel.isCancelled())
                m_why = UserMessage::cancelled();
            else if (!m_why && std::chrono::steady_clock::now() > end)
                m_why = tookTooLong(m_limit);
            if (!m_why)
                continue;
            lock.unlock();
            m_canceller.cancel();
            lock.lock();
        }
    }

    const StatementCanceller m_canceller;
    const CancelToken m_cancel;
    const std::chrono::milliseconds m_limit;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_over = false;
    std::optional<UserMessage> m_why;
    std::thread m_thread; ///< Last: it uses the others.
};

ReaderSession::ReaderSession(SqlSession session, std::unique_ptr<Watch> watch)
    : m_session(std::move(session))
    , m_watch(std::move(watch))
{}

ReaderSession::ReaderSession(ReaderSession&&) noexcept = default;

ReaderSession::~ReaderSession()
{
    // Before the session, so that no request reaches another's statement.
    m_watch.reset();
}

Result<ReaderSession> ReaderSession::open(
    const ConnectionSettings& reader, const CancelToken& cancel, std::chrono::milliseconds limit)
{
    auto session = SqlSession::open(reader);
    if (!session)
        return session.error();
    // Once something was read in it, a transaction can no longer be made one that writes. Of one
    // moment, as exports want it, which begin the same transaction again: that is nobody's matter.
    for (const QString& statement :
         {u"SET client_min_messages = error"_s,
          u"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"_s, u"SELECT 1"_s}) {
        if (const auto done = session->execute(statement); !done)
            return done.error();
    }
    auto watch = std::make_unique<Watch>(session->canceller(), cancel, limit);
    return ReaderSession(std::move(session).value(), std::move(watch));
}

UserMessage ReaderSession::explained(const UserMessage& error) const
{
    return m_watch->whyEnded().value_or(error);
}

UserMessage tookTooLong(std::chrono::milliseconds limit)
{
    return UserMessage::error(Text::tr("The query was stopped because it took too long"))
        .because(Text::tr("It may take %1 s.").arg(limit.count() / 1000))
        .toMend(Text::tr("Ask for less, such as a shorter period, or use the summaries: they "
                         "answer most questions without reading every reading."))
        .withCode(u"time-limit"_s);
}

} // namespace faultline
