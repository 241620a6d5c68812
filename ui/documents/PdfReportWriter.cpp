// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/PdfReportWriter.h"

#include "exporting/context/FigureText.h"
#include "exporting/context/ReceiptTable.h"
#include "exporting/output/OutputBuffer.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPdfWriter>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kResolution = 1200;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PdfReportWriter)
};

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

} // namespace

Result<void> PdfReportWriter::begin(const ReportContext& context)
{
    m_data = context.data;
    m_title = context.sections.size() == 1 ? context.sections.constFirst().report.title
                                           : Text::tr("Reports");
    m_pages.emplace(
        m_title, Text::tr("%1, figures as of %2")
                     .arg(context.database, ZonedTime::here(context.readAt).shown()));
    m_pages->startPage();
    m_pages->addTitle(m_title);
    m_pages->addLines(originLines(context));
    m_pages->addHeading(Text::tr("Contents"));
    for (const ReportSection& section : context.sections)
        m_contents << m_pages->addContentsLine(section.report.title);
    m_contents << m_pages->addContentsLine(Text::tr("Receipt of the data"));
    m_contents << m_pages->addContentsLine(Text::tr("Queries"));
    return {};
}

Result<void> PdfReportWriter::beginReport(const ReportSection& section)
{
    m_report = section;
    m_table = {};
    for (const ReportColumn& column : section.report.columns)
        m_table.columns << PageTable::Column{column.heading(), isFigure(column)};
    return {};
}

Result<void> PdfReportWriter::writeRow(const ReportRow& row)
{
    QStringList cells;
    for (qsizetype i = 0; i < row.size(); ++i)
        cells << shownCell(m_report.report.columns.at(i), row.at(i));
    m_table.rows << cells;
    return {};
}

Result<void> PdfReportWriter::endReport(const ReportTotals& totals)
{
    m_table.totals = totalCells(m_report.report.columns, totals);
    // The rows decide the page orientation, so start the chapter only now.
    startChapter(m_report.report.title, PageLayout::wantsLandscape(m_table));
    m_pages->addParagraph(m_report.report.explanation);
    m_pages->addLines(m_report.filterLines);
    if (m_report.chart && !m_report.chart->isEmpty())
        m_pages->addChart(m_drawChart(*m_report.chart));
    else if (const QString why = m_report.missingChart(); !why.isEmpty())
        m_pages->addParagraph(why);
    m_pages->addTable(m_table);
    m_pages->addNote(Text::tr("%n row(s)", nullptr, static_cast<int>(totals.rows)));
    m_pages->addHeading(Text::tr("Columns"));
    QList<FilterLine> columns;
    for (const ReportColumn& column : m_report.report.columns)
        columns << FilterLine{column.title, columnWords(column)};
    m_pages->addLines(columns);
    m_queries << FilterLine{m_report.report.title, m_report.sql};
    m_table = {};
    return {};
}

Result<void> PdfReportWriter::end()
{
    const ReceiptTable receipt = receiptTable(m_data);
    const PageTable table = pageTable(receipt);
    startChapter(Text::tr("Receipt of the data"), PageLayout::wantsLandscape(table));
    if (!table.rows.isEmpty())
        m_pages->addTable(table);
    if (!receipt.note.isEmpty())
        m_pages->addNote(receipt.note);
    startChapter(Text::tr("Queries"));
    for (const FilterLine& query : std::as_const(m_queries)) {
        m_pages->addHeading(query.title);
        m_pages->addCode(query.value);
    }
    return paint();
}

void PdfReportWriter::startChapter(const QString& title, bool isLandscape)
{
    m_pages->startPage(isLandscape);
    m_pages->setPageNumber(m_contents.at(m_chapter++), m_pages->pageCount());
    m_pages->addTitle(title);
}

// Write to memory first, because QPdfWriter doesn't report device errors.
Result<void> PdfReportWriter::paint()
{
    QByteArray document;
    {
        QBuffer buffer(&document);
        buffer.open(QIODevice::WriteOnly);
        QPdfWriter writer(&buffer);
        writer.setResolution(kResolution);
        writer.setTitle(m_title);
        writer.setCreator(u"Faultline " FAULTLINE_VERSION ""_s);
        m_pages->paint(writer);
    }
    OutputBuffer output(m_device);
    output << QByteArrayView(document);
    return output.flush();
}

} // namespace faultline
