// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/CsvWriter.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileDevice>
#include <QLocale>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kBufferBytes = 65'536;

QString numberText(double value, int decimals)
{
    return decimals < 0 ? QString::number(value, 'g', QLocale::FloatingPointShortest)
                        : QString::number(value, 'f', decimals);
}

} // namespace

CsvWriter::CsvWriter(QIODevice& device, const CsvOptions& options)
    : m_device(device)
    , m_options(options)
{
    m_buffer.reserve(kBufferBytes + 4096);
}

Result<void> CsvWriter::writeHeader(const QStringList& names)
{
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (i > 0)
            m_buffer += m_options.delimiter;
        appendText(names[i], m_options.guardFormulas);
    }
    return endLine(names.size() == 1 && names[0].isEmpty());
}

Result<void> CsvWriter::writeRow(const QList<QVariant>& values, const QList<int>& decimals)
{
    const auto start = m_buffer.size();
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (i > 0)
            m_buffer += m_options.delimiter;
        appendCell(values[i], i < decimals.size() ? decimals[i] : -1);
    }
    return endLine(values.size() == 1 && m_buffer.size() == start);
}

void CsvWriter::appendCell(const QVariant& value, int decimals)
{
    if (value.isNull())
        return;
    switch (value.typeId()) {
    case QMetaType::Double:
    case QMetaType::Float:
        m_buffer += numberText(value.toDouble(), decimals).toLatin1();
        return;
    case QMetaType::QDateTime: {
        const QDateTime time = value.toDateTime().toUTC();
        appendText(time.toString(time.time().msec() == 0 ? Qt::ISODate : Qt::ISODateWithMs), false);
        return;
    }
    case QMetaType::QString:
        appendText(value.toString(), m_options.guardFormulas && decimals < 0);
        return;
    default:
        appendText(value.toString(), false);
    }
}

void CsvWriter::appendText(QString text, bool guard)
{
    if (guard && !text.isEmpty() && u"=+-@\t\r"_s.contains(text.front()))
        text.prepend(u'\'');
    const bool quote = text.contains(QLatin1Char(m_options.delimiter)) || text.contains(u'"')
                       || text.contains(u'\n') || text.contains(u'\r');
    if (quote)
        text = u'"' + text.replace(u'"', u"\"\""_s) + u'"';
    m_buffer += text.toUtf8();
}

Result<void> CsvWriter::endLine(bool isBlank)
{
    // A line with nothing on it is no record to most readers.
    m_buffer += isBlank ? "\"\"\n" : "\n";
    return m_buffer.size() < kBufferBytes && !m_failure ? Result<void>() : writeOut();
}

Result<void> CsvWriter::writeOut()
{
    // What a full disk takes of a buffer comes without a reason; only the next write has one.
    qsizetype written = 0;
    while (!m_failure && written < m_buffer.size()) {
        const qint64 count =
            m_device.write(m_buffer.constData() + written, m_buffer.size() - written);
        written += std::max<qint64>(count, 0);
        if (count > 0)
            continue;
        m_failure = UserMessage::error(
                        QCoreApplication::translate("CsvWriter", "The file can't be written"))
                        .because(m_device.errorString())
                        .withCode(kWriteCode.toString());
    }
    m_buffer.clear();
    if (m_failure)
        return *m_failure;
    return {};
}

Result<void> CsvWriter::flush()
{
    if (auto written = writeOut(); !written)
        return written;
    if (auto* file = qobject_cast<QFileDevice*>(&m_device); file != nullptr && !file->flush()) {
        m_failure = UserMessage::error(
                        QCoreApplication::translate("CsvWriter", "The file can't be written"))
                        .because(file->errorString())
                        .withCode(kWriteCode.toString());
        return *m_failure;
    }
    return {};
}

} // namespace faultline
