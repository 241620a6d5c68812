// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableParser.h"

#include "readings/SourceId.h"
#include "sources/tables/ValueText.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr std::size_t kMaxSeverityBytes = 32;
constexpr auto kValue = "value"sv;
constexpr auto kQuality = "quality"sv;

constexpr char toUpper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return toUpper(x) == toUpper(y);
    });
}

bool isGood(std::string_view quality)
{
    // 192 is OPC's.
    static constexpr std::array kGood{"good"sv, "ok"sv, "valid"sv, "true"sv, "192"sv};
    return quality.empty() || std::any_of(kGood.begin(), kGood.end(), [quality](auto word) {
               return equalsIgnoringCase(quality, word);
           });
}

// The id of most rows: text without space and of ASCII only, which isn't a number that has several
// forms. `end`: what may be read.
bool isPlainTag(std::string_view text, const char* end)
{
    quint64 letters = 0;
    quint64 others = 0;
    if (text.size() - 1 >= 32)
        return false;
    for (std::size_t at = 0; at < text.size(); at += sizeof(quint64)) {
        const std::size_t left = text.size() - at;
        const quint64 mask = left >= 8 ? ~quint64{0} : (quint64{1} << (left * 8)) - 1;
        const quint64 eight = eightBytes(text.data() + at, end);
        // Below '!', DEL, or beyond ASCII.
        others |=
            ((eight - kOnesInBytes * '!') | (eight + kOnesInBytes) | eight) & kHighBits & mask;
        letters |= (eight + kOnesInBytes * (0x80 - ('9' + 1))) & kHighBits & mask;
    }
    return others == 0 && letters != 0;
}

std::vector<std::string> namesOf(const TableFormat& format)
{
    std::vector<std::string> names;
    for (const TableColumn& column : format.columns)
        names.push_back(column.name);
    return names;
}

std::variant<DelimitedCells, JsonCells> splitterOf(const TableFormat& format)
{
    if (format.shape == TableShape::Delimited)
        return DelimitedCells(format.delimiter, format.quote, format.columns.size());
    return JsonCells(namesOf(format), format.shape == TableShape::JsonLines);
}

RejectReason reasonOf(const TableClock& clock)
{
    return clock.isSkipped() ? RejectReason::SkippedHour : RejectReason::Timestamp;
}

} // namespace

TableParser::TableParser(TableFormat format, const LocalTime& zone, const TimeFormat& times)
    : m_format(std::move(format))
    , m_isWide(m_format.layout == TableLayout::Wide)
    , m_splitter(splitterOf(m_format))
    , m_cells(m_format.columns.size() + 1)
    , m_clock(zone, times)
    , m_failure(m_format, zone, times)
{
    findColumns();
    m_constantSensor = canonicalId(m_format.sensor).value_or(std::string_view());
    m_constantSensorNumber = numberOfId(m_constantSensor);
    m_constantSeverity = m_format.severity;
    std::transform(
        m_constantSeverity.begin(), m_constantSeverity.end(), m_constantSeverity.begin(), toUpper);
}

void TableParser::findColumns()
{
    m_time = m_format.columnOf(TableField::Time);
    m_date = m_format.columnOf(TableField::Date);
    m_timeOfDay = m_format.columnOf(TableField::TimeOfDay);
    m_sensor = m_format.columnOf(TableField::Sensor);
    m_equipment = m_format.columnOf(TableField::Equipment);
    m_severity = m_format.columnOf(TableField::Severity);
    m_quality = m_format.columnOf(TableField::Quality);
    m_value = m_isWide ? -1 : m_format.columnOf(TableField::Value);
    m_measurementName = m_format.columnOf(TableField::MeasurementName);
    for (std::size_t i = 0; i < m_format.columns.size(); ++i) {
        const TableColumn& column = m_format.columns[i];
        if (column.field != (m_isWide ? TableField::Value : TableField::Measurement))
            continue;
        const std::string_view label = column.labelOrName();
        if (m_isWide) {
            const std::string_view id = canonicalId(label).value_or(label);
            m_values.push_back({i, id, numberOfId(id), Target::Extra});
        } else {
            m_values.push_back({i, label, -1, targetOf(label)});
        }
    }
}

std::size_t TableParser::parse(std::string_view text, ParsedRecord& record)
{
    m_arena.clear();
    record.readings.clear();
    record.rejectedCells.clear();
    record.blankSlots = 0;
    record.stoppedAt = 0;
    m_text = text;
    const RowSplit split = std::visit(
        [&](auto& splitter) { return splitter.split(text, m_cells, m_arena); }, m_splitter);
    if (split.isBlank) {
        record.outcome = ParsedRecord::Outcome::Blank;
    } else if (split.isRejected) {
        reject(record, split.reason, split.stoppedAt);
    } else if (
        readTime(record) && readSeverity(record) && readQuality(record)
        && (!m_failure.areUsed() || readFailure(record))) {
        record.outcome = ParsedRecord::Outcome::Readings;
        m_isWide ? readWide(record) : readLong(record);
    }
    return split.bytes;
}

bool TableParser::reject(ParsedRecord& record, RejectReason reason, std::size_t stoppedAt)
{
    record.outcome = ParsedRecord::Outcome::Rejected;
    record.reason = reason;
    record.stoppedAt = stoppedAt;
    record.readings.clear();
    return false;
}

bool TableParser::readTime(ParsedRecord& record)
{
    const Cell& cell = m_cells[static_cast<std::size_t>(m_time >= 0 ? m_time : m_date)];
    if (cell.text.empty())
        return reject(
            record, cell.isNested ? RejectReason::Timestamp : RejectReason::MissingField,
            cell.start);
    if (const auto stoppedAt = m_clock.read(cell, cellOf(m_timeOfDay)))
        return reject(record, reasonOf(m_clock), *stoppedAt);
    return true;
}

bool TableParser::readSeverity(ParsedRecord& record)
{
    const Cell* const cell = cellOf(m_severity);
    if (!cell || cell->text.empty()) {
        m_rowSeverity = m_constantSeverity;
        return !m_rowSeverity.empty()
               || reject(record, RejectReason::Severity, cell ? cell->start : 0);
    }
    if (cell->text != m_lastSeverity || m_lastSeverity.empty()) {
        const auto isLetter = [](char c) {
            return (toUpper(c) >= 'A' && toUpper(c) <= 'Z') || c == '_';
        };
        const auto stop = std::find_if_not(cell->text.begin(), cell->text.end(), isLetter);
        if (stop != cell->text.end() || cell->text.size() > kMaxSeverityBytes)
            return reject(
                record, RejectReason::Severity,
                cell->start + static_cast<std::size_t>(stop - cell->text.begin()));
        m_lastSeverity = cell->text;
        m_upperSeverity.resize(m_lastSeverity.size());
        std::transform(
            m_lastSeverity.begin(), m_lastSeverity.end(), m_upperSeverity.begin(), toUpper);
    }
    m_rowSeverity = m_upperSeverity;
    return true;
}

bool TableParser::readQuality(ParsedRecord& record)
{
    const Cell* const cell = cellOf(m_quality);
    m_rowQuality = cell && !isGood(cell->text) ? cell->text : std::string_view();
    return isShortText(m_rowQuality) || reject(record, RejectReason::FieldValue, cell->start);
}

bool TableParser::readFailure(ParsedRecord& record)
{
    if (const auto rejected = m_failure.read(m_cells, m_clock))
        return reject(record, rejected->reason, rejected->stoppedAt);
    const Cell* const severity = cellOf(m_severity);
    if (m_failure.detail().isPlanned.value_or(false) && (!severity || severity->text.empty()))
        m_rowSeverity = kPlannedSeverity;
    return true;
}

bool TableParser::readSensor(ParsedRecord& record, Reading& reading) const
{
    const Cell* cell = cellOf(m_sensor);
    const Cell* const equipment = cellOf(m_equipment);
    const bool isEquipment = (!cell || cell->text.empty()) && equipment && !equipment->text.empty();
    if (isEquipment || !cell)
        cell = equipment;
    if (!cell || cell->text.empty()) {
        reading.sensorTag = m_constantSensor;
        reading.sensorNumber = m_constantSensorNumber;
        return !m_constantSensor.empty()
               || reject(record, RejectReason::SensorId, cell ? cell->start : 0);
    }
    if (!isEquipment && equipment)
        reading.equipment = idOf(*equipment);
    if (isPlainTag(cell->text, readableEnd(cell->text))) {
        reading.sensorTag = cell->text;
        reading.sensorNumber = isEquipment ? Reading::kEquipment : Reading::kTag;
        return true;
    }
    const auto id = canonicalId(cell->text);
    if (!id)
        return reject(record, RejectReason::SensorId, cell->start + validIdPrefix(cell->text));
    reading.sensorTag = *id;
    reading.sensorNumber = isEquipment ? Reading::kEquipment : numberOfId(*id);
    return true;
}

// In its canonical form; empty if it is none.
std::string_view TableParser::idOf(const Cell& cell) const
{
    if (isPlainTag(cell.text, readableEnd(cell.text)))
        return cell.text;
    return canonicalId(cell.text).value_or(std::string_view());
}

void TableParser::readWide(ParsedRecord& record)
{
    const std::size_t extras = m_rowQuality.empty() ? 1 : 2;
    for (std::size_t slot = 0; slot < m_values.size(); ++slot) {
        const ValueColumn& value = m_values[slot];
        const Cell& cell = m_cells[value.column];
        const CellKind kind = isShort(cell.text) ? CellKind::Number
                              : cell.isNested    ? CellKind::Bad
                                                 : kindOfCell(cell.text, m_format.decimalMark);
        if (kind == CellKind::Empty) {
            ++record.blankSlots;
            continue;
        }
        if (kind == CellKind::Bad) {
            record.rejectedCells.push_back(
                {static_cast<int>(slot), RejectReason::Measurements, cell.start});
            continue;
        }
        const std::string_view text = kind == CellKind::Number ? withPoint(cell.text) : cell.text;
        RecordReading& reading = record.readings.add();
        reading.slot = static_cast<int>(slot);
        reading.occurredAt = m_clock.occurredAt();
        reading.notes = m_clock.notes();
        reading.sensorNumber = value.sensorNumber;
        reading.sensorTag = value.label;
        reading.equipment = {};
        reading.severity = m_rowSeverity;
        reading.temperature = kNoMeasurement;
        reading.vibration = kNoMeasurement;
        reading.extras.resize(extras);
        reading.extras[0] = {kValue, text};
        if (extras > 1)
            reading.extras[1] = {kQuality, m_rowQuality};
    }
}

void TableParser::readLong(ParsedRecord& record)
{
    RecordReading& reading = record.readings.add();
    reading.slot = 0;
    reading.occurredAt = m_clock.occurredAt();
    reading.notes = m_clock.notes();
    reading.severity = m_rowSeverity;
    reading.temperature = kNoMeasurement;
    reading.vibration = kNoMeasurement;
    reading.extras.clear();
    reading.equipment = {};
    if (!readSensor(record, reading) || !readMeasurements(record, reading))
        return;
    // Also if they are empty here: an end that isn't known is said to be so.
    if (m_failure.areUsed())
        reading.detail = &m_failure.detail();
    reading.notes.isEndBefore = m_failure.isEndBefore();
    reading.notes.isContradictory = m_failure.isContradictory();
    if (!m_rowQuality.empty())
        reading.extras.push_back({kQuality, m_rowQuality});
}

bool TableParser::readMeasurements(ParsedRecord& record, Reading& reading)
{
    for (const ValueColumn& value : m_values) {
        const Cell& cell = m_cells[value.column];
        if (!addMeasurement(value.label, value.target, cell, reading))
            return reject(record, RejectReason::Measurements, cell.start);
    }
    return m_value < 0 || readValue(record, reading);
}

// The value whose name is in the row, or "value".
bool TableParser::readValue(ParsedRecord& record, Reading& reading)
{
    const Cell& cell = *cellOf(m_value);
    const Cell* const nameCell = cellOf(m_measurementName);
    const std::string_view name = nameCell && !nameCell->text.empty() ? nameCell->text : kValue;
    const Target target = nameCell ? targetOf(name) : Target::Extra;
    const auto sameName = [name](const ExtraMeasurement& extra) {
        return equalsIgnoringCase(extra.name, name);
    };
    const bool isTwice = (target == Target::Temperature && !std::isnan(reading.temperature))
                         || (target == Target::Vibration && !std::isnan(reading.vibration))
                         || std::any_of(reading.extras.begin(), reading.extras.end(), sameName);
    const bool isReserved = m_quality >= 0 && equalsIgnoringCase(name, kQuality);
    if (nameCell && (isTwice || isReserved || !isShortText(name)))
        return reject(record, RejectReason::Measurements, nameCell->start);
    return addMeasurement(name, target, cell, reading)
           || reject(record, RejectReason::Measurements, cell.start);
}

bool TableParser::addMeasurement(
    std::string_view name, Target target, const Cell& cell, Reading& reading)
{
    std::string_view text = cell.text;
    CellKind kind = CellKind::Number;
    if (!isShort(text))
        kind = cell.isNested ? CellKind::Bad : kindOfCell(text, m_format.decimalMark);
    if (kind == CellKind::Bad)
        return false;
    if (kind == CellKind::Empty)
        return true;
    if (kind == CellKind::Number)
        text = withPoint(text);
    if (target == Target::Extra || kind == CellKind::Word) {
        reading.extras.push_back({name, text});
        return true;
    }
    (target == Target::Temperature ? reading.temperature : reading.vibration) = *numberOf(text);
    return true;
}

// Whether a text is a number that needs no closer look.
bool TableParser::isShort(std::string_view text) const
{
    return isShortNumber(text, m_format.decimalMark, readableEnd(text));
}

// How far may be read behind a text. Those in the arena may end where its memory does.
const char* TableParser::readableEnd(std::string_view text) const
{
    const std::less<> isBefore;
    const bool isInRecord = !isBefore(text.data(), m_text.data())
                            && isBefore(text.data(), m_text.data() + m_text.size());
    return isInRecord ? m_text.data() + m_text.size() : text.data() + text.size();
}

std::string_view TableParser::withPoint(std::string_view number)
{
    if (m_format.decimalMark == '.')
        return number;
    const std::size_t mark = number.find(',');
    if (mark == std::string_view::npos)
        return number;
    char* const copy = m_arena.room(number.size());
    std::copy(number.begin(), number.end(), copy);
    copy[mark] = '.';
    return m_arena.keep(copy, number.size());
}

TableParser::Target TableParser::targetOf(std::string_view name)
{
    if (equalsIgnoringCase(name, "temperature"sv))
        return Target::Temperature;
    return equalsIgnoringCase(name, "vibration"sv) ? Target::Vibration : Target::Extra;
}

} // namespace faultline
