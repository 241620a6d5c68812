// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/ReadingParser.h"

#include "base/Utf8.h"
#include "readings/SourceId.h"
#include "sources/lines/TimestampParser.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

constexpr bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

constexpr bool isSeverityCharacter(char c)
{
    return isUpper(c) || (c >= 'a' && c <= 'z') || c == '_';
}

constexpr char toUpper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// A larger value is a logger's mark for "none", such as the largest double; and sums of such values
// would overflow.
constexpr double kLargestMeasurement = 1e290;

constexpr auto kSensor = "sensor"sv;

// A decimal number that fills `text`.
std::optional<double> parseNumber(std::string_view text)
{
    // from_chars rejects a plus sign, and accepts "inf" and "nan", which aren't measurements.
    const bool hasPlus = text.starts_with('+');
    if (hasPlus)
        text.remove_prefix(1);
    const bool hasMinus = !hasPlus && text.starts_with('-');
    if (text.empty() || !(isDigit(text.front()) || hasMinus || text.front() == '.'))
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()
        || !(std::abs(value) <= kLargestMeasurement))
        return std::nullopt;
    return value;
}

bool equalsIgnoringCase(std::string_view text, std::string_view lowerCase)
{
    return std::equal(
        text.begin(), text.end(), lowerCase.begin(), lowerCase.end(),
        [](char a, char b) { return toUpper(a) == toUpper(b); });
}

bool endsWithIgnoringCase(std::string_view text, std::string_view lowerCase)
{
    return text.size() >= lowerCase.size()
           && equalsIgnoringCase(text.substr(text.size() - lowerCase.size()), lowerCase);
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace

// Scans a line; positions are bytes from its start.
class ReadingParser::Scanner
{
public:
    explicit Scanner(std::string_view line)
        : m_line(line)
    {}

    std::size_t position() const { return m_position; }
    bool atEnd() const { return m_position == m_line.size(); }
    char peek() const { return m_line[m_position]; }

    void skipSpaces()
    {
        while (!atEnd() && isSpace(m_line[m_position]))
            ++m_position;
    }
    bool skip(char c)
    {
        if (atEnd() || m_line[m_position] != c)
            return false;
        ++m_position;
        return true;
    }
    // On failure the position is where the line differs.
    bool skipIgnoringCase(std::string_view lowerCase)
    {
        const auto matches = [this](char c) {
            return !atEnd() && toUpper(m_line[m_position]) == toUpper(c);
        };
        for (const char c : lowerCase) {
            if (!matches(c))
                return false;
            ++m_position;
        }
        return true;
    }
    std::string_view rest() const { return m_line.substr(m_position); }
    // The text up to the first of `Stops`; none if there is none.
    template<char... Stops>
    std::optional<std::string_view> until()
    {
        std::size_t end = m_position;
        while (end < m_line.size() && ((m_line[end] != Stops) && ...))
            ++end;
        if (end == m_line.size())
            return std::nullopt;
        const std::string_view text = m_line.substr(m_position, end - m_position);
        m_position = end;
        return text;
    }
    template<typename Predicate>
    std::string_view takeWhile(Predicate accepts)
    {
        const std::size_t start = m_position;
        while (!atEnd() && accepts(m_line[m_position]))
            ++m_position;
        return m_line.substr(start, m_position - start);
    }

private:
    std::string_view m_line;
    std::size_t m_position = 0;
};

ReadingParser::Outcome ReadingParser::rejected(RejectReason reason, std::size_t position)
{
    m_reason = reason;
    m_stoppedAt = position;
    return Outcome::Rejected;
}

ReadingParser::Outcome ReadingParser::parse(std::string_view line, Reading& reading)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (trimmed(line).empty())
        return Outcome::Blank;
    const std::size_t validBytes = std::min(validTextPrefix(line), line.find('\r'));
    if (validBytes < line.size())
        return rejected(RejectReason::Encoding, validBytes);

    reading.temperature = kNoMeasurement;
    reading.vibration = kNoMeasurement;
    reading.extras.clear();
    reading.notes = {};
    Scanner scanner(line);
    if (!parseHead(scanner, reading) || !parseMeasurements(scanner, reading))
        return Outcome::Rejected;
    scanner.skipSpaces();
    if (!scanner.atEnd())
        return rejected(RejectReason::Shape, scanner.position());
    return Outcome::Reading;
}

// "[timestamp] SEVERITY sensor[id]:"
bool ReadingParser::parseHead(Scanner& scanner, Reading& reading)
{
    scanner.skipSpaces();
    if (!scanner.skip('[')) {
        rejected(RejectReason::Shape, scanner.position());
        return false;
    }
    if (!parseTime(scanner, reading))
        return false;

    scanner.skipSpaces();
    const std::size_t severityStart = scanner.position();
    const std::string_view severity = scanner.takeWhile(isSeverityCharacter);
    if (severity.empty() || severity.size() > kMaxSeverityBytes) {
        rejected(RejectReason::Severity, severityStart);
        return false;
    }
    std::transform(severity.begin(), severity.end(), m_severityBuffer.begin(), toUpper);
    reading.severity = {m_severityBuffer.data(), severity.size()};

    if (!scanner.atEnd() && !isSpace(scanner.peek())) {
        // Either the word continues with a character that no severity has, as in "ERR0R"; or it is
        // the sensor, and the severity or the space after it is missing.
        const bool isSensor = endsWithIgnoringCase(severity, kSensor);
        rejected(RejectReason::Severity, scanner.position() - (isSensor ? kSensor.size() : 0));
        return false;
    }

    scanner.skipSpaces();
    if (!scanner.skipIgnoringCase(kSensor)) {
        // Without a severity, "sensor [5]" looks like one.
        const bool isSensor = equalsIgnoringCase(severity, kSensor);
        rejected(
            isSensor ? RejectReason::Severity : RejectReason::SensorId,
            isSensor ? severityStart : scanner.position());
        return false;
    }
    scanner.skipSpaces();
    if (!scanner.skip('[')) {
        rejected(RejectReason::SensorId, scanner.position());
        return false;
    }
    if (!parseSensorId(scanner, reading))
        return false;
    scanner.skipSpaces();
    scanner.skip(':');
    return true;
}

// " timestamp ]"
bool ReadingParser::parseTime(Scanner& scanner, Reading& reading)
{
    scanner.skipSpaces();
    const std::size_t start = scanner.position();
    const auto text = scanner.until<']'>();
    const TimestampParse time =
        parseTimestamp(trimmed(text.value_or(scanner.rest())), m_clock, m_timeFormat);
    if (!time.occurredAt || !text) {
        rejected(RejectReason::Timestamp, start + time.stoppedAt);
        return false;
    }
    reading.occurredAt = *time.occurredAt;
    reading.notes.isDateOnly = time.isDateOnly;
    reading.notes.isTimeTwice = time.isTwice;
    scanner.skip(']');
    return true;
}

// " id ]"
bool ReadingParser::parseSensorId(Scanner& scanner, Reading& reading)
{
    scanner.skipSpaces();
    const std::size_t start = scanner.position();
    const auto text = scanner.until<'[', ']'>();
    if (text && scanner.peek() == '[') {
        // The line was cut off within its sensor, and another one follows.
        rejected(RejectReason::SensorId, scanner.position());
        return false;
    }
    if (!text) {
        // It is missing behind the id.
        scanner.takeWhile([](char c) { return !isSpace(c) && c != ':' && c != '('; });
        rejected(RejectReason::SensorId, scanner.position());
        return false;
    }
    const std::string_view inside = trimmed(*text);
    const auto id = canonicalId(inside);
    if (!id) {
        rejected(RejectReason::SensorId, start + validIdPrefix(inside));
        return false;
    }
    reading.sensorNumber = numberOfId(*id);
    reading.sensorTag = *id;
    scanner.skip(']');
    return true;
}

// "(name value, name value)"
bool ReadingParser::parseMeasurements(Scanner& scanner, Reading& reading)
{
    scanner.skipSpaces();
    if (!scanner.skip('(')) {
        rejected(RejectReason::Measurements, scanner.position());
        return false;
    }
    scanner.skipSpaces();
    if (scanner.skip(')'))
        return true;
    do {
        if (!parseMeasurement(scanner, reading))
            return false;
    } while (scanner.skip(','));
    if (!scanner.skip(')')) {
        rejected(RejectReason::Measurements, scanner.position());
        return false;
    }
    return true;
}

bool ReadingParser::parseMeasurement(Scanner& scanner, Reading& reading)
{
    scanner.skipSpaces();
    const std::size_t start = scanner.position();
    const auto isNameCharacter = [](char c) {
        return !isSpace(c) && c != ',' && c != ')' && c != '(' && c != '=' && c != ':';
    };
    const std::string_view name = scanner.takeWhile(isNameCharacter);
    // A name can't begin with a digit: "1,5" would contain a measurement "5".
    const bool named = !name.empty() && !isDigit(name.front()) && name.front() != '-'
                       && name.front() != '+' && name.front() != '.';
    if (!named) {
        rejected(RejectReason::Measurements, start);
        return false;
    }
    scanner.skipSpaces();
    if (scanner.skip('=') || scanner.skip(':'))
        scanner.skipSpaces();
    const auto value = scanner.until<',', ')'>();
    if (!value) {
        // Truncated: the missing part is missing at the end.
        rejected(RejectReason::Measurements, scanner.position() + scanner.rest().size());
        return false;
    }
    return storeMeasurement(name, trimmed(*value), start, reading);
}

bool ReadingParser::storeMeasurement(
    std::string_view name, std::string_view value, std::size_t position, Reading& reading)
{
    const bool isTemperature = equalsIgnoringCase(name, "temperature"sv);
    const bool isVibration = equalsIgnoringCase(name, "vibration"sv);
    const auto sameName = [name](const ExtraMeasurement& extra) {
        return equalsIgnoringCase(extra.name, name);
    };
    const bool twice = (isTemperature && !std::isnan(reading.temperature))
                       || (isVibration && !std::isnan(reading.vibration))
                       || std::any_of(reading.extras.begin(), reading.extras.end(), sameName);
    if (twice) {
        rejected(RejectReason::Measurements, position);
        return false;
    }
    if (!isTemperature && !isVibration) {
        reading.extras.push_back({name, value});
        return true;
    }
    const auto number = parseNumber(value);
    if (!number) {
        // Keep the reading with this measurement unknown, and keep the text.
        reading.extras.push_back({name, value});
        ++reading.notes.unreadableMeasurements;
        return true;
    }
    (isTemperature ? reading.temperature : reading.vibration) = *number;
    return true;
}

} // namespace faultline
