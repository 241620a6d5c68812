// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportWriter.h"
#include "exporting/output/OutputBuffer.h"

namespace faultline {

/// Reports as one self-contained HTML document: no network, no script, charts as inline SVG. It is
/// also well-formed XML. Light and dark, and ready to print.
class HtmlReportWriter : public ReportWriter
{
public:
    HtmlReportWriter(QIODevice& device, ChartDrawing drawChart)
        : m_output(device)
        , m_drawChart(std::move(drawChart))
    {}

    bool wantsCharts() const override { return static_cast<bool>(m_drawChart); }
    Result<void> begin(const ReportContext& context) override;
    Result<void> beginReport(const ReportSection& section) override;
    Result<void> writeRow(const ReportRow& row) override;
    Result<void> endReport(const ReportTotals& totals) override;
    Result<void> end() override;

private:
    void element(const char* name, const QString& text);
    void writeContents();
    void writeFilters(const ReportSection& section);
    void writeChart(const ChartData& chart);
    void writeTotals(const ReportTotals& totals);
    void writeColumns();
    void writeReceipt();

    OutputBuffer m_output;
    ChartDrawing m_drawChart;
    ReportContext m_context;
    ReportSection m_section;
};

} // namespace faultline
