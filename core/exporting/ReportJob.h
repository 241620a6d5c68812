// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "exporting/context/ReportWriter.h"

#include <QList>
#include <QString>

#include <functional>

namespace faultline {

/// Which reports to write, with what filters, and who is informed.
struct ReportJob
{
    QList<ReportDefinition> reports;
    ReportFilter filter;
    ReportOrder order; ///< The order of the rows, for a single report.
    QString database;  ///< Its display name, without secrets.
    CancelToken cancel;
    /// Called now and then on the job's thread, with the number of rows written so far.
    std::function<void(qint64)> progress;
};

/// The reports that "all reports" means.
struct ReportBatch
{
    QList<ReportDefinition> reports;
    /// They lack a filter that is set: a report on all groups isn't one on the requested group.
    /// Choices and the burst window only say how to count.
    QList<ReportDefinition> withoutFilter;
    QList<ReportDefinition> onlyByName; ///< Possibly large or slow; they do have the filters.

    /// Which reports are left out and why, for people; empty if none. `name` selects the name to
    /// show.
    QString leftOutText(QString ReportDefinition::*name) const;
};
/// Fails if no report is left.
Result<ReportBatch> reportBatch(const QList<ReportDefinition>& all, const ReportFilter& filter);

/// Passes all reports of the job to `writer`, from one snapshot of the database. Returns the number
/// of rows. A cancel ends it with UserMessage::cancelled(). Reports that are too long for the
/// format are refused before anything is written, with the code "too-long".
Result<qint64> writeReports(SqlSession& session, const ReportJob& job, ReportWriter& writer);

/// The steps of it, for several documents from one Snapshot: the reports as shownReport() has them,
/// the context that contains them, and writing one of them. Its chart is put into `section` if the
/// writer wants charts.
Result<QList<ReportSection>> reportSections(SqlSession& session, const ReportJob& job);
Result<ReportContext> reportContext(SqlSession& session, const ReportJob& job);
Result<qint64> writeSection(
    SqlSession& session, const ReportJob& job, ReportSection& section, qint64 rowsBefore,
    ReportWriter& writer);

} // namespace faultline
