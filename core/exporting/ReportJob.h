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

/// Which reports are written, of what, and who watches.
struct ReportJob
{
    QList<ReportDefinition> reports;
    ReportFilter filter;
    ReportOrder order; ///< Of the rows, when it is one report.
    QString database;  ///< Its name for people, without secrets.
    CancelToken cancel;
    /// Called on the job's own thread now and then, with the rows that were written so far.
    std::function<void(qint64)> progress;
};

/// What is meant where somebody asks for all reports.
struct ReportsTogether
{
    QList<ReportDefinition> reports;
    /// They lack a filter that is set: a report of all groups isn't one of the group that was asked
    /// for. Choices and the burst window say how to count, and leave nobody out.
    QList<ReportDefinition> notNarrowed;
    QList<ReportDefinition> byThemselves; ///< They may be large or slow, and take the filter.

    /// Which are left out and why, for people; empty where none is. `name` says how they are
    /// called.
    QString leftOutText(QString ReportDefinition::*name) const;
};
/// Fails when nothing is left.
Result<ReportsTogether>
reportsTogether(const QList<ReportDefinition>& all, const ReportFilter& filter);

/// Gives all reports of the job to `writer`, as they are at one moment of the database. Gives the
/// number of rows. A cancel ends it with UserMessage::cancelled(). Reports that are longer than the
/// format can hold are refused before anything is written, with the code "too-long".
Result<qint64> writeReports(SqlSession& session, const ReportJob& job, ReportWriter& writer);

/// The parts of it, for those who write several documents of one Snapshot: the reports, the context
/// with them in it, and the writing of one, whose chart is put into `section` where the writer
/// wants it.
QList<ReportSection> reportSections(const ReportJob& job);
Result<ReportContext> reportContext(SqlSession& session, const ReportJob& job);
Result<qint64> writeSection(
    SqlSession& session, const ReportJob& job, ReportSection& section, qint64 rowsBefore,
    ReportWriter& writer);

} // namespace faultline
