// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/PdfReportWriter.h"

#include "documents/TableLayout.h"
#include "exporting/context/FigureText.h"
#include "exporting/context/ReceiptTable.h"
#include "exporting/output/OutputBuffer.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PdfReportWriter)
};

constexpr qreal kHeadingHeight = 400;   // with the space around it
constexpr qreal kOriginHeight = 700;    // of the lines on the origin, about
const QString kReceipt = u" receipt"_s; // no name of a report
const QString kAppendix = u" appendix"_s;

PageTable pageTable(const ReceiptTable& receipt)
{
    PageTable table;
    for (const ReceiptTable::Column& column : receipt.columns)
        table.columns << PageTable::Column{column.title, column.isFigure};
    for (const QList<QVariant>& row : receipt.rows) {
        QStringList cells;
        for (const QVariant& cell : row)
            cells
                << (cell.typeId() == QMetaType::LongLong ? shownCount(cell.toLongLong())
                                                         : cell.toString());
        table.rows << cells;
    }
    return table;
}

bool isBound(const ReportColumn& column)
{
    return column.name.endsWith("_lower"_L1) || column.name.endsWith("_upper"_L1);
}

// Without the columns that are empty in every row.
PageTable withoutEmptyColumns(const PageTable& table)
{
    PageTable filled;
    filled.rows.resize(table.rows.size());
    for (qsizetype i = 0; i < table.columns.size(); ++i) {
        const bool isEmpty =
            std::all_of(table.rows.cbegin(), table.rows.cend(), [i](const QStringList& row) {
                return row.at(i).isEmpty();
            });
        if (isEmpty && table.totals.value(i).isEmpty())
            continue;
        filled.columns << table.columns.at(i);
        for (qsizetype row = 0; row < table.rows.size(); ++row)
            filled.rows[row] << table.rows.at(row).at(i);
        if (!table.totals.isEmpty())
            filled.totals << table.totals.at(i);
    }
    return filled.columns.isEmpty() ? table : filled;
}

// A heat map that shows every figure says more than its rows, one below the other.
bool showsAllRows(const ReportSection& section)
{
    return section.chart && section.chart->kind == ChartSpec::Kind::Heatmap
           && !section.chart->isEmpty() && section.chart->note.isEmpty();
}

} // namespace

std::optional<qint64> PdfReportWriter::maxRows(qsizetype reports) const
{
    return reports > 1 ? std::nullopt : std::optional(kMaxRows);
}

Result<void> PdfReportWriter::begin(const ReportContext& context)
{
    m_context = context;
    if (!m_options.logo.bytes.isEmpty() && !m_logo.loadFromData(m_options.logo.bytes)) {
        return UserMessage::error(Text::tr("The logo can't be drawn"))
            .because(Text::tr("The picture is damaged."))
            .withRemedy(Text::tr("Choose another PNG or JPEG picture."))
            .withCode(u"logo"_s);
    }
    if (!context.summary || !m_drawChart)
        return {};
    for (const DocumentSummary::Chart& chart : context.summary->charts) {
        m_summaryCharts << SummaryChart{
            chart.report, chart.data.title, m_drawChart(chart.data, ChartSize::HalfPage)};
    }
    return {};
}

Result<void> PdfReportWriter::beginReport(const ReportSection& section)
{
    Chapter chapter;
    chapter.section = section;
    for (const ReportColumn& column : section.report.columns) {
        chapter.table.columns << PageTable::Column{
            column.heading(), isFigure(column), isBound(column)};
    }
    // A single mark compares nothing.
    const qsizetype fewest = hasSeveral() ? 2 : 1;
    if (section.chart && section.chart->marks.size() >= fewest)
        chapter.chart = m_drawChart(*section.chart, ChartSize::Page);
    m_chapters << std::move(chapter);
    return {};
}

Result<void> PdfReportWriter::writeRow(const ReportRow& row)
{
    Chapter& chapter = m_chapters.last();
    if (hasSeveral() && chapter.rows++ >= kPrintedRows)
        return {};
    QStringList cells;
    for (qsizetype i = 0; i < row.size(); ++i)
        cells << shownCell(chapter.section.report.columns.at(i), row.at(i));
    chapter.table.rows << cells;
    return {};
}

Result<void> PdfReportWriter::endReport(const ReportTotals& totals)
{
    Chapter& chapter = m_chapters.last();
    chapter.rows = totals.rows;
    chapter.table.totals = totalCells(chapter.section.report.columns, totals);
    if (hasSeveral() && !chapter.table.rows.isEmpty())
        chapter.table = withoutEmptyColumns(chapter.table);
    return {};
}

Result<void> PdfReportWriter::end()
{
    // Smaller charts may save a last page of a few lines.
    constexpr qreal kScales[] = {1, 0.93, 0.86, 0.8};
    constexpr qreal kLittle = 0.3;
    PageLayout pages;
    for (const qreal scale : kScales) {
        pages = layOut(scale);
        if (pages.lastPageShare() >= kLittle)
            break;
    }
    const QString origin = Text::tr("%1, figures as of %2")
                               .arg(m_context.database, ZonedTime::here(m_context.readAt).shown());
    OutputBuffer output(m_device);
    output << QByteArrayView(pages.toPdf(documentTitle(m_options, m_context), origin));
    return output.flush();
}

PageLayout PdfReportWriter::layOut(qreal chartScale) const
{
    PageLayout pages;
    addFirstPage(pages);
    for (const Chapter& chapter : m_chapters)
        addChapter(pages, chapter, chartScale);
    addReceipt(pages);
    if (m_options.hasAppendix)
        addAppendix(pages);
    return pages;
}

void PdfReportWriter::addFirstPage(PageLayout& pages) const
{
    addDocumentTitle(pages, documentTitle(m_options, m_context), m_logo);
    if (!hasSeveral())
        return;
    pages.addBookmark(Text::tr("Summary"), 0);
    addSummary(pages, m_context, m_summaryCharts);
    QList<std::pair<QString, QString>> entries;
    for (const ReportSection& section : m_context.sections)
        entries << std::pair(section.report.title, section.report.name);
    entries << std::pair(Text::tr("Receipt of the data"), kReceipt);
    if (m_options.hasAppendix)
        entries << std::pair(Text::tr("Appendix"), kAppendix);
    addContents(pages, entries);
    pages.startPage();
}

void PdfReportWriter::addChapter(PageLayout& pages, const Chapter& chapter, qreal chartScale) const
{
    const ReportDefinition& report = chapter.section.report;
    const QString chosen = chapter.section.chosenText();
    const QStringList notes = notesOf(chapter);
    qreal below = 0;
    for (const QString& note : notes)
        below += PageLayout::noteHeight(note);
    qreal around = kHeadingHeight + PageLayout::paragraphHeight(report.firstSentence())
                   + PageLayout::noteHeight(chosen);
    const qreal chart = PageLayout::chartHeight(chapter.chart) * (hasSeveral() ? chartScale : 1);
    if (!hasTable(chapter))
        around += below;
    else if (chart <= 0) // else the table may follow on the next page
        around += TableLayout(pages, chapter.table, below).beginHeight();
    // A somewhat smaller chart is better than an empty end of a page.
    constexpr qreal kSmallest = 0.62;
    const qreal left = pages.left() - around;
    const qreal shownChart = chart > left && chart * kSmallest <= left ? left : chart;
    pages.need(around + shownChart);
    if (hasSeveral() || !m_options.title.isEmpty())
        pages.addHeading(report.title);
    addBookmarks(pages, chapter);
    pages.addParagraph(report.firstSentence());
    if (!chosen.isEmpty())
        pages.addNote(chosen);
    if (chart > 0)
        pages.addChart(chapter.chart, shownChart);
    else if (const QString why = chapter.section.missingChart();
             !why.isEmpty() && !isBrief(chapter))
        pages.addParagraph(why);
    if (hasTable(chapter))
        pages.addTable(chapter.table, below);
    for (const QString& note : notes)
        pages.addNote(note);
}

bool PdfReportWriter::hasTable(const Chapter& chapter) const
{
    return !hasSeveral() || (chapter.rows > 0 && !showsAllRows(chapter.section));
}

// Among others, a report without rows only says so.
bool PdfReportWriter::isBrief(const Chapter& chapter) const
{
    return hasSeveral() && chapter.rows == 0;
}

// How many rows there are, and how they are counted.
QStringList PdfReportWriter::notesOf(const Chapter& chapter) const
{
    QStringList notes;
    const qsizetype shown = chapter.table.rows.size();
    if (hasSeveral() && showsAllRows(chapter.section)) {
        notes << Text::tr("The chart has all figures. As a table, they are in the document of this "
                          "report alone, and in its CSV file.");
    } else if (chapter.rows > shown) {
        notes << Text::tr("The first %1 of %2 rows. All are in the document of this report alone, "
                          "and in its CSV file.")
                     .arg(shownCount(shown), shownCount(chapter.rows));
    } else {
        notes << Text::tr("%n row(s)", nullptr, static_cast<int>(chapter.rows));
    }
    if (isBrief(chapter))
        return notes;
    if (const QString rest = chapter.section.report.furtherSentences(); !rest.isEmpty())
        notes << Text::tr("How this is counted: %1").arg(rest);
    return notes;
}

// The part of the list of reports that it begins, if it does, and the report.
void PdfReportWriter::addBookmarks(PageLayout& pages, const Chapter& chapter) const
{
    const ReportDefinition& report = chapter.section.report;
    const qsizetype index = &chapter - m_chapters.constData();
    const bool isFirst =
        index == 0 || m_chapters.at(index - 1).section.report.section != report.section;
    if (hasSeveral() && isFirst)
        pages.addBookmark(report.section, 0);
    pages.addBookmark(report.title, hasSeveral() ? 1 : 0, report.name);
}

void PdfReportWriter::addReceipt(PageLayout& pages) const
{
    const ReceiptTable receipt = receiptTable(m_context.data);
    const PageTable table = pageTable(receipt);
    pages.need(kHeadingHeight + kOriginHeight + TableLayout(pages, table).beginHeight());
    pages.addHeading(Text::tr("Receipt of the data"));
    pages.addBookmark(Text::tr("Receipt of the data"), 0, kReceipt);
    pages.addLines(originLines(m_context));
    if (!table.rows.isEmpty())
        pages.addTable(table);
    if (!receipt.note.isEmpty())
        pages.addNote(receipt.note);
}

void PdfReportWriter::addAppendix(PageLayout& pages) const
{
    pages.startPage();
    pages.addHeading(Text::tr("Appendix"));
    pages.addBookmark(Text::tr("Appendix"), 0, kAppendix);
    for (const ReportSection& section : m_context.sections) {
        pages.addSubheading(section.report.title);
        pages.addBookmark(section.report.title, 1);
        pages.addLines(section.filterLines);
        QList<FilterLine> columns;
        for (const ReportColumn& column : section.report.columns)
            columns << FilterLine{column.title, columnWords(column)};
        pages.addLines(columns);
        pages.addCode(section.sql);
    }
}

} // namespace faultline
