// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableFormat.h"

#include "base/Utf8.h"
#include "readings/FailureDetail.h"
#include "sources/fields/EnumWords.h"
#include "sources/fields/FieldNames.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// In the order of the enumerations.
constexpr EnumWords<TableShape> kShapes{"delimited", "json-lines", "json-elements"};
constexpr EnumWords<TableLayout> kLayouts{"long", "wide", "list"};

template<typename T>
bool fromWord(const EnumWords<T>& words, const QJsonValue& word, T& value)
{
    const auto found = valueOf<T>(words, word.toString());
    value = found.value_or(value);
    return found.has_value();
}

QString toText(const std::string& text)
{
    return decodedUtf8(text);
}

QString toText(char c)
{
    return c == '\0' ? QString() : QString(QLatin1Char(c));
}

bool fromText(const QJsonValue& text, char& c)
{
    const QString string = text.toString();
    if (!text.isString() || string.size() > 1 || (!string.isEmpty() && string[0] > u'\x7F'))
        return false;
    c = string.isEmpty() ? '\0' : string[0].toLatin1();
    return true;
}

QString tr(const char* text)
{
    return QCoreApplication::translate("TableFormat", text);
}

} // namespace

QString tableLayoutWord(TableLayout layout)
{
    return wordOf(kLayouts, layout);
}

std::optional<TableLayout> tableLayoutFromWord(QStringView word)
{
    return valueOf<TableLayout>(kLayouts, word);
}

bool isFieldOf(TableLayout layout, TableField field)
{
    const bool isOfLists = field >= TableField::Code;
    switch (field) {
    case TableField::Ignored:
        return true;
    case TableField::Sensor:
    case TableField::Equipment:
        return layout != TableLayout::Wide;
    case TableField::Measurement:
    case TableField::MeasurementName:
        return layout == TableLayout::Long;
    default:
        break;
    }
    if (isOfLists || layout == TableLayout::List)
        return isOfLists && layout == TableLayout::List;
    return layout == TableLayout::Long || field < TableField::FailureMode;
}

int TableFormat::slots() const
{
    if (layout != TableLayout::Wide)
        return 1;
    return static_cast<int>(
        std::count_if(columns.begin(), columns.end(), [](const TableColumn& column) {
            return column.field == TableField::Value;
        }));
}

RecordCutter TableFormat::cutter() const
{
    switch (shape) {
    case TableShape::Delimited:
        return RecordCutter::rows(delimiter, quote);
    case TableShape::JsonElements:
        return RecordCutter::elements();
    default:
        return RecordCutter::lines();
    }
}

RecordsAre TableFormat::recordsAre() const
{
    if (isList() || severity != kFailureSeverity || columnOf(TableField::Severity) >= 0)
        return RecordsAre::Readings;
    return columnOf(TableField::Planned) >= 0 ? RecordsAre::WorkOrders : RecordsAre::Failures;
}

int TableFormat::columnOf(TableField field) const
{
    const auto at =
        std::find_if(columns.begin(), columns.end(), [field](const TableColumn& column) {
            return column.field == field;
        });
    return at == columns.end() ? -1 : static_cast<int>(at - columns.begin());
}

bool TableFormat::lacksSeverity() const
{
    return !isList() && severity.empty() && columnOf(TableField::Severity) < 0;
}

bool TableFormat::lacksDurationUnit() const
{
    const int duration = columnOf(TableField::Duration);
    return duration >= 0 && columns[static_cast<std::size_t>(duration)].label == kUnknownUnit;
}

bool TableFormat::hasNul() const
{
    const auto has = [](std::string_view text) {
        return text.find('\0') != std::string_view::npos;
    };
    return has(sensor) || std::any_of(path.begin(), path.end(), has)
           || std::any_of(columns.begin(), columns.end(), [has](const TableColumn& column) {
                  return has(column.name) || has(column.label);
              });
}

std::string TableFormat::structure() const
{
    std::vector<std::string> names;
    for (const TableColumn& column : columns)
        names.push_back(comparableName(column.name));
    std::string text = wordOf(kShapes, shape).toStdString();
    if (shape == TableShape::Delimited) {
        text += delimiter == '\t' ? std::string(" tab") : std::string{' ', delimiter};
    } else {
        // The order of keys has no meaning.
        std::sort(names.begin(), names.end());
        for (const std::string& key : path)
            text += ' ' + comparableName(key);
    }
    for (const std::string& name : names)
        text += '|' + name;
    return text;
}

QJsonObject TableFormat::toObject() const
{
    QJsonArray columnArray;
    for (const TableColumn& column : columns) {
        QJsonObject object{
            {u"name"_s, toText(column.name)}, {u"field"_s, tableFieldWord(column.field)}};
        if (!column.label.empty())
            object[u"label"_s] = toText(column.label);
        columnArray.append(object);
    }
    QJsonArray pathArray;
    for (const std::string& key : path)
        pathArray.append(toText(key));
    return {
        {u"shape"_s, wordOf(kShapes, shape)},
        {u"delimiter"_s, toText(delimiter)},
        {u"quote"_s, toText(quote)},
        {u"decimal_mark"_s, toText(decimalMark)},
        {u"layout"_s, wordOf(kLayouts, layout)},
        {u"columns"_s, columnArray},
        {u"severity"_s, toText(severity)},
        {u"sensor"_s, toText(sensor)},
        {u"path"_s, pathArray},
        {u"data_begin"_s, dataBegin}};
}

std::string TableFormat::toJson() const
{
    return QJsonDocument(toObject()).toJson(QJsonDocument::Indented).toStdString();
}

Result<TableFormat> TableFormat::fromJson(std::string_view json)
{
    QJsonParseError error;
    QByteArray text(json.data(), static_cast<qsizetype>(json.size()));
    // Qt drops one at the beginning of a text unless it is escaped.
    text.replace("\xEF\xBB\xBF", "\\ufeff");
    const auto document = QJsonDocument::fromJson(text, &error);
    if (!document.isObject())
        return badTableFormat(tr("It isn't a JSON object: %1.").arg(error.errorString()));
    auto format = fromObject(document.object());
    if (!format)
        return format;
    if (const auto valid = format->check(); !valid)
        return valid.error();
    return format;
}

Result<TableFormat> TableFormat::fromObject(const QJsonObject& object)
{
    TableFormat format;
    const auto invalid = [](const QString& key) {
        return badTableFormat(tr("“%1” is missing or has an invalid value.").arg(key));
    };
    if (!fromWord(kShapes, object[u"shape"_s], format.shape))
        return invalid(u"shape"_s);
    if (!fromWord(kLayouts, object[u"layout"_s], format.layout))
        return invalid(u"layout"_s);
    for (const auto& [key, c] :
         {std::pair(u"delimiter"_s, &format.delimiter), std::pair(u"quote"_s, &format.quote),
          std::pair(u"decimal_mark"_s, &format.decimalMark)}) {
        if (!fromText(object[key], *c))
            return invalid(key);
    }
    if (!object[u"data_begin"_s].isDouble())
        return invalid(u"data_begin"_s);
    format.dataBegin = object[u"data_begin"_s].toInteger(-1);
    format.severity = object[u"severity"_s].toString().toStdString();
    format.sensor = object[u"sensor"_s].toString().toStdString();
    const QJsonArray pathArray = object[u"path"_s].toArray();
    for (const auto& key : pathArray)
        format.path.push_back(key.toString().toStdString());
    const QJsonArray columnArray = object[u"columns"_s].toArray();
    for (const auto& value : columnArray) {
        TableColumn column{value[u"name"_s].toString().toStdString()};
        const auto field = tableFieldFromWord(value[u"field"_s].toString());
        if (!value[u"name"_s].isString() || !field)
            return invalid(u"columns"_s);
        column.field = *field;
        column.label = value[u"label"_s].toString().toStdString();
        format.columns.push_back(std::move(column));
    }
    return format;
}

} // namespace faultline
