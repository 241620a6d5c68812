// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/readings/IndexBuilder.h"

#include "session/BackgroundTask.h"

namespace faultline {

IndexBuilder::IndexBuilder(QObject* parent)
    : QObject(parent)
{
    constexpr int kPollMs = 200;
    m_pollTimer.setInterval(kPollMs);
    connect(&m_pollTimer, &QTimer::timeout, this, [this] { Q_EMIT progressed(m_share->load()); });
}

IndexBuilder::~IndexBuilder()
{
    stop();
}

void IndexBuilder::start(const ConnectionSettings& settings, const QList<ReadingIndex>& indexes)
{
    stop();
    m_cancel.emplace();
    m_share = std::make_shared<std::atomic<double>>(0);
    m_pollTimer.start();
    runInBackground(
        this,
        [settings, indexes, cancel = *m_cancel, share = m_share]() -> Result<void> {
            Result<void> made;
            const auto all = static_cast<double>(indexes.size());
            for (qsizetype i = 0; made && i < indexes.size(); ++i) {
                made = createReadingIndex(settings, indexes.at(i), cancel, [&](double ofThis) {
                    share->store((static_cast<double>(i) + ofThis) / all);
                });
            }
            return made;
        },
        [this, mine = m_generation](const Result<void>& made) {
            if (mine != m_generation)
                return;
            m_cancel.reset();
            m_pollTimer.stop();
            Q_EMIT finished(made);
        });
}

void IndexBuilder::stop()
{
    ++m_generation;
    if (m_cancel)
        m_cancel->cancel();
    m_cancel.reset();
    m_pollTimer.stop();
}

} // namespace faultline
