// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "reports/charts/ChartData.h"

#include <QList>
#include <QString>

#include <optional>

namespace faultline {

struct ReportContext;

/// The first page of a document of several reports: its answer. All of it comes from reports that
/// the document has, with their filters; what they don't say is missing.
struct DocumentSummary
{
    enum class Tone { Neutral, Good, Bad };

    struct Finding
    {
        QString title;
        QString text;
    };
    struct Figure
    {
        QString title;
        QString value;
        QString note; ///< Its bounds, or a rate; may be empty.
    };
    struct Chart
    {
        QString report; ///< The name of the report that has it.
        ChartData data;
    };

    QString verdict; ///< "Getting worse"; empty if no report says so.
    QString reason;
    Tone tone = Tone::Neutral;
    QList<Finding> findings;
    QList<Figure> figures; ///< At most four.
    QList<Chart> charts;   ///< At most two.
    QString observed;      ///< From when to when; empty without readings.
};

/// Without the charts.
Result<DocumentSummary> fetchDocumentSummary(SqlSession& session, const ReportContext& context);

} // namespace faultline
