// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/DataReceipt.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/query/ChartData.h"
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
};

/// One report as it is exported: everything but its rows.
struct ReportSection
{
    ReportDefinition report;
    ReportFilter filter; ///< What its figures are really narrowed to.
    ReportOrder order;
    QList<FilterLine> filterLines;  ///< Each that it has, also those that nothing was chosen for.
    QString sql;                    ///< With the values of the filters.
    std::optional<ChartData> chart; ///< When the document has charts and the report has one.

    /// A sentence that stands where the chart of the report would be; empty when there is one, or
    /// none is wanted.
    QString missingChart() const;
    /// Name, title, filters, SQL and columns: the report without its rows.
    QJsonObject toJson() const;
};

/// What every format says of where its figures come from.
struct ReportContext
{
    QString programVersion;
    QDateTime readAt; ///< UTC; the moment of the database that all figures are of.
    QString database; ///< Without secrets.
    DataReceipt data;
    QList<ReportSection> sections;

    /// The start of a JSON object, with the context as its first value and without its end: it goes
    /// on with a comma. Without the sections. Begins with kOwnExportStart.
    QByteArray jsonStart(QJsonDocument::JsonFormat format) const;
};

ReportSection
reportSection(const ReportDefinition& report, const ReportFilter& filter, const ReportOrder& order);

/// "integer", "decimal", "timestamp" or "text": what JSON says.
QString columnTypeWord(ReportColumn::Type type);
bool isFigure(const ReportColumn& column);
QStringList columnNames(const QList<ReportColumn>& columns);

} // namespace faultline
