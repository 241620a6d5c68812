// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/workbook/XlsxSheet.h"

#include "base/Utf8.h"
#include "exporting/output/OutputBuffer.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>
#include <cerrno>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kMaxDecimals = 9;
constexpr qsizetype kMaxNameLength = 31;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(XlsxSheet)
};

UserMessage messageOf(lxw_error error, int reason, lxw_row_t row)
{
    if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED) {
        return UserMessage::error(Text::tr("A text is too long for an Excel workbook"))
            .because(
                Text::tr("A cell holds 32,767 characters. The text is in row %1.").arg(row + 1))
            .withRemedy(Text::tr("Export it as CSV, where texts can have any length."))
            .withCode(u"too-long"_s);
    }
    return UserMessage::error(Text::tr("The workbook can't be written"))
        .because(xlsxFailure(error, reason))
        .withCode(kWriteCode.toString());
}

// The underscore at the start of something like _x000D_; two of these may overlap.
const QRegularExpression& escapeStart()
{
    static const QRegularExpression start(u"_(?=x[0-9A-Fa-f]{4}_)"_s);
    return start;
}

bool isAboutDisk(int reason)
{
    return reason == ENOSPC || reason == EDQUOT || reason == EIO || reason == EFBIG
           || reason == EMFILE || reason == ENFILE;
}

void setForTotals(lxw_format* format)
{
    ::format_set_bold(format);
    ::format_set_top(format, LXW_BORDER_THIN);
}

} // namespace

XlsxFormats::XlsxFormats(lxw_workbook* workbook)
    : header(::workbook_add_format(workbook))
    , title(::workbook_add_format(workbook))
    , wrapped(::workbook_add_format(workbook))
    , code(::workbook_add_format(workbook))
    , share(::workbook_add_format(workbook))
    , total(::workbook_add_format(workbook))
    , totalDigits(::workbook_add_format(workbook))
    , digits(::workbook_add_format(workbook))
    , m_workbook(workbook)
{
    ::format_set_bold(header);
    ::format_set_bottom(header, LXW_BORDER_THIN);
    ::format_set_align(header, LXW_ALIGN_VERTICAL_TOP);
    ::format_set_bold(title);
    constexpr double kTitlePoints = 14;
    ::format_set_font_size(title, kTitlePoints);
    ::format_set_text_wrap(wrapped);
    ::format_set_align(wrapped, LXW_ALIGN_VERTICAL_TOP);
    ::format_set_font_name(code, "Consolas");
    ::format_set_num_format(share, "0.0%");
    setForTotals(total);
    setForTotals(totalDigits);
    ::format_set_align(totalDigits, LXW_ALIGN_RIGHT);
    ::format_set_align(digits, LXW_ALIGN_RIGHT);
    for (int decimals = 0; decimals <= kMaxDecimals; ++decimals) {
        lxw_format* figure = ::workbook_add_format(workbook);
        const QByteArray form =
            decimals == 0 ? QByteArray("#,##0") : "#,##0." + QByteArray(decimals, '0');
        ::format_set_num_format(figure, form.constData());
        m_figures << figure;
        lxw_format* sum = ::workbook_add_format(workbook);
        ::format_set_num_format(sum, form.constData());
        setForTotals(sum);
        m_sums << sum;
    }
}

lxw_format* XlsxFormats::time(const ZonedTime& time)
{
    const bool hasOffset = time.needsOffset || !time.isUtc;
    lxw_format*& format = m_times[hasOffset ? time.offsetText() : QString()];
    if (format == nullptr) {
        format = ::workbook_add_format(m_workbook);
        QByteArray form = "yyyy\\-mm\\-dd\\ hh:mm:ss";
        if (hasOffset)
            form += '"' + time.offsetText().toLatin1() + '"';
        ::format_set_num_format(format, form.constData());
    }
    return format;
}

XlsxSheet::XlsxSheet(lxw_workbook* workbook, const QString& name)
    : m_name(name.toUtf8())
    , m_sheet(::workbook_add_worksheet(workbook, m_name.constData()))
{
    if (m_sheet == nullptr)
        m_failure = messageOf(LXW_ERROR_CREATING_TMPFILE, errno, 0);
}

// libxlsxwriter doesn't check writes to its temporary files, but errno reveals a full disk.
template<typename Call>
void XlsxSheet::write(lxw_row_t row, const Call& call)
{
    if (m_failure)
        return;
    errno = 0;
    const lxw_error error = call();
    const int reason = errno;
    if (error != LXW_NO_ERROR || isAboutDisk(reason)) {
        m_failure = messageOf(error, reason, row);
        return;
    }
    ++m_content.cells;
    if (m_lastRow != row)
        ++m_content.rows;
    m_lastRow = row;
}

void XlsxSheet::text(lxw_row_t row, lxw_col_t column, const QString& text, lxw_format* format)
{
    if (text.isEmpty())
        return;
    const QByteArray escaped = xlsxText(text);
    write(row, [&] {
        return ::worksheet_write_string(m_sheet, row, column, escaped.constData(), format);
    });
}

void XlsxSheet::blank(lxw_row_t row, lxw_col_t column, lxw_format* format)
{
    write(row, [&] { return ::worksheet_write_blank(m_sheet, row, column, format); });
}

void XlsxSheet::number(lxw_row_t row, lxw_col_t column, double value, lxw_format* format)
{
    write(row, [&] { return ::worksheet_write_number(m_sheet, row, column, value, format); });
}

void XlsxSheet::formula(
    lxw_row_t row, lxw_col_t column, const QByteArray& formula, double value, lxw_format* format)
{
    write(row, [&] {
        return ::worksheet_write_formula_num(
            m_sheet, row, column, formula.constData(), format, value);
    });
}

void XlsxSheet::time(lxw_row_t row, lxw_col_t column, const ZonedTime& time, XlsxFormats& formats)
{
    const QDateTime clock = time.clock();
    // Excel treats 1900 as a leap year, so every date before its March is off by one.
    const bool isKnown = clock.date() >= QDate(1900, 3, 1) && clock.date().year() <= 9999;
    if (!isKnown) {
        text(row, column, time.toIso(3));
        return;
    }
    const double fraction = static_cast<double>(time.instant.fraction(6).toInt()) / 1e6;
    lxw_datetime parts{clock.date().year(),   clock.date().month(),
                       clock.date().day(),    clock.time().hour(),
                       clock.time().minute(), clock.time().second() + fraction};
    lxw_format* format = formats.time(time);
    write(row, [&] { return ::worksheet_write_datetime(m_sheet, row, column, &parts, format); });
}

Result<void> XlsxSheet::state() const
{
    if (m_failure)
        return *m_failure;
    return {};
}

QString xlsxFailure(lxw_error error, int reason)
{
    if (isAboutDisk(reason))
        return qt_error_string(reason);
    return error == LXW_NO_ERROR ? Text::tr("The disk was full, or failed")
                                 : QString::fromUtf8(::lxw_strerror(error));
}

QByteArray xlsxText(const QString& text)
{
    QString escaped = text;
    escaped.replace(escapeStart(), u"_x005F_"_s);
    escaped.replace(QChar(0xFFFE), u"_xFFFE_"_s);
    escaped.replace(QChar(0xFFFF), u"_xFFFF_"_s);
    return escaped.toUtf8();
}

QByteArray xlsxTitle(const QString& text)
{
    return visibleText(QString(text).replace(escapeStart(), u" "_s)).toUtf8();
}

QString sheetName(const QString& title, const QStringList& taken)
{
    static const QRegularExpression forbidden(u"[\\[\\]:*?/\\\\\\p{Cc}\\x{FFFE}\\x{FFFF}]"_s);
    QString plain = title;
    plain.replace(forbidden, u" "_s);
    plain.replace(escapeStart(), u" "_s);
    while (plain.startsWith(u'\''))
        plain.remove(0, 1);
    const auto fitted = [&](const QString& end) {
        QString name = plain.left(kMaxNameLength - end.size()).trimmed();
        while (name.endsWith(u'\''))
            name.chop(1);
        return (name.isEmpty() ? Text::tr("Report") : name) + end;
    };
    // Excel reserves the name History.
    const auto isTaken = [&](const QString& name) {
        return taken.contains(name, Qt::CaseInsensitive)
               || name.compare("history"_L1, Qt::CaseInsensitive) == 0;
    };
    QString name = fitted({});
    for (int number = 2; isTaken(name); ++number)
        name = fitted(u" "_s + QString::number(number));
    return name;
}

bool isExactInExcel(qint64 number)
{
    constexpr qint64 kFirstInexact = 1'000'000'000'000'000;
    return number > -kFirstInexact && number < kFirstInexact;
}

bool isExactInExcel(const QString& figure)
{
    constexpr qsizetype kMaxDigits = 15;
    const auto digits = std::count_if(
        figure.cbegin(), figure.cend(), [](QChar character) { return character.isDigit(); });
    return !figure.isEmpty() && figure.back().isDigit() && digits <= kMaxDigits;
}

} // namespace faultline
