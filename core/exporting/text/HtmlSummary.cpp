// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/text/HtmlSummary.h"

#include "exporting/text/HtmlText.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QByteArrayView verdictTag(DocumentSummary::Tone tone)
{
    switch (tone) {
    case DocumentSummary::Tone::Good:
        return "<div class=\"verdict good\">\n";
    case DocumentSummary::Tone::Bad:
        return "<div class=\"verdict bad\">\n";
    case DocumentSummary::Tone::Neutral:
        break;
    }
    return "<div class=\"verdict\">\n";
}

void writeVerdict(HtmlOutput& output, const DocumentSummary& summary)
{
    if (summary.verdict.isEmpty() && summary.findings.isEmpty())
        return;
    output << verdictTag(summary.tone);
    if (!summary.verdict.isEmpty())
        output.element("strong", summary.verdict).element("p", summary.reason);
    QList<FilterLine> findings;
    for (const DocumentSummary::Finding& finding : summary.findings)
        findings << FilterLine{finding.title, finding.text};
    output.lines(findings) << "</div>\n";
}

void writeFigures(HtmlOutput& output, const QList<DocumentSummary::Figure>& figures)
{
    if (figures.isEmpty())
        return;
    output << "<div class=\"figures\">\n";
    for (const DocumentSummary::Figure& figure : figures) {
        output << "<div>";
        output.element("span", figure.title).element("strong", figure.value);
        output.element("span", figure.note) << "</div>\n";
    }
    output << "</div>\n";
}

} // namespace

QString htmlTargetOf(const QString& report)
{
    return u"report-"_s + report;
}

void writeHtmlSummary(
    HtmlOutput& output, const DocumentSummary& summary, const ChartDrawing& drawChart)
{
    writeVerdict(output, summary);
    writeFigures(output, summary.figures);
    if (!drawChart || summary.charts.isEmpty())
        return;
    output << "<div class=\"charts\">\n";
    for (const DocumentSummary::Chart& chart : summary.charts) {
        const QByteArray svg = svgElement(drawChart(chart.data, ChartSize::HalfPage));
        if (svg.isEmpty())
            continue;
        output << "<figure><figcaption>";
        output.link(htmlTargetOf(chart.report), chart.data.title)
            << "</figcaption>" << svg << "</figure>\n";
    }
    output << "</div>\n";
}

} // namespace faultline
