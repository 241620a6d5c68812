// SPDX-License-Identifier: GPL-3.0-or-later
// Both parsers of log lines on the same text: they must agree where both accept a line, a reading
// must be unchanged by writing and reading it again, and by a spreadsheet that saves its line.
#include "FuzzTarget.h"
#include "base/Utf8.h"
#include "readings/Calendar.h"
#include "readings/SourceId.h"
#include "sources/lines/CommonLineParser.h"
#include "sources/lines/LineCharacters.h"
#include "sources/lines/MeasurementValue.h"
#include "sources/lines/ReadingParser.h"

#include <QDate>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// NaN equals NaN, and -0 differs from 0.
bool same(double a, double b)
{
    return std::bit_cast<quint64>(a) == std::bit_cast<quint64>(b);
}

bool same(const Reading& a, const Reading& b)
{
    const auto sameExtra = [](const ExtraMeasurement& x, const ExtraMeasurement& y) {
        return x.name == y.name && x.value == y.value;
    };
    return a.occurredAt == b.occurredAt && sensorIdOf(a) == sensorIdOf(b)
           && a.severity == b.severity && same(a.temperature, b.temperature)
           && same(a.vibration, b.vibration)
           && std::equal(
               a.extras.begin(), a.extras.end(), b.extras.begin(), b.extras.end(), sameExtra);
}

// None for an instant that a time zone moved out of the years 1 to 9999.
std::string timeText(qint64 occurredAt)
{
    const qint32 days = dayOf(occurredAt);
    const QDate day = QDate(2000, 1, 1).addDays(days);
    if (day.year() < 1 || day.year() > 9999)
        return {};
    const qint64 micros = occurredAt - days * kMicrosecondsPerDay;
    const qint64 seconds = micros / 1'000'000;
    std::array<char, 64> text{};
    std::snprintf(
        text.data(), text.size(), "%04d-%02d-%02d %02d:%02d:%02d.%06d", day.year(), day.month(),
        day.day(), static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
        static_cast<int>(seconds % 60), static_cast<int>(micros % 1'000'000));
    return text.data();
}

void addMeasurement(std::string& line, std::string_view name, std::string_view value)
{
    line += name;
    line += ':'; // a value may contain "a=b"
    line += value;
    line += ',';
}

void addMeasurement(std::string& line, std::string_view name, double value)
{
    if (value != value)
        return;
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    addMeasurement(line, name, {text.data(), static_cast<std::size_t>(end - text.data())});
}

void writeAndReadAgain(const Reading& reading)
{
    const std::string time = timeText(reading.occurredAt);
    // A single text with separators is one only without a colon.
    const bool isSingleText =
        reading.extras.size() == 1
        && reading.extras.front().value.find_first_of(";|") != std::string_view::npos;
    if (time.empty() || isSingleText)
        return;
    std::string line = "[" + time + "] " + std::string(reading.severity) + " sensor["
                       + sensorIdOf(reading) + "]: (";
    addMeasurement(line, "temperature", reading.temperature);
    addMeasurement(line, "vibration", reading.vibration);
    for (const ExtraMeasurement& extra : reading.extras)
        addMeasurement(line, extra.name, extra.value);
    // The last comma, if there is a measurement.
    if (line.back() == ',')
        line.pop_back();
    line += ')';
    ReadingParser parser(LocalTime::utc());
    Reading again;
    require(
        parser.parse(line, again) == ReadingParser::Outcome::Reading,
        "a reading that is written down can be read");
    require(same(reading, again), "a reading that is written down is the same");
}

std::string quoted(std::string_view cell)
{
    std::string text = "\"";
    for (const char c : cell)
        text += c == '"' ? "\"\"" : std::string(1, c);
    return text + '"';
}

std::string savedWithTabs(std::string_view line)
{
    std::string saved;
    for (;;) {
        const std::size_t end = std::min(line.find('\t'), line.size());
        const std::string_view cell = line.substr(0, end);
        saved +=
            cell.find_first_of(",\"") == std::string_view::npos ? std::string(cell) : quoted(cell);
        if (end == line.size())
            return saved;
        saved += '\t';
        line.remove_prefix(end + 1);
    }
}

void saveAndReadAgain(std::string_view line, const Reading& reading, const LocalTime& zone)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    // Quotes of its own may be those of cells.
    if (line.find('"') != std::string_view::npos)
        return;
    const auto check = [&](const std::string& saved) {
        ReadingParser parser(zone);
        Reading again;
        require(
            parser.parse(saved, again) == ReadingParser::Outcome::Reading,
            "a line that a spreadsheet saves can be read");
        require(same(reading, again), "a line that a spreadsheet saves is the same");
    };
    check(quoted(line));
    // Cells that are saved as cells of another kind aren't read.
    if (line.find_first_of(";|") == std::string_view::npos
        && std::count(line.begin(), line.end(), ',') < 3)
        check(savedWithTabs(line));
}

bool isTextOf(std::string_view name)
{
    return !name.empty() && name.find_first_of("\"=;|,() \t") == std::string_view::npos;
}

void checkMeasurements(const Reading& reading)
{
    for (const double value : {reading.temperature, reading.vibration})
        require(!(std::abs(value) > kLargestMeasurement), "a measurement is finite");
    for (const ExtraMeasurement& extra : reading.extras) {
        require(isTextOf(extra.name), "a name is a word");
        double number = 0;
        const ValueKind kind = kindOfValue(extra.value, number);
        const bool hasColumn = equalsIgnoringCase(extra.name, kTemperatureName)
                               || equalsIgnoringCase(extra.name, kVibrationName);
        if (hasColumn)
            require(kind == ValueKind::Mark, "a missing measurement is a mark for none");
        else
            require(kind != ValueKind::Other || isOtherValue(extra.value), "a value isn't damaged");
    }
}

// What can be read in the usual layout is read alike in a file of any other one.
void checkInLayout(
    ReadingParser& parser, std::string_view line, ReadingParser::Outcome usual,
    const Reading& reading)
{
    using Outcome = ReadingParser::Outcome;
    Reading found;
    const Outcome outcome = parser.parse(line, found);
    if (usual != Outcome::Rejected)
        require(outcome == usual, "every layout takes the usual line");
    if (usual == Outcome::Reading)
        require(same(found, reading), "every layout reads the usual line alike");
    if (outcome == Outcome::Reading) {
        const std::string id = sensorIdOf(found);
        require(canonicalId(id) == id, "an id in a layout is canonical");
        checkMeasurements(found);
    } else if (outcome == Outcome::Rejected) {
        require(parser.stoppedAt() <= line.size(), "a parse in a layout ends in its line");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text = viewOf(data, size);
    // With hours that come twice, and some that don't exist.
    static const LocalTime zone = *LocalTime::fromName(u"Europe/Oslo"_s);
    CommonLineParser common(zone);
    ReadingParser tolerant(zone);
    std::vector<ReadingParser> inLayouts;
    for (const LogLayout& layout : LogLayout::others())
        inLayouts.emplace_back(zone, TimeFormat(), layout);
    Reading quick;
    Reading reading;
    while (!text.empty()) {
        const auto newline = text.find('\n');
        const std::string_view line = text.substr(0, newline);
        const std::size_t lineBytes = newline == std::string_view::npos ? text.size() : newline + 1;
        const std::size_t taken = common.parse(text, quick);
        const auto outcome = tolerant.parse(line, reading);
        if (taken > 0) {
            require(outcome == ReadingParser::Outcome::Reading, "both parsers take the line");
            require(taken == lineBytes, "the line ends where it ends");
            require(same(quick, reading), "both parsers read the same");
            require(quick.notes == reading.notes, "both parsers note the same");
        }
        if (outcome == ReadingParser::Outcome::Reading) {
            const std::string id = sensorIdOf(reading);
            require(canonicalId(id) == id, "an id is canonical");
            require(id.find('[') == std::string::npos, "no line begins within an id");
            require(validTextPrefix(line) == line.size(), "a reading is text");
            checkMeasurements(reading);
            writeAndReadAgain(reading);
            saveAndReadAgain(line, reading, zone);
        } else if (outcome == ReadingParser::Outcome::Rejected) {
            require(tolerant.stoppedAt() <= line.size(), "a parse ends in its line");
            require(tolerant.reason() < RejectReason::Count, "a reason is one of the list");
        }
        for (ReadingParser& parser : inLayouts)
            checkInLayout(parser, line, outcome, reading);
        text.remove_prefix(lineBytes);
    }
    return 0;
}
