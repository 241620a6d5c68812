// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/Period.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Period)
};

UserMessage notAPeriod(const QString& text, const QString& why)
{
    return UserMessage::error(Text::tr("“%1” isn't a period").arg(text))
        .because(why)
        .withRemedy(Text::tr("Enter a year, a month, a day or a range: 2020, 2020-01, 2020-01-15, "
                             "2019-12..2020-03, 2020-01.. or all."))
        .withCode(u"period"_s);
}

// The days that "2020", "2020-01" or "2020-01-15" means. Invalid for anything else.
Period singlePeriod(const QString& text)
{
    static const QRegularExpression form(u"\\A([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?\\z"_s);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return {};
    const int year = match.capturedView(1).toInt();
    if (!match.hasCaptured(2))
        return {QDate(year, 1, 1), QDate(year, 12, 31)};
    const int month = match.capturedView(2).toInt();
    if (match.hasCaptured(3)) {
        const QDate day(year, month, match.capturedView(3).toInt());
        return {day, day};
    }
    const QDate first(year, month, 1);
    return {first, first.isValid() ? QDate(year, month, first.daysInMonth()) : QDate()};
}

QString dayText(QDate day)
{
    return day.toString(Qt::ISODate);
}

// The shortest text whose first day is `day`.
QString textOfFirst(QDate day)
{
    if (!day.isValid())
        return {};
    if (day.day() != 1)
        return dayText(day);
    return day.month() == 1 ? dayText(day).left(4) : dayText(day).left(7);
}

// The shortest text whose last day is `day`.
QString textOfLast(QDate day)
{
    if (!day.isValid())
        return {};
    if (day.day() != day.daysInMonth())
        return dayText(day);
    return day.month() == 12 ? dayText(day).left(4) : dayText(day).left(7);
}

} // namespace

Result<Period> Period::fromText(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty() || trimmed.compare("all"_L1, Qt::CaseInsensitive) == 0)
        return Period{};

    const auto dots = trimmed.indexOf(u".."_s);
    if (dots < 0) {
        const Period period = singlePeriod(trimmed);
        if (period.isAll())
            return notAPeriod(trimmed, Text::tr("Its form is wrong, or the date doesn't exist."));
        return period;
    }

    Period period;
    const QString from = trimmed.left(dots).trimmed();
    const QString to = trimmed.mid(dots + 2).trimmed();
    if (!from.isEmpty()) {
        period.firstDay = singlePeriod(from).firstDay;
        if (!period.firstDay.isValid())
            return notAPeriod(
                trimmed, Text::tr("“%1” has the wrong form or doesn't exist.").arg(from));
    }
    if (!to.isEmpty()) {
        period.lastDay = singlePeriod(to).lastDay;
        if (!period.lastDay.isValid())
            return notAPeriod(
                trimmed, Text::tr("“%1” has the wrong form or doesn't exist.").arg(to));
    }
    if (period.firstDay.isValid() && period.lastDay.isValid() && period.lastDay < period.firstDay)
        return notAPeriod(trimmed, Text::tr("It ends before it begins."));
    return period;
}

QString Period::toText() const
{
    if (isAll())
        return u"all"_s;
    const QString from = textOfFirst(firstDay);
    const QString to = textOfLast(lastDay);
    if (firstDay.isValid() && lastDay.isValid()) {
        if (firstDay == lastDay)
            return dayText(firstDay);
        for (const QString& candidate : {from, to}) {
            if (singlePeriod(candidate) == *this)
                return candidate;
        }
    }
    return from + u".."_s + to;
}

} // namespace faultline
