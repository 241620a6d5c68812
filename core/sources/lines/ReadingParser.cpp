// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/ReadingParser.h"

#include "base/Utf8.h"
#include "readings/SourceId.h"
#include "sources/lines/LineScanner.h"
#include "sources/lines/MeasurementList.h"
#include "sources/lines/TimeInLine.h"

#include <algorithm>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr auto kSensor = "sensor"sv;

constexpr bool isSeverityCharacter(char c)
{
    return isLetter(c) || c == '_';
}

// Spaces, or a row of a spreadsheet in which all cells are empty.
bool isBlank(std::string_view line)
{
    line = trimmed(line);
    if (line.empty())
        return true;
    const char first = line.front();
    return isSeparator(first) && std::all_of(line.begin(), line.end(), [first](char c) {
               return isSpace(c) || c == first;
           });
}

// The empty cells with which a spreadsheet makes rows as long as the longest one.
void skipEmptyCells(LineScanner& scanner)
{
    scanner.skipSpaces();
    if (scanner.atEnd() || !isSeparator(scanner.peek()))
        return;
    const char separator = scanner.peek();
    scanner.takeWhile([separator](char c) { return isSpace(c) || c == separator; });
}

// Whether it has enough of them to be between time, severity, sensor and measurements.
bool mayBeCells(std::string_view line, char delimiter)
{
    constexpr int kFewest = 3;
    if (delimiter == '\t')
        return false;
    std::size_t at = 0;
    for (int i = 0; i < kFewest; ++i, ++at) {
        at = line.find(delimiter, at);
        if (at == std::string_view::npos)
            return false;
    }
    return true;
}

// Whether `c` is the first character from `position` on that isn't a space.
bool isBehind(std::string_view line, std::size_t position, char c)
{
    const std::size_t next = line.find_first_not_of(" \t"sv, position);
    return next != std::string_view::npos && line[next] == c;
}

std::string_view withoutEmptyCells(std::string_view text)
{
    text = trimmed(text);
    if (text.empty() || !isSeparator(text.back()))
        return text;
    const char separator = text.back();
    while (!text.empty() && (isSpace(text.back()) || text.back() == separator))
        text.remove_suffix(1);
    return text;
}

} // namespace

RejectReason ReadingParser::reasonOf(const TimestampParse& time)
{
    return time.isSkipped ? RejectReason::SkippedHour : RejectReason::Timestamp;
}

void ReadingParser::clear(Reading& reading)
{
    reading.temperature = kNoMeasurement;
    reading.vibration = kNoMeasurement;
    reading.extras.clear();
    reading.notes = {};
}

void ReadingParser::setTime(const TimestampParse& time, Reading& reading)
{
    reading.occurredAt = *time.occurredAt;
    reading.notes.isDateOnly = time.isDateOnly;
    reading.notes.isTimeTwice = time.isTwice;
}

// False if it isn't a word.
bool ReadingParser::setSeverity(std::string_view word, Reading& reading)
{
    if (word.empty() || word.size() > kMaxSeverityBytes
        || !std::all_of(word.begin(), word.end(), isSeverityCharacter))
        return false;
    std::transform(word.begin(), word.end(), m_severityBuffer.begin(), toUpper);
    reading.severity = {m_severityBuffer.data(), word.size()};
    return true;
}

bool ReadingParser::rejected(RejectReason reason, std::size_t position)
{
    m_reason = reason;
    m_stoppedAt = position;
    return false;
}

ReadingParser::Outcome ReadingParser::parse(std::string_view line, Reading& reading)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (isBlank(line))
        return Outcome::Blank;
    const std::size_t validBytes = std::min(validTextPrefix(line), line.find('\r'));
    if (validBytes < line.size()) {
        rejected(RejectReason::Encoding, validBytes);
        return Outcome::Rejected;
    }
    return readText(line, reading) || readSaved(line, reading) ? Outcome::Reading
                                                               : Outcome::Rejected;
}

// In the layout of the file, or in the usual one, which no other takes for something else. Of a
// line in neither, what is wrong in the file's layout counts.
bool ReadingParser::readText(std::string_view text, Reading& reading)
{
    if (m_isUsual)
        return readUsual(text, reading);
    if (readByLayout(text, reading))
        return true;
    const RejectReason reason = m_reason;
    const std::size_t stoppedAt = m_stoppedAt;
    return readUsual(text, reading) || rejected(reason, stoppedAt);
}

// "time severity sensor measurements"
bool ReadingParser::readUsual(std::string_view text, Reading& reading)
{
    clear(reading);
    LineScanner scanner(text);
    return readTime(scanner, reading) && readSeverity(scanner, reading)
           && readSensor(scanner, reading) && readMeasurements(scanner, reading);
}

// In brackets or not.
bool ReadingParser::readTime(LineScanner& scanner, Reading& reading)
{
    scanner.skipSpaces();
    if (scanner.skip('['))
        return readBracketedTime(scanner, reading);
    const std::size_t start = scanner.position();
    const TimeInLine found = takeBareTime(scanner.rest(), m_clock, m_timeFormat);
    const std::string_view rest = trimmed(scanner.rest().substr(found.bytes));
    // A digit behind it would belong to the time: what follows a date is damaged.
    if (!found.time.occurredAt || (!rest.empty() && isDigit(rest.front()))) {
        const bool isTime = !scanner.atEnd() && isDigit(scanner.peek());
        return isTime ? rejected(reasonOf(found.time), start + found.stoppedAt)
                      : rejected(RejectReason::Shape, start);
    }
    scanner.advance(found.bytes);
    m_timeEnd = scanner.position();
    setTime(found.time, reading);
    return true;
}

// " time ]"
bool ReadingParser::readBracketedTime(LineScanner& scanner, Reading& reading)
{
    scanner.skipSpaces();
    const std::size_t start = scanner.position();
    const auto text = scanner.until(']');
    const TimestampParse time =
        parseTimestamp(trimmed(text.value_or(scanner.rest())), m_clock, m_timeFormat);
    if (!time.occurredAt || !text)
        return rejected(reasonOf(time), start + time.stoppedAt);
    scanner.skip(']');
    m_timeEnd = scanner.position();
    setTime(time, reading);
    return true;
}

// " ERROR", " [ERROR]", " ERROR:"
bool ReadingParser::readSeverity(LineScanner& scanner, Reading& reading)
{
    scanner.skipSpaces();
    const bool isBracketed = scanner.skip('[');
    if (isBracketed)
        scanner.skipSpaces();
    const std::size_t start = scanner.position();
    const std::string_view severity = scanner.takeWhile(isSeverityCharacter);
    if (!setSeverity(severity, reading))
        return rejected(RejectReason::Severity, start);

    if (isBracketed) {
        scanner.skipSpaces();
        if (!scanner.skip(']'))
            return rejected(RejectReason::Severity, scanner.position());
    }
    // Without a severity, "sensor [5]" and "sensor: 5" look like one.
    const bool isSensor = equalsIgnoringCase(severity, kSensor);
    if (scanner.isAt(':') && !isSensor)
        scanner.advance(1);
    if (!scanner.atEnd() && !isSpace(scanner.peek())) {
        // Either the word continues with a character that no severity has, as in "ERR0R"; or it is
        // the sensor, and the severity or the space after it is missing.
        const bool endsWithSensor = !isBracketed && endsWithIgnoringCase(severity, kSensor);
        return rejected(
            RejectReason::Severity, scanner.position() - (endsWithSensor ? kSensor.size() : 0));
    }
    if (!scanner.skipSpaces() && scanner.atEnd())
        return rejected(RejectReason::SensorId, scanner.position());
    if (isSensor && !startsWithIgnoringCase(scanner.rest(), kSensor))
        return rejected(RejectReason::Severity, start);
    return true;
}

// "sensor[id]:", "sensor id", "sensor=id", "sensor_id: id"
bool ReadingParser::readSensor(LineScanner& scanner, Reading& reading)
{
    if (!scanner.skipIgnoringCase(kSensor)
        || (scanner.isAt('_') && !scanner.skipIgnoringCase("_id"sv)))
        return rejected(RejectReason::SensorId, scanner.position());
    const std::size_t end = scanner.position();
    bool isApart = scanner.skipSpaces();
    const bool isAssigned = scanner.skip('=');
    if (isAssigned || scanner.skip(':')) {
        isApart = true;
        scanner.skipSpaces();
    }
    if (scanner.skip('[')) {
        if (!readBracketedId(scanner, reading))
            return false;
    } else if (!isApart) {
        return rejected(RejectReason::SensorId, end);
    } else if (!readBareId(scanner, isAssigned, reading)) {
        return false;
    }
    scanner.skipSpaces();
    if (scanner.isAt(':') || (!scanner.atEnd() && isSeparator(scanner.peek())))
        scanner.advance(1);
    return true;
}

// " id ]"
bool ReadingParser::readBracketedId(LineScanner& scanner, Reading& reading)
{
    scanner.skipSpaces();
    const std::size_t start = scanner.position();
    const std::string_view rest = scanner.rest();
    const auto text = scanner.until(']');
    // With an opening one, the line was cut off within its sensor, and another one follows.
    if (const auto opening = rest.substr(0, text ? text->size() : rest.size()).find('[');
        opening != std::string_view::npos)
        return rejected(RejectReason::SensorId, start + opening);
    if (!text) {
        // It is missing behind the id.
        scanner.takeWhile([](char c) { return !isSpace(c) && c != ':' && c != '('; });
        return rejected(RejectReason::SensorId, scanner.position());
    }
    const std::string_view inside = trimmed(*text);
    const auto id = canonicalId(inside);
    if (!id)
        return rejected(RejectReason::SensorId, start + validIdPrefix(inside));
    reading.sensorNumber = numberOfId(*id);
    reading.sensorTag = *id;
    scanner.skip(']');
    return true;
}

// An id without brackets. "sensor failure" is a message: only "sensor=" may have an id without
// digits.
bool ReadingParser::readBareId(LineScanner& scanner, bool isAssigned, Reading& reading)
{
    const std::size_t start = scanner.position();
    const std::string_view text = scanner.takeWhile([](char c) {
        return !isSpace(c) && !isSeparator(c) && "()[]=:\""sv.find(c) == std::string_view::npos;
    });
    const auto id = canonicalId(text);
    if (!id)
        return rejected(RejectReason::SensorId, start + validIdPrefix(text));
    if (!isAssigned && std::none_of(text.begin(), text.end(), isDigit))
        return rejected(RejectReason::SensorId, start);
    scanner.skip(':');
    if (!scanner.atEnd() && !isSpace(scanner.peek()) && !isSeparator(scanner.peek())
        && scanner.peek() != '(')
        return rejected(RejectReason::SensorId, scanner.position());
    reading.sensorNumber = numberOfId(*id);
    reading.sensorTag = *id;
    return true;
}

// "(name value, name value)", or without parentheses to the end of the line
bool ReadingParser::readMeasurements(LineScanner& scanner, Reading& reading)
{
    using Form = MeasurementList::Form;
    scanner.skipSpaces();
    const bool isBare = !scanner.skip('(');
    const std::size_t start = scanner.position();
    const auto text = isBare ? withoutEmptyCells(scanner.rest()) : scanner.until(')');
    if (!text) {
        // Truncated: the missing part is missing at the end.
        return rejected(RejectReason::Measurements, start + scanner.rest().size());
    }
    if (trimmed(*text).empty())
        return isBare ? rejected(RejectReason::Measurements, start) : endLine(scanner);
    MeasurementList list(isBare ? Form::Bare : Form::InParentheses, reading);
    if (!list.read(*text))
        return rejected(RejectReason::Measurements, start + list.stoppedAt());
    return isBare || endLine(scanner);
}

// ")" and nothing more
bool ReadingParser::endLine(LineScanner& scanner)
{
    scanner.skip(')');
    skipEmptyCells(scanner);
    return scanner.atEnd() || rejected(RejectReason::Shape, scanner.position());
}

// A line with the quotes and separators of a spreadsheet that saved it.
bool ReadingParser::readSaved(std::string_view line, Reading& reading)
{
    constexpr char kNoDelimiter = '\0';
    if (!line.starts_with('"') || !m_line.assign(line, kNoDelimiter))
        return readCells(line, nullptr, reading);
    if (readText(m_line.text(), reading))
        return true;
    m_stoppedAt = m_line.positionInLine(m_stoppedAt);
    return readCells(m_line.text(), &m_line, reading);
}

// Cells with quotes, or with a separator behind the time. `whole` has made `line` of another one.
// Leaves the reason of the attempt that read furthest.
bool ReadingParser::readCells(std::string_view line, const CellText* whole, Reading& reading)
{
    constexpr auto kDelimiters = "\t,;|"sv;
    const bool hasQuotes = line.find('"') != std::string_view::npos;
    RejectReason reason = m_reason;
    std::size_t furthest = m_stoppedAt;
    const CellText* found = nullptr;
    bool isFoundLast = false;
    for (std::size_t i = 0; i < kDelimiters.size(); ++i) {
        CellText& cells = m_cells.at(i);
        if ((!hasQuotes && !mayBeCells(line, kDelimiters[i]))
            || !cells.assign(line, kDelimiters[i]))
            continue;
        isFoundLast = false;
        if (!readText(cells.text(), reading)) {
            const std::size_t stoppedAt = cells.positionInLine(m_stoppedAt);
            const std::size_t position = whole ? whole->positionInLine(stoppedAt) : stoppedAt;
            if (position > furthest) {
                furthest = position;
                reason = m_reason;
            }
        } else if (hasQuotes || isBehind(line, m_timeEnd, kDelimiters[i])) {
            if (found)
                return rejected(RejectReason::Shape, 0); // It can be read in two ways.
            found = &cells;
            isFoundLast = true;
        }
    }
    if (found)
        return isFoundLast || readText(found->text(), reading);
    return rejected(reason, furthest);
}

} // namespace faultline
