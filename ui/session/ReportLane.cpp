// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/ReportLane.h"

#include "Aside.h"
#include "reports/ReaderSession.h"

namespace faultline {

ReportLane::ReportLane(QueryRunner& queries, QObject* parent)
    : QObject(parent)
    , m_lane(queries)
{}

void ReportLane::ask(const ReaderKeeper::Finder& reader, const Work& work, const Done& done)
{
    forget();
    if (!reader) {
        m_lane.ask<ReportPage>(work, done);
        return;
    }
    m_readerRun = CancelToken();
    runAside(
        this,
        [reader, work, cancel = m_readerRun]() -> Result<ReportPage> {
            const auto settings = reader();
            if (!settings)
                return settings.error();
            return runAsReader<ReportPage>(*settings, cancel, ReaderSession::kTimeLimit, work);
        },
        [done, cancel = m_readerRun](const Result<ReportPage>& page) {
            if (!cancel.isCancelled())
                done(page);
        });
}

void ReportLane::forget()
{
    m_lane.forget();
    m_readerRun.cancel();
}

} // namespace faultline
