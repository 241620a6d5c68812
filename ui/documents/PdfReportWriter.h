// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "documents/PageLayout.h"
#include "exporting/context/ReportWriter.h"

#include <QIODevice>

#include <optional>

namespace faultline {

/// Reports as an A4 PDF document: a contents page; each report on a new page with its chart,
/// filters, full table and definitions; then the receipt of the data and the queries. Reports with
/// more than kMaxRows rows need CSV or Excel.
class PdfReportWriter : public ReportWriter
{
public:
    static constexpr qint64 kMaxRows = 5000;

    PdfReportWriter(QIODevice& device, PageChartDrawing drawChart)
        : m_device(device)
        , m_drawChart(std::move(drawChart))
    {}

    std::optional<qint64> maxRows() const override { return kMaxRows; }
    bool wantsCharts() const override { return static_cast<bool>(m_drawChart); }
    Result<void> begin(const ReportContext& context) override;
    Result<void> beginReport(const ReportSection& section) override;
    Result<void> writeRow(const ReportRow& row) override;
    Result<void> endReport(const ReportTotals& totals) override;
    Result<void> end() override;

private:
    void startChapter(const QString& title, bool isLandscape = false);
    Result<void> paint();

    QIODevice& m_device;
    PageChartDrawing m_drawChart;
    QString m_title;
    DataReceipt m_data;
    std::optional<PageLayout> m_pages;
    QList<PageLayout::Mark> m_contents;
    qsizetype m_chapter = 0;
    ReportSection m_report;
    PageTable m_table;
    QList<FilterLine> m_queries; ///< Title and SQL, for the end of the document.
};

} // namespace faultline
