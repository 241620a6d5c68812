// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/streamed/FailureList.h"

#include "database/connection/ArrayText.h"
#include "database/connection/BinaryFields.h"
#include "readings/Calendar.h"
#include "reports/definition/ReportSql.h"
#include "reports/systems/SystemReader.h"

#include <QSqlQuery>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Blocks begin small, for the first page.
constexpr qint64 kFirstBlockEvents = 4096;
constexpr qint64 kMaxBlockEvents = 262'144;
constexpr int kGrowth = 4;
constexpr int kMinutesPerDay = 1440;
// A local day begins at most this long after the same day in UTC.
constexpr qint64 kMaxOffset = qint64{16} * 3600 * 1'000'000;

constexpr auto kEquipment =
    "SELECT e.equipment_key, k.plant, k.code, k.group_name,"
    " (row_number() OVER (ORDER BY faultline.id_order(k.equipment_id), k.plant))::integer,"
    " (dense_rank() OVER (ORDER BY k.plant))::integer,"
    " (dense_rank() OVER (ORDER BY k.code))::integer,"
    " (dense_rank() OVER (ORDER BY k.group_name))::integer"
    " FROM faultline.equipment e"
    " LEFT JOIN faultline.known_equipment k ON k.equipment_key = e.equipment_key"
    " WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)"
    " AND (:equipment::text IS NULL OR k.code = :equipment::text)"
    " AND (:plants::text[] IS NULL OR k.plant = ANY (:plants::text[]))"
    " ORDER BY e.equipment_key";

constexpr auto kSensorEvents =
    "SELECT DISTINCT m.equipment_key, r.occurred_at"
    " FROM faultline.reading r"
    " JOIN faultline.failure_severity s ON s.plant_id = r.plant_id AND s.severity = r.severity"
    " JOIN faultline.equipment_sensor m ON m.sensor_key = r.sensor_key"
    " AND m.valid_from <= r.occurred_at AND m.valid_to > r.occurred_at"
    " WHERE r.sensor_key = ANY (ARRAY("
    "SELECT sensor_key FROM faultline.sensor WHERE sensor_id = :sensor::text))"
    " ORDER BY 1, 2";

// Summaries count the events of each day.
constexpr auto kDays = "SELECT start, sum(events)::bigint FROM faultline.failure_summary"
                       " WHERE unit = 'day' AND start >= coalesce(:from::date, '-infinity')"
                       " AND start <= coalesce(:to::date, 'infinity')"
                       " GROUP BY start ORDER BY start DESC";

QVariant textOrNull(const QString& text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

QVariant dayOrNull(QDate day)
{
    return day.isValid() ? QVariant(day) : QVariant(QMetaType::fromType<QDate>());
}

QDate postgresDay(qint32 day)
{
    return QDate(2000, 1, 1).addDays(day);
}

} // namespace

Result<FailureList> FailureList::open(SqlSession& session, const ReportFilter& filter)
{
    FailureList list(session, filter);
    if (const auto fetched = list.fetchEquipment(); !fetched)
        return fetched.error();
    if (const auto fetched = list.fetchDays(); !fetched)
        return fetched.error();
    if (!filter.sensor.isEmpty()) {
        if (const auto fetched = list.fetchSensorEvents(); !fetched)
            return fetched.error();
    }
    return list;
}

Result<void> FailureList::fetchEquipment()
{
    auto query = m_session->execute(
        QString::fromLatin1(kEquipment), {{u"group_name"_s, textOrNull(m_filter.group)},
                                          {u"equipment"_s, textOrNull(m_filter.equipment)},
                                          {u"plants"_s, textsOrNull(m_filter.plants)}});
    if (!query)
        return query.error();
    int column = 0;
    while (query->next()) {
        column = 0;
        ListedEquipment& each = m_equipment.emplace_back();
        each.key = query->value(column++).toInt();
        each.plant = query->value(column++).toString();
        each.code = query->value(column++).toString();
        each.group = query->value(column++).toString();
        each.order = query->value(column++).toInt();
        each.plantOrder = query->value(column++).toInt();
        each.codeOrder = query->value(column++).toInt();
        each.groupOrder = query->value(column++).toInt();
    }
    return {};
}

Result<void> FailureList::fetchDays()
{
    const auto [firstDay, lastDay] = m_filter.period;
    auto query = m_session->execute(
        QString::fromLatin1(kDays),
        {{u"from"_s, dayOrNull(firstDay)}, {u"to"_s, dayOrNull(lastDay)}});
    if (!query)
        return query.error();
    while (query->next())
        m_days.push_back({query->value(0).toDate(), query->value(1).toLongLong()});
    if (m_days.empty())
        return {};
    m_earliest = m_days.back().day;
    // A burst may have begun before the period.
    if (firstDay.isValid() && m_burst > 0)
        m_earliest = firstDay.addDays(-(m_filter.burstMinutes / kMinutesPerDay + 1));
    return {};
}

// Equipment that fails with a sensor, and when.
Result<void> FailureList::fetchSensorEvents()
{
    std::vector<ListedEquipment> withSensor;
    auto equipment = m_equipment.cbegin();
    const auto read = m_session->copyOut(
        sqlWithValues(QString::fromLatin1(kSensorEvents), {{u"sensor"_s, m_filter.sensor}}),
        [&](std::string_view row) -> Result<void> {
            BinaryFields fields(row);
            const auto key = fields.number<qint32>();
            while (equipment != m_equipment.cend() && equipment->key < key)
                ++equipment;
            if (equipment == m_equipment.cend() || equipment->key != key)
                return {};
            if (withSensor.empty() || withSensor.back().key != key) {
                withSensor.push_back(*equipment);
                m_sensorEvents.emplace_back();
            }
            m_sensorEvents.back().push_back(fields.number<qint64>());
            return {};
        });
    m_equipment = std::move(withSensor);
    return read;
}

Result<void> FailureList::read(const Sink& sink)
{
    if (m_equipment.empty())
        return {};
    m_waiting.clear();
    m_tails.assign(m_equipment.size(), std::nullopt);
    m_lastStarts.assign(m_equipment.size(), std::nullopt);
    const auto before = [this](const ListedFailure& one, const ListedFailure& other) {
        return comesBefore(one, other);
    };
    qint64 wanted = kFirstBlockEvents;
    for (auto next = m_days.cbegin(); next != m_days.cend();) {
        const QDate last = next->day;
        QDate first = last;
        for (qint64 events = 0; next != m_days.cend(); ++next) {
            if (events > 0 && events + next->events > wanted)
                break;
            events += next->events;
            first = next->day;
        }
        wanted = std::min(wanted * kGrowth, kMaxBlockEvents);
        if (const auto read = readBlock(first, last); !read)
            return read;
        std::sort(m_waiting.begin(), m_waiting.end(), before);
        // Of a plant in another time zone, older days may have failures that come between these.
        const qint64 safe = QDate(2000, 1, 1).daysTo(first) * kMicrosecondsPerDay + kMaxOffset;
        const auto end = next == m_days.cend()
                             ? m_waiting.end()
                             : std::partition_point(
                                 m_waiting.begin(), m_waiting.end(),
                                 [&](const ListedFailure& each) { return each.at >= safe; });
        const auto continues = sink({m_waiting.begin(), end});
        if (!continues || !*continues)
            return continues ? Result<void>() : continues.error();
        m_waiting.erase(m_waiting.begin(), end);
    }
    return {};
}

Result<void> FailureList::readBlock(QDate first, QDate last)
{
    m_events.clear();
    m_stretches.clear();
    const auto read =
        readDays({}, first, last, [this](quint32 equipment, QDate, std::string_view events) {
            if (m_stretches.empty() || m_stretches.back().equipment != equipment)
                m_stretches.push_back({equipment, m_events.size(), 0, false, {}});
            const BinaryArray<qint64> times(events);
            for (std::size_t i = 0; i < times.size(); ++i)
                m_events.push_back(times[i]);
            m_stretches.back().end = m_events.size();
        });
    if (!read)
        return read;
    if (const auto looked = lookBack(first); !looked)
        return looked;
    for (const Stretch& stretch : m_stretches)
        addFailures(stretch);
    return {};
}

// Finds what precedes the block's events of each piece of equipment, in more and more days.
Result<void> FailureList::lookBack(QDate first)
{
    std::vector<Stretch*> open;
    for (Stretch& stretch : m_stretches) {
        // Nothing started between the last start and a newer block.
        const auto& known = m_lastStarts[stretch.equipment];
        stretch.isContinued = m_burst > 0 && known && *known < m_events[stretch.begin];
        if (!stretch.isContinued)
            open.push_back(&stretch);
    }
    for (qint64 days = 1; !open.empty() && first > m_earliest; days *= kGrowth) {
        const QDate from = std::max(m_earliest, first.addDays(-days));
        if (const auto looked = lookBack(first, from, open); !looked)
            return looked;
        if (from == m_earliest)
            break;
    }
    for (const Stretch& stretch : m_stretches) {
        if (!stretch.isContinued)
            m_lastStarts[stretch.equipment] =
                stretch.before.lastStart.value_or(ListedFailure::kNone);
    }
    return {};
}

// The same in the days from `from`. Removes from `open` those of which all is found.
Result<void> FailureList::lookBack(QDate first, QDate from, std::vector<Stretch*>& open)
{
    QStringList keys;
    for (const Stretch* stretch : open)
        keys << QString::number(m_equipment[stretch->equipment].key);
    std::vector<Stretch*> left;
    std::vector<qint64> events;
    std::size_t beforePeriod = 0;
    auto stretch = open.cbegin();
    const bool isAll = from == m_earliest;
    const auto endStretch = [&] {
        if (!settle(**stretch, events, beforePeriod, isAll))
            left.push_back(*stretch);
        ++stretch;
        events.clear();
        beforePeriod = 0;
    };
    const auto read = readDays(
        keys.join(u','), from, first.addDays(-1),
        [&](quint32 equipment, QDate day, std::string_view field) {
            while ((*stretch)->equipment != equipment)
                endStretch();
            const BinaryArray<qint64> times(field);
            for (std::size_t i = 0; i < times.size(); ++i)
                events.push_back(times[i]);
            if (m_filter.period.firstDay.isValid() && day < m_filter.period.firstDay)
                beforePeriod = events.size();
        });
    if (!read)
        return read;
    while (stretch != open.cend())
        endStretch();
    open = std::move(left);
    return {};
}

// With the events of its equipment before a block, of which the first `before` are before the
// period. False if older ones are needed; `isAll`: there are none.
bool FailureList::settle(
    Stretch& stretch, std::span<const qint64> events, std::size_t before, bool isAll)
{
    if (events.empty())
        return isAll;
    stretch.before.lastEvent = events.back();
    for (std::size_t i = events.size(); i-- > before;) {
        const bool starts = m_burst == 0 || (i > 0 ? events[i] - events[i - 1] > m_burst : isAll);
        if (starts) {
            stretch.before.lastStart = events[i];
            return true;
        }
    }
    return isAll || before > 0;
}

void FailureList::addFailures(const Stretch& stretch)
{
    auto& tail = m_tails[stretch.equipment];
    if (stretch.isContinued) {
        if (!tail)
            tail = m_events[stretch.end - 1];
        return;
    }
    const std::size_t before = m_waiting.size();
    std::optional<qint64> lastEvent = stretch.before.lastEvent;
    std::optional<qint64> leading; // the last event of a burst that began before the block
    ListedFailure failure{stretch.equipment, 0, 0, ListedFailure::kNone};
    failure.previous = stretch.before.lastStart.value_or(ListedFailure::kNone);
    for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
        const qint64 event = m_events[i];
        const bool continues = m_burst > 0 && lastEvent && event - *lastEvent <= m_burst;
        lastEvent = event;
        if (!continues) {
            failure.at = failure.lastEvent = event;
            m_waiting.push_back(failure);
            failure.previous = event;
        } else if (m_waiting.size() > before) {
            m_waiting.back().lastEvent = event;
        } else {
            leading = event;
        }
    }
    if (m_waiting.size() > before) {
        if (tail)
            m_waiting.back().lastEvent = *tail;
        tail = leading;
    } else if (!tail) {
        tail = leading;
    }
    if (m_sensorEvents.empty())
        return;
    const auto added = m_waiting.begin() + static_cast<std::ptrdiff_t>(before);
    m_waiting.erase(
        std::remove_if(
            added, m_waiting.end(), [this](const ListedFailure& each) { return !isListed(each); }),
        m_waiting.end());
}

// It has an event of the chosen sensor.
bool FailureList::isListed(const ListedFailure& failure) const
{
    const std::vector<qint64>& events = m_sensorEvents[failure.equipment];
    const auto found = std::lower_bound(events.cbegin(), events.cend(), failure.at);
    return found != events.cend() && *found <= failure.lastEvent;
}

Result<void> FailureList::readDays(
    const QString& keys, QDate first, QDate last,
    const std::function<void(quint32, QDate, std::string_view)>& sink)
{
    QString wanted = keys;
    const bool isAll = m_filter.group.isEmpty() && m_filter.equipment.isEmpty()
                       && m_filter.plants.isEmpty() && m_filter.sensor.isEmpty();
    if (wanted.isEmpty() && !isAll) {
        QStringList all;
        for (const ListedEquipment& each : m_equipment)
            all << QString::number(each.key);
        wanted = all.join(u',');
    }
    quint32 index = 0;
    return m_session->copyOut(
        failureDaysSql(wanted, first, last), [&](std::string_view row) -> Result<void> {
            BinaryFields fields(row);
            const auto key = fields.number<qint32>();
            while (index < m_equipment.size() && m_equipment[index].key < key)
                ++index;
            const auto events = fields.next();
            if (index < m_equipment.size() && m_equipment[index].key == key && events)
                sink(index, postgresDay(fields.number<qint32>()), *events);
            return {};
        });
}

} // namespace faultline
