// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/RowText.h"

#include "exporting/FigureText.h"
#include "exporting/JsonReportWriter.h"
#include "exporting/ReportContext.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

TextTable textTableOf(const QList<ReportColumn>& columns)
{
    QList<TextTable::Column> shown;
    for (const ReportColumn& column : columns)
        shown << TextTable::Column{column.title, isFigure(column)};
    return TextTable(shown);
}

QStringList shownCells(const QList<ReportColumn>& columns, const QList<QVariant>& row)
{
    QStringList cells;
    for (qsizetype i = 0; i < row.size(); ++i)
        cells << shownCell(columns[i], row[i]);
    return cells;
}

void JsonRows::add(const QList<QVariant>& row)
{
    m_rows += m_rows.isEmpty() ? "[" : ",[";
    for (qsizetype i = 0; i < row.size(); ++i) {
        if (i > 0)
            m_rows += ',';
        m_rows += jsonCell(m_columns[i], row[i]);
    }
    m_rows += ']';
}

QByteArray JsonRows::toObject(QJsonObject members) const
{
    QJsonArray columns;
    for (const ReportColumn& column : m_columns) {
        columns << QJsonObject{
            {u"name"_s, column.name},
            {u"title"_s, column.title},
            {u"type"_s, columnTypeWord(column.type)}};
    }
    members.insert(u"columns"_s, columns);
    QByteArray object = QJsonDocument(members).toJson(QJsonDocument::Compact);
    object.chop(1); // it goes on
    return object + ",\"rows\":[" + m_rows + "]}";
}

} // namespace faultline
