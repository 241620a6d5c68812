// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of files whose layout isn't the usual one.
#include "readings/SourceId.h"
#include "sources/fields/FieldNames.h"
#include "sources/lines/LineScanner.h"
#include "sources/lines/MeasurementList.h"
#include "sources/lines/ReadingParser.h"
#include "sources/lines/TimeInLine.h"

#include <algorithm>

using namespace std::string_view_literals;

namespace faultline {

namespace {

using Part = LogLayout::Part;

constexpr CharacterSet kNotInTags(" \t,;|()[]=:\""sv);
constexpr CharacterSet kNotInNames(" \t,;|=:()\""sv);

bool hasDigit(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), isDigit);
}

bool isName(TableField field, std::string_view name)
{
    return rankOfName(RecordKind::Reading, field, comparableName(name)) >= 0;
}

// Whether what is from `start` to `end` is a cell of its own.
bool isCell(std::string_view text, std::size_t start, std::size_t end)
{
    return (start == 0 || text[start - 1] == '\t') && end < text.size() && text[end] == '\t';
}

} // namespace

bool ReadingParser::readByLayout(std::string_view text, Reading& reading)
{
    clear(reading);
    if (m_layout.isPairs())
        return readPairs(text, reading);
    LineScanner scanner(text);
    const auto readPart = [&](Part part) {
        switch (part) {
        case Part::Time:
            return readTime(scanner, reading);
        case Part::Severity:
            return readSeverity(scanner, reading);
        case Part::Sensor:
            scanner.skipSpaces();
            return readSensor(scanner, reading);
        case Part::Tag:
            return readTag(scanner, text, reading);
        case Part::None:
            break;
        }
        return true;
    };
    const auto& parts = m_layout.parts();
    return std::all_of(parts.begin(), parts.end(), readPart) && readMeasurements(scanner, reading)
           && (m_layout.has(Part::Severity) || takeSeverity(text, reading));
}

// "PMP-1", "[PMP-1]", "[5]"; "5" only as a cell of its own: elsewhere it may be any number.
bool ReadingParser::readTag(LineScanner& scanner, std::string_view text, Reading& reading)
{
    scanner.skipSpaces();
    const std::size_t start = scanner.position();
    if (scanner.skip('[')) {
        if (!readBracketedId(scanner, reading))
            return false;
        if (!hasDigit(text.substr(start, scanner.position() - start)))
            return rejected(RejectReason::SensorId, start + 1);
    } else {
        const std::string_view tag =
            scanner.takeWhile([](char c) { return !kNotInTags.contains(c); });
        const auto id = canonicalId(tag);
        if (!id)
            return rejected(RejectReason::SensorId, start + validIdPrefix(tag));
        if (!hasDigit(tag)
            || (std::none_of(tag.begin(), tag.end(), isLetterOfAny)
                && !isCell(text, start, scanner.position())))
            return rejected(RejectReason::SensorId, start);
        reading.sensorNumber = numberOfId(*id);
        reading.sensorTag = *id;
    }
    scanner.skip(':');
    if (!scanner.atEnd() && !isSpace(scanner.peek()) && !isSeparator(scanner.peek())
        && scanner.peek() != '(')
        return rejected(RejectReason::SensorId, scanner.position());
    scanner.skipSpaces();
    if (!scanner.atEnd() && isSeparator(scanner.peek()))
        scanner.advance(1);
    return true;
}

// Of a line that has it among its measurements: "level=ERROR".
bool ReadingParser::takeSeverity(std::string_view text, Reading& reading)
{
    const auto found = std::find_if(
        reading.extras.begin(), reading.extras.end(),
        [](const ExtraMeasurement& extra) { return isName(TableField::Severity, extra.name); });
    if (found == reading.extras.end())
        return rejected(RejectReason::Severity, text.size());
    const std::string_view word = found->value;
    reading.extras.erase(found);
    return setSeverity(word, reading)
           || rejected(RejectReason::Severity, static_cast<std::size_t>(word.data() - text.data()));
}

// "time=2021-05-18T00:20:10Z level=error sensor=5 temperature=1.5"
bool ReadingParser::readPairs(std::string_view text, Reading& reading)
{
    PairsFound found;
    MeasurementList list(MeasurementList::Form::InParentheses, reading);
    LineScanner scanner(text);
    for (scanner.skipSpaces(); !scanner.atEnd(); scanner.skipSpaces()) {
        const std::size_t start = scanner.position();
        const std::string_view name =
            scanner.takeWhile([](char c) { return !kNotInNames.contains(c); });
        if (name.empty() || isDigit(name.front()) || !scanner.skip('='))
            return rejected(start == 0 ? RejectReason::Shape : RejectReason::Measurements, start);
        const std::size_t valueAt = scanner.position();
        if (isName(TableField::Time, name) && !found.time && !scanner.isAt('"')) {
            if (!readTime(scanner, reading))
                return false;
            found.time = true;
        } else {
            const bool isQuoted = scanner.skip('"');
            const auto value = isQuoted ? scanner.until('"') : scanner.takeWhile([](char c) {
                return !isSpace(c) && !isSeparator(c) && c != '"';
            });
            if (!value)
                return rejected(RejectReason::Measurements, valueAt);
            const std::size_t at = valueAt + (isQuoted ? 1 : 0);
            scanner.advance(isQuoted ? 1 : 0);
            if (!takePair({name, start, *value, at}, found, list, reading))
                return false;
        }
        if (!scanner.atEnd() && !isSpace(scanner.peek()) && !isSeparator(scanner.peek()))
            return rejected(RejectReason::Measurements, scanner.position());
        scanner.skipSpaces();
        if (!scanner.atEnd() && isSeparator(scanner.peek()))
            scanner.advance(1);
    }
    if (!found.time)
        return rejected(RejectReason::Shape, text.size());
    if (!found.severity)
        return rejected(RejectReason::Severity, text.size());
    if (!found.sensor)
        return rejected(RejectReason::SensorId, text.size());
    return list.hasNumber() || rejected(RejectReason::Measurements, text.size());
}

bool ReadingParser::takePair(
    const MeasurementList::Pair& pair, PairsFound& found, MeasurementList& list, Reading& reading)
{
    if (isName(TableField::Time, pair.name) && !found.time) {
        const TimestampParse time = parseTimestamp(trimmed(pair.value), m_clock, m_timeFormat);
        if (!time.occurredAt)
            return rejected(reasonOf(time), pair.valueAt + time.stoppedAt);
        setTime(time, reading);
        m_timeEnd = pair.valueAt + pair.value.size();
        return found.time = true;
    }
    if (isName(TableField::Severity, pair.name) && !found.severity) {
        found.severity = setSeverity(pair.value, reading);
        return found.severity || rejected(RejectReason::Severity, pair.valueAt);
    }
    if (isName(TableField::Sensor, pair.name) && !found.sensor) {
        const auto id = canonicalId(pair.value);
        if (!id || pair.value.find('[') != std::string_view::npos)
            return rejected(RejectReason::SensorId, pair.valueAt + validIdPrefix(pair.value));
        reading.sensorNumber = numberOfId(*id);
        reading.sensorTag = *id;
        return found.sensor = true;
    }
    return list.add(pair) || rejected(RejectReason::Measurements, list.stoppedAt());
}

} // namespace faultline
