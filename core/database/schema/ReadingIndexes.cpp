// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/schema/ReadingIndexes.h"

namespace faultline {

namespace {

// Quoted for a list in SQL; these are fixed names, not values.
QByteArray allNames(const QByteArray& before, const QByteArray& after)
{
    QByteArray names;
    for (const ReadingIndex index : kReadingIndexes) {
        if (!names.isEmpty())
            names += ", ";
        names += before + readingIndexName(index) + after;
    }
    return names;
}

Result<bool> areAnyThere(Connection& connection)
{
    const auto found = connection.execute(
        "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'faultline' AND c.relkind IN ('i', 'I') AND c.relname IN ("
        + allNames("'", "'") + "))");
    if (!found)
        return found.error();
    return found->boolean(0, 0);
}

} // namespace

QByteArray readingIndexName(ReadingIndex index)
{
    switch (index) {
    case ReadingIndex::ByTime:
        return "reading_by_time";
    case ReadingIndex::BySensor:
        return "reading_by_sensor";
    case ReadingIndex::ByTemperature:
        return "reading_by_temperature";
    case ReadingIndex::ByVibration:
        break;
    }
    return "reading_by_vibration";
}

QByteArray readingIndexColumns(ReadingIndex index)
{
    switch (index) {
    case ReadingIndex::ByTime:
        return "occurred_at";
    case ReadingIndex::BySensor:
        return "sensor_key, occurred_at";
    case ReadingIndex::ByTemperature:
        return "temperature";
    case ReadingIndex::ByVibration:
        break;
    }
    return "vibration";
}

Result<void> dropReadingIndexes(Connection& connection)
{
    const auto any = areAnyThere(connection);
    if (!any)
        return any.error();
    if (!*any)
        return {};
    const auto dropped = connection.execute(
        "BEGIN; SET LOCAL lock_timeout = " + QByteArray::number(kDropWaitMs)
        + "; DROP INDEX IF EXISTS " + allNames("faultline.", ""));
    if (!dropped) {
        connection.rollback();
        return dropped.error();
    }
    return connection.commit();
}

} // namespace faultline
