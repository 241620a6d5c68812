// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "reports/definition/ReportDefinition.h"

#include <QSet>
#include <QStringList>

#include <optional>

namespace faultline {

/// The comment lines at the top of a report, as fields (docs/reports.md). Each field was checked on
/// its own; for example, the columns that a chart names may be missing.
struct ReportHeader
{
    ReportDefinition report; ///< Without SQL, so without filters.
    QSet<QString> fields; ///< The fields that exist, without the names after "column" and "choice".
    int lines = 0;        ///< The SQL begins after them.
    int chartLine = 0;    ///< From 0.
    int linkLine = 0;
    /// The first invalid field. It is left out, and the others are read.
    std::optional<UserMessage> problem;
};

/// Reads the comment lines at the start of `lines`. Problems name the file and the line; without a
/// file name, only the line.
ReportHeader readReportHeader(const QString& fileName, const QStringList& lines);

/// The header's lines with these fields, each with its line end. Fields with their default value
/// are left out.
QString reportHeaderText(const ReportDefinition& report);

/// The message for a file that can't be used. `line` counts from 0; the code is "report-file".
UserMessage reportFileProblem(const QString& fileName, const QString& why, int line);

} // namespace faultline
