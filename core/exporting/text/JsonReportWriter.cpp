// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/text/JsonReportWriter.h"

#include "readings/ZonedTime.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray textJson(const QString& text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

bool isFinite(const QString& figure)
{
    return !figure.isEmpty() && !figure.contains(u'N') && !figure.contains(u'I');
}

} // namespace

QByteArray jsonCell(const ReportColumn& column, const QVariant& value)
{
    if (!value.isValid() || value.isNull())
        return "null";
    switch (column.type) {
    case ReportColumn::Type::Integer:
        return QByteArray::number(value.toLongLong());
    case ReportColumn::Type::Decimal:
        return isFinite(value.toString()) ? value.toString().toLatin1()
                                          : textJson(value.toString());
    case ReportColumn::Type::Timestamp:
        if (const auto time = zonedTimeOf(value))
            return textJson(time->toIso(3));
        break;
    case ReportColumn::Type::Text:
        break;
    }
    return textJson(value.toString());
}

Result<void> JsonReportWriter::begin(const ReportContext& context)
{
    m_output << QByteArrayView(context.jsonStart(QJsonDocument::Compact))
             << QByteArrayView(",\n\"reports\":[");
    return m_output.flushIfFull();
}

Result<void> JsonReportWriter::beginReport(const ReportSection& section)
{
    m_columns = section.report.columns;
    QByteArray head = compact(section.toJson());
    head.chop(1); // more keys follow
    m_output << QByteArrayView(m_isFirstReport ? "\n" : ",\n") << QByteArrayView(head)
             << QByteArrayView(",\n\"rows\":[");
    m_isFirstReport = false;
    m_isFirstRow = true;
    return m_output.flushIfFull();
}

Result<void> JsonReportWriter::writeRow(const ReportRow& row)
{
    m_output << QByteArrayView(m_isFirstRow ? "\n[" : ",\n[");
    m_isFirstRow = false;
    for (qsizetype i = 0; i < row.size(); ++i) {
        if (i > 0)
            m_output << QByteArrayView(",");
        m_output << QByteArrayView(jsonCell(m_columns.at(i), row.at(i)));
    }
    m_output << QByteArrayView("]");
    return m_output.flushIfFull();
}

Result<void> JsonReportWriter::endReport(const ReportTotals& totals)
{
    m_output << QByteArrayView("],\n\"row_count\":")
             << QByteArrayView(QByteArray::number(totals.rows)) << QByteArrayView("}");
    return m_output.flushIfFull();
}

Result<void> JsonReportWriter::end()
{
    m_output << QByteArrayView("\n]}\n");
    return m_output.flush();
}

} // namespace faultline
