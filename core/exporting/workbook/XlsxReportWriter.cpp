// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/workbook/XlsxReportWriter.h"

#include "exporting/context/FigureText.h"
#include "exporting/output/OutputBuffer.h"
#include "exporting/workbook/XlsxAbout.h"
#include "reports/definition/ReportWords.h"
#include "reports/query/ReportSums.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kPieceBytes = 1 << 20;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(XlsxReportWriter)
};

// A4 landscape, with all columns on one page.
void setForPrint(const XlsxSheet& sheet)
{
    constexpr uint8_t kA4 = 9;
    ::worksheet_set_landscape(sheet.worksheet());
    ::worksheet_set_paper(sheet.worksheet(), kA4);
    ::worksheet_fit_to_pages(sheet.worksheet(), 1, 0);
}

} // namespace

XlsxReportWriter::XlsxReportWriter(QIODevice& device, const QString& temporaryFolder)
    : m_device(device)
    , m_temporaryFolder(temporaryFolder)
    , m_directory(QDir(temporaryFolder).filePath(u".faultline-XXXXXX"_s))
{}

XlsxReportWriter::~XlsxReportWriter()
{
    if (m_workbook != nullptr)
        ::lxw_workbook_free(m_workbook);
}

Result<void> XlsxReportWriter::begin(const ReportContext& context)
{
    if (!m_directory.isValid())
        return cannotWrite(m_directory.errorString());
    m_context = context;
    m_directoryName = QFile::encodeName(m_directory.path());
    lxw_workbook_options options{};
    options.constant_memory = 1;
    options.tmpdir = m_directoryName.data();
    m_workbook = ::workbook_new_opt(
        QFile::encodeName(m_directory.filePath(u"workbook.xlsx"_s)).constData(), &options);
    if (m_workbook == nullptr)
        return cannotWrite(Text::tr("There is not enough memory."));
    m_formats = std::make_unique<XlsxFormats>(m_workbook);
    lxw_doc_properties properties{};
    QByteArray title = xlsxTitle(
        context.sections.size() == 1 ? context.sections.constFirst().report.title
                                     : Text::tr("Reports"));
    QByteArray program = "Faultline " + context.programVersion.toUtf8();
    properties.title = title.data();
    properties.comments = program.data();
    ::workbook_set_properties(m_workbook, &properties);
    return {};
}

XlsxSheet& XlsxReportWriter::addSheet(const QString& title)
{
    m_sheetNames << sheetName(title, m_sheetNames);
    m_sheets.push_back(std::make_unique<XlsxSheet>(m_workbook, m_sheetNames.constLast()));
    return *m_sheets.back();
}

Result<void> XlsxReportWriter::beginReport(const ReportSection& section)
{
    XlsxSheet& sheet = addSheet(section.report.title);
    if (const auto made = stateOf(sheet); !made)
        return made;
    m_columns = section.report.columns;
    m_widths = QList<int>(m_columns.size(), 0);
    m_isExact = QList<bool>(m_columns.size(), true);
    m_row = 0;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        const QString title = m_columns.at(i).heading();
        const auto column = static_cast<lxw_col_t>(i);
        sheet.text(0, column, title, m_formats->header);
        fitColumn(column, title);
    }
    m_chart.reset();
    const auto chartColumn = static_cast<lxw_col_t>(m_columns.size() + 1);
    if (section.chart && !section.chart->isEmpty()) {
        m_chart =
            std::make_unique<XlsxChart>(m_workbook, sheet, *m_formats, *section.chart, chartColumn);
    } else {
        sheet.text(0, chartColumn, section.missingChart());
    }
    return stateOf(sheet);
}

Result<void> XlsxReportWriter::writeRow(const ReportRow& row)
{
    nextRow();
    for (qsizetype i = 0; i < row.size(); ++i)
        writeCell(static_cast<lxw_col_t>(i), row.at(i));
    return stateOf(*m_sheets.back());
}

void XlsxReportWriter::writeCell(lxw_col_t column, const QVariant& value)
{
    if (!value.isValid() || value.isNull())
        return;
    XlsxSheet& sheet = *m_sheets.back();
    const ReportColumn& definition = m_columns.at(column);
    switch (definition.type) {
    case ReportColumn::Type::Integer:
        if (isExactInExcel(value.toLongLong()))
            sheet.number(m_row, column, value.toDouble(), m_formats->figure(0));
        else
            writeDigits(column, value);
        fitColumn(column, value.toString() + u",,"_s);
        return;
    case ReportColumn::Type::Decimal: {
        // Excel has no NaN or infinities. Qt can't even parse "Infinity".
        bool isNumber = false;
        const double number = value.toDouble(&isNumber);
        if (isNumber && std::isfinite(number))
            sheet.number(m_row, column, number, m_formats->figure(definition.decimals));
        else
            writeDigits(column, value);
        fitColumn(column, value.toString() + u",,"_s);
        return;
    }
    case ReportColumn::Type::Timestamp:
        if (const auto time = zonedTimeOf(value)) {
            sheet.time(m_row, column, *time, *m_formats);
            fitColumn(column, time->written().remove(u'.' + time->instant.fraction()));
            return;
        }
        [[fallthrough]];
    case ReportColumn::Type::Text:
        writeText(column, value.toString());
    }
}

void XlsxReportWriter::writeText(lxw_col_t column, const QString& text)
{
    const ReportColumn& definition = m_columns.at(column);
    XlsxSheet& sheet = *m_sheets.back();
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    const QString shown = shownText(definition, text);
    const bool isFigure = definition.words == ReportColumn::Words::Figures && isNumber
                          && std::isfinite(number) && isExactInExcel(text);
    if (isFigure) {
        const qsizetype point = text.indexOf(u'.');
        const auto decimals = point < 0 ? 0 : text.size() - point - 1;
        sheet.number(m_row, column, number, m_formats->figure(static_cast<int>(decimals)));
    } else {
        sheet.text(m_row, column, shown);
    }
    fitColumn(column, shown);
}

void XlsxReportWriter::fitColumn(lxw_col_t column, const QString& text)
{
    constexpr qsizetype kMax = 60;
    m_widths[column] = std::max(m_widths.at(column), static_cast<int>(std::min(kMax, text.size())));
}

// A figure that Excel can't represent as a number.
void XlsxReportWriter::writeDigits(lxw_col_t column, const QVariant& value)
{
    m_isExact[column] = false;
    m_sheets.back()->text(m_row, column, value.toString(), m_formats->digits);
}

// The chart's cells are at the right end of each row.
void XlsxReportWriter::nextRow()
{
    if (m_chart)
        m_chart->writeRow(m_row);
    ++m_row;
}

// Below a blank row, which excludes them from Excel's filters and sorting.
void XlsxReportWriter::writeTotals(const ReportTotals& totals)
{
    if (totals.sums.isEmpty() || totals.rows == 0)
        return;
    XlsxSheet& sheet = *m_sheets.back();
    const lxw_row_t lastRow = m_row;
    const QString words = totalWords(shownCount(totals.rows));
    fitColumn(0, words);
    nextRow();
    const bool isFirstTaken = totals.sums.constFirst().first == 0;
    if (isFirstTaken)
        sheet.text(m_row, 0, words, m_formats->total);
    nextRow();
    QList<QVariant> sums(m_columns.size());
    for (const auto& [column, sum] : totals.sums)
        sums[column] = sum;
    for (qsizetype i = 0; i < sums.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        if (i == 0 && !isFirstTaken)
            sheet.text(m_row, column, words, m_formats->total);
        else if (sums.at(i).isNull())
            sheet.blank(m_row, column, m_formats->total);
        else
            writeSum(column, sums.at(i), lastRow);
    }
}

// As Excel's own SUM, if that gives the exact sum.
void XlsxReportWriter::writeSum(lxw_col_t column, const QVariant& sum, lxw_row_t lastRow)
{
    const QString figure = sum.toString();
    fitColumn(column, figure + u",,,"_s);
    XlsxSheet& sheet = *m_sheets.back();
    if (!m_isExact.at(column) || !isExactInExcel(figure)) {
        sheet.text(m_row, column, figure, m_formats->totalDigits);
        return;
    }
    char range[LXW_MAX_CELL_RANGE_LENGTH] = {};
    ::lxw_rowcol_to_range(range, 1, column, lastRow, column);
    sheet.formula(
        m_row, column, QByteArray("=SUM(") + range + ')', figure.toDouble(),
        m_formats->sum(m_columns.at(column).decimals));
}

Result<void> XlsxReportWriter::endReport(const ReportTotals& totals)
{
    XlsxSheet& sheet = *m_sheets.back();
    writeTotals(totals);
    if (m_chart) {
        while (m_row < m_chart->rowCount())
            nextRow();
        m_chart->insert();
    }
    constexpr double kMargin = 3; // also for the filter's arrow
    lxw_col_t column = 0;
    for (const int width : std::as_const(m_widths)) {
        ::worksheet_set_column(sheet.worksheet(), column, column, width + kMargin, nullptr);
        ++column;
    }
    setForPrint(sheet);
    ::worksheet_freeze_panes(sheet.worksheet(), 1, 0);
    ::worksheet_repeat_rows(sheet.worksheet(), 0, 0);
    ::worksheet_autofilter(
        sheet.worksheet(), 0, 0, static_cast<lxw_row_t>(totals.rows),
        static_cast<lxw_col_t>(m_columns.size() - 1));
    return stateOf(sheet);
}

Result<void> XlsxReportWriter::end()
{
    XlsxSheet& about = addSheet(Text::tr("About"));
    setForPrint(about);
    writeAboutSheet(about, *m_formats, m_context);
    if (const auto written = stateOf(about); !written)
        return written;
    // Frees the workbook even on failure, and at best leaves the reason in errno.
    errno = 0;
    const lxw_error error = ::workbook_close(std::exchange(m_workbook, nullptr));
    const QString reason = xlsxFailure(error, errno);
    if (error != LXW_NO_ERROR)
        return cannotWrite(reason);
    QList<SheetContent> content;
    for (const auto& sheet : m_sheets)
        content << sheet->content();
    if (!isCompleteWorkbook(m_directory.filePath(u"workbook.xlsx"_s), content))
        return cannotWrite(reason);
    return deliver();
}

Result<void> XlsxReportWriter::stateOf(const XlsxSheet& sheet) const
{
    auto state = sheet.state();
    if (!state && state.error().code == kWriteCode)
        return cannotWrite(state.error().why);
    return state;
}

UserMessage XlsxReportWriter::cannotWrite(const QString& why) const
{
    return UserMessage::error(Text::tr("The workbook can't be written"))
        .because(Text::tr("%1, with its temporary files in %2").arg(why, m_temporaryFolder))
        .withCode(kWriteCode.toString());
}

Result<void> XlsxReportWriter::deliver()
{
    QFile file(m_directory.filePath(u"workbook.xlsx"_s));
    if (!file.open(QIODevice::ReadOnly))
        return cannotWrite(file.errorString());
    OutputBuffer output(m_device);
    while (!file.atEnd()) {
        const QByteArray piece = file.read(kPieceBytes);
        if (piece.isEmpty())
            return cannotWrite(file.errorString());
        output << QByteArrayView(piece);
        if (const auto passed = output.flushIfFull(); !passed)
            return passed;
    }
    return output.flush();
}

} // namespace faultline
