// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/custom/ReaderSession.h"

#include "database/reader/ReaderStatus.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReaderSession)
};

} // namespace

ReaderSession::ReaderSession(
    SqlSession session, const CancelToken& cancel, std::chrono::milliseconds limit)
    : m_session(std::move(session))
    , m_limit(limit)
    , m_watchdog(std::make_unique<StatementWatchdog>(m_session.canceller(), cancel, limit))
{}

ReaderSession::ReaderSession(ReaderSession&&) noexcept = default;

ReaderSession::~ReaderSession()
{
    m_watchdog.reset(); // before the session
}

Result<ReaderSession> ReaderSession::open(
    const ConnectionSettings& reader, const CancelToken& cancel, std::chrono::milliseconds limit)
{
    auto session = SqlSession::open(reader);
    if (!session)
        return session.error();
    // Once a transaction has read something, it can't be changed to one that writes. It is
    // repeatable read, as exports need; their own BEGIN inside it is harmless.
    const QStringList statements{
        readerSessionSettings().join(u';'), u"SET client_min_messages = error"_s,
        u"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"_s, u"SELECT 1"_s};
    for (const QString& statement : statements) {
        if (const auto done = session->execute(statement); !done)
            return done.error();
    }
    return ReaderSession(std::move(session).value(), cancel, limit);
}

UserMessage ReaderSession::explained(const UserMessage& error) const
{
    const auto ended = m_watchdog->ended();
    if (!ended)
        return error;
    return *ended == StatementWatchdog::Reason::Cancelled ? UserMessage::cancelled()
                                                          : timeLimitError(m_limit);
}

UserMessage timeLimitError(std::chrono::milliseconds limit)
{
    return UserMessage::error(Text::tr("The query was stopped because it took too long"))
        .because(Text::tr("The limit is %1 s.").arg(limit.count() / 1000))
        .withRemedy(Text::tr("Ask for less data, such as a shorter period, or use the summaries. "
                             "They answer most questions without reading every reading."))
        .withCode(u"time-limit"_s);
}

} // namespace faultline
