// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/ColumnContent.h"

#include "readings/LocalTime.h"
#include "readings/SourceId.h"
#include "sources/failures/Durations.h"
#include "sources/failures/PlannedWords.h"
#include "sources/tables/ValueText.h"
#include "sources/times/TimeLooks.h"
#include "sources/times/TimestampParser.h"

#include <algorithm>
#include <array>

using namespace std::string_view_literals;

namespace faultline {

namespace {

std::string inUpperCase(std::string_view text)
{
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return upper;
}

bool isSeverityWord(std::string_view text)
{
    constexpr std::size_t kMaxSeverityBytes = 32;
    return !text.empty() && text.size() <= kMaxSeverityBytes
           && std::all_of(text.begin(), text.end(), [](char c) {
                  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
              });
}

bool isKnownSeverity(std::string_view upper)
{
    static constexpr std::array kWords{
        "ERROR"sv, "ERR"sv,   "WARNING"sv, "WARN"sv,      "INFO"sv,   "CRITICAL"sv,
        "FATAL"sv, "ALARM"sv, "DEBUG"sv,   "EMERGENCY"sv, "NOTICE"sv, "FAILURE"sv,
        "FAULT"sv, "ALERT"sv, "SEVERE"sv,  "FAILED"sv,    "TRIP"sv};
    return std::find(kWords.begin(), kWords.end(), upper) != kWords.end();
}

bool isQuality(std::string_view upper)
{
    static constexpr std::array kWords{"GOOD"sv,    "BAD"sv,          "UNCERTAIN"sv,
                                       "OK"sv,      "QUESTIONABLE"sv, "STALE"sv,
                                       "INVALID"sv, "VALID"sv,        "SUBSTITUTED"sv};
    return std::find(kWords.begin(), kWords.end(), upper) != kWords.end();
}

bool isNoFailure(std::string_view upper)
{
    static constexpr std::array kWords{"NO FAILURE"sv, "NO_FAILURE"sv, "NO FAULT"sv, "NONE"sv,
                                       "NORMAL"sv,     "HEALTHY"sv,    "OK"sv,       "RUNNING"sv};
    return std::find(kWords.begin(), kWords.end(), upper) != kWords.end();
}

// 1,234 or 1,234,567
bool isLikeThousands(std::string_view text)
{
    const std::size_t comma = text.find(',');
    const std::size_t sign = text.starts_with('-') ? 1 : 0;
    return comma > sign && comma - sign <= 3 && text[sign] != '0' && text.size() - comma == 4;
}

void addNumber(ColumnContent& content, std::string_view text)
{
    if (kindOfCell(text, '.') == CellKind::Number) {
        ++(text.find('.') == std::string_view::npos ? content.wholeNumbers
                                                    : content.numbersWithPoint);
    } else if (kindOfCell(text, ',') == CellKind::Number) {
        ++content.numbersWithComma;
        content.likeThousands += isLikeThousands(text) ? 1 : 0;
    } else if (kindOfCell(text, '.') == CellKind::Word) {
        ++content.words;
    }
}

void addTime(ColumnContent& content, std::string_view text, LocalClock& clock)
{
    const bool isReadable = parseTimestamp(text, clock).occurredAt.has_value();
    content.readableTimes += isReadable ? 1 : 0;
    if (!isReadable && content.unreadableTime.empty())
        content.unreadableTime = text;
    content.times += isReadable || looksLikeTime(text) ? 1 : 0;
    content.epochs += looksLikeEpoch(text) ? 1 : 0;
    content.dates += looksLikeDate(text) ? 1 : 0;
    content.timesOfDay += looksLikeTimeOfDay(text) ? 1 : 0;
}

bool isId(std::string_view text)
{
    const bool hasFraction = kindOfCell(text, '.') == CellKind::Number
                             && text.find('.') != std::string_view::npos
                             && !std::all_of(
                                 text.begin() + 1 + static_cast<std::ptrdiff_t>(text.find('.')),
                                 text.end(), [](char c) { return c == '0'; });
    return canonicalId(text).has_value() && !hasFraction;
}

} // namespace

std::vector<ColumnContent> contentsOf(const TableSample& sample)
{
    std::vector<ColumnContent> contents(sample.format.columns.size());
    LocalClock clock(LocalTime::utc());
    for (const auto& row : sample.rows) {
        for (std::size_t i = 0; i < std::min(row.size(), contents.size()); ++i) {
            const std::string& text = row[i];
            if (text.empty())
                continue;
            ColumnContent& content = contents[i];
            ++content.filled;
            addTime(content, text, clock);
            addNumber(content, text);
            content.ids += isId(text) ? 1 : 0;
            const std::string upper = inUpperCase(text);
            content.severities += isSeverityWord(text) ? 1 : 0;
            content.knownSeverities += isKnownSeverity(upper) ? 1 : 0;
            content.qualities += isQuality(upper) ? 1 : 0;
            content.durations += durationSeconds(text, {}, '.') || durationSeconds(text, {}, ',');
            const auto planned = plannedWord(text);
            content.plannedWords += planned ? 1 : 0;
            content.unplannedWords += planned && !*planned ? 1 : 0;
            content.yesAndNo += isYesOrNo(text) ? 1 : 0;
            content.marks += isMark(text) ? 1 : 0;
            content.noFailures += isNoFailure(upper) ? 1 : 0;
        }
    }
    return contents;
}

} // namespace faultline
