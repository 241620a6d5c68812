// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/AxisLabels.h"

#include <QDate>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kBetween = 10; // pixels between two labels

// Among very many, measures only those with the most letters.
double widest(const QStringList& texts, const QFontMetricsF& metrics)
{
    constexpr qsizetype kMany = 500;
    qsizetype longest = 0;
    for (const QString& text : texts)
        longest = std::max(longest, text.size());
    double maximum = 0;
    qsizetype measured = 0;
    for (const QString& text : texts) {
        if (texts.size() > kMany && (text.size() < longest || ++measured > kMany))
            continue;
        maximum = std::max(maximum, metrics.horizontalAdvance(text));
    }
    return maximum;
}

enum class PeriodLength { Day, Week, Month, Year };

struct PeriodStart
{
    PeriodLength length = PeriodLength::Day;
    int year = 0;
    int month = 1;
    int week = 1; ///< For Week only.
    QDate day;    ///< For Day only.
};

// Parses two or four digits at `from`; -1 if there is something else.
int numberAt(const QString& text, qsizetype from, qsizetype digits)
{
    int number = 0;
    for (qsizetype i = from; i < from + digits; ++i) {
        const char16_t letter = i < text.size() ? text.at(i).unicode() : u' ';
        if (letter < u'0' || letter > u'9')
            return -1;
        number = number * 10 + (letter - u'0');
    }
    return number;
}

// Parsed by hand: there may be tens of thousands on each resize.
std::optional<PeriodStart> periodOf(const QString& text)
{
    PeriodStart start;
    start.year = numberAt(text, 0, 4);
    const auto isDash = [&text](qsizetype index) { return text.at(index) == u'-'; };
    if (start.year < 0)
        return std::nullopt;
    switch (text.size()) {
    case 4:
        start.length = PeriodLength::Year;
        return start;
    case 7:
        start.length = PeriodLength::Month;
        start.month = numberAt(text, 5, 2);
        return isDash(4) && start.month >= 1 && start.month <= 12 ? std::optional(start)
                                                                  : std::nullopt;
    case 8:
        start.length = PeriodLength::Week;
        start.week = numberAt(text, 6, 2);
        return isDash(4) && text.at(5) == u'W' && start.week >= 1 && start.week <= 53
                   ? std::optional(start)
                   : std::nullopt;
    case 10:
        start.length = PeriodLength::Day;
        start.month = numberAt(text, 5, 2);
        start.day = QDate(start.year, start.month, numberAt(text, 8, 2));
        return isDash(4) && isDash(7) && start.day.isValid() ? std::optional(start) : std::nullopt;
    default:
        return std::nullopt;
    }
}

// A way to group periods in the calendar: the first period of each group gets a label, cut to
// `letters`; 0 for the full text.
struct Stride
{
    PeriodLength finest;
    int letters;
    int (*number)(const PeriodStart&);
};

constexpr int kYearLetters = 4;
constexpr int kMonthLetters = 7;

template<int Years>
int byYears(const PeriodStart& start)
{
    return start.year / Years;
}

template<int Months>
int byMonths(const PeriodStart& start)
{
    return (start.year * 12 + start.month - 1) / Months;
}

template<int Weeks>
int byMondays(const PeriodStart& start)
{
    return static_cast<int>(start.day.toJulianDay() / (7 * Weeks)); // day 0 was a Monday
}

template<int Weeks>
int byWeeks(const PeriodStart& start)
{
    // Week 53 belongs to the group of week 52: the next label starts the next year.
    return start.year * 100 + std::min(start.week - 1, 51) / Weeks;
}

constexpr std::array kStrides{
    Stride{PeriodLength::Day, 0, byMondays<1>},
    Stride{PeriodLength::Day, 0, byMondays<2>},
    Stride{PeriodLength::Day, kMonthLetters, byMonths<1>},
    Stride{PeriodLength::Week, 0, byWeeks<2>},
    Stride{PeriodLength::Week, 0, byWeeks<4>},
    Stride{PeriodLength::Week, 0, byWeeks<13>},
    Stride{PeriodLength::Week, 0, byWeeks<26>},
    Stride{PeriodLength::Month, kMonthLetters, byMonths<3>},
    Stride{PeriodLength::Month, kMonthLetters, byMonths<6>},
    Stride{PeriodLength::Year, kYearLetters, byYears<1>},
    Stride{PeriodLength::Year, kYearLetters, byYears<2>},
    Stride{PeriodLength::Year, kYearLetters, byYears<5>},
    Stride{PeriodLength::Year, kYearLetters, byYears<10>},
    Stride{PeriodLength::Year, kYearLetters, byYears<50>},
};

bool suits(const Stride& stride, PeriodLength length)
{
    switch (length) {
    case PeriodLength::Day:
        return stride.finest != PeriodLength::Week;
    case PeriodLength::Week:
        return stride.finest == PeriodLength::Week || stride.finest == PeriodLength::Year;
    case PeriodLength::Month:
        return stride.finest == PeriodLength::Month || stride.finest == PeriodLength::Year;
    case PeriodLength::Year:
        return stride.finest == PeriodLength::Year;
    }
    return false;
}

QList<AxisLabels::Label>
labelsOf(const Stride& stride, const QStringList& categories, const QList<PeriodStart>& periods)
{
    QList<AxisLabels::Label> labels;
    for (int i = 1; i < periods.size(); ++i) {
        if (stride.number(periods.at(i)) == stride.number(periods.at(i - 1)))
            continue;
        const QString text =
            stride.letters > 0 ? categories.at(i).left(stride.letters) : categories.at(i);
        labels << AxisLabels::Label{i, text};
    }
    if (labels.isEmpty())
        return labels;
    // Label the first category, too, if its distance to the next label is the same as elsewhere.
    if (labels.size() > 1 && labels.at(0).index >= labels.at(1).index - labels.at(0).index) {
        const QString text =
            stride.letters > 0 ? categories.at(0).left(stride.letters) : categories.at(0);
        labels.prepend({0, text});
    }
    return labels;
}

bool fits(const QList<AxisLabels::Label>& labels, double pitch, const QFontMetricsF& metrics)
{
    for (qsizetype i = 1; i < labels.size(); ++i) {
        const double distance = pitch * (labels.at(i).index - labels.at(i - 1).index);
        const double needed = (metrics.horizontalAdvance(labels.at(i).text)
                               + metrics.horizontalAdvance(labels.at(i - 1).text))
                              / 2;
        if (needed + kBetween > distance)
            return false;
    }
    return true;
}

QStringList withoutCommonParts(const QStringList& texts)
{
    const QString& first = texts.constFirst();
    qsizetype before = first.size();
    qsizetype after = first.size();
    for (const QString& text : texts) {
        const auto shorter = std::min(text.size(), first.size());
        const auto same = [shorter](auto one, auto other) {
            return qsizetype{std::distance(one, std::mismatch(one, one + shorter, other).first)};
        };
        before = std::min(before, same(first.cbegin(), text.cbegin()));
        after = std::min(after, same(first.crbegin(), text.crbegin()));
    }
    if (before == first.size() && after == first.size()
        && std::all_of(
            texts.cbegin(), texts.cend(), [&](const auto& text) { return text == first; }))
        return texts;       // nothing would be left
    constexpr int kMin = 3; // cutting fewer letters gains nothing
    QStringList shorter;
    for (QString text : texts) {
        // With "10" and "100", the prefix and suffix would overlap.
        const auto end = std::min(after, text.size() - before);
        if (end > kMin)
            text = text.chopped(end) + u'…';
        if (before > kMin)
            text = u'…' + text.mid(before);
        shorter << text;
    }
    return shorter;
}

AxisLabels turnedBy(
    double turn, const QStringList& categories, const LabelRoom& room, const QFontMetricsF& metrics,
    bool& isCut)
{
    isCut = false;
    AxisLabels labels;
    labels.rotation = -turn;
    const double line = metrics.height();
    const double radians = turn * std::numbers::pi / 180;
    const double maxDown = room.height / std::sin(radians) - line * std::cos(radians);
    const auto count = static_cast<int>(categories.size());
    const int step = turn < 90 ? 1 : static_cast<int>(std::ceil(line / std::max(room.pitch, 1e-6)));
    const auto add = [&](int index) {
        double maxWidth = maxDown;
        if (turn < 90)
            maxWidth =
                std::min(maxWidth, (room.left + index * room.pitch - line) / std::cos(radians));
        const QString text =
            metrics.elidedText(categories.at(index), Qt::ElideMiddle, std::max(maxWidth, 2 * line));
        isCut = isCut || text != categories.at(index);
        labels.labels << AxisLabels::Label{index, text};
    };
    for (int i = 0; i < count - step; i += step)
        add(i);
    add(count - 1); // the last one may represent all others
    return labels;
}

AxisLabels turned(
    const QStringList& categories, const LabelRoom& room, const QFontMetricsF& metrics, bool& isCut)
{
    isCut = false;
    if (widest(categories, metrics) + kBetween <= room.pitch)
        return everyNthLabel(categories, room.pitch, metrics);
    // Rotate as little as the line height allows, and a little more if the first labels would be
    // cut at the left border.
    std::optional<AxisLabels> cut;
    for (const double turn : {45.0, 60.0}) {
        if (room.pitch * std::sin(turn * std::numbers::pi / 180) < metrics.height())
            continue;
        const AxisLabels labels = turnedBy(turn, categories, room, metrics, isCut);
        if (!isCut)
            return labels;
        if (!cut)
            cut = labels;
    }
    if (cut)
        return *cut;
    return turnedBy(90, categories, room, metrics, isCut);
}

} // namespace

AxisLabels everyNthLabel(const QStringList& categories, double pitch, const QFontMetricsF& metrics)
{
    AxisLabels labels;
    const double needed = widest(categories, metrics) + kBetween;
    const int step = std::max(1, static_cast<int>(std::ceil(needed / std::max(pitch, 1e-6))));
    for (int i = 0; i < categories.size(); i += step)
        labels.labels << AxisLabels::Label{i, categories.at(i)};
    return labels;
}

std::optional<AxisLabels>
periodLabels(const QStringList& categories, double pitch, const QFontMetricsF& metrics)
{
    QList<PeriodStart> periods;
    periods.reserve(categories.size());
    for (const QString& category : categories) {
        const auto period = periodOf(category);
        if (!period || (!periods.isEmpty() && period->length != periods.constFirst().length))
            return std::nullopt;
        periods << *period;
    }
    if (periods.isEmpty())
        return std::nullopt;
    const AxisLabels plain = everyNthLabel(categories, pitch, metrics);
    if (plain.labels.size() == categories.size())
        return plain; // all of them
    for (const Stride& stride : kStrides) {
        if (!suits(stride, periods.constFirst().length))
            continue;
        AxisLabels labels;
        labels.labels = labelsOf(stride, categories, periods);
        constexpr int kMin = 3; // fewer give too little orientation
        if (labels.labels.size() < kMin)
            break;
        if (fits(labels.labels, pitch, metrics))
            return labels;
    }
    return plain;
}

AxisLabels
nameLabels(const QStringList& categories, const LabelRoom& room, const QFontMetricsF& metrics)
{
    bool isCut = false;
    const AxisLabels labels = turned(categories, room, metrics, isCut);
    if (!isCut)
        return labels;
    // The common parts would take the space of the parts that differ.
    return turned(withoutCommonParts(categories), room, metrics, isCut);
}

} // namespace faultline
