// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/DateOrderProof.h"

#include "sources/input/ChunkReader.h"

#include <algorithm>
#include <cstring>

namespace faultline {

namespace {

constexpr int kMonths = 12;
// Times stand at the beginning of a line.
constexpr std::size_t kSearchedBytes = 64;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isSeparator(char c)
{
    return c == '/' || c == '.' || c == '-';
}

// One or two digits from `at` on; -1 if there are none or more.
int shortNumber(std::string_view text, std::size_t& at)
{
    int number = -1;
    std::size_t digits = 0;
    for (; at < text.size() && digits <= 2 && isDigit(text[at]); ++at, ++digits)
        number = std::max(number, 0) * 10 + (text[at] - '0');
    return digits <= 2 ? number : -1;
}

// The date that begins at `start`, before whose first separator at most two digits stand.
std::optional<NumericDate> dateAt(std::string_view text, std::size_t start)
{
    constexpr std::size_t kYearDigits = 4;
    std::size_t at = start;
    NumericDate date;
    date.at = start;
    date.first = shortNumber(text, at);
    if (date.first < 0 || at >= text.size())
        return std::nullopt;
    const char separator = text[at++];
    date.second = shortNumber(text, at);
    if (date.second < 0 || at >= text.size() || text[at++] != separator)
        return std::nullopt;
    const std::size_t year = at;
    while (at < text.size() && isDigit(text[at]))
        ++at;
    if (at - year != kYearDigits)
        return std::nullopt;
    date.bytes = at - start;
    return date;
}

} // namespace

std::optional<NumericDate> findNumericDate(std::string_view text, std::size_t from)
{
    for (std::size_t at = from; at < text.size(); ++at) {
        if (!isSeparator(text[at]))
            continue;
        std::size_t start = at;
        while (start > from && at - start < 3 && isDigit(text[start - 1]))
            --start;
        if (start == at || (start > from && isSeparator(text[start - 1])))
            continue;
        if (const auto date = dateAt(text, start))
            return date;
    }
    return std::nullopt;
}

TimeFormat::DateOrder DateOrderEvidence::proved() const
{
    if (dayFirst.has_value() == monthFirst.has_value())
        return TimeFormat::DateOrder::Unknown;
    return dayFirst ? TimeFormat::DateOrder::DayFirst : TimeFormat::DateOrder::MonthFirst;
}

// Any zone does: whether a line can be read doesn't depend on it in UTC.
DateOrderProof::DateOrderProof()
    : m_dayFirst(LocalTime::utc(), {TimeFormat::DateOrder::DayFirst})
    , m_monthFirst(LocalTime::utc(), {TimeFormat::DateOrder::MonthFirst})
{}

void DateOrderProof::addLine(std::string_view line, qint64 number)
{
    if (m_lastAt + kLastBytes <= line.size()
        && std::memcmp(line.data() + m_lastAt, m_last.data(), kLastBytes) == 0)
        return;
    const auto date = findNumericDate(line.substr(0, kSearchedBytes));
    if (!date)
        return;
    m_hasNumericDates = true;
    if (!isShown(*date))
        examine(line, number, *date);
    const std::size_t before = std::max<std::size_t>(date->at, 1) - 1;
    if (isShown(*date) && before + kLastBytes <= line.size()) {
        m_lastAt = before;
        std::copy_n(line.data() + before, kLastBytes, m_last.data());
    }
}

// Whether there is an example for what the date can show.
bool DateOrderProof::isShown(const NumericDate& date) const
{
    if (date.first > kMonths)
        return m_evidence.dayFirst.has_value();
    if (date.second > kMonths)
        return m_evidence.monthFirst.has_value();
    return date.first == date.second || m_evidence.open.has_value();
}

void DateOrderProof::examine(std::string_view line, qint64 number, const NumericDate& date)
{
    Reading reading;
    const bool isDayFirst = m_dayFirst.parse(line, reading) == ReadingParser::Outcome::Reading;
    const qint64 dayFirstAt = reading.occurredAt;
    const bool isMonthFirst = m_monthFirst.parse(line, reading) == ReadingParser::Outcome::Reading;
    if (!isDayFirst && !isMonthFirst)
        return;
    // The date isn't the line's time.
    if (isDayFirst && isMonthFirst && dayFirstAt == reading.occurredAt)
        return;
    auto& example = !isMonthFirst ? m_evidence.dayFirst
                    : !isDayFirst ? m_evidence.monthFirst
                                  : m_evidence.open;
    if (!example) {
        example = DateOrderEvidence::Example{
            number, QByteArray(line.data() + date.at, static_cast<qsizetype>(date.bytes))};
    }
}

Result<DateOrderEvidence>
proveDateOrder(const InputFile& file, qint64 skipBytes, const CancelToken& cancel)
{
    ChunkLimits limits;
    limits.bytes = qint64{1024} * 1024;
    ChunkReader reader(file, skipBytes, file.size(), 1, true, limits);
    DateOrderProof proof;
    RawChunk chunk;
    for (;;) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const auto more = reader.next(chunk, cancel);
        if (!more)
            return more.error();
        if (!*more || proof.evidence().isContradictory())
            return proof.evidence();
        if (chunk.giantLine)
            continue;
        std::string_view rest = chunk.bytes.view();
        for (qint64 line = chunk.firstLine; !rest.empty(); ++line) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            proof.addLine(rest.substr(0, end), line);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
}

} // namespace faultline
