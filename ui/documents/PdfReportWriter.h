// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "documents/PageLayout.h"
#include "documents/SummaryPage.h"
#include "exporting/context/DocumentOptions.h"
#include "exporting/context/ReportWriter.h"

#include <QIODevice>
#include <QImage>

namespace faultline {

/// Reports as an A4 PDF document. Of several reports: a page with the answer and the contents; the
/// reports, one after the other, each with its chart and at most kPrintedRows rows; and the receipt
/// of the data. A single report has all its rows, up to kMaxRows; longer ones need CSV or Excel.
class PdfReportWriter : public ReportWriter
{
public:
    static constexpr qint64 kMaxRows = 5000;

    PdfReportWriter(QIODevice& device, PageChartDrawing drawChart, DocumentOptions options)
        : m_device(device)
        , m_drawChart(std::move(drawChart))
        , m_options(std::move(options))
    {}

    std::optional<qint64> maxRows(qsizetype reports) const override;
    bool wantsCharts() const override { return static_cast<bool>(m_drawChart); }
    bool wantsSummary() const override { return true; }
    Result<void> begin(const ReportContext& context) override;
    Result<void> beginReport(const ReportSection& section) override;
    Result<void> writeRow(const ReportRow& row) override;
    Result<void> endReport(const ReportTotals& totals) override;
    Result<void> end() override;

private:
    // A report that was read, to be laid out at the end.
    struct Chapter
    {
        ReportSection section;
        PageTable table;
        PageChart chart;
        qint64 rows = 0;
    };

    bool hasSeveral() const { return m_context.sections.size() > 1; }
    PageLayout layOut(qreal chartScale) const;
    void addFirstPage(PageLayout& pages) const;
    void addChapter(PageLayout& pages, const Chapter& chapter, qreal chartScale) const;
    void addBookmarks(PageLayout& pages, const Chapter& chapter) const;
    bool hasTable(const Chapter& chapter) const;
    bool isBrief(const Chapter& chapter) const;
    QStringList notesOf(const Chapter& chapter) const;
    void addReceipt(PageLayout& pages) const;
    void addAppendix(PageLayout& pages) const;

    QIODevice& m_device;
    PageChartDrawing m_drawChart;
    DocumentOptions m_options;
    QImage m_logo;
    ReportContext m_context;
    QList<SummaryChart> m_summaryCharts;
    QList<Chapter> m_chapters;
};

} // namespace faultline
