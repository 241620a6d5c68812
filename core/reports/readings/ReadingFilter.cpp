// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/ReadingFilter.h"

#include "database/connection/ArrayText.h"

#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QVariant textOrNull(const QString& text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

Result<QStringList>
fetchTexts(SqlSession& session, const QString& sql, const QVariantMap& values = {})
{
    auto query = session.execute(sql, values);
    if (!query)
        return query.error();
    QStringList texts;
    while (query->next())
        texts << query->value(0).toString();
    return texts;
}

// Sensors that a filter selects, perhaps through equipment that they are or were on.
struct Sensors
{
    QStringList keys;
    bool haveMoved = false; ///< Some of them weren't always on the same equipment.
};

Result<Sensors> sensorsOf(SqlSession& session, const ReadingFilter& filter)
{
    auto query = session.execute(
        u"SELECT DISTINCT n.sensor_key::text,"
        " coalesce(isfinite(m.valid_from) OR isfinite(m.valid_to), false)"
        " FROM faultline.known_sensor n"
        " LEFT JOIN faultline.equipment_sensor m ON m.sensor_key = n.sensor_key"
        " LEFT JOIN faultline.known_equipment k ON k.equipment_key = m.equipment_key"
        " WHERE (:equipment::text IS NULL OR k.code = :equipment::text)"
        " AND (:group_name::text IS NULL OR k.group_name = :group_name::text)"
        " AND (:sensor::text IS NULL OR n.sensor_id = :sensor::text)"
        " AND (:plants::text[] IS NULL OR n.plant = ANY (:plants::text[]))"_s,
        {{u"equipment"_s, textOrNull(filter.equipment)},
         {u"group_name"_s, textOrNull(filter.group)},
         {u"sensor"_s, textOrNull(filter.sensor)},
         {u"plants"_s, textsOrNull(filter.plants)}});
    if (!query)
        return query.error();
    Sensors sensors;
    while (query->next()) {
        sensors.keys << query->value(0).toString();
        sensors.haveMoved = sensors.haveMoved || query->value(1).toBool();
    }
    return sensors;
}

Result<void>
addPlants(SqlSession& session, const ReadingFilter& filter, ReadingConditions& conditions)
{
    if (filter.plants.isEmpty())
        return {};
    const auto plants = fetchTexts(
        session, u"SELECT plant_id::text FROM faultline.plant WHERE name = ANY (:plants::text[])"_s,
        {{u"plants"_s, textsOrNull(filter.plants)}});
    if (!plants)
        return plants.error();
    conditions.matchNothing = conditions.matchNothing || plants->isEmpty();
    conditions.others << u"r.plant_id = ANY (:plant_ids::smallint[])"_s;
    conditions.isOfPlants = true;
    conditions.values.insert(u"plant_ids"_s, u'{' + plants->join(u',') + u'}');
    return {};
}

// Of sensors that were moved, only the time on the chosen equipment counts.
Result<void>
addPeriods(SqlSession& session, const ReadingFilter& filter, ReadingConditions& conditions)
{
    const auto equipment = fetchTexts(
        session,
        u"SELECT equipment_key::text FROM faultline.known_equipment"
        " WHERE (:equipment::text IS NULL OR code = :equipment::text)"
        " AND (:group_name::text IS NULL OR group_name = :group_name::text)"
        " AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))"_s,
        {{u"equipment"_s, textOrNull(filter.equipment)},
         {u"group_name"_s, textOrNull(filter.group)},
         {u"plants"_s, textsOrNull(filter.plants)}});
    if (!equipment)
        return equipment.error();
    conditions.times << u"EXISTS (SELECT FROM faultline.equipment_sensor m"
                        " WHERE m.sensor_key = r.sensor_key AND m.valid_from <= r.occurred_at"
                        " AND m.valid_to > r.occurred_at"
                        " AND m.equipment_key = ANY (:equipment_keys::int[]))"_s;
    conditions.cells << u"r.equipment_key = ANY (:equipment_keys::int[])"_s;
    conditions.values.insert(u"equipment_keys"_s, u'{' + equipment->join(u',') + u'}');
    return {};
}

Result<void>
addSensors(SqlSession& session, const ReadingFilter& filter, ReadingConditions& conditions)
{
    if (!filter.namesSensors())
        return addPlants(session, filter, conditions);
    const auto sensors = sensorsOf(session, filter);
    if (!sensors)
        return sensors.error();
    conditions.matchNothing = conditions.matchNothing || sensors->keys.isEmpty();
    if (sensors->keys.size() == 1) {
        // Not an array of one: then an index by sensor and time also gives the time order.
        conditions.others << u"r.sensor_key = :sensor::int"_s;
        conditions.sensors = 1;
        conditions.values.insert(u"sensor"_s, sensors->keys.constFirst().toInt());
    } else {
        conditions.others << u"r.sensor_key = ANY (:sensors::int[])"_s;
        conditions.sensors = sensors->keys.size();
        conditions.values.insert(u"sensors"_s, u'{' + sensors->keys.join(u',') + u'}');
    }
    const bool isByEquipment = !filter.equipment.isEmpty() || !filter.group.isEmpty();
    return isByEquipment && sensors->haveMoved ? addPeriods(session, filter, conditions)
                                               : Result<void>();
}

// Days are those of the plants. If these have several time zones, each reading's day is computed.
Result<void>
addDays(SqlSession& session, const ReadingFilter& filter, ReadingConditions& conditions)
{
    const Period& period = filter.period;
    conditions.days = period;
    if (!period.firstDay.isValid() && !period.lastDay.isValid())
        return {};
    const auto zones = fetchTexts(
        session,
        u"SELECT DISTINCT time_zone FROM faultline.plant"
        " WHERE :plants::text[] IS NULL OR name = ANY (:plants::text[])"_s,
        {{u"plants"_s, textsOrNull(filter.plants)}});
    if (!zones)
        return zones.error();
    const bool isOneZone = zones->size() == 1;
    conditions.values.insert(u"zone"_s, isOneZone ? zones->constFirst() : u"UTC"_s);
    const auto day = u"(r.occurred_at AT TIME ZONE (SELECT p.time_zone FROM faultline.plant p"
                     " WHERE p.plant_id = r.plant_id))::date"_s;
    // Days are added in SQL, because Qt can't write a day after the year 9999. A day of any zone
    // begins and ends within a day of that in UTC.
    if (period.firstDay.isValid()) {
        conditions.times << u"r.occurred_at >= faultline.start_of_day(:from_day::date%1, "
                            ":zone::text)"_s.arg(isOneZone ? QString() : u" - 1"_s);
        if (!isOneZone)
            conditions.times << day + u" >= :from_day::date"_s;
        conditions.values.insert(u"from_day"_s, period.firstDay.toString(Qt::ISODate));
    }
    if (period.lastDay.isValid()) {
        conditions.times << u"r.occurred_at < faultline.start_of_day(:last_day::date + %1, "
                            ":zone::text)"_s.arg(isOneZone ? 1 : 2);
        if (!isOneZone)
            conditions.times << day + u" <= :last_day::date"_s;
        conditions.values.insert(u"last_day"_s, period.lastDay.toString(Qt::ISODate));
    }
    return {};
}

void addInstants(const ReadingFilter& filter, ReadingConditions& conditions)
{
    if (filter.instant) {
        conditions.times
            << (filter.until ? u"r.occurred_at >= :instant::timestamptz"_s
                             : u"r.occurred_at = :instant::timestamptz"_s);
        conditions.values.insert(u"instant"_s, filter.instant->toIso());
    }
    if (filter.until) {
        conditions.times << u"r.occurred_at <= :until::timestamptz"_s;
        conditions.values.insert(u"until"_s, filter.until->toIso());
    }
    if (filter.instant) {
        constexpr double kDayMicroseconds = 86'400e6;
        constexpr double kSecondMicroseconds = 1e6;
        const Instant last = filter.until.value_or(*filter.instant);
        conditions.days = {filter.instant->toDateTime().date(), last.toDateTime().date()};
        const auto days =
            static_cast<double>(conditions.days.firstDay.daysTo(conditions.days.lastDay) + 1);
        const auto selected = static_cast<double>(last.microseconds - filter.instant->microseconds);
        conditions.share = (selected + kSecondMicroseconds) / (days * kDayMicroseconds);
    }
}

} // namespace

Result<ReadingConditions> resolveReadingFilter(SqlSession& session, const ReadingFilter& filter)
{
    ReadingConditions conditions;
    if (const auto added = addDays(session, filter, conditions); !added)
        return added.error();
    addInstants(filter, conditions);
    if (filter.severity == kFailureSeverities) {
        conditions.others << u"(r.plant_id, r.severity) IN"
                             " (SELECT f.plant_id, f.severity FROM faultline.failure_severity f)"_s;
    } else if (!filter.severity.isEmpty()) {
        const auto codes = fetchTexts(
            session, u"SELECT code::text FROM faultline.severity WHERE name = :severity::text"_s,
            {{u"severity"_s, filter.severity}});
        if (!codes)
            return codes.error();
        conditions.matchNothing = codes->isEmpty();
        conditions.others << u"r.severity = :severity::smallint"_s;
        conditions.values.insert(u"severity"_s, codes->value(0, u"0"_s).toInt());
    }
    if (const auto added = addSensors(session, filter, conditions); !added)
        return added.error();
    return conditions;
}

QString whereAll(const QStringList& conditions)
{
    return conditions.isEmpty() ? QString() : u" WHERE "_s + conditions.join(u" AND "_s);
}

} // namespace faultline
