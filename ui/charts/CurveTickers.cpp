// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/CurveTickers.h"

#include "charts/FigureTicker.h"

#include <QDateTime>

#include <array>
#include <cmath>
#include <span>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// The figures between two powers of ten that have a tick.
constexpr std::array kAll{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0};
constexpr std::array kMany{1.0, 2.0, 3.0, 5.0, 7.0};
constexpr std::array kSome{1.0, 2.0, 5.0};
constexpr std::array kPowers{1.0};

// Of every `stride`th power of ten.
QVector<double> logTicks(const QCPRange& range, std::span<const double> figures, int stride = 1)
{
    QVector<double> ticks;
    constexpr double kTolerance = 1 + 1e-9;
    const auto first = static_cast<int>(std::floor(std::log10(range.lower)));
    const auto last = static_cast<int>(std::ceil(std::log10(range.upper)));
    for (int power = first; power <= last; ++power) {
        if (power % stride != 0)
            continue;
        for (const double figure : figures) {
            const double tick = figure * std::pow(10, power);
            if (tick * kTolerance >= range.lower && tick <= range.upper * kTolerance)
                ticks << tick;
        }
    }
    return ticks;
}

QString raised(int number)
{
    constexpr std::array<char16_t, 10> kDigits{u'⁰', u'¹', u'²', u'³', u'⁴',
                                               u'⁵', u'⁶', u'⁷', u'⁸', u'⁹'};
    QString text;
    for (const QChar digit : QString::number(number))
        text += digit == u'-' ? QChar(u'⁻') : QChar(kDigits.at(digit.digitValue()));
    return text;
}

enum class Unit { Second, Minute, Hour, Day, Month, Year };

struct Step
{
    Unit unit;
    int count;
};

constexpr std::array kSteps{
    Step{Unit::Second, 1}, Step{Unit::Second, 5}, Step{Unit::Second, 15}, Step{Unit::Second, 30},
    Step{Unit::Minute, 1}, Step{Unit::Minute, 5}, Step{Unit::Minute, 15}, Step{Unit::Minute, 30},
    Step{Unit::Hour, 1},   Step{Unit::Hour, 3},   Step{Unit::Hour, 6},    Step{Unit::Hour, 12},
    Step{Unit::Day, 1},    Step{Unit::Day, 2},    Step{Unit::Day, 7},     Step{Unit::Day, 14},
    Step{Unit::Month, 1},  Step{Unit::Month, 2},  Step{Unit::Month, 3},   Step{Unit::Month, 6},
    Step{Unit::Year, 1},   Step{Unit::Year, 2},   Step{Unit::Year, 5},    Step{Unit::Year, 10},
    Step{Unit::Year, 20},  Step{Unit::Year, 50},  Step{Unit::Year, 100},  Step{Unit::Year, 200},
    Step{Unit::Year, 1000}};

double secondsOf(const Step& step)
{
    constexpr double kDay = 86'400;
    switch (step.unit) {
    case Unit::Second:
        return step.count;
    case Unit::Minute:
        return 60.0 * step.count;
    case Unit::Hour:
        return 3'600.0 * step.count;
    case Unit::Day:
        return kDay * step.count;
    case Unit::Month:
        return kDay * 30.4 * step.count;
    case Unit::Year:
        break;
    }
    return kDay * 365.25 * step.count;
}

QString formOf(Unit unit)
{
    switch (unit) {
    case Unit::Second:
        return u"yyyy-MM-dd HH:mm:ss"_s;
    case Unit::Minute:
    case Unit::Hour:
        return u"yyyy-MM-dd HH:mm"_s;
    case Unit::Day:
        return u"yyyy-MM-dd"_s;
    case Unit::Month:
        return u"yyyy-MM"_s;
    case Unit::Year:
        break;
    }
    return u"yyyy"_s;
}

double secondsSince1970(const QDateTime& time)
{
    return static_cast<double>(time.toMSecsSinceEpoch()) / 1000;
}

} // namespace

QString LogTicker::text(double figure)
{
    constexpr double kSmallest = 0.999e-4;
    constexpr double kLargest = 1.001e6;
    if (figure >= kSmallest && figure <= kLargest) {
        // One digit tells all: its own size is the step.
        const double power = std::pow(10, std::floor(std::log10(figure * (1 + 1e-9))));
        return FigureTicker::text(figure, power);
    }
    const auto power = static_cast<int>(std::floor(std::log10(figure * (1 + 1e-9))));
    const double first = std::round(figure / std::pow(10, power));
    const QString ten = u"10"_s + raised(power);
    return first == 1 ? ten : QLocale().toString(first, 'f', 0) + u'×' + ten;
}

bool LogTicker::fits(const QVector<double>& ticks, const QCPRange& range) const
{
    const double perPower = m_length / std::log10(range.upper / range.lower);
    for (qsizetype i = 1; i < ticks.size(); ++i) {
        if (std::log10(ticks.at(i) / ticks.at(i - 1)) * perPower < m_label)
            return false;
    }
    return true;
}

QVector<double> LogTicker::createTickVector(double tickStep, const QCPRange& range)
{
    const QVector<double> some = logTicks(range, kSome);
    constexpr qsizetype kFew = 4;
    if (some.size() < kFew) {
        const QVector<double> all = logTicks(range, kAll);
        if (all.size() < 3)
            return QCPAxisTicker::createTickVector(tickStep, range);
        for (const QVector<double>& ticks : {all, logTicks(range, kMany)}) {
            if (fits(ticks, range))
                return ticks;
        }
    }
    if (fits(some, range))
        return some;
    for (int stride = 1;; ++stride) {
        const QVector<double> powers = logTicks(range, kPowers, stride);
        if (powers.size() < 2)
            return some;
        if (fits(powers, range))
            return powers;
    }
}

QString LogTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    return text(tick);
}

void TimeTicker::fit(const QCPRange& range, double width, const QFontMetricsF& metrics)
{
    const double between = 2 * metrics.averageCharWidth();
    for (m_step = 0; m_step < static_cast<int>(kSteps.size()) - 1; ++m_step) {
        const Step& step = kSteps.at(m_step);
        QString widest = formOf(step.unit);
        for (QChar& character : widest)
            character = character.isLetter() ? QChar(u'0') : character;
        const double label = metrics.horizontalAdvance(widest) + between;
        if (range.size() / secondsOf(step) * label <= width)
            return;
    }
}

// The step in which a moment is.
QDateTime TimeTicker::begin(double from) const
{
    const Step& step = kSteps.at(m_step);
    const auto floored = [&step](int number) { return number - number % step.count; };
    const QDateTime at =
        QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(std::floor(from * 1000)), m_zone);
    const QDate day = at.date();
    const QTime time = at.time();
    switch (step.unit) {
    case Unit::Second:
        return QDateTime(day, QTime(time.hour(), time.minute(), floored(time.second())), m_zone);
    case Unit::Minute:
        return QDateTime(day, QTime(time.hour(), floored(time.minute())), m_zone);
    case Unit::Hour:
        return QDateTime(day, QTime(floored(time.hour()), 0), m_zone);
    case Unit::Day:
        // Weeks begin on Monday; Julian day 0 was one.
        return day.addDays(-(day.toJulianDay() % step.count)).startOfDay(m_zone);
    case Unit::Month:
        return QDate(day.year(), floored(day.month() - 1) + 1, 1).startOfDay(m_zone);
    case Unit::Year:
        break;
    }
    return QDate(std::max(1, floored(day.year())), 1, 1).startOfDay(m_zone);
}

QDateTime TimeTicker::next(const QDateTime& tick) const
{
    const Step& step = kSteps.at(m_step);
    switch (step.unit) {
    case Unit::Second:
    case Unit::Minute:
        return tick.addSecs(static_cast<qint64>(secondsOf(step)));
    case Unit::Hour: {
        // By the clock, also where it is put forward or back.
        constexpr double kHour = 3'600;
        const double at = secondsSince1970(tick) + secondsOf(step);
        const QDateTime later = begin(at);
        return later > tick ? later : begin(at + kHour);
    }
    case Unit::Day:
        return tick.date().addDays(step.count).startOfDay(m_zone);
    case Unit::Month:
        return tick.date().addMonths(step.count).startOfDay(m_zone);
    case Unit::Year:
        break;
    }
    return tick.date().addYears(step.count).startOfDay(m_zone);
}

QVector<double> TimeTicker::createTickVector(double, const QCPRange& range)
{
    QVector<double> ticks;
    constexpr qsizetype kMost = 1'000; // even if the range is beyond all calendars
    for (QDateTime tick = begin(range.lower); tick.isValid() && ticks.size() < kMost;
         tick = next(tick)) {
        const double at = secondsSince1970(tick);
        if (at > range.upper)
            break;
        if (at >= range.lower)
            ticks << at;
    }
    return ticks;
}

QString TimeTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    const QDateTime at =
        QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(std::round(tick * 1000)), m_zone);
    return at.toString(formOf(kSteps.at(m_step).unit));
}

} // namespace faultline
