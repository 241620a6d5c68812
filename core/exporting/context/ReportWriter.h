// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "exporting/context/ReportContext.h"
#include "reports/query/ReportQuery.h"

#include <QByteArray>

#include <functional>

namespace faultline {

/// How wide a chart of a document is.
enum class ChartSize { Page, HalfPage };

/// Draws a chart as an SVG document; provided by code that can draw.
using ChartDrawing = std::function<QByteArray(const ChartData&, ChartSize)>;

/// A format for reports, written one after another. It receives everything in document order and
/// keeps only the rows that it needs; the first error ends the writing. Errors of the device have
/// the code kWriteCode.
class ReportWriter
{
public:
    ReportWriter() = default;
    virtual ~ReportWriter() = default;
    ReportWriter(const ReportWriter&) = delete;
    ReportWriter& operator=(const ReportWriter&) = delete;

    /// The maximum number of rows of a report, in a document of so many reports; none: unlimited.
    virtual std::optional<qint64> maxRows(qsizetype reports) const
    {
        Q_UNUSED(reports)
        return std::nullopt;
    }
    /// Whether beginReport() gets the chart.
    virtual bool wantsCharts() const { return false; }
    /// Whether the context has a summary if there are several reports.
    virtual bool wantsSummary() const { return false; }

    /// The sections of `context` have no charts yet, except those of its summary.
    virtual Result<void> begin(const ReportContext& context) = 0;
    virtual Result<void> beginReport(const ReportSection& section) = 0;
    virtual Result<void> writeRow(const ReportRow& row) = 0;
    /// `totals` cover all written rows.
    virtual Result<void> endReport(const ReportTotals& totals) = 0;
    virtual Result<void> end() = 0;
};

} // namespace faultline
