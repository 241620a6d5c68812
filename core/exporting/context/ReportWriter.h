// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "exporting/context/ReportContext.h"
#include "reports/query/ReportQuery.h"

#include <QByteArray>

#include <functional>

namespace faultline {

/// Draws a chart as an SVG document: given by those who can draw.
using ChartDrawing = std::function<QByteArray(const ChartData&)>;

/// A format that reports are written in, one after the other. It is given everything in the order
/// of the document and keeps no rows that it needn't; the first error ends the writing. Errors of
/// the device have the code kWriteCode.
class ReportWriter
{
public:
    ReportWriter() = default;
    virtual ~ReportWriter() = default;
    ReportWriter(const ReportWriter&) = delete;
    ReportWriter& operator=(const ReportWriter&) = delete;

    /// The most rows of a report that the format can hold; none: any number.
    virtual std::optional<qint64> mostRows() const { return std::nullopt; }
    /// Whether beginReport() is given the chart.
    virtual bool wantsCharts() const { return false; }

    /// The sections of `context` have no charts yet.
    virtual Result<void> begin(const ReportContext& context) = 0;
    virtual Result<void> beginReport(const ReportSection& section) = 0;
    virtual Result<void> writeRow(const ReportRow& row) = 0;
    /// `totals` are of all rows that were written.
    virtual Result<void> endReport(const ReportTotals& totals) = 0;
    virtual Result<void> end() = 0;
};

} // namespace faultline
