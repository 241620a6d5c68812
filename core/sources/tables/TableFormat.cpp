// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableFormat.h"

#include "readings/FailureDetail.h"

#include "base/Utf8.h"
#include "readings/SourceId.h"
#include "sources/failures/Durations.h"
#include "sources/tables/FailureCells.h"
#include "sources/tables/FieldWords.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <set>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

template<typename T>
using WordsOf = std::array<const char*, static_cast<std::size_t>(T::Count)>;

// In the order of the enumerations.
constexpr WordsOf<TableShape> kShapes{"delimited", "json-lines", "json-elements"};
constexpr WordsOf<TableLayout> kLayouts{"long", "wide"};
constexpr WordsOf<TableField> kFields{
    "ignored",     "time",         "date",    "time-of-day", "sensor",
    "equipment",   "severity",     "quality", "value",       "measurement-name",
    "measurement", "failure-mode", "cause",   "end",         "end-time-of-day",
    "duration",    "planned"};
constexpr std::size_t kMaxSeverityBytes = 32;

template<typename T>
QString wordOf(const WordsOf<T>& words, T value)
{
    return QString::fromLatin1(words.at(static_cast<std::size_t>(value)));
}

template<typename T>
std::optional<T> valueOf(const WordsOf<T>& words, QStringView word)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (word == QLatin1StringView(words.at(i)))
            return static_cast<T>(i);
    }
    return std::nullopt;
}

template<typename T>
bool fromWord(const WordsOf<T>& words, const QJsonValue& word, T& value)
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

UserMessage problem(const QString& why)
{
    return UserMessage::error(tr("A table can't be read like this"))
        .because(why)
        .withCode(u"table-format"_s);
}

bool isSeverity(std::string_view text)
{
    const auto isLetter = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    };
    return !text.empty() && text.size() <= kMaxSeverityBytes
           && std::all_of(text.begin(), text.end(), isLetter);
}

// Fields that only one column may have.
constexpr std::array kSingleFields{TableField::Time,        TableField::Date,
                                   TableField::TimeOfDay,   TableField::Sensor,
                                   TableField::Equipment,   TableField::Severity,
                                   TableField::Quality,     TableField::MeasurementName,
                                   TableField::FailureMode, TableField::Cause,
                                   TableField::End,         TableField::EndTimeOfDay,
                                   TableField::Duration,    TableField::Planned};

QString problemOfText(const TableFormat& format)
{
    const auto isPlain = [](char c) { return c == '\t' || (c >= ' ' && c <= '~'); };
    if (format.hasNul())
        return tr("The name of a column has a NUL in it, which no database keeps.");
    if (format.shape != TableShape::Delimited)
        return {};
    if (!isPlain(format.delimiter) || format.delimiter == ' ')
        return tr("The delimiter must be one character that isn't a space.");
    if (format.quote != '\0'
        && (!isPlain(format.quote) || format.quote == format.delimiter || format.quote == ' '
            || format.quote == '\t'))
        return tr("The quote must be one character that isn't a space or the delimiter.");
    if (format.decimalMark == format.delimiter)
        return tr("The decimal mark and the delimiter are the same.");
    return {};
}

QString problemOfDetails(const TableFormat& format)
{
    for (const TableColumn& column : format.columns) {
        if (column.field < TableField::FailureMode)
            continue;
        if (format.layout == TableLayout::Wide)
            return tr("Where each column is a sensor, no column is %1.")
                .arg(wordOf(kFields, column.field));
        if (column.field == TableField::Duration && !column.label.empty()
            && column.label != kUnknownUnit && !secondsOfUnit(column.label))
            return tr("“%1” is no unit of a duration: d, h, min, s.")
                .arg(readableText(column.label));
        if (column.field == TableField::Planned && !column.label.empty()
            && column.label != kUnplanned)
            return tr("The label of a column that is planned is empty or “unplanned”.");
    }
    return {};
}

QString problemOfColumns(const TableFormat& format)
{
    const auto has = [&](TableField field) { return format.columnOf(field) >= 0; };
    for (const TableField field : kSingleFields) {
        const auto same = [field](const TableColumn& column) { return column.field == field; };
        if (std::count_if(format.columns.begin(), format.columns.end(), same) > 1)
            return tr("Two columns are %1.").arg(wordOf(kFields, field));
    }
    if (!has(TableField::Time) && !has(TableField::Date))
        return tr("No column is the time.");
    if (has(TableField::Time) && (has(TableField::Date) || has(TableField::TimeOfDay)))
        return tr("The time is in one column, or in two: a date and a time of day.");
    if (has(TableField::TimeOfDay) && !has(TableField::Date))
        return tr("A time of day needs a column with its date.");
    const auto values =
        std::count_if(format.columns.begin(), format.columns.end(), [](const TableColumn& column) {
            return column.field == TableField::Value;
        });
    if (format.layout == TableLayout::Wide && values == 0)
        return tr("No column is a sensor's value.");
    if (format.layout == TableLayout::Wide && has(TableField::Measurement))
        return tr("Where each column is a sensor, no column is a measurement.");
    if (format.layout == TableLayout::Long && values > 1)
        return tr("Two columns are %1.").arg(wordOf(kFields, TableField::Value));
    return problemOfDetails(format);
}

std::string inLowerCase(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

// The ids and names that are constant.
QString problemOfNames(const TableFormat& format)
{
    std::set<std::string> keys;
    std::set<std::string> labels;
    if (format.layout == TableLayout::Long && format.columnOf(TableField::Value) >= 0)
        labels.insert("value");
    if (format.columnOf(TableField::Quality) >= 0 && format.layout == TableLayout::Long)
        labels.insert("quality");
    for (const TableColumn& column : format.columns) {
        if (format.shape != TableShape::Delimited && !keys.insert(column.name).second)
            return tr("Two columns have the name “%1”.").arg(toText(column.name));
        const bool isSensor =
            format.layout == TableLayout::Wide && column.field == TableField::Value;
        if (!isSensor && column.field != TableField::Measurement)
            continue;
        const std::string_view label = column.labelOrName();
        const auto id = canonicalId(label);
        if (!id)
            return tr("“%1” is no name for a sensor or measurement.").arg(readableText(label));
        // Names of measurements are compared without their case, ids of sensors with it.
        if (!labels.insert(isSensor ? std::string(*id) : inLowerCase(*id)).second)
            return tr("“%1” is the label of two columns.").arg(readableText(label));
    }
    if (!format.sensor.empty() && !canonicalId(format.sensor))
        return tr("“%1” is no sensor.").arg(readableText(format.sensor));
    const bool namesSensor = !format.sensor.empty() || format.layout == TableLayout::Wide
                             || format.columnOf(TableField::Sensor) >= 0
                             || format.columnOf(TableField::Equipment) >= 0;
    if (!namesSensor)
        return tr("Neither a column nor the format says which sensor it is.");
    if (!format.severity.empty() && !isSeverity(format.severity))
        return tr("“%1” is no severity.").arg(readableText(format.severity));
    if (format.lacksSeverity())
        return tr("Neither a column nor the format says which severity it is.");
    return {};
}

} // namespace

QString tableFieldWord(TableField field)
{
    return wordOf(kFields, field);
}

std::optional<TableField> tableFieldFromWord(QStringView word)
{
    return valueOf<TableField>(kFields, word);
}

QString tableLayoutWord(TableLayout layout)
{
    return wordOf(kLayouts, layout);
}

std::optional<TableLayout> tableLayoutFromWord(QStringView word)
{
    return valueOf<TableLayout>(kLayouts, word);
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
    if (severity != kFailureSeverity || columnOf(TableField::Severity) >= 0)
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
    return severity.empty() && columnOf(TableField::Severity) < 0;
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

Result<void> TableFormat::check() const
{
    if (decimalMark != '.' && decimalMark != ',')
        return problem(tr("The decimal mark must be a point or a comma."));
    for (const auto find : {problemOfText, problemOfColumns, problemOfNames}) {
        if (const QString found = find(*this); !found.isEmpty())
            return problem(found);
    }
    if (dataBegin < 0)
        return problem(tr("The first record can't be before the file's beginning."));
    return {};
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
            {u"name"_s, toText(column.name)}, {u"field"_s, wordOf(kFields, column.field)}};
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
        return problem(tr("It isn't a JSON object: %1.").arg(error.errorString()));
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
        return problem(tr("“%1” is missing or has an invalid value.").arg(key));
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
        if (!value[u"name"_s].isString() || !fromWord(kFields, value[u"field"_s], column.field))
            return invalid(u"columns"_s);
        column.label = value[u"label"_s].toString().toStdString();
        format.columns.push_back(std::move(column));
    }
    return format;
}

} // namespace faultline
