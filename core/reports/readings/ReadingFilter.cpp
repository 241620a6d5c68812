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

Result<QStringList> sensorsOf(SqlSession& session, const ReadingFilter& filter)
{
    return fetchTexts(
        session,
        u"SELECT n.sensor_key::text FROM faultline.known_sensor n"
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
}

Result<void>
addSensors(SqlSession& session, const ReadingFilter& filter, ReadingConditions& conditions)
{
    if (!filter.namesSensors())
        return {};
    const auto sensors = sensorsOf(session, filter);
    if (!sensors)
        return sensors.error();
    conditions.matchNothing = conditions.matchNothing || sensors->isEmpty();
    if (sensors->size() == 1) {
        // Not an array of one: then an index by sensor and time also gives the time order.
        conditions.sql << u"r.sensor_key = :sensor::int"_s;
        conditions.values.insert(u"sensor"_s, sensors->constFirst().toInt());
    } else {
        conditions.sql << u"r.sensor_key = ANY (:sensors::int[])"_s;
        conditions.values.insert(u"sensors"_s, u'{' + sensors->join(u',') + u'}');
    }
    return {};
}

} // namespace

Result<ReadingConditions> resolveReadingFilter(SqlSession& session, const ReadingFilter& filter)
{
    ReadingConditions conditions;
    if (filter.period.firstDay.isValid()) {
        conditions.sql << u"r.occurred_at >= :from_day::timestamptz"_s;
        conditions.values.insert(u"from_day"_s, filter.period.firstDay.toString(Qt::ISODate));
    }
    if (filter.period.lastDay.isValid()) {
        // Added in SQL, because Qt can't write a day after the year 9999.
        conditions.sql << u"r.occurred_at < (:last_day::date + 1)::timestamptz"_s;
        conditions.values.insert(u"last_day"_s, filter.period.lastDay.toString(Qt::ISODate));
    }
    if (filter.instant) {
        conditions.sql
            << (filter.until ? u"r.occurred_at >= :instant::timestamptz"_s
                             : u"r.occurred_at = :instant::timestamptz"_s);
        conditions.values.insert(u"instant"_s, filter.instant->toIso());
    }
    if (filter.until) {
        conditions.sql << u"r.occurred_at <= :until::timestamptz"_s;
        conditions.values.insert(u"until"_s, filter.until->toIso());
    }
    if (!filter.severity.isEmpty()) {
        const auto codes = fetchTexts(
            session, u"SELECT code::text FROM faultline.severity WHERE name = :severity::text"_s,
            {{u"severity"_s, filter.severity}});
        if (!codes)
            return codes.error();
        conditions.matchNothing = codes->isEmpty();
        conditions.sql << u"r.severity = :severity::smallint"_s;
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
