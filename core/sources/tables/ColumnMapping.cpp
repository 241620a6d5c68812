// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/ColumnMapping.h"

#include "base/Utf8.h"
#include "readings/FailureDetail.h"
#include "readings/LocalTime.h"
#include "readings/SourceId.h"
#include "sources/fields/FieldNames.h"
#include "sources/fields/NameKinds.h"
#include "sources/tables/ColumnContent.h"
#include "sources/tables/FailureColumns.h"
#include "sources/times/TimestampParser.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

using namespace std::string_view_literals;

namespace faultline {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TableRecognition", text);
}

bool hasDigit(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The name of a file without its endings.
std::string_view stemOf(std::string_view fileName)
{
    const std::size_t dot = fileName.find('.', 1);
    return fileName.substr(0, dot);
}

// How a column's name is compared. "sensor.id" is no id but a sensor's.
std::string nameInSample(const TableSample& sample, std::size_t column)
{
    std::string whole = comparableName(sample.format.columns[column].name);
    std::string last = comparableName(sample.shortName(column));
    const auto isField = [](const std::string& name) {
        return fieldOfName(RecordKind::Reading, name) || fieldOfName(RecordKind::Failure, name);
    };
    return isField(whole) && !isField(last) ? whole : last;
}

class Mapper
{
public:
    Mapper(const TableSample& sample, std::string_view fileName)
        : m_sample(sample)
        , m_columns(contentsOf(sample))
        , m_fileName(fileName)
    {
        m_table.format = sample.format;
        for (std::size_t i = 0; i < sample.format.columns.size(); ++i)
            m_names.push_back(nameInSample(sample, i));
        m_failures = failureColumnsOf(sample.format.columns, m_names, m_columns);
    }

    std::optional<RecognisedTable> map()
    {
        if (!findTime())
            return std::nullopt;
        findIds();
        takeFailureColumns();
        findSeverityAndQuality();
        findValue();
        const std::vector<std::size_t> numbers = otherNumbers();
        const bool isMeasured = !numbers.empty() || columnOf(TableField::Value) >= 0;
        const bool isEvents = std::any_of(m_names.begin(), m_names.end(), isEventName);
        if (!isMeasured && columnOf(TableField::Severity) < 0 && !isEvents && !areFailures())
            return std::nullopt;
        // Ids in pairs are a map, which may have times.
        if (!isMeasured && !areFailures() && columnOf(TableField::Sensor) >= 0
            && columnOf(TableField::Equipment) >= 0 && columnOf(TableField::Severity) < 0)
            return std::nullopt;
        chooseLayout(numbers);
        chooseSeverity(isMeasured);
        chooseDecimalMark();
        chooseDurationUnit();
        nameIgnored();
        if (!isReadable())
            return std::nullopt;
        return std::move(m_table);
    }

private:
    TableColumn& column(std::size_t i) { return m_table.format.columns[i]; }
    int columnOf(TableField field) const { return m_table.format.columnOf(field); }
    bool isFree(std::size_t i) { return column(i).field == TableField::Ignored; }
    QString nameOf(std::size_t i) { return readableText(column(i).name); }
    void say(const QString& reason) { m_table.reasons.append(reason); }
    void ask(TableQuestion::Kind kind, const QString& text)
    {
        m_table.questions.push_back({kind, text});
    }

    // The free column with the best name for a field, if its content is right; -1 if there is none.
    template<typename Predicate>
    int best(TableField field, Predicate isRight)
    {
        int found = -1;
        int foundRank = 0;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const auto word = fieldOfName(RecordKind::Reading, m_names[i]);
            if (!word || word->field != field || !isFree(i) || !isRight(m_columns[i]))
                continue;
            if (found < 0 || word->rank < foundRank) {
                found = static_cast<int>(i);
                foundRank = word->rank;
            }
        }
        return found;
    }
    // The same, and takes it.
    template<typename Predicate>
    int take(TableField field, Predicate isRight)
    {
        const int found = best(field, isRight);
        if (found >= 0)
            column(static_cast<std::size_t>(found)).field = field;
        return found;
    }

    bool areFailures() const { return m_failures.time >= 0; }
    bool areEvents();

    bool findTime();
    bool findTimeOfDay(std::size_t date);
    void findIds();
    void takeFailureColumns();
    void chooseDurationUnit();
    void findSeverityAndQuality();
    void findValue();
    std::vector<std::size_t> otherNumbers();
    void chooseLayout(const std::vector<std::size_t>& numbers);
    void makeWide(const std::vector<std::size_t>& numbers);
    void makeLong(const std::vector<std::size_t>& numbers);
    void useFileName();
    void giveLabel(std::size_t i, TableField field, std::string_view label);
    void chooseSeverity(bool isMeasured);
    void chooseDecimalMark();
    void nameIgnored();
    bool isReadable() const;

    RecognisedTable m_table;
    const TableSample& m_sample;
    std::vector<ColumnContent> m_columns;
    std::vector<std::string> m_names;
    FailureColumns m_failures;
    std::string_view m_fileName;
    std::set<std::string, std::less<>> m_labels;
};

bool Mapper::findTime()
{
    int found =
        areFailures() ? m_failures.time : best(TableField::Time, [](const ColumnContent& content) {
            return content.isMostly(content.times) || content.isMostly(content.epochs);
        });
    const bool hasEquipment =
        best(TableField::Equipment, [](const ColumnContent&) { return true; }) >= 0;
    // The first column may have any name, or none.
    if (found < 0 && !m_columns.empty() && m_columns[0].isMostly(m_columns[0].times)
        && !isTimeOfList(m_names[0]) && !hasEquipment)
        found = 0;
    if (found < 0)
        return false;
    const auto time = static_cast<std::size_t>(found);
    if (!findTimeOfDay(time)) {
        column(time).field = TableField::Time;
        say(m_names[time].empty() ? tr("The first column is the time.")
                                  : tr("“%1” is the time.").arg(nameOf(time)));
    }
    if (m_columns[time].readableTimes < m_columns[time].filled)
        ask(TableQuestion::Kind::Times,
            tr("How is “%1” in “%2” meant?")
                .arg(readableText(m_columns[time].unreadableTime), nameOf(time)));
    return true;
}

bool Mapper::findTimeOfDay(std::size_t date)
{
    if (!m_columns[date].isMostly(m_columns[date].dates))
        return false;
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const auto word = fieldOfName(RecordKind::Reading, m_names[i]);
        const bool isNamed =
            (word && (word->field == TableField::Time || word->field == TableField::TimeOfDay))
            || (areFailures()
                && rankOfName(RecordKind::Failure, TableField::Time, m_names[i]) >= 0);
        if (i == date || !isNamed || m_failures.isDetail(i)
            || !m_columns[i].isMostly(m_columns[i].timesOfDay))
            continue;
        if (!best || likeness(m_names[i], m_names[date]) > likeness(m_names[*best], m_names[date]))
            best = i;
    }
    if (!best)
        return false;
    column(date).field = TableField::Date;
    column(*best).field = TableField::TimeOfDay;
    say(tr("“%1” and “%2” are the time.").arg(nameOf(date), nameOf(*best)));
    return true;
}

void Mapper::findIds()
{
    const auto isId = [](const ColumnContent& content) {
        return content.filled > 0 && content.ids == content.filled;
    };
    const int equipment = take(TableField::Equipment, isId);
    const int sensor = take(TableField::Sensor, isId);
    if (sensor >= 0)
        say(tr("“%1” is the sensor.").arg(nameOf(static_cast<std::size_t>(sensor))));
    else if (equipment >= 0)
        say(tr("“%1” is the equipment, and there is no sensor: it is the sensor too.")
                .arg(nameOf(static_cast<std::size_t>(equipment))));
}

void Mapper::takeFailureColumns()
{
    if (!areFailures())
        return;
    m_table.isFailureList = m_failures.areSure;
    for (const FailureColumns::Column& each : m_failures.details) {
        if (!isFree(each.index))
            continue;
        column(each.index).field = each.field;
        column(each.index).label = each.label;
    }
    m_table.reasons += failureReasons(m_failures, m_table.format.columns);
}

void Mapper::chooseDurationUnit()
{
    const DurationUnit unit = findDurationUnit(m_table.format, m_sample);
    if (!unit.reason.isEmpty())
        say(unit.reason);
    if (unit.question)
        m_table.questions.push_back(*unit.question);
}

void Mapper::findSeverityAndQuality()
{
    const int quality =
        take(TableField::Quality, [](const ColumnContent& content) { return content.filled > 0; });
    const int named = best(TableField::Severity, [](const ColumnContent& content) {
        return content.filled > 0 && content.severities == content.filled;
    });
    if (named < 0)
        return;
    const auto severity = static_cast<std::size_t>(named);
    const ColumnContent& content = m_columns[severity];
    if (content.qualities == content.filled) {
        if (quality < 0)
            column(severity).field = TableField::Quality;
        return;
    }
    // A status may be anything.
    const bool isSure = m_names[severity].find("severity") != std::string::npos
                        || m_names[severity].find("level") != std::string::npos;
    // In a failure list, a priority doesn't say how bad it was, and "major" would count nothing.
    if (areFailures() && (!isSure || content.knownSeverities < content.filled))
        return;
    if (!isSure && content.knownSeverities == 0)
        return;
    column(severity).field = TableField::Severity;
    say(tr("“%1” is the severity.").arg(nameOf(severity)));
}

void Mapper::findValue()
{
    const int value =
        take(TableField::Value, [](const ColumnContent& content) { return content.isNumeric(); });
    if (value < 0)
        return;
    const int name = take(TableField::MeasurementName, [](const ColumnContent& content) {
        return content.filled > 0 && content.ids == content.filled && !content.isNumeric();
    });
    say(name < 0 ? tr("“%1” is the value.").arg(nameOf(static_cast<std::size_t>(value)))
                 : tr("“%1” is the value of the measurement that “%2” names.")
                       .arg(
                           nameOf(static_cast<std::size_t>(value)),
                           nameOf(static_cast<std::size_t>(name))));
}

std::vector<std::size_t> Mapper::otherNumbers()
{
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const std::string& name = m_names[i];
        const bool isAboutValue = name.ends_with("quality") || name.ends_with("status");
        const bool isAboutFailure =
            areFailures()
            && (isOrderName(name) || fieldOfName(RecordKind::Reading, name)
                || fieldOfName(RecordKind::Failure, name)
                || std::find(m_failures.withoutUnit.begin(), m_failures.withoutUnit.end(), i)
                       != m_failures.withoutUnit.end());
        if (isFree(i) && m_columns[i].isNumeric() && !isRowNumber(name) && !isTimeOfList(name)
            && !isAboutValue && !isAboutFailure)
            numbers.push_back(i);
    }
    return numbers;
}

void Mapper::chooseLayout(const std::vector<std::size_t>& numbers)
{
    const bool namesSensor =
        columnOf(TableField::Sensor) >= 0 || columnOf(TableField::Equipment) >= 0;
    const auto isKnown = [this](std::size_t i) { return !knownMeasurement(m_names[i]).empty(); };
    const auto isTag = [this](std::size_t i) { return hasDigit(m_names[i]); };
    const bool isOneSensor = std::any_of(numbers.begin(), numbers.end(), isKnown)
                             || columnOf(TableField::Value) >= 0
                             || columnOf(TableField::Severity) >= 0;
    const bool hasTags = std::any_of(numbers.begin(), numbers.end(), isTag);
    if (namesSensor || isOneSensor || numbers.empty() || (numbers.size() == 1 && !hasTags)) {
        if (!namesSensor)
            useFileName();
        makeLong(numbers);
        return;
    }
    makeWide(numbers);
    if (!hasTags)
        ask(TableQuestion::Kind::Layout,
            tr("Are the columns sensors? They may also be measurements of one."));
}

void Mapper::makeWide(const std::vector<std::size_t>& numbers)
{
    m_table.format.layout = TableLayout::Wide;
    for (const std::size_t i : numbers)
        giveLabel(i, TableField::Value, nameWithoutUnit(m_sample.shortName(i)));
    // Sensors that are silent in the beginning.
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (isFree(i) && m_columns[i].filled == 0 && hasDigit(m_names[i]))
            giveLabel(i, TableField::Value, nameWithoutUnit(m_sample.shortName(i)));
    }
    say(tr("Each column with numbers is a sensor."));
}

void Mapper::makeLong(const std::vector<std::size_t>& numbers)
{
    QStringList names;
    // What a row's quality or value is called.
    if (columnOf(TableField::Quality) >= 0)
        m_labels.emplace("quality");
    if (columnOf(TableField::Value) >= 0)
        m_labels.emplace("value");
    for (const std::size_t i : numbers) {
        const std::string_view known = knownMeasurement(m_names[i]);
        giveLabel(
            i, TableField::Measurement,
            known.empty() ? nameWithoutUnit(m_sample.shortName(i)) : known);
        if (!isFree(i))
            names.append(nameOf(i));
    }
    if (!names.isEmpty())
        say(tr("Measurements: %1.").arg(names.join(tr(", "))));
}

// A label that no other column has; without one the column isn't used.
void Mapper::giveLabel(std::size_t i, TableField field, std::string_view label)
{
    for (const std::string_view each : {label, std::string_view(column(i).name)}) {
        const auto id = canonicalId(each);
        if (!id)
            continue;
        // Names of measurements are compared without their case, ids of sensors with it.
        std::string key(*id);
        if (field == TableField::Measurement)
            std::transform(key.begin(), key.end(), key.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            });
        if (!m_labels.insert(key).second)
            continue;
        column(i).field = field;
        column(i).label = each == column(i).name ? std::string() : std::string(each);
        return;
    }
}

void Mapper::useFileName()
{
    const auto id = canonicalId(stemOf(m_fileName));
    m_table.format.sensor = id ? std::string(*id) : std::string();
    ask(TableQuestion::Kind::Sensor,
        id ? tr("Which sensor is it? No column names one, so it is “%1”, like the file.")
                 .arg(readableText(*id))
           : tr("Which sensor is it? No column names one."));
}

// Whether a text says what happened in most rows; a value beside it may be that of an alarm. Flags,
// numbers and words such as "normal" are measured.
bool Mapper::areEvents()
{
    if (m_table.format.layout == TableLayout::Wide)
        return false;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const ColumnContent& content = m_columns[i];
        if (isFree(i) && isEventName(m_names[i]) && content.filled * 2 > m_sample.rows.size()
            && !content.isNumeric() && !content.isMostly(content.times)
            && content.yesAndNo < content.filled && content.noFailures == 0)
            return true;
    }
    return false;
}

void Mapper::chooseSeverity(bool isMeasured)
{
    if (columnOf(TableField::Severity) >= 0)
        return;
    if (areFailures()) {
        m_table.format.severity = kFailureSeverity;
        say(columnOf(TableField::Planned) < 0
                ? tr("No column says which work was planned: each row counts as a failure.")
                : tr("Each other row is a failure."));
    } else if (isMeasured && !areEvents()) {
        m_table.format.severity = "INFO";
        say(tr("No column is a severity: each reading is INFO."));
    } else {
        ask(TableQuestion::Kind::Severity,
            tr("Which severity do these rows have? No column says it."));
    }
}

void Mapper::chooseDecimalMark()
{
    TableFormat& format = m_table.format;
    if (format.shape != TableShape::Delimited || format.delimiter == ',')
        return;
    std::size_t points = 0;
    std::size_t commas = 0;
    std::size_t likeThousands = 0;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const TableField field = column(i).field;
        if (field != TableField::Value && field != TableField::Measurement
            && field != TableField::Duration)
            continue;
        points += m_columns[i].numbersWithPoint;
        commas += m_columns[i].numbersWithComma;
        likeThousands += m_columns[i].likeThousands;
    }
    if (commas == 0)
        return;
    format.decimalMark = commas >= points ? ',' : '.';
    say(format.decimalMark == ',' ? tr("Numbers have a decimal comma.")
                                  : tr("Numbers have a decimal point."));
    if (points > 0 || likeThousands == commas)
        ask(TableQuestion::Kind::DecimalMark,
            tr("Is the comma in the numbers a decimal comma? Marks for thousands can't be read."));
}

// Whether it can be read once the questions are answered. No column with a usable name may be left.
bool Mapper::isReadable() const
{
    TableFormat answered = m_table.format;
    if (m_table.hasQuestion(TableQuestion::Kind::Severity))
        answered.severity = "INFO";
    if (m_table.hasQuestion(TableQuestion::Kind::Sensor) && answered.sensor.empty())
        answered.sensor = "1";
    return answered.check().ok();
}

void Mapper::nameIgnored()
{
    QStringList names;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (isFree(i) && !m_names[i].empty())
            names.append(nameOf(i));
    }
    if (!names.isEmpty())
        say(tr("Not used: %1.").arg(names.join(tr(", "))));
}

} // namespace

std::optional<RecognisedTable> mapColumns(const TableSample& sample, std::string_view fileName)
{
    if (sample.rows.empty() || sample.format.columns.empty())
        return std::nullopt;
    return Mapper(sample, fileName).map();
}

} // namespace faultline
