// SPDX-License-Identifier: GPL-3.0-or-later
#include "RawFigures.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QSqlQuery>
#include <QTimeZone>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using Cell = RawFigures::Cell;
using Row = RawFigures::Row;

// Instants are in microseconds since 1970, in UTC.
constexpr qint64 kSecond = 1'000'000;
constexpr qint64 kDay = 86'400 * kSecond;
constexpr double kHour = 3600.0 * kSecond;

Cell text(const QString& value)
{
    return {value, std::nullopt};
}
Cell figure(double value)
{
    return {{}, value};
}
Cell figure(std::optional<double> value)
{
    return {{}, value};
}
Cell none()
{
    return {};
}

qint64 startOf(QDate day)
{
    return QDateTime(day, QTime(0, 0), Qt::UTC).toSecsSinceEpoch() * kSecond;
}
QDateTime timeOf(qint64 at) // all are after 1970
{
    return QDateTime::fromSecsSinceEpoch(at / kSecond, Qt::UTC);
}
QString isoTime(qint64 at)
{
    return timeOf(at).toString(u"yyyy-MM-ddTHH:mm:ss"_s)
           + u".%1Z"_s.arg(at % kSecond, 6, 10, QChar(u'0'));
}

double meanOf(const QList<double>& values)
{
    return std::accumulate(values.cbegin(), values.cend(), 0.0)
           / static_cast<double>(values.size());
}

// Interpolated between the two neighbours, as in spreadsheets (method 7 of Hyndman and Fan).
double quantile(QList<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const double rank = share * static_cast<double>(values.size() - 1);
    const auto low = static_cast<qsizetype>(std::floor(rank));
    const auto high = static_cast<qsizetype>(std::ceil(rank));
    return values[low] + (values[high] - values[low]) * (rank - std::floor(rank));
}

// P(chi-square with 2n degrees of freedom < x), by the series of the incomplete gamma function.
double chiSquareShare(double n, double x)
{
    double term = std::exp(n * std::log(x / 2) - x / 2 - std::lgamma(n + 1));
    double sum = 0;
    for (double k = n + 1; term > 1e-18 || k < x / 2; ++k) {
        sum += term;
        term *= x / 2 / k;
    }
    return sum;
}

double chiSquareQuantile(double n, double share)
{
    double low = 0;
    double high = 2 * n + 20 * std::sqrt(n) + 40; // far beyond, and no term vanishes below it
    for (int i = 0; i < 200; ++i) {
        const double middle = (low + high) / 2;
        (chiSquareShare(n, middle) < share ? low : high) = middle;
    }
    return low;
}

QDate stepStart(const QString& step, QDate day)
{
    if (step == "month"_L1)
        return {day.year(), day.month(), 1};
    return step == "week"_L1 ? day.addDays(1 - day.dayOfWeek()) : day;
}

QDate nextStep(const QString& step, QDate start)
{
    if (step == "month"_L1)
        return start.addMonths(1);
    return start.addDays(step == "week"_L1 ? 7 : 1);
}

QString stepName(const QString& step, QDate start)
{
    if (step == "month"_L1)
        return start.toString(u"yyyy-MM"_s);
    if (step == "day"_L1)
        return start.toString(Qt::ISODate);
    int year = 0;
    const int week = start.weekNumber(&year);
    return u"%1-W%2"_s.arg(year, 4, 10, QChar(u'0')).arg(week, 2, 10, QChar(u'0'));
}

double rankOf(double value, const QList<double>& all)
{
    return 1.0 + static_cast<double>(std::count_if(all.cbegin(), all.cend(), [value](double other) {
               return other > value;
           }));
}

} // namespace

Result<RawFigures> RawFigures::fetch(SqlSession& session)
{
    RawFigures raw;
    auto readings =
        session.execute(u"SELECT (extract(epoch FROM r.occurred_at) * 1000000)::bigint, "
                        u"n.sensor_id::integer, s.name, r.temperature,"
                        " r.vibration FROM reading r JOIN severity s ON s.code = r.severity"
                        " JOIN sensor n ON n.sensor_key = r.sensor_key"_s);
    if (!readings)
        return readings.error();
    const auto measurement = [&](int column) {
        const QVariant value = readings->value(column);
        return value.isNull() ? std::nullopt : std::optional(value.toDouble());
    };
    while (readings->next()) {
        raw.m_readings << Reading{
            readings->value(0).toLongLong(), readings->value(1).toInt(),
            readings->value(2).toString(), measurement(3), measurement(4)};
    }
    auto equipment = session.execute(
        u"SELECT equipment_id::integer, code, group_name FROM equipment WHERE code IS NOT NULL"_s);
    if (!equipment)
        return equipment.error();
    while (equipment->next()) {
        raw.m_equipment.insert(
            equipment->value(0).toInt(),
            {equipment->value(1).toString(), equipment->value(2).toString(), true});
    }
    auto map = session.execute(
        u"SELECT n.sensor_id::integer, e.equipment_id::integer FROM equipment_sensor m"
        " JOIN sensor n ON n.sensor_key = m.sensor_key"
        " JOIN equipment e ON e.equipment_key = m.equipment_key"_s);
    if (!map)
        return map.error();
    while (map->next()) {
        const int id = map->value(1).toInt();
        raw.m_map.insert(map->value(0).toInt(), id);
        if (!raw.m_equipment.contains(id))
            raw.m_equipment.insert(id, {u"#%1"_s.arg(id), {}, false});
    }
    raw.nameEquipment();
    return raw;
}

// A code that several share, or that looks like the name of one of these, needs the number.
void RawFigures::nameEquipment()
{
    static const QRegularExpression numbered(u" \\(#[0-9]+\\)$"_s);
    QHash<QString, int> count;
    for (const Equipment& equipment : std::as_const(m_equipment))
        ++count[equipment.code];
    for (auto it = m_equipment.begin(); it != m_equipment.end(); ++it) {
        if (count.value(it->code) > 1 || numbered.match(it->code).hasMatch())
            it->code += u" (#%1)"_s.arg(it.key());
    }
}

RawFigures::Span RawFigures::spanOf(const ReportFilter& filter)
{
    Span span;
    if (filter.period.firstDay.isValid())
        span.from = startOf(filter.period.firstDay);
    if (filter.period.lastDay.isValid())
        span.past = startOf(filter.period.lastDay.addDays(1));
    return span;
}

std::optional<RawFigures::Span> RawFigures::observed(const ReportFilter& filter) const
{
    if (m_readings.isEmpty())
        return std::nullopt;
    const auto [first, last] = allRead();
    const Span span = spanOf(filter);
    const Span seen{std::max(span.from, first), std::min(span.past, last)};
    const bool isSeen = first < span.past && last >= span.from;
    return isSeen ? std::optional(seen) : std::nullopt;
}

RawFigures::Span RawFigures::allRead() const
{
    const auto [first, last] = std::minmax_element(
        m_readings.cbegin(), m_readings.cend(),
        [](const Reading& a, const Reading& b) { return a.at < b.at; });
    return {first->at, last->at};
}

QList<QDate> RawFigures::observedDays(const ReportFilter& filter) const
{
    const auto seen = observed(filter);
    const qint64 end = spanOf(filter).past;
    QList<QDate> days;
    if (!seen)
        return days;
    for (QDate day = timeOf(seen->from).date(); startOf(day) <= seen->past && startOf(day) < end;
         day = day.addDays(1))
        days << day;
    return days;
}

QSet<QDate> RawFigures::readingDays(const ReportFilter& filter) const
{
    const Span span = spanOf(filter);
    QSet<QDate> days;
    for (const Reading& reading : m_readings) {
        if (reading.at >= span.from && reading.at < span.past)
            days.insert(timeOf(reading.at).date());
    }
    return days;
}

// On ten days or more there are readings that aren't failures, and nine in ten follow one another.
bool RawFigures::isRegular() const
{
    QSet<QDate> quiet;
    for (const Reading& reading : m_readings) {
        if (reading.severity != "ERROR"_L1)
            quiet << timeOf(reading.at).date();
    }
    const auto followers = std::count_if(quiet.cbegin(), quiet.cend(), [&quiet](QDate day) {
        return quiet.contains(day.addDays(-1));
    });
    return quiet.size() >= 10 && followers * 10 >= (quiet.size() - 1) * 9;
}

bool RawFigures::isMostlyUnread(const ReportFilter& filter) const
{
    if (!isRegular())
        return false;
    const QList<QDate> all = observedDays(filter);
    const QSet<QDate> read = readingDays(filter);
    qsizetype without = 0;
    qsizetype inLongStretches = 0;
    for (qsizetype i = 0; i <= all.size(); ++i) {
        if (i < all.size() && !read.contains(all[i])) {
            ++without;
            continue;
        }
        inLongStretches += without * 10 > all.size() ? without : 0;
        without = 0;
    }
    return inLongStretches * 2 > all.size();
}

std::optional<int> RawFigures::equipmentOf(int sensor) const
{
    const auto known = m_map.constFind(sensor);
    return known == m_map.cend() ? std::nullopt : std::optional(*known);
}

bool RawFigures::isChosen(std::optional<int> equipment, const ReportFilter& filter) const
{
    const Equipment known = equipment ? m_equipment.value(*equipment) : Equipment();
    return (filter.group.isEmpty() || known.group == filter.group)
           && (filter.equipment.isEmpty() || known.code == filter.equipment);
}

QList<const RawFigures::Reading*>
RawFigures::records(const ReportFilter& filter, const QString& severity) const
{
    const Span span = spanOf(filter);
    QList<const Reading*> found;
    for (const Reading& reading : m_readings) {
        const bool isIn = reading.at >= span.from && reading.at < span.past
                          && (severity.isEmpty() || reading.severity == severity)
                          && isChosen(equipmentOf(reading.sensor), filter);
        if (isIn)
            found << &reading;
    }
    return found;
}

// In all periods.
RawFigures::Instants RawFigures::allEvents(const ReportFilter& filter) const
{
    QMap<int, QSet<qint64>> all;
    for (const Reading& reading : m_readings) {
        const auto equipment = equipmentOf(reading.sensor);
        if (reading.severity == "ERROR"_L1 && equipment && isChosen(equipment, filter))
            all[*equipment].insert(reading.at);
    }
    Instants events;
    for (auto it = all.cbegin(); it != all.cend(); ++it) {
        events[it.key()] = QList<qint64>(it->cbegin(), it->cend());
        std::sort(events[it.key()].begin(), events[it.key()].end());
    }
    return events;
}

RawFigures::Instants RawFigures::failures(const ReportFilter& filter) const
{
    const Span span = spanOf(filter);
    const Instants all = allEvents(filter);
    Instants failures;
    for (auto it = all.cbegin(); it != all.cend(); ++it) {
        const QList<qint64>& instants = *it;
        for (qsizetype i = 0; i < instants.size(); ++i) {
            const bool isBurstContinued =
                filter.burstMinutes > 0 && i > 0
                && instants[i] - instants[i - 1] <= filter.burstMinutes * 60 * kSecond;
            if (!isBurstContinued && instants[i] >= span.from && instants[i] < span.past)
                failures[it.key()] << instants[i];
        }
    }
    return failures;
}

QList<Row> RawFigures::rows(const QString& report, const ReportFilter& filter) const
{
    static const QHash<QString, QList<Row> (RawFigures::*)(const ReportFilter&) const> all{
        {u"totals"_s, &RawFigures::totals},
        {u"failures_by_equipment"_s, &RawFigures::byEquipment},
        {u"failures_by_group"_s, &RawFigures::byGroup},
        {u"sensors"_s, &RawFigures::sensors},
        {u"records_by_severity"_s, &RawFigures::bySeverity},
        {u"records_without_equipment"_s, &RawFigures::withoutEquipment},
        {u"failure_trend"_s, &RawFigures::trend},
        {u"failures_by_month"_s, &RawFigures::byMonth},
        {u"failures_by_hour"_s, &RawFigures::byHour},
        {u"time_between_failures"_s, &RawFigures::between},
        {u"hours_between_failures"_s, &RawFigures::hoursBetween},
        {u"failure_events"_s, &RawFigures::events},
        {u"measurement_ranges"_s, &RawFigures::ranges},
        {u"measurement_quartiles"_s, &RawFigures::quartiles},
        {u"total_equipment_failures"_s, &RawFigures::oldTotal},
        {u"equipment_with_most_failures"_s, &RawFigures::oldMost},
        {u"average_failures_by_group"_s, &RawFigures::oldAverage}};
    const auto found = all.constFind(report);
    return found == all.cend() ? QList<Row>() : (this->**found)(filter);
}

QList<Row> RawFigures::totals(const ReportFilter& filter) const
{
    const Instants failed = failures(filter);
    double events = 0;
    for (const auto& instants : failed)
        events += static_cast<double>(instants.size());
    return {
        {text(u"error_records"_s), figure(double(records(filter, u"ERROR"_s).size()))},
        {text(u"failure_events"_s), figure(events)},
        {text(u"equipment_that_failed"_s), figure(double(failed.size()))}};
}

QList<Row> RawFigures::byEquipment(const ReportFilter& filter) const
{
    const Instants failed = failures(filter);
    QMap<int, double> errors;
    for (const Reading* record : records(filter, u"ERROR"_s))
        errors[equipmentOf(record->sensor).value_or(-1)] += 1;
    QList<int> listed;
    QList<double> allErrors;
    QList<double> allEvents;
    for (auto it = m_equipment.cbegin(); it != m_equipment.cend(); ++it) {
        if (!isChosen(it.key(), filter))
            continue;
        listed << it.key();
        allErrors << errors.value(it.key());
        allEvents << double(failed.value(it.key()).size());
    }
    QList<Row> rows;
    for (qsizetype i = 0; i < listed.size(); ++i) {
        const Equipment& equipment = m_equipment[listed[i]];
        rows << Row{
            text(equipment.code),
            text(equipment.group),
            figure(allEvents[i]),
            figure(allErrors[i]),
            figure(rankOf(allEvents[i], allEvents)),
            figure(rankOf(allErrors[i], allErrors)),
            text(QString::number(listed[i]))};
    }
    return rows;
}

QList<Row> RawFigures::byGroup(const ReportFilter& filter) const
{
    struct Sums
    {
        double equipment = 0;
        double failed = 0;
        double withErrors = 0;
        double errors = 0;
        double events = 0;
    };
    QMap<QString, Sums> groups;
    for (const Row& row : byEquipment(filter)) {
        Sums& sums = groups[row[1].text];
        sums.equipment += 1;
        sums.errors += *row[3].figure;
        sums.events += *row[2].figure;
        sums.failed += *row[2].figure > 0 ? 1 : 0;
        sums.withErrors += *row[3].figure > 0 ? 1 : 0;
    }
    QList<Row> rows;
    for (auto it = groups.cbegin(); it != groups.cend(); ++it) {
        const auto each = [](double sum, double equipment) {
            return equipment > 0 ? figure(sum / equipment) : none();
        };
        rows << Row{
            text(it.key()),
            figure(it->equipment),
            figure(it->failed),
            figure(it->errors),
            each(it->errors, it->withErrors),
            figure(it->errors / it->equipment),
            each(it->events, it->failed),
            figure(it->events / it->equipment)};
    }
    return rows;
}

QList<Row> RawFigures::sensors(const ReportFilter& filter) const
{
    ReportFilter everywhere = filter;
    everywhere.group.clear();
    everywhere.equipment.clear();
    QMap<int, double> errors;
    for (const int sensor : m_map.keys())
        errors[sensor] = 0;
    for (const Reading* record : records(everywhere, u"ERROR"_s))
        errors[record->sensor] += 1;
    QList<Row> rows;
    for (auto it = errors.cbegin(); it != errors.cend(); ++it) {
        const auto mine = equipmentOf(it.key());
        if (!isChosen(mine, filter))
            continue;
        const Equipment equipment = mine ? m_equipment.value(*mine) : Equipment();
        QList<double> inEquipment;
        QList<double> inGroup;
        for (auto other = errors.cbegin(); other != errors.cend(); ++other) {
            const auto its = equipmentOf(other.key());
            if (its && its == mine)
                inEquipment << *other;
            if (its && !equipment.group.isEmpty()
                && m_equipment.value(*its).group == equipment.group)
                inGroup << *other;
        }
        rows << Row{
            text(equipment.code),
            text(equipment.group),
            figure(it.key()),
            figure(*it),
            mine ? figure(rankOf(*it, inEquipment)) : none(),
            equipment.group.isEmpty() ? none() : figure(rankOf(*it, inGroup))};
    }
    return rows;
}

QList<Row> RawFigures::bySeverity(const ReportFilter& filter) const
{
    QMap<int, QMap<QString, double>> counts;
    QMap<int, double> all;
    for (const Reading* record : records(filter, {})) {
        const int equipment = equipmentOf(record->sensor).value_or(-1);
        counts[equipment][record->severity] += 1;
        all[equipment] += 1;
    }
    QList<Row> rows;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        const Equipment equipment = m_equipment.value(it.key());
        for (auto severity = it->cbegin(); severity != it->cend(); ++severity) {
            if (!filter.severity.isEmpty() && severity.key() != filter.severity)
                continue;
            rows << Row{
                text(equipment.code), text(equipment.group), text(severity.key()),
                figure(*severity), figure(100 * *severity / all[it.key()])};
        }
    }
    return rows;
}

QList<Row> RawFigures::withoutEquipment(const ReportFilter& filter) const
{
    QMap<int, double> counts;
    for (const Reading* record : records(filter, u"ERROR"_s)) {
        const auto equipment = equipmentOf(record->sensor);
        if (!equipment || !m_equipment.value(*equipment).isListed)
            counts[record->sensor] += 1;
    }
    QList<Row> rows;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        const auto equipment = equipmentOf(it.key());
        rows << Row{
            figure(it.key()), text(equipment ? m_equipment.value(*equipment).code : QString()),
            figure(*it)};
    }
    return rows;
}

QList<Row> RawFigures::trend(const ReportFilter& filter) const
{
    const QString step = filter.choices.value(u"step"_s, u"month"_s);
    const auto seen = observed(filter);
    if (!seen)
        return {};
    const Instants failed = failures(filter);
    const auto all = records(filter, filter.severity.isEmpty() ? u"ERROR"_s : filter.severity);
    QList<Row> rows;
    std::optional<double> before;
    const qint64 end = spanOf(filter).past;
    QDate start = stepStart(step, timeOf(seen->from).date());
    for (; startOf(start) <= seen->past && startOf(start) < end; start = nextStep(step, start)) {
        const qint64 from = startOf(start);
        const qint64 past = startOf(nextStep(step, start));
        const auto isIn = [&](qint64 at) { return at >= from && at < past; };
        const auto count = std::count_if(
            all.cbegin(), all.cend(), [&](const Reading* record) { return isIn(record->at); });
        double events = 0;
        double equipment = 0;
        for (const auto& instants : failed) {
            const auto mine = std::count_if(instants.cbegin(), instants.cend(), isIn);
            events += static_cast<double>(mine);
            equipment += mine > 0 ? 1 : 0;
        }
        const double days =
            static_cast<double>(std::min(seen->past, past) - std::max(seen->from, from)) / kDay;
        const auto rate = days >= 1 ? std::optional(events / days) : std::nullopt;
        const bool isComplete = days >= 0.99 * static_cast<double>(past - from) / kDay;
        rows << Row{
            text(stepName(step, start)),
            figure(events),
            figure(rate),
            rate && before && *before > 0 ? figure(100 * (*rate / *before - 1)) : none(),
            figure(equipment),
            figure(static_cast<double>(count)),
            figure(days),
            text(isComplete ? u"yes"_s : u"no"_s),
            text(start.toString(Qt::ISODate)),
            text(nextStep(step, start).addDays(-1).toString(Qt::ISODate))};
        before = rate;
    }
    return rows;
}

QList<Row> RawFigures::byMonth(const ReportFilter& filter) const
{
    const auto seen = observed(filter);
    if (!seen)
        return {};
    const Instants failed = failures(filter);
    QMap<int, QMap<QDate, double>> errors;
    for (const Reading* record : records(filter, u"ERROR"_s)) {
        if (const auto equipment = equipmentOf(record->sensor))
            errors[*equipment][stepStart(u"month"_s, timeOf(record->at).date())] += 1;
    }
    const qint64 end = spanOf(filter).past;
    QList<Row> rows;
    for (auto it = errors.cbegin(); it != errors.cend(); ++it) {
        const Equipment equipment = m_equipment.value(it.key());
        QDate month = stepStart(u"month"_s, timeOf(seen->from).date());
        for (; startOf(month) <= seen->past && startOf(month) < end; month = month.addMonths(1)) {
            const auto& instants = failed.value(it.key());
            const auto events = std::count_if(instants.cbegin(), instants.cend(), [&](qint64 at) {
                return stepStart(u"month"_s, timeOf(at).date()) == month;
            });
            const qint64 from = startOf(month);
            const qint64 past = startOf(month.addMonths(1));
            const double days =
                static_cast<double>(std::min(seen->past, past) - std::max(seen->from, from)) / kDay;
            const bool isComplete = days >= 0.99 * static_cast<double>(past - from) / kDay;
            rows << Row{
                text(equipment.code),
                text(equipment.group),
                text(month.toString(u"yyyy-MM"_s)),
                days >= 1 ? figure(static_cast<double>(events) / days) : none(),
                figure(static_cast<double>(events)),
                days >= 1 ? figure(it->value(month) / days) : none(),
                figure(it->value(month)),
                figure(days),
                text(isComplete ? u"yes"_s : u"no"_s),
                text(month.toString(Qt::ISODate)),
                text(month.addMonths(1).addDays(-1).toString(Qt::ISODate))};
        }
    }
    return rows;
}

QList<Row> RawFigures::byHour(const ReportFilter& filter) const
{
    QMap<std::pair<int, int>, double> counts;
    for (const auto& instants : failures(filter)) {
        for (const qint64 at : instants)
            counts[{timeOf(at).date().dayOfWeek(), timeOf(at).time().hour()}] += 1;
    }
    // Minute by minute, however long.
    QMap<std::pair<int, int>, double> days;
    const auto seen = observed(filter);
    if (seen) {
        constexpr qint64 kMinute = 60 * kSecond;
        for (qint64 at = seen->from; at < seen->past;) {
            const qint64 next = std::min(seen->past, (at / kMinute + 1) * kMinute);
            days[{timeOf(at).date().dayOfWeek(), timeOf(at).time().hour()}] +=
                static_cast<double>(next - at) / (60 * kMinute);
            at = next;
        }
    }
    QList<Row> rows;
    for (int day = 1; day <= 7; ++day) {
        for (int hour = 0; hour < 24; ++hour) {
            rows << Row{
                text(QString::number(day)), text(u"%1"_s.arg(hour, 2, 10, QChar(u'0'))),
                days.value({day, hour}) >= 1
                    ? figure(counts.value({day, hour}) / days.value({day, hour}))
                    : none(),
                figure(counts.value({day, hour})), seen ? figure(days.value({day, hour})) : none()};
        }
    }
    return rows;
}

QList<Row> RawFigures::between(const ReportFilter& filter) const
{
    const Instants failed = failures(filter);
    QSet<int> read;
    for (const Reading& reading : m_readings) {
        if (const auto equipment = equipmentOf(reading.sensor))
            read << *equipment;
    }
    const bool isAlone = read.size() == 1;
    QList<Row> rows;
    for (auto it = m_equipment.cbegin(); it != m_equipment.cend(); ++it) {
        if (!isChosen(it.key(), filter))
            continue;
        // In a plant that reports regularly, equipment without readings isn't observed.
        const auto seen = isRegular() && !read.contains(it.key()) ? std::nullopt : observed(filter);
        const QList<qint64> instants = failed.value(it.key());
        const auto count = static_cast<double>(instants.size());
        QList<double> hours;
        for (qsizetype i = 1; i < instants.size(); ++i)
            hours << static_cast<double>(instants[i] - instants[i - 1]) / kHour;
        const auto ofHours = [&](const std::function<double()>& work) {
            return hours.isEmpty() ? none() : figure(work());
        };
        const auto quarter = [&](double share) {
            return ofHours([&] { return quantile(hours, share); });
        };
        const double span =
            seen ? static_cast<double>(seen->past - seen->from) / kHour : std::nan("");
        // Less than a day has no rate.
        const bool isRated = seen && seen->past - seen->from >= kDay;
        // If nothing else was observed, the observation may begin and end with a failure, and that
        // is no chance.
        const bool isFirst = isAlone && !instants.isEmpty() && seen
                             && instants.constFirst() == seen->from && seen->from == allRead().from;
        const bool isLast = isAlone && instants.size() > (isFirst ? 1 : 0) && seen
                            && instants.constLast() == seen->past && seen->past == allRead().past;
        const double rated = count - (isFirst ? 1 : 0);
        const auto used = static_cast<int>(std::count_if(
                              instants.cbegin(), instants.cend(),
                              [&](qint64 at) { return seen && at > seen->from; }))
                          - (isLast ? 1 : 0);
        std::optional<double> below;
        if (used >= 4) {
            double logarithms = 0;
            for (const qint64 at : instants) {
                if (at > seen->from)
                    logarithms += std::log(span / (static_cast<double>(at - seen->from) / kHour));
            }
            below = chiSquareShare(used, 2 * logarithms);
        }
        const double p = below ? 2 * std::min(*below, 1 - *below) : 1;
        const QString few = u"needs-failures:%1:%2"_s;
        QString trend = few.arg(4 + instants.size() - used).arg(instants.size());
        if (!seen)
            trend = u"not-observed"_s;
        else if (!isRated)
            trend = u"too-short"_s;
        else if (below && isMostlyUnread(filter))
            trend = u"too-few-readings"_s;
        else if (below)
            trend = p >= 0.05      ? u"stable"_s
                    : *below < 0.5 ? u"getting-worse"_s
                                   : u"getting-better"_s;
        rows << Row{
            text(it->code),
            text(it->group),
            figure(count),
            text(trend),
            below && isRated && !isMostlyUnread(filter) ? figure(100 * p) : none(),
            isRated && rated > 0 ? figure(span / rated) : none(),
            isRated ? figure(2 * span / chiSquareQuantile(rated + (isLast ? 0 : 1), 0.975))
                    : none(),
            isRated && rated > 0 ? figure(2 * span / chiSquareQuantile(rated, 0.025)) : none(),
            instants.isEmpty() ? none() : text(isoTime(instants.constFirst())),
            instants.isEmpty() ? none() : text(isoTime(instants.constLast())),
            ofHours([&] { return meanOf(hours); }),
            quarter(0),
            quarter(0.25),
            quarter(0.5),
            quarter(0.75),
            quarter(1),
            seen ? figure(span) : none(),
            seen ? text(isoTime(seen->from)) : none(),
            seen ? text(isoTime(seen->past)) : none(),
            none(), // no time is excluded
            none()};
    }
    return rows;
}

QList<Row> RawFigures::hoursBetween(const ReportFilter& filter) const
{
    struct Class
    {
        QString name;
        double seconds;
    };
    const QList<Class> classes{
        {u"0"_s, 0},          {u"1 min"_s, 60},       {u"5 min"_s, 300},    {u"15 min"_s, 900},
        {u"30 min"_s, 1800},  {u"1 h"_s, 3600},       {u"2 h"_s, 7200},     {u"4 h"_s, 14400},
        {u"8 h"_s, 28800},    {u"16 h"_s, 57600},     {u"1 d"_s, 86400},    {u"2 d"_s, 172800},
        {u"4 d"_s, 345600},   {u"8 d"_s, 691200},     {u"16 d"_s, 1382400}, {u"32 d"_s, 2764800},
        {u"64 d"_s, 5529600}, {u"128 d"_s, 11059200}, {u"1 y"_s, 31536000}};
    QMap<qsizetype, double> counts;
    double all = 0;
    for (const auto& instants : failures(filter)) {
        for (qsizetype i = 1; i < instants.size(); ++i) {
            const auto gap = static_cast<double>(instants[i] - instants[i - 1]) / kSecond;
            qsizetype index = 0;
            while (index + 1 < classes.size() && classes[index + 1].seconds <= gap)
                ++index;
            counts[index] += 1;
            ++all;
        }
    }
    QList<Row> rows;
    if (counts.isEmpty())
        return rows;
    for (qsizetype i = counts.firstKey(); i <= counts.lastKey(); ++i) {
        rows << Row{
            text(classes[i].name), figure(classes[i].seconds / 3600),
            i + 1 < classes.size() ? figure(classes[i + 1].seconds / 3600) : none(),
            figure(counts.value(i)), figure(100 * counts.value(i) / all)};
    }
    return rows;
}

QList<Row> RawFigures::events(const ReportFilter& filter) const
{
    const Instants failed = failures(filter);
    const Instants all = allEvents(filter);
    const Span span = spanOf(filter);
    const auto isOfSensor = [&](int equipment, qint64 from, qint64 to) {
        return std::any_of(m_readings.cbegin(), m_readings.cend(), [&](const Reading& reading) {
            return QString::number(reading.sensor) == filter.sensor
                   && reading.severity == "ERROR"_L1 && equipmentOf(reading.sensor) == equipment
                   && reading.at >= from && reading.at <= to;
        });
    };
    QList<Row> rows;
    for (auto it = failed.cbegin(); it != failed.cend(); ++it) {
        const Equipment equipment = m_equipment.value(it.key());
        for (qsizetype i = 0; i < it->size(); ++i) {
            const qint64 past = i + 1 < it->size() ? it->at(i + 1) : span.past;
            qint64 last = it->at(i);
            for (const qint64 event : all.value(it.key())) {
                if (event >= it->at(i) && event < past)
                    last = event;
            }
            if (!filter.sensor.isEmpty() && !isOfSensor(it.key(), it->at(i), last))
                continue;
            rows << Row{
                text(equipment.code), text(equipment.group), text(isoTime(it->at(i))),
                text(isoTime(last)),
                i > 0 ? figure(static_cast<double>(it->at(i) - it->at(i - 1)) / kHour) : none()};
        }
    }
    return rows;
}

QList<Row> RawFigures::ranges(const ReportFilter& filter) const
{
    struct Values
    {
        double records = 0;
        QList<double> temperature;
        QList<double> vibration;
    };
    const bool bySensor = filter.choices.value(u"each"_s) == "sensor"_L1;
    QMap<std::pair<int, int>, Values> all;
    for (const Reading* record :
         records(filter, filter.severity.isEmpty() ? u"ERROR"_s : filter.severity)) {
        Values& values =
            all[{equipmentOf(record->sensor).value_or(-1), bySensor ? record->sensor : 0}];
        values.records += 1;
        if (record->temperature)
            values.temperature << *record->temperature;
        if (record->vibration)
            values.vibration << *record->vibration;
    }
    QList<Row> rows;
    for (auto it = all.cbegin(); it != all.cend(); ++it) {
        Row row{
            text(m_equipment.value(it.key().first).code),
            bySensor ? figure(it.key().second) : none(), figure(it->records)};
        for (const QList<double>& values : {it->temperature, it->vibration}) {
            row << figure(it->records - static_cast<double>(values.size()));
            if (values.isEmpty()) {
                row << none() << none() << none();
                continue;
            }
            row << figure(*std::min_element(values.cbegin(), values.cend()))
                << figure(meanOf(values))
                << figure(*std::max_element(values.cbegin(), values.cend()));
        }
        rows << row;
    }
    return rows;
}

QList<Row> RawFigures::quartiles(const ReportFilter& filter) const
{
    const bool bySensor = filter.choices.value(u"each"_s) == "sensor"_L1;
    const bool isVibration = filter.choices.value(u"measurement"_s) == "vibration"_L1;
    QMap<std::pair<int, int>, QList<double>> all;
    for (const Reading* record :
         records(filter, filter.severity.isEmpty() ? u"ERROR"_s : filter.severity)) {
        if (!filter.sensor.isEmpty() && QString::number(record->sensor) != filter.sensor)
            continue;
        const auto& value = isVibration ? record->vibration : record->temperature;
        if (value)
            all[{equipmentOf(record->sensor).value_or(-1), bySensor ? record->sensor : 0}]
                << *value;
    }
    QList<Row> rows;
    for (auto it = all.cbegin(); it != all.cend(); ++it) {
        const auto count = static_cast<double>(it->size());
        const double low = quantile(*it, 0.25);
        const double high = quantile(*it, 0.75);
        const double reach = 1.5 * (high - low);
        const auto outside =
            static_cast<double>(std::count_if(it->cbegin(), it->cend(), [&](double value) {
                return value < low - reach || value > high + reach;
            }));
        rows << Row{
            text(m_equipment.value(it.key().first).code),
            bySensor ? figure(it.key().second) : none(),
            figure(count),
            figure(quantile(*it, 0)),
            figure(low),
            figure(quantile(*it, 0.5)),
            figure(high),
            figure(quantile(*it, 1)),
            figure(meanOf(*it)),
            figure(outside),
            figure(100 * outside / count)};
    }
    return rows;
}

QList<Row> RawFigures::oldTotal(const ReportFilter& filter) const
{
    return {{figure(double(failures(filter).size()))}};
}

QList<Row> RawFigures::oldMost(const ReportFilter& filter) const
{
    double most = 0;
    QList<Row> rows;
    for (const Row& row : byEquipment(filter)) {
        const double errors = *row[3].figure;
        if (errors == 0 || errors < most)
            continue;
        if (errors > most)
            rows.clear();
        most = errors;
        rows << Row{row[0], row[3]};
    }
    return rows;
}

QList<Row> RawFigures::oldAverage(const ReportFilter& filter) const
{
    QList<Row> rows;
    for (const Row& row : byGroup(filter)) {
        if (row[4].figure)
            rows << Row{row[0], figure(std::floor(*row[4].figure + 0.5))};
    }
    return rows;
}

} // namespace faultline
