// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/LogRecognition.h"

#include "sources/lines/LineCharacters.h"
#include "sources/lines/MeasurementValue.h"
#include "sources/lines/ReadingParser.h"
#include "sources/lines/SeverityWords.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

namespace faultline {

namespace {

// Enough to see how a file is written.
constexpr std::size_t kLinesOfLayout = 100;

std::vector<std::string_view> firstLines(std::string_view sample)
{
    std::vector<std::string_view> lines;
    while (!sample.empty() && lines.size() < kLinesOfLayout) {
        const std::size_t end = std::min(sample.find('\n'), sample.size());
        std::string_view line = sample.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (!trimmed(line).empty())
            lines.push_back(line);
        sample.remove_prefix(std::min(end + 1, sample.size()));
    }
    return lines;
}

// What stands where a layout has the severities of its lines.
class FoundSeverities
{
public:
    void add(std::string_view word)
    {
        if (isSeverityWord(word))
            return;
        ++m_lines;
        m_words.emplace(word);
    }
    // A word that is in many lines may be a severity that few other logs use: "TRIP", "OK".
    bool areClear() const
    {
        constexpr std::size_t kLinesPerWord = 10;
        return m_lines >= m_words.size() * kLinesPerWord
               && std::none_of(m_words.begin(), m_words.end(), [](const std::string& word) {
                      return equalsIgnoringCase(word, kTemperatureName)
                             || equalsIgnoringCase(word, kVibrationName);
                  });
    }

private:
    std::set<std::string, std::less<>> m_words; ///< That aren't known.
    std::size_t m_lines = 0;
};

// How many of the lines are readings in this layout; 0 if it isn't clear that they are.
std::size_t linesIn(
    const LogLayout& layout, TimeFormat::DateOrder order,
    const std::vector<std::string_view>& lines)
{
    ReadingParser parser(LocalTime::utc(), {order}, layout);
    Reading reading;
    FoundSeverities severities;
    std::size_t found = 0;
    for (const std::string_view line : lines) {
        if (parser.parse(line, reading) != ReadingParser::Outcome::Reading)
            continue;
        ++found;
        severities.add(reading.severity);
    }
    return severities.areClear() ? found : 0;
}

} // namespace

std::optional<LogLayout> recogniseLayout(std::string_view sample)
{
    const std::vector<std::string_view> lines = firstLines(sample);
    std::optional<LogLayout> best;
    std::size_t most = 0;
    for (const LogLayout& layout : LogLayout::others()) {
        const std::size_t found = std::max(
            linesIn(layout, TimeFormat::DateOrder::DayFirst, lines),
            linesIn(layout, TimeFormat::DateOrder::MonthFirst, lines));
        if (found == most)
            best.reset(); // Either could be meant.
        else if (found > most)
            best = layout;
        most = std::max(most, found);
    }
    return 2 * most > lines.size() ? best : std::nullopt;
}

std::optional<RecognisedLog> recogniseLog(std::string_view sample)
{
    // The time zone doesn't change what a line looks like.
    ReadingParser parser(LocalTime::utc());
    Reading reading;
    for (qint64 line = 1; !sample.empty(); ++line) {
        const auto end = sample.find('\n');
        if (parser.parse(sample.substr(0, end), reading) == ReadingParser::Outcome::Reading)
            return RecognisedLog{line};
        if (end == std::string_view::npos)
            break;
        sample.remove_prefix(end + 1);
    }
    return std::nullopt;
}

} // namespace faultline
