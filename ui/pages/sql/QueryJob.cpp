// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/sql/QueryJob.h"

#include "session/BackgroundTask.h"

#include <utility>
#include <variant>

namespace faultline {

QueryJob::QueryJob(QObject* parent)
    : QObject(parent)
{}

QueryJob::~QueryJob()
{
    ++m_generation;
    cancel();
}

void QueryJob::start(
    const ReaderCredentials::Finder& finder, const QString& sql, const CustomQueryLimits& limits)
{
    cancel();
    m_cancel.emplace();
    Q_EMIT busyChanged(true);
    using Outcome = std::variant<CustomQueryResult, Failure>;
    runInBackground(
        this,
        [finder, sql, limits, cancel = *m_cancel]() -> Outcome {
            const auto reader = finder();
            if (!reader)
                return Failure{reader.error(), {}};
            CustomQuery query(*reader, limits);
            auto result = query.fetch(sql, cancel);
            if (!result)
                return Failure{result.error(), query.errorPosition()};
            return std::move(result).value();
        },
        [this, mine = ++m_generation](const Outcome& outcome) {
            if (mine != m_generation)
                return;
            m_cancel.reset();
            Q_EMIT busyChanged(false);
            if (const auto* result = std::get_if<CustomQueryResult>(&outcome))
                Q_EMIT succeeded(*result);
            else
                Q_EMIT failed(std::get<Failure>(outcome));
        });
}

void QueryJob::cancel()
{
    if (m_cancel)
        m_cancel->cancel();
}

void QueryJob::drop()
{
    ++m_generation;
    cancel();
    if (m_cancel) {
        m_cancel.reset();
        Q_EMIT busyChanged(false);
    }
}

} // namespace faultline
