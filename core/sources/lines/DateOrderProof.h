// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/input/InputFile.h"
#include "sources/records/RecordParser.h"
#include "sources/times/TimeFormat.h"

#include <QByteArray>
#include <QtGlobal>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace faultline {

/// A date of numbers that doesn't begin with the year, such as "13/02/2021".
struct NumericDate
{
    std::size_t at = 0;
    std::size_t bytes = 0;
    int first = 0;
    int second = 0;
};
/// The first one in `text` from `from` on; none if there is none.
std::optional<NumericDate> findNumericDate(std::string_view text, std::size_t from = 0);

/// What a file shows about the order of its dates.
struct DateOrderEvidence
{
    struct Example
    {
        qint64 line = 0; ///< From 1.
        QByteArray date; ///< "13/02/2021"

        bool operator==(const Example&) const = default;
    };
    std::optional<Example> dayFirst;   ///< A line that can only be read day first.
    std::optional<Example> monthFirst; ///< A line that can only be read month first.
    std::optional<Example> open;       ///< A line with another time in each order.

    bool isEmpty() const { return !dayFirst && !monthFirst && !open; }
    bool isContradictory() const { return dayFirst && monthFirst; }
    /// Unknown if nothing shows it, or if lines contradict each other.
    TimeFormat::DateOrder proved() const;

    bool operator==(const DateOrderEvidence&) const = default;
};

/// Makes a reader of a file's records with an order of dates. Any zone does: whether a time can be
/// read doesn't depend on it in UTC.
using OrderedParserMaker =
    std::function<std::unique_ptr<RecordParser>(TimeFormat::DateOrder order)>;
/// For a log.
std::unique_ptr<RecordParser> makeOrderedLogParser(TimeFormat::DateOrder order);

/// Collects the evidence of a file's records. Only those count that can be read as a whole, so that
/// damage proves nothing.
class DateOrderProof
{
public:
    explicit DateOrderProof(OrderedParserMaker makeParser)
        : m_makeParser(std::move(makeParser))
    {}

    /// `number` is that of the record's first line.
    void addRecord(std::string_view record, qint64 number);
    const DateOrderEvidence& evidence() const { return m_evidence; }
    /// Whether any line had a date whose order matters or might.
    bool hasNumericDates() const { return m_hasNumericDates; }

private:
    bool isShown(const NumericDate& date) const;
    void examine(std::string_view record, qint64 number, const NumericDate& date);

    DateOrderEvidence m_evidence;
    bool m_hasNumericDates = false;
    OrderedParserMaker m_makeParser;
    std::unique_ptr<RecordParser> m_dayFirst; ///< Made when a date needs it.
    std::unique_ptr<RecordParser> m_monthFirst;
    ParsedRecord m_read;
    // The date of a line before, which shows nothing new, from the character before it.
    static constexpr std::size_t kLastBytes = 11;
    std::size_t m_lastAt = 0;
    std::array<char, kLastBytes> m_last{};
};

/// Reads all records of a file of readings, because a contradiction may be its last one; but no
/// further than to one. They begin at `begin`, in line `firstLine`; `cutter`
/// finds them. Fails if the file can't be read,
/// or when cancelled.
Result<DateOrderEvidence> proveDateOrder(
    const InputFile& file, qint64 begin, qint64 firstLine, const RecordCutter& cutter,
    const OrderedParserMaker& makeParser, const CancelToken& cancel);

} // namespace faultline
