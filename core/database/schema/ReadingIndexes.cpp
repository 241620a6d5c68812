// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/schema/ReadingIndexes.h"

namespace faultline {

namespace {

// Quoted for a list in SQL; these are fixed names, not values.
QByteArray allNames()
{
    QByteArray names;
    for (const ReadingIndex index : kReadingIndexes) {
        if (!names.isEmpty())
            names += ", ";
        names += '\'' + readingIndexName(index) + '\'';
    }
    return names;
}

Result<void> drop(Connection& connection, const QueryResult& names)
{
    for (int row = 0; row < names.rowCount(); ++row) {
        const auto dropped =
            connection.execute("DROP INDEX IF EXISTS faultline." + names.string(row, 0).toLatin1());
        if (!dropped)
            return dropped.error();
    }
    return {};
}

} // namespace

QByteArray readingIndexName(ReadingIndex index)
{
    switch (index) {
    case ReadingIndex::ByAddress:
        return "reading_by_address";
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
    case ReadingIndex::ByAddress:
        return "reading_id";
    case ReadingIndex::ByTime:
        return "occurred_at, reading_id";
    case ReadingIndex::BySensor:
        return "sensor_key, occurred_at, reading_id";
    case ReadingIndex::ByTemperature:
        return "temperature, reading_id";
    case ReadingIndex::ByVibration:
        break;
    }
    return "vibration, reading_id";
}

Result<void> dropReadingIndexes(Connection& connection)
{
    const auto there = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'faultline' AND c.relkind IN ('i', 'I') AND c.relname IN ("
        + allNames() + ')');
    if (!there)
        return there.error();
    if (there->rowCount() == 0)
        return {};
    if (const auto set =
            connection.execute("SET lock_timeout = " + QByteArray::number(kDropWaitMs));
        !set)
        return set.error();
    const auto dropped = drop(connection, *there);
    const auto reset = connection.execute("RESET lock_timeout");
    return dropped && !reset ? Result<void>(reset.error()) : dropped;
}

} // namespace faultline
