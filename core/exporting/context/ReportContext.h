// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/DataReceipt.h"
#include "exporting/context/DocumentSummary.h"
#include "reports/charts/ChartData.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/query/ReportQuery.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// One filter or choice of a report, in words: "Period", "all".
struct FilterLine
{
    QString title;
    QString value;
    bool isSet = false; ///< A filter that leaves something out.
};

/// An exported report without its rows.
struct ReportSection
{
    ReportDefinition report;
    ReportFilter filter; ///< The filters that its figures really have.
    ReportOrder order;
    QList<FilterLine> filterLines;  ///< All that it has, including those without a choice.
    QString sql;                    ///< With the filters' values.
    PlantClocks clocks;             ///< Those that its times are of.
    std::optional<ChartData> chart; ///< If the document has charts and the report has one.

    /// The filters that are set: "Group: Pumps".
    QStringList filterTexts() const;
    /// These and all choices, in a line: "Group: Pumps · By: Month".
    QString chosenText() const;
    /// A sentence in place of the report's chart; empty if there is a chart or none is wanted.
    QString missingChart() const;
    /// Name, title, filters, SQL and columns, without the rows.
    QJsonObject toJson() const;
};

/// What every format says about the origin of its figures.
struct ReportContext
{
    QString programVersion;
    QDateTime readAt;   ///< UTC; the time of the snapshot that all figures are from.
    QString database;   ///< Without secrets.
    PlantClocks clocks; ///< Of all plants.
    DataReceipt data;
    QList<ReportSection> sections;
    std::optional<DocumentSummary>
        summary; ///< If the format has one and there are several reports.

    /// An unfinished JSON object with the context as its first value, to be continued with a comma.
    /// Without the sections. Begins with kOwnExportStart.
    QByteArray jsonStart(QJsonDocument::JsonFormat format) const;
};

/// The filter by plant is only a line if there are several, or some are chosen. `clocks` are those
/// of all plants.
ReportSection reportSection(
    const ReportDefinition& report, const ReportFilter& filter, const ReportOrder& order,
    const PlantClocks& clocks = {});

/// "integer", "decimal", "timestamp" or "text", as in JSON.
QString columnTypeWord(ReportColumn::Type type);
bool isFigure(const ReportColumn& column);
QStringList columnNames(const QList<ReportColumn>& columns);

} // namespace faultline
