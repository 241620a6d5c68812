// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/text/CsvWriter.h"

#include <QBuffer>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// The decimal digits that a double, and so a number in Excel, represents exactly.
constexpr qsizetype kExactDigits = 15;
constexpr char16_t kLastAscii = 0x7f;

QString numberText(double value, int decimals)
{
    return decimals < 0 ? QString::number(value, 'g', QLocale::FloatingPointShortest)
                        : QString::number(value, 'f', decimals);
}

bool isNumber(const QString& text)
{
    static const QRegularExpression number(u"\\A-?\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?\\z"_s);
    return number.match(text).hasMatch();
}

bool isTooLongForExcel(const QString& number)
{
    return !number.contains(u'.') && std::count_if(number.cbegin(), number.cend(), [](QChar each) {
                                         return each.isDigit();
                                     }) > kExactDigits;
}

bool isTakenForFormula(const QString& text)
{
    return !text.isEmpty() && QStringView(u"=+-@\t\r").contains(text.front());
}

// A form that Excel shows unchanged.
QString asExcelText(const QString& text)
{
    return u"=\""_s + text + u'"';
}

// Text that Excel converts to a number, an amount, a date, a time, a truth value or an error, in
// any language: any letters next to a number may be a month.
bool isTakenForValue(const QString& text)
{
    static const QRegularExpression value(
        u"\\A\\s*(?:"
        // 12, -1,234.5e6, 12 %, (12), $12, -US$ 1.50, (12 €)
        "\\(?\\s*[-+]?\\s*(?:\\p{L}{0,3}\\p{Sc}\\s*)?[-+]?[\\d.,'\\s]*\\d[\\d.,'\\s]*"
        "(?:e[-+]?\\d+)?\\s*[%\\p{Sc}]?\\s*\\)?"
        // 2020-01, 1/2/20, 2020-01-02T03:04
        "|\\d{1,4}\\s*[-/.]\\s*\\d{1,4}(?:\\s*[-/.]\\s*\\d{1,4})?(?:[T\\s].*)?"
        // 7:30, 7 PM, 7 p
        "|\\d{1,4}:\\d{1,2}(?::\\d{1,2})?.*|\\d{1,2}(?:\\s*[ap]\\.?m\\.?|\\s+[ap])"
        // Jan 20, 20-January-2020
        "|\\p{L}{3,10}\\.?[-/\\s]?\\d{1,4}"
        "|\\d{1,4}[-/.\\s]{0,2}\\p{L}{3,10}(?:[-/.\\s]{0,2}\\d{1,4})?"
        // 1 1/2, #N/A
        "|\\d+\\s+\\d+/\\d+|#\\p{L}[\\p{L}\\d/]*[!?]?|true|false"
        "|wahr|falsch|vrai|faux|verdadero|falso|vero|waar|onwaar)\\s*\\z"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return value.match(text).hasMatch();
}

} // namespace

CsvOptions CsvOptions::excel(const QLocale& locale)
{
    CsvOptions options;
    options.decimalMark = locale.decimalPoint() == u","_s ? ',' : '.';
    options.delimiter = options.decimalMark == ',' ? ';' : ',';
    options.forExcel = true;
    return options;
}

CsvWriter::CsvWriter(QIODevice& device, const CsvOptions& options)
    : m_output(device)
    , m_options(options)
{}

Result<void> CsvWriter::writeHeader(const QStringList& names)
{
    if (m_options.forExcel)
        m_output << QByteArrayView("\xEF\xBB\xBF");
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (i > 0)
            m_output.bytes() += m_options.delimiter;
        appendText(names[i], m_options.guardFormulas);
    }
    return endLine(names.size() == 1 && names[0].isEmpty());
}

Result<void> CsvWriter::writeRow(const QList<QVariant>& values, const QList<int>& decimals)
{
    const auto start = m_output.bytes().size();
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (i > 0)
            m_output.bytes() += m_options.delimiter;
        appendCell(values[i], i < decimals.size() ? decimals[i] : -1);
    }
    return endLine(values.size() == 1 && m_output.bytes().size() == start);
}

void CsvWriter::appendCell(const QVariant& value, int decimals)
{
    if (value.isNull())
        return;
    if (const auto time = zonedTimeOf(value)) {
        appendTime(*time);
        return;
    }
    switch (value.typeId()) {
    case QMetaType::Double:
    case QMetaType::Float:
        appendFigure(numberText(value.toDouble(), decimals));
        return;
    case QMetaType::QString:
        if (decimals >= 0)
            appendFigure(value.toString());
        else
            appendText(value.toString(), m_options.guardFormulas);
        return;
    case QMetaType::Int:
    case QMetaType::LongLong:
        appendFigure(value.toString());
        return;
    default:
        appendQuoted(value.toString());
    }
}

void CsvWriter::appendFigure(QString text)
{
    const bool isAsItIs = !m_options.forExcel && m_options.decimalMark == '.';
    if (isAsItIs || !isNumber(text)) {
        const bool isKept =
            m_options.forExcel && (isTakenForFormula(text) || isTakenForValue(text));
        appendQuoted(isKept ? asExcelText(text) : text);
        return;
    }
    if (m_options.forExcel && isTooLongForExcel(text)) {
        appendQuoted(asExcelText(text));
        return;
    }
    text.replace(u'.', QLatin1Char(m_options.decimalMark));
    appendQuoted(text);
}

void CsvWriter::appendTime(const ZonedTime& time)
{
    appendQuoted(
        m_options.forExcel ? time.shown().replace(u'.', QLatin1Char(m_options.decimalMark))
                           : time.toIso());
}

void CsvWriter::appendText(QString text, bool guard)
{
    // Without a quotation mark, a text can't end its string, whatever else it contains.
    constexpr qsizetype kMaxFormulaText = 255;
    if (m_options.forExcel && text.size() <= kMaxFormulaText && !text.contains(u'"')
        && isTakenForValue(text)) {
        appendQuoted(asExcelText(text));
        return;
    }
    if (guard && isTakenForFormula(text))
        text.prepend(u'\'');
    appendQuoted(text);
}

void CsvWriter::appendQuoted(const QString& text)
{
    bool isPlain = true; // ASCII that needs no quotation marks, as nearly all text is
    bool quote = false;
    for (const QChar each : text) {
        const char16_t code = each.unicode();
        const bool needsQuotes = code == static_cast<unsigned char>(m_options.delimiter)
                                 || code == u'"' || code == u'\n' || code == u'\r';
        quote = quote || needsQuotes;
        isPlain = isPlain && code <= kLastAscii && !needsQuotes;
    }
    if (isPlain) {
        QByteArray& bytes = m_output.bytes();
        const qsizetype size = bytes.size();
        bytes.resize(size + text.size());
        std::transform(text.cbegin(), text.cend(), bytes.begin() + size, [](QChar each) {
            return each.toLatin1();
        });
        return;
    }
    // At the start of a file, U+FEFF would be taken for a byte order mark.
    if (quote || text.startsWith(QChar(QChar::ByteOrderMark)))
        m_output << QString(u'"' + QString(text).replace(u'"', u"\"\""_s) + u'"');
    else
        m_output << text;
}

Result<void> CsvWriter::endLine(bool isBlank)
{
    // Most readers skip an empty line instead of reading a record.
    if (isBlank)
        m_output << QByteArrayView("\"\"");
    m_output << QByteArrayView(m_options.forExcel ? "\r\n" : "\n");
    return m_output.flushIfFull();
}

QByteArray csvHead(const QStringList& names, const CsvOptions& options)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    CsvWriter writer(buffer, options);
    const auto written = writer.writeHeader(names);
    return written && writer.flush() ? buffer.data() : QByteArray();
}

} // namespace faultline
