// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/text/HtmlReportWriter.h"

#include "exporting/context/FigureText.h"
#include "exporting/context/ReceiptTable.h"
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

// It has no link to another site; the policy also blocks what a hostile text could do.
constexpr auto kHead = R"(<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
<meta name="viewport" content="width=device-width"/>
<style>
:root { font-size: 15px; color-scheme: light dark; --text: #1c2126; --soft: #5a646e; --line: #d5dade;
  --head: #eef1f4; --page: #ffffff; --link: #1f5fa8; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e8ec; --soft: #a0abb6; --line: #3b444d;
  --head: #262d34; --page: #181d22; --link: #7db3ee; } }
body { font: 1rem/1.5 system-ui, "DejaVu Sans", sans-serif; color: var(--text);
  background: var(--page); max-width: 76rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.7rem; margin-bottom: .3rem; } h2 { font-size: 1.35rem; margin-top: 3rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
a { color: var(--link); } p { max-width: 48rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1.2rem; margin: .6rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .8rem 0; }
th, td { padding: .25rem .7rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); }
th { background: var(--head); position: sticky; top: 0; }
th.figure, td.figure { text-align: right; } td.figure { white-space: nowrap; }
td.text { white-space: pre-wrap; overflow-wrap: break-word; max-width: 32rem; }
tfoot td { font-weight: bold; border-top: 2px solid var(--soft); border-bottom: none; }
summary { cursor: pointer; color: var(--soft); margin: 1rem 0 .4rem; }
figure { margin: 1rem 0; padding: .5rem; background: #ffffff; color: #1c2126;
  border: 1px solid var(--line); max-width: 60rem; }
figure svg { width: 100%; height: auto; display: block; }
.note { color: var(--soft); font-size: .9rem; }
pre { background: var(--head); padding: .8rem; overflow-x: auto; font-size: .85rem; }
@media print { :root { font-size: 10px; --text: #000; --soft: #444; --line: #bbb; --head: #eee; --page: #fff; }
  @page { size: A4; margin: 15mm; }
  body { max-width: none; margin: 0; padding: 0; }
  h2 { break-before: page; margin-top: 0; } nav { break-after: avoid; }
  h2, h3 { break-after: avoid; } tr, figure { break-inside: avoid; }
  .scroll { overflow: visible; } th { position: static; } th, td { padding: .15rem .4rem; }
  td.text { max-width: 16rem; }
  thead { display: table-header-group; } tfoot { display: table-row-group; } pre { white-space: pre-wrap; } }
</style>
)";

} // namespace

Result<void> HtmlReportWriter::begin(const ReportContext& context)
{
    m_context = context;
    const QString title = context.sections.size() == 1 ? context.sections.constFirst().report.title
                                                       : Text::tr("Reports");
    m_output << QByteArrayView("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" "
                               "lang=\"en\">\n<head>\n")
             << QByteArrayView(kHead);
    element("title", title);
    m_output << QByteArrayView("</head>\n<body>\n<header>\n");
    element("h1", title);
    m_output << QByteArrayView("<dl>");
    for (const FilterLine& line : originLines(context)) {
        element("dt", line.title);
        element("dd", line.value);
    }
    m_output << QByteArrayView("</dl>\n</header>\n");
    writeContents();
    m_output << QByteArrayView("<main>\n");
    return m_output.flushIfFull();
}

void HtmlReportWriter::element(const char* name, const QString& text)
{
    m_output << QByteArrayView("<") << QByteArrayView(name) << QByteArrayView(">")
             << QByteArrayView(htmlText(text)) << QByteArrayView("</") << QByteArrayView(name)
             << QByteArrayView(">\n");
}

void HtmlReportWriter::writeContents()
{
    m_output << QByteArrayView("<nav>\n");
    element("h3", Text::tr("Contents"));
    m_output << QByteArrayView("<ul>\n");
    const auto link = [this](const QString& target, const QString& text) {
        m_output << QByteArrayView("<li><a href=\"#") << QByteArrayView(htmlText(target))
                 << QByteArrayView("\">") << QByteArrayView(htmlText(text))
                 << QByteArrayView("</a></li>\n");
    };
    for (const ReportSection& section : std::as_const(m_context.sections))
        link(u"report-"_s + section.report.name, section.report.title);
    link(u"receipt"_s, Text::tr("Receipt of the data"));
    m_output << QByteArrayView("</ul>\n</nav>\n");
}

Result<void> HtmlReportWriter::beginReport(const ReportSection& section)
{
    m_section = section;
    m_output << QByteArrayView("<section id=\"report-")
             << QByteArrayView(htmlText(section.report.name)) << QByteArrayView("\">\n");
    element("h2", section.report.title);
    element("p", section.report.explanation);
    writeFilters(section);
    if (section.chart && !section.chart->isEmpty())
        writeChart(*section.chart);
    else if (const QString why = section.missingChart(); !why.isEmpty())
        element("p", why);
    m_output << QByteArrayView("<div class=\"scroll\"><table>\n<thead><tr>");
    for (const ReportColumn& column : section.report.columns) {
        m_output << QByteArrayView(isFigure(column) ? "<th class=\"figure\">" : "<th>")
                 << QByteArrayView(htmlText(column.heading())) << QByteArrayView("</th>");
    }
    m_output << QByteArrayView("</tr></thead>\n<tbody>\n");
    return m_output.flushIfFull();
}

void HtmlReportWriter::writeFilters(const ReportSection& section)
{
    if (section.filterLines.isEmpty())
        return;
    m_output << QByteArrayView("<dl>");
    for (const FilterLine& line : section.filterLines) {
        element("dt", line.title);
        element("dd", line.value);
    }
    m_output << QByteArrayView("</dl>\n");
}

void HtmlReportWriter::writeChart(const ChartData& chart)
{
    const QByteArray svg = svgElement(m_drawChart(chart));
    if (svg.isEmpty())
        return;
    m_output << QByteArrayView("<figure>") << QByteArrayView(svg) << QByteArrayView("</figure>\n");
}

Result<void> HtmlReportWriter::writeRow(const ReportRow& row)
{
    m_output << QByteArrayView("<tr>");
    for (qsizetype i = 0; i < row.size(); ++i) {
        const ReportColumn& column = m_section.report.columns.at(i);
        m_output << QByteArrayView(
            isFigure(column) ? "<td class=\"figure\">" : "<td class=\"text\">")
                 << QByteArrayView(htmlText(shownCell(column, row.at(i))))
                 << QByteArrayView("</td>");
    }
    m_output << QByteArrayView("</tr>\n");
    return m_output.flushIfFull();
}

Result<void> HtmlReportWriter::endReport(const ReportTotals& totals)
{
    const QString rows = Text::tr("%n row(s)", nullptr, static_cast<int>(totals.rows));
    m_output << QByteArrayView("</tbody>");
    writeTotals(totals);
    m_output << QByteArrayView("</table></div>\n<p class=\"note\">")
             << QByteArrayView(htmlText(rows)) << QByteArrayView("</p>\n");
    writeColumns();
    m_output << QByteArrayView("<details>");
    element("summary", Text::tr("SQL"));
    element("pre", m_section.sql);
    m_output << QByteArrayView("</details>\n</section>\n");
    return m_output.flushIfFull();
}

void HtmlReportWriter::writeTotals(const ReportTotals& totals)
{
    const QList<ReportColumn>& columns = m_section.report.columns;
    const QStringList cells = totalCells(columns, totals);
    if (cells.isEmpty())
        return;
    m_output << QByteArrayView("\n<tfoot><tr>");
    for (qsizetype i = 0; i < cells.size(); ++i) {
        m_output << QByteArrayView(isFigure(columns.at(i)) ? "<td class=\"figure\">" : "<td>")
                 << QByteArrayView(htmlText(cells.at(i))) << QByteArrayView("</td>");
    }
    m_output << QByteArrayView("</tr></tfoot>");
}

void HtmlReportWriter::writeColumns()
{
    element("h3", Text::tr("Columns"));
    m_output << QByteArrayView("<dl>");
    for (const ReportColumn& column : std::as_const(m_section.report.columns)) {
        element("dt", column.title);
        element("dd", columnWords(column));
    }
    m_output << QByteArrayView("</dl>\n");
}

void HtmlReportWriter::writeReceipt()
{
    const ReceiptTable table = receiptTable(m_context.data);
    m_output << QByteArrayView("<section id=\"receipt\">\n");
    element("h2", Text::tr("Receipt of the data"));
    if (!table.rows.isEmpty()) {
        m_output << QByteArrayView("<div class=\"scroll\"><table>\n<thead><tr>");
        for (const ReceiptTable::Column& column : table.columns) {
            m_output << QByteArrayView(column.isFigure ? "<th class=\"figure\">" : "<th>")
                     << QByteArrayView(htmlText(column.title)) << QByteArrayView("</th>");
        }
        m_output << QByteArrayView("</tr></thead>\n<tbody>\n");
        for (const QList<QVariant>& row : table.rows) {
            m_output << QByteArrayView("<tr>");
            for (const QVariant& cell : row) {
                const bool isFigure = cell.typeId() == QMetaType::LongLong;
                m_output << QByteArrayView(isFigure ? "<td class=\"figure\">" : "<td>")
                         << QByteArrayView(htmlText(
                                isFigure ? shownCount(cell.toLongLong()) : cell.toString()))
                         << QByteArrayView("</td>");
            }
            m_output << QByteArrayView("</tr>\n");
        }
        m_output << QByteArrayView("</tbody></table></div>\n");
    }
    if (!table.note.isEmpty())
        element("p", table.note);
    m_output << QByteArrayView("</section>\n");
}

Result<void> HtmlReportWriter::end()
{
    writeReceipt();
    m_output << QByteArrayView("</main>\n</body>\n</html>\n");
    return m_output.flush();
}

} // namespace faultline
