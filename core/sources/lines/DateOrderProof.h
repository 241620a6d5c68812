// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/input/InputFile.h"
#include "sources/lines/ReadingParser.h"
#include "sources/times/TimeFormat.h"

#include <QByteArray>
#include <QtGlobal>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

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

/// Collects the evidence of a log's lines. Only lines count that can be read as a whole, so that
/// damage proves nothing.
class DateOrderProof
{
public:
    DateOrderProof();

    void addLine(std::string_view line, qint64 number);
    const DateOrderEvidence& evidence() const { return m_evidence; }
    /// Whether any line had a date whose order matters or might.
    bool hasNumericDates() const { return m_hasNumericDates; }

private:
    bool isShown(const NumericDate& date) const;
    void examine(std::string_view line, qint64 number, const NumericDate& date);

    DateOrderEvidence m_evidence;
    bool m_hasNumericDates = false;
    ReadingParser m_dayFirst;
    ReadingParser m_monthFirst;
    // The date of a line before, which shows nothing new, from the character before it.
    static constexpr std::size_t kLastBytes = 11;
    std::size_t m_lastAt = 0;
    std::array<char, kLastBytes> m_last{};
};

/// Reads all lines of a log, because a contradiction may be its last one; but no further than to
/// one. Fails if the file can't be read, or when cancelled.
Result<DateOrderEvidence>
proveDateOrder(const InputFile& file, qint64 skipBytes, const CancelToken& cancel);

} // namespace faultline
