// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/QueryExportJob.h"

#include "Aside.h"
#include "exporting/QueryExport.h"

namespace faultline {

namespace {

constexpr auto kLimit = std::chrono::minutes(15);

} // namespace

QueryExportJob::QueryExportJob(QObject* parent)
    : QObject(parent)
{}

QueryExportJob::~QueryExportJob()
{
    cancel();
}

void QueryExportJob::start(
    const ReaderKeeper::Finder& finder, const ConnectionSettings& owner, const QString& sql,
    const Target& target)
{
    drop();
    m_cancel.emplace();
    Q_EMIT busyChanged(true);
    runAside(
        this,
        [finder, owner, sql, target, cancel = *m_cancel]() -> Result<qint64> {
            const auto reader = finder();
            if (!reader)
                return reader.error();
            CustomQueryLimits limits;
            limits.rows.reset();
            limits.time = kLimit;
            return exportCustomQuery(owner, *reader, sql, limits, cancel, target.path, target.csv);
        },
        [this, path = target.path, mine = m_generation](const Result<qint64>& rows) {
            if (mine != m_generation)
                return;
            m_cancel.reset();
            Q_EMIT busyChanged(false);
            Q_EMIT ended(rows, path);
        });
}

void QueryExportJob::cancel()
{
    if (m_cancel)
        m_cancel->cancel();
}

void QueryExportJob::drop()
{
    ++m_generation;
    cancel();
    if (m_cancel) {
        m_cancel.reset();
        Q_EMIT busyChanged(false);
    }
}

} // namespace faultline
