// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/readings/OriginFinder.h"

#include "session/BackgroundTask.h"

#include <utility>

namespace faultline {

OriginFinder::OriginFinder(QueryRunner& queries, QObject* parent)
    : QObject(parent)
    , m_lane(queries)
{}

OriginFinder::~OriginFinder()
{
    stop();
}

void OriginFinder::find(const ReadingRow& row)
{
    stop();
    m_cancel = CancelToken();
    m_lane.ask<LoadedReading>(
        [row](SqlSession& session) { return fetchLoadedReading(session, row); },
        [this](const Result<LoadedReading>& reading) {
            if (!reading) {
                Q_EMIT failed(reading.error());
                return;
            }
            Q_EMIT loaded(*reading);
            read(*reading);
        });
}

void OriginFinder::stop()
{
    m_lane.forget();
    m_next.reset();
    m_cancel.cancel();
}

void OriginFinder::read(const LoadedReading& reading)
{
    if (m_isReading) {
        m_next = reading;
        return;
    }
    m_isReading = true;
    runInBackground(
        this, [reading, cancel = m_cancel] { return findReadingOrigin(reading, cancel); },
        [this, cancel = m_cancel](const Result<ReadingOrigin>& answer) { take(answer, cancel); });
}

void OriginFinder::take(const Result<ReadingOrigin>& answer, const CancelToken& cancel)
{
    m_isReading = false;
    if (const auto next = std::exchange(m_next, std::nullopt))
        read(*next);
    else if (cancel.isCancelled())
        return; // the result is no longer needed
    else if (answer)
        Q_EMIT found(*answer);
    else
        Q_EMIT failed(answer.error());
}

} // namespace faultline
