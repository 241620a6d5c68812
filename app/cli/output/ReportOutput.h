// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "cli/arguments/ExportArguments.h"
#include "exporting/ReportJob.h"

#include <QJsonObject>
#include <QString>

namespace faultline {

/// Reports, and how they are to be given. A value: it goes to the thread that reads them.
struct ReportRequest
{
    enum class Form { Table, JsonRows, Document, Files };

    ReportJob job;
    bool anyIsOwn = false; ///< A person wrote one of them.
    Form form = Form::Table;
    ExportOptions options; ///< Of a document and of files.
    ExportPlace place;     ///< Of files.
};

/// What is still to be said, of files; all else has been written to standard output.
struct ReportAnswer
{
    QString text;
    QJsonObject json;
    QStringList remarks; ///< For people: what all figures lack, of which they should know.
};

/// Settles what is not settled yet, and reads and writes the reports, on the thread that calls it.
/// What a person wrote runs as the role that may only read. `database` is the owner's way there.
Result<ReportAnswer> answerReports(
    const ReportRequest& request, const ConnectionSettings& database, const CancelToken& cancel);

} // namespace faultline
