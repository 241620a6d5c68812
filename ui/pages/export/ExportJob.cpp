// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/export/ExportJob.h"

#include "exporting/QueryExport.h"
#include "exporting/RejectedLinesExport.h"
#include "session/BackgroundTask.h"

namespace faultline {

namespace {

constexpr auto kQueryLimit = std::chrono::minutes(15);

} // namespace

ExportJob::ExportJob(QObject* parent)
    : QObject(parent)
{}

ExportJob::~ExportJob()
{
    cancel();
}

void ExportJob::start(const QString& path, const Work& work)
{
    drop();
    m_cancel.emplace();
    Q_EMIT busyChanged(true);
    runInBackground(
        this, [work, path, cancel = *m_cancel] { return work(path, cancel); },
        [this, path, mine = m_generation](const Result<qint64>& rows) {
            if (mine != m_generation)
                return;
            m_cancel.reset();
            Q_EMIT busyChanged(false);
            Q_EMIT ended(rows, path);
        });
}

void ExportJob::cancel()
{
    if (m_cancel)
        m_cancel->cancel();
}

void ExportJob::drop()
{
    ++m_generation;
    cancel();
    if (m_cancel) {
        m_cancel.reset();
        Q_EMIT busyChanged(false);
    }
}

ExportJob::Work queryExport(
    const ReaderCredentials::Finder& finder, const ConnectionSettings& owner, const QString& sql,
    const CsvOptions& csv)
{
    return [=](const QString& path, const CancelToken& cancel) -> Result<qint64> {
        const auto reader = finder();
        if (!reader)
            return reader.error();
        CustomQueryLimits limits;
        limits.rows.reset();
        limits.time = kQueryLimit;
        return exportCustomQuery(owner, *reader, sql, limits, cancel, path, csv);
    };
}

ExportJob::Work rejectedLinesExport(
    const ConnectionSettings& database, const RejectedLineFilter& filter, const CsvOptions& csv)
{
    return [=](const QString& path, const CancelToken& cancel) -> Result<qint64> {
        auto session = SqlSession::open(database);
        if (!session)
            return session.error();
        return exportRejectedLines(*session, filter, cancel, path, csv);
    };
}

} // namespace faultline
