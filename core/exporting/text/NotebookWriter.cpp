// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/text/NotebookWriter.h"

#include "exporting/text/HtmlText.h"
#include "exporting/text/NotebookCells.h"
#include "exporting/text/NotebookChart.h"
#include "readings/ZonedTime.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// nbformat stores text as a list of lines.
QJsonArray linesOf(const QString& text)
{
    QJsonArray lines;
    for (qsizetype start = 0; start < text.size();) {
        const qsizetype end = text.indexOf(u'\n', start);
        lines << text.mid(start, end < 0 ? -1 : end + 1 - start);
        start = end < 0 ? text.size() : end + 1;
    }
    return lines;
}

// In pandas' format.
QString frameCell(const QVariant& value)
{
    if (!value.isValid() || value.isNull())
        return u"None"_s;
    if (const auto time = zonedTimeOf(value)) {
        // Six digits or none.
        const bool isWholeSecond = time->instant.fraction().isEmpty();
        return time->clockText(isWholeSecond ? 0 : 6) + time->offsetText();
    }
    return value.toString();
}

} // namespace

NotebookWriter::NotebookWriter(
    QIODevice& device, ChartDrawing drawChart, QMap<QString, QString> connection)
    : m_output(device)
    , m_drawChart(std::move(drawChart))
    , m_connection(std::move(connection))
{}

void NotebookWriter::addMarkdown(const QString& id, const QString& text)
{
    m_cells << QJsonObject{
        {u"cell_type"_s, u"markdown"_s},
        {u"id"_s, id},
        {u"metadata"_s, QJsonObject()},
        {u"source"_s, linesOf(text)}};
}

void NotebookWriter::addCode(const QString& id, const QString& text, const QJsonArray& outputs)
{
    m_cells << QJsonObject{{u"cell_type"_s, u"code"_s},    {u"id"_s, id},
                           {u"metadata"_s, QJsonObject()}, {u"execution_count"_s, ++m_executions},
                           {u"source"_s, linesOf(text)},   {u"outputs"_s, outputs}};
}

Result<void> NotebookWriter::begin(const ReportContext& context)
{
    m_data = context.data;
    addMarkdown(u"introduction"_s, notebook::introduction(context));
    addCode(u"preparation"_s, notebook::preparation(context, m_connection));
    return {};
}

Result<void> NotebookWriter::beginReport(const ReportSection& section)
{
    m_section = section;
    m_rows.clear();
    return {};
}

Result<void> NotebookWriter::writeRow(const ReportRow& row)
{
    if (m_rows.size() < kShownRows || m_section.report.computation)
        m_rows << row;
    return {};
}

QJsonObject NotebookWriter::frameOutput(qint64 rows) const
{
    QByteArray html = "<table border=\"1\" class=\"dataframe\">\n<thead><tr><th></th>";
    QStringList names;
    for (const ReportColumn& column : m_section.report.columns) {
        names << column.name;
        html += "<th>" + htmlText(column.name) + "</th>";
    }
    html += "</tr></thead>\n<tbody>\n";
    QString plain = names.join(u'\t') + u'\n';
    const qsizetype shown = std::min<qsizetype>(m_rows.size(), kShownRows);
    for (qsizetype row = 0; row < shown; ++row) {
        html += "<tr><th>" + QByteArray::number(row) + "</th>";
        QStringList cells;
        for (qsizetype i = 0; i < m_rows.at(row).size(); ++i) {
            cells << frameCell(m_rows.at(row).at(i));
            html += "<td>" + htmlText(cells.constLast()) + "</td>";
        }
        html += "</tr>\n";
        plain += cells.join(u'\t') + u'\n';
    }
    html += "</tbody></table>\n";
    if (rows > shown)
        html += "<p>…</p>\n";
    const QString size = u"%1 rows × %2 columns"_s.arg(rows).arg(names.size());
    html += "<p>" + size.toUtf8() + "</p>";
    return {
        {u"output_type"_s, u"execute_result"_s},
        {u"execution_count"_s, m_executions + 1},
        {u"metadata"_s, QJsonObject()},
        {u"data"_s, QJsonObject{
                        {u"text/html"_s, linesOf(QString::fromUtf8(html))},
                        {u"text/plain"_s, linesOf(plain + size)}}}};
}

QJsonArray NotebookWriter::chartOutputs() const
{
    if (!m_section.chart || m_section.chart->isEmpty())
        return {};
    const QByteArray svg = svgElement(m_drawChart(*m_section.chart, ChartSize::Page));
    if (svg.isEmpty())
        return {};
    return {QJsonObject{
        {u"output_type"_s, u"display_data"_s},
        {u"metadata"_s, QJsonObject()},
        {u"data"_s, QJsonObject{
                        {u"image/svg+xml"_s, linesOf(QString::fromUtf8(svg))},
                        {u"text/plain"_s, QJsonArray{m_section.report.title}}}}}};
}

void NotebookWriter::addChart(const QString& id)
{
    if (const QString why = m_section.missingChart(); !why.isEmpty())
        addMarkdown(id + u"-missing"_s, notebook::markdownText(why));
    // Python would also need minutes for what is too much for a chart.
    const bool isTooMuch =
        m_section.chart && m_section.chart->isEmpty() && !m_section.chart->note.isEmpty();
    const QString code = notebook::chart(m_section);
    if (!isTooMuch && !code.isEmpty())
        addCode(id, code, chartOutputs());
}

Result<void> NotebookWriter::endReport(const ReportTotals& totals)
{
    // An id has at most 64 characters.
    const QString id = u"report-"_s + QString::number(m_executions);
    addMarkdown(id, notebook::description(m_section));
    addCode(id + u"-query"_s, notebook::query(m_section, m_rows), {frameOutput(totals.rows)});
    addChart(id + u"-chart"_s);
    m_rows.clear();
    return {};
}

Result<void> NotebookWriter::end()
{
    addMarkdown(u"receipt"_s, notebook::receipt(m_data));
    const QJsonObject kernel{
        {u"display_name"_s, u"Python 3"_s},
        {u"language"_s, u"python"_s},
        {u"name"_s, u"python3"_s}};
    const QJsonObject document{
        {u"nbformat"_s, 4},
        {u"nbformat_minor"_s, 5},
        {u"metadata"_s,
         QJsonObject{
             {u"kernelspec"_s, kernel},
             {u"language_info"_s, QJsonObject{{u"name"_s, u"python"_s}}}}},
        {u"cells"_s, m_cells}};
    m_output << QByteArrayView(QJsonDocument(document).toJson());
    return m_output.flush();
}

} // namespace faultline
