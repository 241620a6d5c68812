// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/DateOrderProof.h"

#include "sources/input/ChunkReader.h"
#include "sources/lines/LogParser.h"

#include <algorithm>
#include <cstring>

namespace faultline {

namespace {

constexpr int kMonths = 12;
// Times stand at the beginning of a line, and in the first columns of a table.
constexpr std::size_t kSearchedBytes = 256;

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

std::unique_ptr<RecordParser> makeOrderedLogParser(TimeFormat::DateOrder order)
{
    return std::make_unique<LogParser>(LocalTime::utc(), TimeFormat{order});
}

void DateOrderProof::addRecord(std::string_view record, qint64 number)
{
    if (m_lastAt + kLastBytes <= record.size()
        && std::memcmp(record.data() + m_lastAt, m_last.data(), kLastBytes) == 0)
        return;
    const std::string_view searched = record.substr(0, kSearchedBytes);
    auto date = findNumericDate(searched);
    if (!date)
        return;
    m_hasNumericDates = true;
    for (; date; date = findNumericDate(searched, date->at + date->bytes)) {
        if (!isShown(*date))
            examine(record, number, *date);
        const std::size_t before = std::max<std::size_t>(date->at, 1) - 1;
        if (isShown(*date) && before + kLastBytes <= record.size()) {
            m_lastAt = before;
            std::copy_n(record.data() + before, kLastBytes, m_last.data());
            return;
        }
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

void DateOrderProof::examine(std::string_view record, qint64 number, const NumericDate& date)
{
    if (!m_dayFirst) {
        m_dayFirst = m_makeParser(TimeFormat::DateOrder::DayFirst);
        m_monthFirst = m_makeParser(TimeFormat::DateOrder::MonthFirst);
    }
    // The time of the record in an order; none if it can't be read in that one.
    const auto timeWith = [&](RecordParser& parser) -> std::optional<qint64> {
        parser.parse(record, m_read);
        if (m_read.outcome != ParsedRecord::Outcome::Readings || m_read.readings.empty())
            return std::nullopt;
        return m_read.readings[0].occurredAt;
    };
    const auto dayFirst = timeWith(*m_dayFirst);
    const auto monthFirst = timeWith(*m_monthFirst);
    // If both are the same, the date isn't the record's time.
    if (dayFirst == monthFirst)
        return;
    auto& example = !monthFirst ? m_evidence.dayFirst
                    : !dayFirst ? m_evidence.monthFirst
                                : m_evidence.open;
    if (!example) {
        example = DateOrderEvidence::Example{
            number, QByteArray(record.data() + date.at, static_cast<qsizetype>(date.bytes))};
    }
}

Result<DateOrderEvidence> proveDateOrder(
    const InputFile& file, qint64 begin, qint64 firstLine, const RecordCutter& cutter,
    const OrderedParserMaker& makeParser, const CancelToken& cancel)
{
    ChunkLimits limits;
    limits.bytes = qint64{1024} * 1024;
    ChunkReader reader(file, begin, file.size(), firstLine, true, limits, cutter);
    DateOrderProof proof(makeParser);
    RawChunk chunk;
    for (;;) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const auto more = reader.next(chunk, cancel);
        if (!more)
            return more.error();
        if (!*more || proof.evidence().isContradictory())
            return proof.evidence();
        if (chunk.unkept)
            continue;
        std::string_view rest = chunk.bytes.view();
        RecordCutter each = cutter;
        qint64 line = chunk.firstLine;
        for (qint64 number = 0; number < chunk.records; ++number) {
            const auto found = each.cut(rest, 1, true);
            proof.addRecord(rest.substr(0, found.bytes), line);
            line += static_cast<qint64>(found.lineFeeds);
            rest.remove_prefix(found.bytes);
        }
    }
}

} // namespace faultline
