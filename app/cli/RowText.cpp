// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/RowText.h"

#include "cli/Figures.h"

#include "exporting/ReportContext.h"

#include <QDateTime>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QString shownCell(const ReportColumn& column, const QVariant& value)
{
    if (!value.isValid())
        return {};
    if (value.typeId() == QMetaType::QDateTime)
        return value.toDateTime().toString(u"yyyy-MM-dd HH:mm:ss"_s);
    if (column.type == ReportColumn::Type::Integer)
        return figures::count(value.toLongLong());
    if (column.type == ReportColumn::Type::Decimal)
        return figures::locale().toString(value.toDouble(), 'f', column.decimals);
    return value.toString();
}

QJsonValue jsonCell(const ReportColumn& column, const QVariant& value)
{
    if (!value.isValid())
        return {};
    if (value.typeId() == QMetaType::QDateTime)
        return value.toDateTime().toString(Qt::ISODateWithMs);
    if (column.type == ReportColumn::Type::Integer)
        return value.toLongLong();
    if (column.type == ReportColumn::Type::Decimal)
        return value.toDouble();
    return value.toString();
}

} // namespace

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

QJsonArray jsonColumns(const QList<ReportColumn>& columns)
{
    QJsonArray array;
    for (const ReportColumn& column : columns) {
        array << QJsonObject{
            {u"name"_s, column.name},
            {u"title"_s, column.title},
            {u"type"_s, columnTypeWord(column.type)}};
    }
    return array;
}

QJsonArray jsonRow(const QList<ReportColumn>& columns, const QList<QVariant>& row)
{
    QJsonArray cells;
    for (qsizetype i = 0; i < row.size(); ++i)
        cells << jsonCell(columns[i], row[i]);
    return cells;
}

} // namespace faultline
