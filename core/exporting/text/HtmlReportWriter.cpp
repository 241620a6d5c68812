// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/text/HtmlReportWriter.h"

#include "exporting/context/FigureText.h"
#include "exporting/context/ReceiptTable.h"
#include "exporting/text/HtmlHead.h"
#include "exporting/text/HtmlSummary.h"
#include "exporting/text/HtmlText.h"

#include <QCoreApplication>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(HtmlReportWriter)
};

const QString kReceipt = u"receipt"_s;
const QString kAppendix = u"appendix"_s;

QByteArrayView headTag(bool isFigure)
{
    return isFigure ? "th class=\"figure\"" : "th";
}

} // namespace

Result<void> HtmlReportWriter::begin(const ReportContext& context)
{
    m_context = context;
    const QString title = documentTitle(m_options, context);
    const bool hasSeveral = context.sections.size() > 1;
    m_output
        << "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
        // isOwnExport() looks for it.
        << "<meta name=\"generator\" content=\"Faultline " << htmlText(context.programVersion)
        << "\"/>\n"
        << kHtmlHead;
    m_output.element("title", title) << "</head>\n";
    m_output << (hasSeveral ? "<body class=\"several\">\n" : "<body>\n");
    writeHeader(title);
    if (hasSeveral) {
        m_output << "<section class=\"first\">\n";
        if (context.summary)
            writeHtmlSummary(m_output, *context.summary, m_drawChart);
        m_output.element("h3", Text::tr("Data and receipt")).lines(dataLines(context));
        writeContents();
        m_output << "</section>\n";
    }
    m_output << "<main>\n";
    return m_output.flushIfFull();
}

void HtmlReportWriter::writeHeader(const QString& title)
{
    m_output << "<header>\n";
    m_output.element("h1", title);
    if (!m_options.logo.bytes.isEmpty()) {
        m_output << "<img alt=\"\" src=\"data:" << m_options.logo.type << ";base64,"
                 << m_options.logo.bytes.toBase64() << "\"/>\n";
    }
    m_output << "</header>\n";
}

void HtmlReportWriter::writeContents()
{
    m_output << "<nav>\n";
    m_output.element("h3", Text::tr("Contents")) << "<ul>\n";
    const auto entry = [this](const QString& target, const QString& text) {
        m_output << "<li>";
        m_output.link(target, text) << "</li>\n";
    };
    for (const ReportSection& section : std::as_const(m_context.sections))
        entry(htmlTargetOf(section.report.name), section.report.title);
    entry(kReceipt, Text::tr("Receipt of the data"));
    if (m_options.hasAppendix)
        entry(kAppendix, Text::tr("Appendix"));
    m_output << "</ul>\n</nav>\n";
}

Result<void> HtmlReportWriter::beginReport(const ReportSection& section)
{
    m_section = section;
    m_output << "<section id=\"" << htmlText(htmlTargetOf(section.report.name)) << "\">\n";
    // The title of a single report is the document's, unless that has another.
    if (m_context.sections.size() > 1 || !m_options.title.isEmpty())
        m_output.element("h2", section.report.title);
    writeExplanation();
    if (section.chart && !section.chart->isEmpty())
        writeChart(*section.chart);
    else if (const QString why = section.missingChart(); !why.isEmpty())
        m_output.element("p", why);
    m_output << "<div class=\"scroll\"><table>\n<thead><tr>";
    for (const ReportColumn& column : section.report.columns)
        m_output.element(headTag(isFigure(column)), column.heading());
    m_output << "</tr></thead>\n<tbody>\n";
    return m_output.flushIfFull();
}

void HtmlReportWriter::writeExplanation()
{
    m_output.element("p class=\"explained\"", m_section.report.firstSentence());
    if (const QString chosen = m_section.chosenText(); !chosen.isEmpty())
        m_output.element("p class=\"note explained\"", chosen);
    if (const QString rest = m_section.report.furtherSentences(); !rest.isEmpty()) {
        m_output << "<details>";
        m_output.element("summary", Text::tr("How this is counted")).element("p", rest)
            << "</details>\n";
    }
}

void HtmlReportWriter::writeChart(const ChartData& chart)
{
    const QByteArray svg = svgElement(m_drawChart(chart, ChartSize::Page));
    if (!svg.isEmpty())
        m_output << "<figure>" << svg << "</figure>\n";
}

Result<void> HtmlReportWriter::writeRow(const ReportRow& row)
{
    m_output << "<tr>";
    for (qsizetype i = 0; i < row.size(); ++i) {
        const ReportColumn& column = m_section.report.columns.at(i);
        m_output << (isFigure(column) ? "<td class=\"figure\">" : "<td class=\"text\">");
        m_output.text(shownCell(column, row.at(i))) << "</td>";
    }
    m_output << "</tr>\n";
    return m_output.flushIfFull();
}

Result<void> HtmlReportWriter::endReport(const ReportTotals& totals)
{
    m_output << "</tbody>";
    writeTotals(totals);
    m_output << "</table></div>\n";
    m_output.element(
        "p class=\"note\"", Text::tr("%n row(s)", nullptr, static_cast<int>(totals.rows)));
    if (m_context.sections.size() > 1 && totals.rows > kPrintedRows) {
        m_output.element(
            "p class=\"note printed\"",
            Text::tr("Only the first %1 are printed.").arg(shownCount(kPrintedRows)));
    }
    m_output << "</section>\n";
    return m_output.flushIfFull();
}

void HtmlReportWriter::writeTotals(const ReportTotals& totals)
{
    const QList<ReportColumn>& columns = m_section.report.columns;
    const QStringList cells = totalCells(columns, totals);
    if (cells.isEmpty())
        return;
    m_output << "\n<tfoot><tr>";
    for (qsizetype i = 0; i < cells.size(); ++i) {
        m_output << (isFigure(columns.at(i)) ? "<td class=\"figure\">" : "<td>");
        m_output.text(cells.at(i)) << "</td>";
    }
    m_output << "</tr></tfoot>";
}

void HtmlReportWriter::writeReceipt()
{
    const ReceiptTable table = receiptTable(m_context.data);
    m_output << "<section id=\"receipt\">\n";
    m_output.element("h2", Text::tr("Receipt of the data")).lines(originLines(m_context));
    if (!table.rows.isEmpty()) {
        m_output << "<div class=\"scroll\"><table>\n<thead><tr>";
        for (const ReceiptTable::Column& column : table.columns)
            m_output.element(headTag(column.isFigure), column.title);
        m_output << "</tr></thead>\n<tbody>\n";
        for (const QList<QVariant>& row : table.rows) {
            m_output << "<tr>";
            for (const QVariant& cell : row) {
                const bool isFigure = cell.typeId() == QMetaType::LongLong;
                m_output << (isFigure ? "<td class=\"figure\">" : "<td>");
                m_output.text(isFigure ? shownCount(cell.toLongLong()) : cell.toString())
                    << "</td>";
            }
            m_output << "</tr>\n";
        }
        m_output << "</tbody></table></div>\n";
    }
    if (!table.note.isEmpty())
        m_output.element("p", table.note);
    m_output << "</section>\n";
}

void HtmlReportWriter::writeAppendix()
{
    m_output << "<section id=\"appendix\">\n";
    m_output.element("h2", Text::tr("Appendix"));
    for (const ReportSection& section : std::as_const(m_context.sections)) {
        m_output.element("h3", section.report.title).lines(section.filterLines);
        QList<FilterLine> columns;
        for (const ReportColumn& column : section.report.columns)
            columns << FilterLine{column.title, columnWords(column)};
        m_output.lines(columns).element("pre", section.sql);
    }
    m_output << "</section>\n";
}

Result<void> HtmlReportWriter::end()
{
    writeReceipt();
    if (m_options.hasAppendix)
        writeAppendix();
    m_output << "</main>\n</body>\n</html>\n";
    return m_output.flush();
}

} // namespace faultline
