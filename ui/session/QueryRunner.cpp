// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/QueryRunner.h"

#include "database/schema/DatabaseCheck.h"
#include "session/BackgroundTask.h"

#include <QDeadlineTimer>

#include <chrono>
#include <thread>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::chrono::milliseconds kPollInterval(100);

} // namespace

void QuerySession::setSettings(const std::optional<ConnectionSettings>& settings)
{
    m_session.reset();
    m_settings = settings;
}

Result<void> QuerySession::ensureOpen()
{
    if (m_session)
        return {};
    if (!m_settings) {
        return UserMessage::error(tr("No database is open")).withCode(u"no-database"_s);
    }
    auto session = SqlSession::open(*m_settings);
    if (!session)
        return explainConnectionFailure(session.error(), *m_settings);
    m_session.emplace(std::move(session).value());
    m_canceller->set(m_session->canceller());
    return {};
}

bool QuerySession::isLinkLost(const UserMessage& error)
{
    // An error without a code comes from libpq: the server couldn't send one.
    return error.code.isEmpty() || error.code.startsWith(u"08"_s)
           || error.code.startsWith(u"57P"_s);
}

QueryRunner::QueryRunner(QObject* parent)
    : QObject(parent)
    , m_session(new QuerySession)
{
    m_thread.setObjectName(u"queries"_s);
    m_session->moveToThread(&m_thread);
    // Deleted on the thread that opened its session.
    connect(&m_thread, &QThread::finished, m_session, &QObject::deleteLater);
    m_thread.start();
}

QueryRunner::~QueryRunner()
{
    m_thread.quit();
    // Cancel the running query, repeatedly, because a request can arrive before its query.
    while (!m_thread.wait(QDeadlineTimer(kPollInterval)))
        m_session->canceller()->cancel();
}

void QueryRunner::interrupt(std::function<bool(const QueryCanceller&)> attempt)
{
    runInBackground(
        this,
        [canceller = m_session->canceller(), attempt = std::move(attempt)] {
            // Repeatedly, because a request can arrive before its query.
            while (attempt(*canceller))
                std::this_thread::sleep_for(kPollInterval);
            return true;
        },
        [](bool) {});
}

void QueryRunner::setSettings(const std::optional<ConnectionSettings>& settings)
{
    post([settings](QuerySession& session) { session.setSettings(settings); });
}

void QueryRunner::post(std::function<void(QuerySession&)> work)
{
    QMetaObject::invokeMethod(
        m_session, [session = m_session, work = std::move(work)] { work(*session); },
        Qt::QueuedConnection);
}

} // namespace faultline
