// SPDX-License-Identifier: GPL-3.0-or-later
// parseTimestamp() against an independent implementation: docs/formats.md as regular expressions,
// and Qt's calendar.
#include "FuzzTarget.h"
#include "readings/Calendar.h"
#include "readings/Reading.h"
#include "sources/lines/TimestampAdvice.h"
#include "sources/times/ShortTimestampParser.h"
#include "sources/times/TimestampParser.h"

#include <QDate>
#include <QHash>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <optional>
#include <string>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Order = TimeFormat::DateOrder;

constexpr qint64 kMicrosecondsPerSecond = 1'000'000;

// What comes first in a form, and what it has instead of a month's number.
const QString kTime =
    u"(?<h>\\d{1,2})(?:(?<colon>:)(?<m>\\d{1,2})(?::(?<s>\\d{1,2})(?:[.,](?<f>\\d+))?)?"
    "|\\.(?<pm>\\d\\d)\\.(?<ps>\\d\\d)(?:[.,](?<pf>\\d+))?)"
    "(?:(?:[ \\t]|\\x{A0}|\\x{202F})*(?<half>[AaPp])(?:\\.[ \\x{A0}]?)?[Mm]"
    "(?![A-Za-z])\\.?)?"_s;
const QString kCompactTime = u"(?<ch>\\d\\d)(?<cm>\\d\\d)(?:(?<cs>\\d\\d)(?:[.,](?<cf>\\d+))?)?"_s;
const QString kZone = u"(?:[ ]*(?:(?<z>[Zz])|(?<utc>UTC|GMT)?(?:(?<sign>[+-])(?<oh>\\d\\d)"
                      "(?::?(?<om>\\d\\d))?)?(?<!\\s)))?"_s;
const QString kWeekday = u"(?:(?<wd>monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|"
                         "tue|wed|thu|fri|sat|sun)\\.?,?[ \\t]+)?"_s;
const QString kName = u"(?<name>[A-Za-z\\x{80}-\\x{10FFFF}]+)"_s;

QRegularExpression form(const QString& date, const QString& behind, const QString& end = {})
{
    QRegularExpression expression(
        u"\\A(?:"_s + date + u")(?:"_s + behind + u")"_s + end + u"\\z"_s);
    require(expression.isValid(), "the form is an expression");
    return expression;
}

const QString kBehind = u"(?:(?:[Tt]|,?[ \\t]+)"_s + kTime + kZone + u")?"_s;
const QString kBehindName = u"(?:(?:[Tt:]|,?[ \\t]+)"_s + kTime + kZone + u")?"_s;

const QList<QRegularExpression>& forms()
{
    static const QString insensitiveWeekday = u"(?i:"_s + kWeekday + u")"_s;
    static const QString of = u"(?:de(?![A-Za-z\\x{80}-\\x{10FFFF}])[ \\t]*)?"_s;
    static const QList<QRegularExpression> all{
        form(
            insensitiveWeekday
                + u"(?<y>\\d{4})(?<sep>[-/.])(?<mo>\\d{1,2})\\k<sep>(?<d>\\d{1,2})"_s,
            kBehind),
        form(
            insensitiveWeekday + u"(?<y>\\d{4})(?<sep>[-/. ])"_s + kName
                + u"\\k<sep>(?<d>\\d{1,2})"_s,
            kBehindName),
        form(
            insensitiveWeekday + u"(?<a>\\d{1,2})(?<sep>[-/.])(?<b>\\d{1,2})\\k<sep>(?<y>\\d{4})"_s,
            kBehind),
        // "18-May-2021"
        form(
            insensitiveWeekday + u"(?<d>\\d{1,2})(?<sep>[-/])"_s + kName
                + u"\\.?\\k<sep>(?<y>\\d{4})"_s,
            kBehindName),
        form(
            insensitiveWeekday + u"(?<d>\\d{1,2})\\."_s + kName + u"\\.(?<y>\\d{4})"_s,
            kBehindName),
        // "18 May 2021", "1. May. 2021"
        form(
            insensitiveWeekday + u"(?<d>\\d{1,2})\\.?[ \\t]+"_s + of + kName + u"\\.?,?[ \\t]+"_s
                + of + u"(?<y>\\d{4})"_s,
            kBehindName),
        form(insensitiveWeekday + u"(?<d>\\d{1,2})"_s + kName + u"(?<y>\\d{4})"_s, kBehindName),
        // "Feb-07-2021"
        form(
            insensitiveWeekday + kName + u"\\.?(?<sep>[-/])(?<d>\\d{1,2})\\k<sep>(?<y>\\d{4})"_s,
            kBehindName),
        form(
            insensitiveWeekday + kName + u"\\.?[ \\t]+(?<d>\\d{1,2}),?[ \\t]+(?<y>\\d{4})"_s,
            kBehindName),
        // The year is last.
        form(
            insensitiveWeekday + kName + u"\\.?[ \\t]+(?<d>\\d{1,2})"_s,
            u"(?:[Tt:]|,?[ \\t]+)"_s + kTime + kZone, u"[ \\t]+(?<y>\\d{4})"_s),
        form(u"(?<y>\\d{4})(?<mo>\\d\\d)(?<d>\\d\\d)"_s, kBehind),
        form(
            u"(?<y>\\d{4})(?<mo>\\d\\d)(?<d>\\d\\d)"_s,
            u"(?:[Tt]|,?[ \\t]+)"_s + kCompactTime + kZone),
        form(
            u"(?<y>\\d{4})(?<mo>\\d\\d)(?<d>\\d\\d)"_s,
            u"(?<ch>\\d\\d)(?<cm>\\d\\d)(?<cs>\\d\\d)(?:[.,](?<cf>\\d+))?"_s + kZone)};
    return all;
}

// Which name is which month is tested with Qt's own names; here, with what the parser says.
int monthOf(const QString& name)
{
    LocalClock clock(LocalTime::utc());
    const auto january = parseTimestamp(("1-" + name.toUtf8() + "-2001").toStdString(), clock);
    if (!january.occurredAt)
        return 0;
    return QDate(2000, 1, 1).addDays(*january.occurredAt / kMicrosecondsPerDay).month();
}

std::optional<qint64> valueOf(const QRegularExpressionMatch& match, Order order)
{
    const auto has = [&match](const QString& name) { return !match.captured(name).isEmpty(); };
    const auto number = [&match](const QString& name) { return match.captured(name).toInt(); };
    const bool isOrdered = has(u"a"_s);
    if (isOrdered && order == Order::Unknown && number(u"a"_s) != number(u"b"_s))
        return std::nullopt;
    const bool isMonthFirst = order == Order::MonthFirst;
    const int month = isOrdered      ? number(isMonthFirst ? u"a"_s : u"b"_s)
                      : has(u"mo"_s) ? number(u"mo"_s)
                                     : monthOf(match.captured(u"name"_s));
    const int dayNumber = isOrdered ? number(isMonthFirst ? u"b"_s : u"a"_s) : number(u"d"_s);
    const QDate day(number(u"y"_s), month, dayNumber);
    if (!day.isValid())
        return std::nullopt;
    if (has(u"wd"_s)) {
        static const QStringList days{u"mon"_s, u"tue"_s, u"wed"_s, u"thu"_s,
                                      u"fri"_s, u"sat"_s, u"sun"_s};
        if (days.indexOf(match.captured(u"wd"_s).left(3).toLower()) + 1 != day.dayOfWeek())
            return std::nullopt;
    }
    int hour = number(u"h"_s) + number(u"ch"_s);
    const int minute = number(u"m"_s) + number(u"pm"_s) + number(u"cm"_s);
    const int second = number(u"s"_s) + number(u"ps"_s) + number(u"cs"_s);
    if (hour > 23 || minute > 59 || second > 59 || number(u"oh"_s) > 15 || number(u"om"_s) > 59)
        return std::nullopt;
    if (has(u"half"_s)) {
        if (hour < 1 || hour > 12)
            return std::nullopt;
        hour = hour % 12 + (match.captured(u"half"_s).toLower() == "p"_L1 ? 12 : 0);
    }
    const QString fraction =
        match.captured(u"f"_s) + match.captured(u"pf"_s) + match.captured(u"cf"_s);
    const qint64 seconds = (hour * 60 + minute) * 60 + second;
    const qint64 offset = (number(u"oh"_s) * 60 + number(u"om"_s)) * 60;
    return QDate(2000, 1, 1).daysTo(day) * kMicrosecondsPerDay
           + (seconds - (match.captured(u"sign"_s) == "-"_L1 ? -offset : offset))
                 * kMicrosecondsPerSecond
           + fraction.left(6).leftJustified(6, u'0').toInt();
}

std::optional<qint64> sinceEpoch(const QString& text)
{
    static const QRegularExpression form(
        u"\\A(?:(\\d{10})(?:[.,](\\d+))?|(\\d{13})|(\\d{16}))\\z"_s);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const int year = text.left(4).toInt();
    if (year >= 1990 && year <= 2039
        && QDate(year, text.mid(4, 2).toInt(), text.mid(6, 2).toInt()).isValid()
        && text.mid(8, 2).toInt() < 24)
        return std::nullopt;
    const qint64 micros = match.captured(1).toLongLong() * kMicrosecondsPerSecond
                          + match.captured(2).left(6).leftJustified(6, u'0').toInt()
                          + match.captured(3).toLongLong() * 1'000 + match.captured(4).toLongLong();
    return micros - QDate(1970, 1, 1).daysTo(QDate(2000, 1, 1)) * kMicrosecondsPerDay;
}

std::optional<qint64> expected(const QString& text, Order order)
{
    if (const auto epoch = sinceEpoch(text))
        return epoch;
    for (const QRegularExpression& form : forms()) {
        const auto match = form.match(text);
        if (!match.hasMatch())
            continue;
        if (const auto value = valueOf(match, order))
            return value;
    }
    return std::nullopt;
}

void checkShortForms(std::string_view text, Order order, LocalClock& clock)
{
    constexpr std::size_t kLongestBytes = 19;
    // It reads on until something isn't part of the time, as behind the bracket of a line.
    const std::string padded = std::string(text) + std::string(kLongestBytes + 1, ']');
    ShortTimestamp found;
    const char* const end = parseShortTimestamp(padded.c_str(), found, order);
    if (!end)
        return;
    const auto length = static_cast<std::size_t>(end - padded.c_str());
    const auto whole = parseTimestamp(padded.substr(0, length), clock, {order});
    require(whole.occurredAt == found.local, "a short time is the same for both");
    require(whole.isDateOnly == found.isDateOnly, "a date alone is one for both");
    // The second time it knows the date.
    ShortTimestampParser parser({order});
    for (int time = 0; time < 2; ++time) {
        ShortTimestamp again;
        require(parser.parse(padded.c_str(), again) == end, "it ends where it ended");
        require(
            again.local == found.local && again.isDateOnly == found.isDateOnly,
            "a date that is known is the same");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = viewOf(data, size);
    const QString decoded = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    // The parsers of lines have checked that it is UTF-8.
    const bool isText = decoded.toUtf8().toStdString() == text;
    LocalClock clock(LocalTime::utc());
    for (const Order order : {Order::Unknown, Order::DayFirst, Order::MonthFirst}) {
        const auto parsed = parseTimestamp(text, clock, {order});
        require(parsed.stoppedAt <= text.size(), "a parse ends in its text");
        timestampAdvice(text.substr(parsed.stoppedAt));
        // Zones with names are those of the computer.
        static const QRegularExpression zoneName(u"[A-Za-z]/[A-Za-z]"_s);
        if (isText && !decoded.contains(zoneName)) {
            require(parsed.occurredAt == expected(decoded, order), "both readers of times agree");
        }
        checkShortForms(text, order, clock);
    }
    return 0;
}
