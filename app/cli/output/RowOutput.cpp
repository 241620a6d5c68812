// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/RowOutput.h"

#include "exporting/context/ReportContext.h"
#include "exporting/text/JsonReportWriter.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kRowsAtOnce = 1'000;
constexpr qsizetype kBytesAtOnce = 1024 * 1024;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RowOutput)
};

Result<void> written(bool isWritten, const QIODevice& output)
{
    if (isWritten)
        return {};
    return UserMessage::error(Text::tr("Standard output can't be written"))
        .because(output.errorString());
}

bool flush(QIODevice& output)
{
    auto* file = qobject_cast<QFileDevice*>(&output);
    return file == nullptr || file->flush();
}

} // namespace

Result<void> openStandardOutput(QFile& output)
{
    return written(output.open(stdout, QIODevice::WriteOnly), output);
}

TableOutput::TableOutput(QIODevice& output, QString heading)
    : m_output(output)
    , m_heading(std::move(heading))
{}

Result<void> TableOutput::begin(const QList<ReportColumn>& columns)
{
    m_columns = columns;
    m_decimals = AlignedDecimals(columns);
    QList<TextTable::Column> shown;
    for (const ReportColumn& column : columns)
        shown << TextTable::Column{column.heading(), isFigure(column)};
    m_table.emplace(shown);
    return {};
}

Result<void> TableOutput::add(const QList<QVariant>& row)
{
    m_decimals.add(row);
    m_waiting << row;
    return m_waiting.size() < kRowsAtOnce ? Result<void>() : writeLines();
}

Result<void> TableOutput::end(const QJsonObject&)
{
    return writeLines();
}

Result<void> TableOutput::writeLines()
{
    QByteArray text;
    if (!m_heading.isEmpty())
        text = m_heading.toUtf8() + "\n\n";
    m_heading.clear();
    for (const QList<QVariant>& row : std::as_const(m_waiting)) {
        QStringList cells;
        for (qsizetype i = 0; i < row.size(); ++i)
            cells << shownCell(m_columns.at(i), m_decimals.aligned(i, row.at(i)));
        m_table->addRow(cells);
    }
    m_waiting.clear();
    if (const QString lines = m_table->takeText(); !lines.isEmpty())
        text += lines.toUtf8() + '\n';
    return written(m_output.write(text) == text.size() && flush(m_output), m_output);
}

Result<void> JsonOutput::begin(const QList<ReportColumn>& columns)
{
    m_columns = columns;
    return {};
}

Result<void> JsonOutput::add(const QList<QVariant>& row)
{
    m_rows += std::exchange(m_isFirst, false) ? "[" : ",[";
    for (qsizetype i = 0; i < row.size(); ++i) {
        if (i > 0)
            m_rows += ',';
        m_rows += jsonCell(m_columns.at(i), row.at(i));
    }
    m_rows += ']';
    return m_rows.size() < kBytesAtOnce ? Result<void>() : spillToFile();
}

Result<void> JsonOutput::spillToFile()
{
    if (!m_aside)
        m_aside.emplace();
    if ((m_aside->isOpen() || m_aside->open()) && m_aside->write(m_rows) == m_rows.size()) {
        m_rows.clear();
        return {};
    }
    return UserMessage::error(Text::tr("The rows can't be stored until they are complete"))
        .because(m_aside->errorString())
        .at(QDir::tempPath())
        .withRemedy(Text::tr("Free some space there, or set TMPDIR to another folder. With "
                             "--format json, rows are written immediately."));
}

Result<void> JsonOutput::end(const QJsonObject& members)
{
    QJsonArray columns;
    for (const ReportColumn& column : m_columns) {
        columns << QJsonObject{
            {u"name"_s, column.name},
            {u"title"_s, column.title},
            {u"type"_s, columnTypeWord(column.type)}};
    }
    QJsonObject all = members;
    all.insert(u"columns"_s, columns);
    QByteArray object = QJsonDocument(all).toJson(QJsonDocument::Compact);
    object.chop(1); // more members follow
    object += ",\"rows\":[";
    const bool isWritten = m_output.write(object) == object.size() && writeRows()
                           && m_output.write("]}\n") == 3 && flush(m_output);
    return written(isWritten, m_output);
}

bool JsonOutput::writeRows()
{
    if (m_aside) {
        if (!m_aside->seek(0))
            return false;
        while (!m_aside->atEnd()) {
            const QByteArray piece = m_aside->read(kBytesAtOnce);
            if (piece.isEmpty() || m_output.write(piece) != piece.size())
                return false;
        }
    }
    return m_output.write(m_rows) == m_rows.size();
}

} // namespace faultline
