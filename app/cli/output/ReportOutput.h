// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "cli/arguments/ExportArguments.h"
#include "exporting/ReportJob.h"

#include <QJsonObject>
#include <QString>

namespace faultline {

/// Reports and their output form. A value: it goes to the thread that reads them.
struct ReportRequest
{
    enum class Form { Table, JsonRows, Document, Files };

    ReportJob job;
    bool anyIsOwn = false; ///< At least one is a person's own.
    Form form = Form::Table;
    ExportOptions options;         ///< For documents and files.
    ExportDestination destination; ///< For files.
};

/// What remains to be said about files; everything else is on standard output.
struct ReportAnswer
{
    QString text;
    QJsonObject json;
    QStringList remarks; ///< For people: what is missing in all figures.
};

/// Updates pending summaries, and reads and writes the reports, on the calling thread. A person's
/// own reports run as the role that may only read. `database` is the owner's connection.
Result<ReportAnswer> answerReports(
    const ReportRequest& request, const ConnectionSettings& database, const CancelToken& cancel);

} // namespace faultline
