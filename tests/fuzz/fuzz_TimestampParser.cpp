// SPDX-License-Identifier: GPL-3.0-or-later
// parseTimestamp() against an independent implementation: docs/formats.md as one regular
// expression, and Qt's calendar.
#include "FuzzTarget.h"
#include "readings/Calendar.h"
#include "readings/Reading.h"
#include "sources/lines/ShortTimestampParser.h"
#include "sources/lines/TimestampParser.h"

#include <QDate>
#include <QRegularExpression>
#include <QString>

#include <optional>
#include <string>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr qint64 kMicrosecondsPerSecond = 1'000'000;

std::optional<qint64> expected(std::string_view text)
{
    static const QRegularExpression form(
        u"\\A([0-9]{4})([-/])([0-9]{1,2})\\2([0-9]{1,2})(?:[ Tt]"
        "([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.,]([0-9]+))?)?"
        "(?: ?(?:[Zz]|UTC|GMT|([+-])([0-9]{2})(?::?([0-9]{2}))?))?)?\\z"_s);
    const auto match =
        form.match(QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size())));
    if (!match.hasMatch())
        return std::nullopt;
    const auto number = [&match](int group) { return match.captured(group).toInt(); };
    const QDate day(number(1), number(3), number(4));
    const bool exists = day.isValid() && number(5) < 24 && number(6) < 60 && number(7) < 60
                        && number(10) < 16 && number(11) < 60;
    if (!exists)
        return std::nullopt;
    const QString fraction = match.captured(8).left(6).leftJustified(6, u'0');
    const qint64 seconds = (number(5) * 60 + number(6)) * 60 + number(7);
    const qint64 offset = (number(10) * 60 + number(11)) * 60;
    return QDate(2000, 1, 1).daysTo(day) * kMicrosecondsPerDay
           + (seconds - (match.captured(9) == "-"_L1 ? -offset : offset)) * kMicrosecondsPerSecond
           + fraction.toInt();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = viewOf(data, size);
    LocalClock clock(LocalTime::utc());
    const auto parsed = parseTimestamp(text, clock);
    require(parsed.stoppedAt <= text.size(), "a parse ends in its text");
    require(parsed.occurredAt == expected(text), "both readers of times agree");
    constexpr std::size_t kLongestBytes = 19;
    // It reads on until something isn't part of the time, as behind the bracket of a line.
    const std::string padded = std::string(text) + std::string(kLongestBytes + 1, ']');
    ShortTimestamp found;
    if (const char* const end = parseShortTimestamp(padded.c_str(), found)) {
        const auto length = static_cast<std::size_t>(end - padded.c_str());
        const auto whole = parseTimestamp(padded.substr(0, length), clock);
        require(whole.occurredAt == found.local, "a short time is the same for both");
        require(whole.isDateOnly == found.isDateOnly, "a date alone is one for both");
        // The second time it knows the date.
        ShortTimestampParser parser;
        for (int time = 0; time < 2; ++time) {
            ShortTimestamp again;
            require(parser.parse(padded.c_str(), again) == end, "it ends where it ended");
            require(
                again.local == found.local && again.isDateOnly == found.isDateOnly,
                "a date that is known is the same");
        }
    }
    return 0;
}
