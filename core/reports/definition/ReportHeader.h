// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "reports/definition/ReportDefinition.h"

#include <QSet>
#include <QStringList>

#include <optional>

namespace faultline {

/// The comment lines at the top of a report, field by field (docs/reports.md). Each field was
/// looked at by itself only: the columns that a chart names may be missing.
struct ReportHeader
{
    ReportDefinition report; ///< Without SQL, and so without filters.
    QSet<QString> fields;    ///< Which are there, without the names behind "column" and "choice".
    int lines = 0;           ///< The SQL begins behind them.
    int chartLine = 0;       ///< From 0.
    int linkLine = 0;
    /// The first field that can't be used, which is left out as the others are read.
    std::optional<UserMessage> problem;
};

/// Reads the comment lines that `lines` begin with. Problems name the file; without a name, the
/// line alone.
ReportHeader readReportHeader(const QString& fileName, const QStringList& lines);

/// The lines of a header with these fields, each with its line end. What has its usual value is
/// left out.
QString reportHeaderText(const ReportDefinition& report);

/// What is said of a file that can't be used; `line` from 0, the code is "report-file".
UserMessage reportFileProblem(const QString& fileName, const QString& why, int line);

} // namespace faultline
