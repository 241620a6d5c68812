// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/arguments/ExclusionArguments.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ExclusionArguments)
};

constexpr std::array kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                               "friday", "saturday", "sunday"};
constexpr int kShortestWeekday = 3;

UserMessage usage(const QString& what)
{
    return UserMessage::error(what).withCode(u"usage"_s);
}

struct ShownTime
{
    QDate day;
    std::optional<QTime> time;
};

std::optional<ShownTime> timeFrom(const QString& text)
{
    static const QRegularExpression form(
        u"\\A(\\d{4}-\\d\\d-\\d\\d)(?:[ T](\\d\\d:\\d\\d(?::\\d\\d)?))?\\z"_s);
    const auto match = form.match(text.trimmed());
    ShownTime shown{QDate::fromString(match.captured(1), Qt::ISODate), std::nullopt};
    if (!shown.day.isValid())
        return std::nullopt;
    if (match.hasCaptured(2)) {
        shown.time = QTime::fromString(match.captured(2), Qt::ISODate);
        if (!shown.time->isValid())
            return std::nullopt;
    }
    return shown;
}

UserMessage badTime(const QString& option, const QString& text)
{
    return usage(
        Text::tr("%1 takes a day such as 2020-07-01, or a time such as “2020-07-01 06:00”, "
                 "not “%2”.")
            .arg(option, text));
}

Result<void> readSingle(const QCommandLineParser& parser, Exclusion& exclusion)
{
    if (!parser.isSet(u"from"_s) || !parser.isSet(u"to"_s))
        return usage(Text::tr("Specify --from and --to, or --every week or --every year."));
    const auto from = timeFrom(parser.value(u"from"_s));
    if (!from)
        return badTime(u"--from"_s, parser.value(u"from"_s));
    const auto to = timeFrom(parser.value(u"to"_s));
    if (!to)
        return badTime(u"--to"_s, parser.value(u"to"_s));
    const QTime midnight(0, 0);
    exclusion.startsAt = QDateTime(from->day, from->time.value_or(midnight), Qt::UTC);
    // A day as the end is excluded too.
    exclusion.endsAt = to->time ? QDateTime(to->day, *to->time, Qt::UTC)
                                : QDateTime(to->day.addDays(1), midnight, Qt::UTC);
    return {};
}

// 24:00 is 00:00 of the next day.
std::optional<QTime> timeOfDay(const QString& text)
{
    const QTime time = QTime::fromString(text == "24:00"_L1 ? u"00:00"_s : text, Qt::ISODate);
    return time.isValid() ? std::optional(time) : std::nullopt;
}

Result<void> readBetween(const QString& text, Exclusion& exclusion)
{
    static const QRegularExpression form(
        u"\\A(\\d\\d:\\d\\d(?::\\d\\d)?)\\s*(?:-|–|\\.\\.)\\s*(\\d\\d:\\d\\d(?::\\d\\d)?)\\z"_s);
    const auto match = form.match(text.trimmed());
    const auto from = timeOfDay(match.captured(1));
    const auto to = timeOfDay(match.captured(2));
    if (!from || !to) {
        return usage(
            Text::tr("--between takes two times of day such as 06:00-14:00, not “%1”.").arg(text));
    }
    exclusion.timeFrom = *from;
    exclusion.timeTo = *to;
    return {};
}

Result<void> readWeekdays(const QStringList& texts, Exclusion& exclusion)
{
    for (const QString& text : texts.join(u',').split(u',')) {
        const QString word = text.trimmed().toLower();
        const auto* const found =
            std::find_if(kWeekdays.cbegin(), kWeekdays.cend(), [&word](const char* name) {
                return word.size() >= kShortestWeekday
                       && QString::fromLatin1(name).startsWith(word);
            });
        if (found == kWeekdays.cend())
            return usage(Text::tr("“%1” is no day of the week, such as sunday or sun.").arg(text));
        const int day = static_cast<int>(found - kWeekdays.cbegin()) + 1;
        if (!exclusion.weekdays.contains(day))
            exclusion.weekdays << day;
    }
    std::sort(exclusion.weekdays.begin(), exclusion.weekdays.end());
    return {};
}

Result<void> readLimits(const QCommandLineParser& parser, Exclusion& exclusion)
{
    const auto read = [&parser](const QString& option, QDate& day) -> Result<void> {
        if (!parser.isSet(option))
            return {};
        day = QDate::fromString(parser.value(option), Qt::ISODate);
        if (day.isValid())
            return {};
        return usage(Text::tr("--%1 takes a day such as 2020-07-01, not “%2”.")
                         .arg(option, parser.value(option)));
    };
    if (const auto since = read(u"since"_s, exclusion.since); !since)
        return since;
    return read(u"until"_s, exclusion.until);
}

Result<void> readWeekly(const QCommandLineParser& parser, bool isDaily, Exclusion& exclusion)
{
    if (isDaily) {
        exclusion.weekdays = {1, 2, 3, 4, 5, 6, 7};
    } else if (!parser.isSet(u"weekday"_s)) {
        return usage(Text::tr("Specify the days of the week, such as --weekday sunday."));
    } else if (const auto days = readWeekdays(parser.values(u"weekday"_s), exclusion); !days) {
        return days;
    }
    if (parser.isSet(u"from"_s) || parser.isSet(u"to"_s)) {
        return usage(
            Text::tr("What repeats every week is between times of day: --between. To limit "
                     "it, use --since and --until."));
    }
    exclusion.timeFrom = exclusion.timeTo = QTime(0, 0);
    if (parser.isSet(u"between"_s)) {
        const auto between = readBetween(parser.value(u"between"_s), exclusion);
        if (!between)
            return between;
    }
    return readLimits(parser, exclusion);
}

Result<void> readYearly(const QCommandLineParser& parser, Exclusion& exclusion)
{
    const auto read = [&parser](const QString& option, QDate& day) -> Result<void> {
        // A leap year, so it has all days.
        day = QDate::fromString(u"2000-"_s + parser.value(option), Qt::ISODate);
        if (day.isValid())
            return {};
        return usage(Text::tr("With --every year, --%1 takes a month and a day such as 07-01, not "
                              "“%2”.")
                         .arg(option, parser.value(option)));
    };
    if (const auto from = read(u"from"_s, exclusion.yearFrom); !from)
        return from;
    if (const auto to = read(u"to"_s, exclusion.yearTo); !to)
        return to;
    return readLimits(parser, exclusion);
}

// Options that a kind of excluded time doesn't have would be ignored in silence.
Result<void> checkUnused(const QCommandLineParser& parser, const QStringList& unused)
{
    for (const QString& option : unused) {
        if (parser.isSet(option)) {
            return usage(
                Text::tr("--%1 doesn't go with the other options. See --help.").arg(option));
        }
    }
    return {};
}

} // namespace

void addExclusionOptions(QCommandLineParser& parser)
{
    parser.addOption(
        {u"plant"_s, Text::tr("The plant. Needed if the database has several."), u"NAME"_s});
    parser.addOption({u"group"_s, Text::tr("Only for this equipment group."), u"NAME"_s});
    parser.addOption({u"equipment"_s, Text::tr("Only for this piece of equipment."), u"CODE"_s});
    parser.addOption({u"reason"_s, Text::tr("Why the time doesn't count."), u"TEXT"_s});
    parser.addOption(
        {u"from"_s,
         Text::tr("From this day, or “2020-07-01 06:00”, by the plant's clocks. With --every year: "
                  "a month and a day, 07-01."),
         u"WHEN"_s});
    parser.addOption(
        {u"to"_s, Text::tr("Up to the end of this day, or until before “2020-07-14 18:00”."),
         u"WHEN"_s});
    parser.addOption(
        {u"every"_s, Text::tr("Repeats every “day”, “week” or “year”."), u"day|week|year"_s});
    parser.addOption(
        {u"weekday"_s, Text::tr("With --every week: on these days, such as saturday,sunday."),
         u"DAYS"_s});
    parser.addOption(
        {u"between"_s,
         Text::tr("With --every day or week: between these times of day, such as 06:00-14:00 or "
                  "22:00-06:00. Without it, the whole day."),
         u"TIMES"_s});
    parser.addOption(
        {u"since"_s, Text::tr("What repeats: only what begins on this day or later."), u"DAY"_s});
    parser.addOption(
        {u"until"_s, Text::tr("What repeats: only what begins on this day or before."), u"DAY"_s});
}

Result<Exclusion> exclusionFrom(const QCommandLineParser& parser)
{
    Exclusion exclusion;
    exclusion.plant = parser.value(u"plant"_s);
    exclusion.group = parser.value(u"group"_s);
    exclusion.equipment = parser.value(u"equipment"_s);
    exclusion.reason = parser.value(u"reason"_s);
    if (exclusion.reason.trimmed().isEmpty())
        return usage(Text::tr("Specify the --reason. Reports name the excluded time by it."));
    const QString every = parser.value(u"every"_s);
    Result<void> read;
    QStringList unused;
    if (!parser.isSet(u"every"_s)) {
        unused = {u"weekday"_s, u"between"_s, u"since"_s, u"until"_s};
        read = readSingle(parser, exclusion);
    } else if (every == "week"_L1 || every == "day"_L1) {
        exclusion.repeats = Exclusion::Repeats::Weekly;
        if (every == "day"_L1)
            unused = {u"weekday"_s};
        read = readWeekly(parser, every == "day"_L1, exclusion);
    } else if (every == "year"_L1) {
        exclusion.repeats = Exclusion::Repeats::Yearly;
        unused = {u"weekday"_s, u"between"_s};
        read = readYearly(parser, exclusion);
    } else {
        return usage(Text::tr("--every takes “day”, “week” or “year”, not “%1”.").arg(every));
    }
    if (read)
        read = checkUnused(parser, unused);
    if (!read)
        return read.error();
    return exclusion;
}

} // namespace faultline
