// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/workbook/XlsxAbout.h"

#include "exporting/context/ReceiptTable.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kValueWidth = 90;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(XlsxAbout)
};

class About
{
public:
    About(XlsxSheet& sheet, const XlsxFormats& formats)
        : m_sheet(sheet)
        , m_formats(formats)
    {}

    void title(const QString& text)
    {
        if (m_row > 0)
            ++m_row;
        m_sheet.text(m_row++, 0, text, m_formats.title);
    }

    void line(const QString& name, const QString& value)
    {
        // Not every program adjusts the height of wrapped rows.
        constexpr double kLineHeight = 15;
        const auto lines = 1 + value.size() / static_cast<qsizetype>(kValueWidth * 0.9);
        if (lines > 1)
            ::worksheet_set_row(
                m_sheet.worksheet(), m_row, kLineHeight * static_cast<double>(lines), nullptr);
        m_sheet.text(m_row, 0, name, m_formats.wrapped);
        m_sheet.text(m_row++, 1, value, m_formats.wrapped);
    }

    // One row per line, because a cell's length is limited.
    void code(const QString& name, const QString& text)
    {
        m_sheet.text(m_row, 0, name, m_formats.wrapped);
        for (const QString& each : text.split(u'\n'))
            m_sheet.text(m_row++, 1, each, m_formats.code);
    }

    void table(const ReceiptTable& receipt)
    {
        lxw_col_t column = 0;
        for (const ReceiptTable::Column& each : receipt.columns)
            m_sheet.text(m_row, column++, each.title, m_formats.header);
        ++m_row;
        for (const QList<QVariant>& row : receipt.rows) {
            lxw_col_t at = 0;
            for (const QVariant& cell : row) {
                if (cell.typeId() == QMetaType::LongLong)
                    m_sheet.number(m_row, at, cell.toDouble(), m_formats.figure(0));
                else
                    m_sheet.text(m_row, at, cell.toString());
                ++at;
            }
            ++m_row;
        }
        if (!receipt.note.isEmpty())
            m_sheet.text(m_row++, 0, receipt.note);
    }

private:
    XlsxSheet& m_sheet;
    const XlsxFormats& m_formats;
    lxw_row_t m_row = 0;
};

void writeSection(About& about, const ReportSection& section)
{
    about.title(section.report.title);
    about.line(Text::tr("What it counts"), section.report.explanation);
    for (const FilterLine& filter : section.filterLines)
        about.line(filter.title, filter.value);
    for (const ReportColumn& column : section.report.columns)
        about.line(Text::tr("Column “%1”").arg(column.title), columnWords(column));
    about.code(Text::tr("SQL"), section.sql);
}

} // namespace

void writeAboutSheet(XlsxSheet& sheet, const XlsxFormats& formats, const ReportContext& context)
{
    constexpr double kNameWidth = 28;
    constexpr double kFigureWidth = 14;
    constexpr double kHashWidth = 36;
    ::worksheet_set_column(sheet.worksheet(), 0, 0, kNameWidth, nullptr);
    ::worksheet_set_column(sheet.worksheet(), 1, 1, kValueWidth, nullptr);
    ::worksheet_set_column(sheet.worksheet(), 2, 7, kFigureWidth, nullptr);
    ::worksheet_set_column(sheet.worksheet(), 8, 8, kHashWidth, nullptr);
    About about(sheet, formats);
    about.title(Text::tr("About these figures"));
    for (const FilterLine& line : originLines(context))
        about.line(line.title, line.value);
    for (const ReportSection& section : context.sections)
        writeSection(about, section);
    about.title(Text::tr("Receipt of the data"));
    about.table(receiptTable(context.data));
}

} // namespace faultline
