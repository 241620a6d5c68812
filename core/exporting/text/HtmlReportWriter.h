// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/DocumentOptions.h"
#include "exporting/context/ReportWriter.h"
#include "exporting/text/HtmlOutput.h"

namespace faultline {

/// Reports as one self-contained HTML document: no network, no script, charts as inline SVG. It is
/// also well-formed XML. Light and dark, and ready to print.
class HtmlReportWriter : public ReportWriter
{
public:
    HtmlReportWriter(QIODevice& device, ChartDrawing drawChart, DocumentOptions options)
        : m_output(device)
        , m_drawChart(std::move(drawChart))
        , m_options(std::move(options))
    {}

    bool wantsCharts() const override { return static_cast<bool>(m_drawChart); }
    bool wantsSummary() const override { return true; }
    Result<void> begin(const ReportContext& context) override;
    Result<void> beginReport(const ReportSection& section) override;
    Result<void> writeRow(const ReportRow& row) override;
    Result<void> endReport(const ReportTotals& totals) override;
    Result<void> end() override;

private:
    void writeHeader(const QString& title);
    void writeContents();
    void writeExplanation();
    void writeChart(const ChartData& chart);
    void writeTotals(const ReportTotals& totals);
    void writeReceipt();
    void writeAppendix();

    HtmlOutput m_output;
    ChartDrawing m_drawChart;
    DocumentOptions m_options;
    ReportContext m_context;
    ReportSection m_section;
};

} // namespace faultline
