// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/ReportWords.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportWords)
};

struct Word
{
    const char* word;
    /// With %1, %2 … for its values; the last one may contain colons.
    const char* text;
    /// Which value is a name, which has no separators even if it consists of digits; 0: none.
    int name = 0;
};

constexpr std::array kModels{
    Word{"not-observed", QT_TRANSLATE_NOOP("ReportWords", "not observed")},
    Word{"needs-a-failure", QT_TRANSLATE_NOOP("ReportWords", "needs a failure, has none")},
    Word{"needs-failures", QT_TRANSLATE_NOOP("ReportWords", "needs %1 failures, has %2")},
    Word{
        "needs-equipment",
        QT_TRANSLATE_NOOP("ReportWords", "needs %1 pieces of equipment, has %2")},
    Word{"too-short", QT_TRANSLATE_NOOP("ReportWords", "too short a time")},
    Word{"all-at-once", QT_TRANSLATE_NOOP("ReportWords", "all failures at once")},
    Word{"no-model-fits", QT_TRANSLATE_NOOP("ReportWords", "the model doesn't fit")},
    Word{"too-few-readings", QT_TRANSLATE_NOOP("ReportWords", "too few readings")},
    Word{"getting-worse", QT_TRANSLATE_NOOP("ReportWords", "getting worse")},
    Word{"getting-better", QT_TRANSLATE_NOOP("ReportWords", "getting better")},
    Word{"stable", QT_TRANSLATE_NOOP("ReportWords", "stable")},
    Word{"fits", QT_TRANSLATE_NOOP("ReportWords", "fits")},
    Word{"does-not-fit", QT_TRANSLATE_NOOP("ReportWords", "doesn't fit")},
    Word{"stands-out", QT_TRANSLATE_NOOP("ReportWords", "stands out")},
    Word{"like-the-others", QT_TRANSLATE_NOOP("ReportWords", "like the others")},
    Word{"exponential", QT_TRANSLATE_NOOP("ReportWords", "Exponential")},
    Word{"weibull", QT_TRANSLATE_NOOP("ReportWords", "Weibull")},
    Word{"weibull-with-location", QT_TRANSLATE_NOOP("ReportWords", "Weibull with location")},
    Word{"lognormal", QT_TRANSLATE_NOOP("ReportWords", "Lognormal")},
    Word{
        "has-a-trend",
        QT_TRANSLATE_NOOP("ReportWords", "there is a trend: see Reliability growth")},
    Word{"too-few-to-choose", QT_TRANSLATE_NOOP("ReportWords", "too few to choose a model")},
    Word{
        "power-law-process",
        QT_TRANSLATE_NOOP("ReportWords", "power law, because there is a trend")},
    Word{"lognormal-times", QT_TRANSLATE_NOOP("ReportWords", "lognormal times")},
    Word{"weibull-times", QT_TRANSLATE_NOOP("ReportWords", "Weibull times")},
    Word{"constant-rate", QT_TRANSLATE_NOOP("ReportWords", "constant rate")},
    Word{"all-equipment", QT_TRANSLATE_NOOP("ReportWords", "All equipment")},
    Word{"no-group", QT_TRANSLATE_NOOP("ReportWords", "(no group)")},
};

constexpr std::array kFindings{
    Word{"yes", QT_TRANSLATE_NOOP("ReportWords", "yes")},
    Word{"no", QT_TRANSLATE_NOOP("ReportWords", "no")},
    Word{"future-readings", QT_TRANSLATE_NOOP("ReportWords", "Readings in the future")},
    Word{
        "sensor-without-equipment",
        QT_TRANSLATE_NOOP("ReportWords", "Sensor that is not in the sensor map")},
    Word{
        "equipment-not-listed",
        QT_TRANSLATE_NOOP("ReportWords", "Equipment that is not in the equipment list")},
    Word{
        "equipment-listed-twice",
        QT_TRANSLATE_NOOP("ReportWords", "Equipment listed twice with different data")},
    Word{
        "sensor-mapped-twice",
        QT_TRANSLATE_NOOP("ReportWords", "Sensor mapped to different equipment")},
    Word{"similar-ids", QT_TRANSLATE_NOOP("ReportWords", "Ids that differ only by case or spaces")},
    Word{
        "times-out-of-order",
        QT_TRANSLATE_NOOP("ReportWords", "Times that go back by more than a day")},
    Word{"days-without-readings", QT_TRANSLATE_NOOP("ReportWords", "Days without readings")},
    Word{"sensor-without-readings", QT_TRANSLATE_NOOP("ReportWords", "Sensor without readings")},
    Word{
        "equipment-without-sensors", QT_TRANSLATE_NOOP("ReportWords", "Equipment without sensors")},
    Word{"equipment-without-group", QT_TRANSLATE_NOOP("ReportWords", "Equipment without a group")},
    Word{
        "in-service-date", QT_TRANSLATE_NOOP("ReportWords", "In-service date that can't be right")},
    Word{
        "sensor-on-several",
        QT_TRANSLATE_NOOP("ReportWords", "Sensor that tables put on several pieces of equipment")},
    Word{
        "map-contradicted",
        QT_TRANSLATE_NOOP("ReportWords", "Sensor on other equipment than tables say")},
    Word{"steps-back", QT_TRANSLATE_NOOP("ReportWords", "%3, line %1: %2 days back"), 3},
};

constexpr std::array kFigures{
    Word{"error_records", QT_TRANSLATE_NOOP("ReportWords", "Error records")},
    Word{"failure_events", QT_TRANSLATE_NOOP("ReportWords", "Failure events")},
    Word{"equipment_that_failed", QT_TRANSLATE_NOOP("ReportWords", "Failed equipment")},
    Word{"excluded_time", QT_TRANSLATE_NOOP("ReportWords", "Excluded time")},
    Word{"attention", QT_TRANSLATE_NOOP("ReportWords", "Attention")},
    Word{"observed_from", QT_TRANSLATE_NOOP("ReportWords", "Observed from")},
    Word{"observed_to", QT_TRANSLATE_NOOP("ReportWords", "Observed to")},
    Word{"reading_days", QT_TRANSLATE_NOOP("ReportWords", "Days with readings")},
    Word{"longest_gap", QT_TRANSLATE_NOOP("ReportWords", "Longest time without readings")},
    Word{"events_per_day", QT_TRANSLATE_NOOP("ReportWords", "Failure events per day")},
    Word{"change", QT_TRANSLATE_NOOP("ReportWords", "Change from the previous month")},
    Word{"without_equipment", QT_TRANSLATE_NOOP("ReportWords", "Records without equipment")},
    Word{"loads", QT_TRANSLATE_NOOP("ReportWords", "Loads")},
    Word{"most_failures", QT_TRANSLATE_NOOP("ReportWords", "Most failures, %1")},
    Word{
        "mostly-unread",
        QT_TRANSLATE_NOOP("ReportWords", "No readings for most of the observed time")},
    Word{"of", QT_TRANSLATE_NOOP("ReportWords", "%1 of %2")},
    Word{"percent", QT_TRANSLATE_NOOP("ReportWords", "%1 %")},
    Word{"percent-more", QT_TRANSLATE_NOOP("ReportWords", "%1 % more")},
    Word{"percent-less", QT_TRANSLATE_NOOP("ReportWords", "%1 % less")},
    Word{"count-of", QT_TRANSLATE_NOOP("ReportWords", "%2 · %1"), 2},
};

constexpr std::array kCounts{
    Word{
        "counts-mostly-unread",
        QT_TRANSLATE_NOOP(
            "ReportWords",
            "For example, none from %1 to %2. The cause is a line with a wrong clock, or a gap "
            "between logs. Rates, times between failures and trends count this time as observed: "
            "choose a period without it")},
    Word{
        "counts-excluded-time",
        QT_TRANSLATE_NOOP(
            "ReportWords",
            "Figures on this page count it, with its failures. Reliability reports leave it out")},
    Word{
        "counts-failure-events",
        QT_TRANSLATE_NOOP(
            "ReportWords",
            "Instants at which a piece of equipment has error records; with a burst window, "
            "instants that follow each other within it count as one")},
    Word{
        "counts-failed-equipment",
        QT_TRANSLATE_NOOP(
            "ReportWords",
            "Equipment with a failure event, out of all in the equipment list and the sensor map")},
    Word{
        "counts-observed-from",
        QT_TRANSLATE_NOOP("ReportWords", "First reading, or the start of the period if later; %1")},
    Word{
        "counts-observed-to",
        QT_TRANSLATE_NOOP("ReportWords", "Last reading, or the end of the period if earlier; %1")},
    Word{
        "counts-reading-days",
        QT_TRANSLATE_NOOP("ReportWords", "Observed days with at least one reading")},
    Word{
        "counts-longest-gap", QT_TRANSLATE_NOOP("ReportWords", "Whole days, from %1 to %2, in %3")},
    Word{
        "counts-events-per-day",
        QT_TRANSLATE_NOOP(
            "ReportWords",
            "Failure events divided by observed days; empty if less than one day was observed")},
    Word{
        "counts-change",
        QT_TRANSLATE_NOOP(
            "ReportWords",
            "Failure events per observed day, %1 compared with the month before; months observed "
            "for less than a day are left out")},
    Word{
        "counts-without-equipment",
        QT_TRANSLATE_NOOP(
            "ReportWords",
            "Share of error records that belong to no equipment in the equipment list")},
    Word{
        "counts-loads",
        QT_TRANSLATE_NOOP("ReportWords", "Loads that added readings, in all periods")},
    Word{
        "counts-most-failures",
        QT_TRANSLATE_NOOP("ReportWords", "Equipment and its failure events")},
};

const QHash<QString, Word>& wordTexts()
{
    static const QHash<QString, Word> texts = [] {
        QHash<QString, Word> all;
        const auto add = [&all](const auto& words) {
            for (const Word& word : words)
                all.insert(QString::fromLatin1(word.word), word);
        };
        add(kModels);
        add(kFindings);
        add(kFigures);
        add(kCounts);
        return all;
    }();
    return texts;
}

// How many of %1 to %3 it has.
int valuesOf(QByteArrayView text)
{
    int count = 0;
    for (const char* const value : {"%1", "%2", "%3"})
        count += text.contains(value) ? 1 : 0;
    return count;
}

// "days:5", whose words depend on the number.
QString daysText(const QString& days)
{
    return Text::tr("%n day(s)", nullptr, days.toInt());
}

// "ERROR, FAILURE": any of these severities.
QString severitiesText(const QString& severities)
{
    return Text::tr("Readings with severity %1")
        .arg(severities.split(u", "_s).join(Text::tr(" or ")));
}

QString wordText(const QString& cell)
{
    const QString word = cell.section(u':', 0, 0);
    if (word == "days"_L1 && cell.size() > word.size())
        return daysText(cell.sliced(word.size() + 1));
    if (word == "counts-error-records"_L1 && cell.size() > word.size())
        return severitiesText(cell.sliced(word.size() + 1));
    const auto found = wordTexts().constFind(word);
    if (found == wordTexts().cend())
        return cell;
    const int count = valuesOf(found->text);
    QStringList values;
    if (cell.size() > word.size())
        values = cell.sliced(word.size() + 1).split(u':');
    if (values.size() < count || (count == 0 && !values.isEmpty()))
        return cell;
    while (values.size() > count) {
        const QString last = values.takeLast();
        values.last() += u':' + last;
    }
    const QString text = Text::tr(found->text);
    for (int i = 0; i < count; ++i) {
        if (i + 1 != found->name)
            values[i] = shownFigure(values.at(i));
    }
    // All at once: a value may itself contain %1.
    switch (count) {
    case 1:
        return text.arg(values.at(0));
    case 2:
        return text.arg(values.at(0), values.at(1));
    case 3:
        return text.arg(values.at(0), values.at(1), values.at(2));
    default:
        return text;
    }
}

QString weekdayText(const QString& number)
{
    static constexpr std::array kDays{
        QT_TRANSLATE_NOOP("ReportWords", "Monday"),    QT_TRANSLATE_NOOP("ReportWords", "Tuesday"),
        QT_TRANSLATE_NOOP("ReportWords", "Wednesday"), QT_TRANSLATE_NOOP("ReportWords", "Thursday"),
        QT_TRANSLATE_NOOP("ReportWords", "Friday"),    QT_TRANSLATE_NOOP("ReportWords", "Saturday"),
        QT_TRANSLATE_NOOP("ReportWords", "Sunday")};
    const int day = number.toInt();
    return day >= 1 && day <= static_cast<int>(kDays.size())
               ? Text::tr(kDays.at(static_cast<std::size_t>(day - 1)))
               : number;
}

} // namespace

QString shownText(const ReportColumn& column, const QString& text)
{
    switch (column.words) {
    case ReportColumn::Words::Sentences:
        return wordText(text);
    case ReportColumn::Words::Figures:
        return shownFigure(wordText(text));
    case ReportColumn::Words::Weekdays:
        return weekdayText(text);
    case ReportColumn::Words::None:
        break;
    }
    return text;
}

QString shownFigure(const QString& figure)
{
    static const QRegularExpression number(u"\\A-?[0-9]+(\\.[0-9]+)?\\z"_s);
    if (!number.match(figure).hasMatch())
        return figure;
    constexpr qsizetype kGroup = 3;
    const QLocale locale;
    qsizetype point = figure.indexOf(u'.');
    const QString decimals = point < 0 ? QString() : locale.decimalPoint() + figure.mid(point + 1);
    QString integer = figure.left(point < 0 ? figure.size() : point);
    const qsizetype first = integer.startsWith(u'-') ? 1 : 0;
    for (point = integer.size() - kGroup; point > first; point -= kGroup)
        integer.insert(point, locale.groupSeparator());
    return integer + decimals;
}

QString machineWord(const QString& word, std::initializer_list<quint64> values)
{
    QString text = word;
    for (const quint64 value : values)
        text += u':' + QString::number(value);
    return text;
}

} // namespace faultline
