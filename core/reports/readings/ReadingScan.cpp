// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/ReadingScan.h"

#include "reports/readings/ReadingCount.h"
#include "reports/readings/ReadingIndexing.h"

#include <QCoreApplication>
#include <QSqlError>
#include <QSqlQuery>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReadingScan)
};

QString columnName(ReadingScan::Column column)
{
    using Column = ReadingScan::Column;
    switch (column) {
    case Column::Time:
        return u"occurred_at"_s;
    case Column::Sensor:
        return u"sensor_key"_s;
    case Column::Temperature:
        return u"temperature"_s;
    case Column::Vibration:
        break;
    }
    return u"vibration"_s;
}

QString placeholder(ReadingScan::Column column)
{
    using Column = ReadingScan::Column;
    switch (column) {
    case Column::Time:
        return u":after_time::timestamptz"_s;
    case Column::Sensor: // never: pages continue within a sensor
    case Column::Temperature:
    case Column::Vibration:
        break;
    }
    return u":after_measurement::float8"_s;
}

// Finds the rows in the readings alone, then joins the names for the page's rows only. Orders them
// again at the end, because a join may change the order.
QString
pageSql(const QStringList& conditions, const QStringList& columns, bool descending, bool rowsFirst)
{
    QStringList inner;
    QStringList outer;
    for (const QString& column : columns) {
        inner << u"r."_s + column + (descending ? u" DESC"_s : QString());
        outer << u"p."_s + column + (descending ? u" DESC"_s : QString());
    }
    QString readings = u"faultline.reading r"_s + whereAll(conditions);
    // OFFSET keeps PostgreSQL from using the order's index anyway.
    if (rowsFirst)
        readings = u"(SELECT r.* FROM "_s + readings + u" OFFSET 0) r"_s;
    return u"SELECT p.reading_id, p.occurred_at::text, %1, %2, p.sensor_key, %3,"
           " p.temperature::text, p.vibration::text, p.extra::text, %4, %5"_s.arg(
               unchangedTextSql(u"k.code"_s), unchangedTextSql(u"k.group_name"_s),
               unchangedTextSql(u"coalesce(s.name, p.severity::text)"_s),
               unchangedTextSql(u"n.sensor_id"_s), unchangedTextSql(u"n.plant"_s))
           + u" FROM (SELECT r.reading_id, r.occurred_at, r.sensor_key, r.severity, "
             u"r.temperature,"
             "  r.vibration, r.extra FROM "_s
           + readings + u" ORDER BY "_s + inner.join(u", "_s)
           + u" LIMIT :page_limit::int) p"
             " LEFT JOIN faultline.known_sensor n ON n.sensor_key = p.sensor_key"
             " LEFT JOIN faultline.equipment_sensor m ON m.sensor_key = p.sensor_key"
             "  AND m.valid_from <= p.occurred_at AND m.valid_to > p.occurred_at"
             " LEFT JOIN faultline.known_equipment k ON k.equipment_key = m.equipment_key"
             " LEFT JOIN faultline.severity s ON s.code = p.severity"
             " ORDER BY "_s
           + outer.join(u", "_s);
}

QString textAt(const QSqlQuery& query, int column)
{
    return query.isNull(column) ? QString() : query.value(column).toString();
}

StoredReading currentReading(const QSqlQuery& query)
{
    StoredReading reading;
    reading.id = static_cast<ReadingId>(query.value(0).toLongLong());
    reading.occurredAt = textAt(query, 1);
    reading.equipment = textAt(query, 2);
    reading.group = textAt(query, 3);
    reading.sensorKey = query.value(4).toInt();
    reading.severity = textAt(query, 5);
    reading.temperature = textAt(query, 6);
    reading.vibration = textAt(query, 7);
    reading.extra = textAt(query, 8);
    reading.sensor = textAt(query, 9);
    reading.plant = textAt(query, 10);
    return reading;
}

UserMessage readingsFailure(UserMessage error)
{
    error.what = Text::tr("The readings can't be read");
    return error;
}

} // namespace

Result<void> ReadingScan::read(
    const ReadingConditions& further, const QStringList& columns, int limit, First first)
{
    if (limit <= 0)
        return {};
    QVariantMap values = m_conditions.values;
    values.insert(further.values);
    values.insert(u"page_limit"_s, limit);
    auto query = m_session.execute(
        pageSql(
            m_conditions.times + m_conditions.others + further.others, columns, m_descending,
            first == First::Rows),
        values);
    if (!query)
        return readingsFailure(query.error());
    while (query->next())
        m_rows << currentReading(*query);
    if (query->lastError().isValid()) {
        return UserMessage::error(Text::tr("Reading stopped halfway"))
            .because(query->lastError().databaseText().trimmed())
            .withCode(query->lastError().nativeErrorCode());
    }
    return {};
}

Result<void> ReadingScan::readInOrder(
    const ReadingConditions& further, const QList<Column>& columns,
    const std::optional<ReadingKey>& from, int limit)
{
    QStringList names;
    QStringList markers;
    ReadingConditions all = further;
    for (const Column column : columns) {
        names << columnName(column);
        markers << placeholder(column);
        if (column == Column::Temperature || column == Column::Vibration)
            all.others << u"r."_s + columnName(column) + u" IS NOT NULL"_s;
    }
    if (from) {
        all.others << u"(r."_s + names.join(u", r."_s) + u", r.reading_id) "_s
                          + (m_descending ? u"<"_s : u">"_s) + u" ("_s + markers.join(u", "_s)
                          + u", :after_id::bigint)"_s;
        all.values.insert(u"after_id"_s, toInt(from->id));
        if (columns.contains(Column::Time))
            all.values.insert(u"after_time"_s, from->occurredAt);
        if (!from->measurement.isNull())
            all.values.insert(u"after_measurement"_s, from->measurement);
    }
    const auto first = whatFirst(columns, limit);
    if (!first)
        return first.error();
    return read(all, names << u"reading_id"_s, limit, *first);
}

Result<void> ReadingScan::readRange(
    std::optional<Column> without, const ReadingRange& range, int limit, First first)
{
    ReadingConditions further;
    QStringList columns;
    if (without) {
        further.others << u"r."_s + columnName(*without) + u" IS NULL"_s;
        columns << columnName(*without); // always null, but then its index has this order
    }
    further.others << u"r.reading_id >= :first_id::bigint"_s
                   << u"r.reading_id < :past_id::bigint"_s;
    further.values.insert(u"first_id"_s, toInt(range.first));
    further.values.insert(u"past_id"_s, toInt(range.past));
    return read(further, columns << u"reading_id"_s, limit, first);
}

// If few readings match, following the order means skipping many for each match. PostgreSQL
// switches to a bitmap too late, because it overestimates the cost of scattered readings there.
// Following the order scans about all / matching readings for each row.
Result<ReadingScan::First> ReadingScan::whatFirst(const QList<Column>& columns, int limit) const
{
    const bool isByTime = columns == QList<Column>{Column::Time};
    // The index for the order of a sensor or of time covers these conditions; none covers a
    // severity or a plant.
    const bool isOfOrder = m_conditions.isOfPlants ? false
                           : isByTime              ? m_conditions.sensors <= 1
                                      : m_conditions.sensors == 0 && m_conditions.times.isEmpty();
    if (columns.contains(Column::Sensor) || isOfOrder)
        return First::Order;
    const auto matching = estimateReadings(m_session, m_conditions);
    if (!matching)
        return matching.error();
    ReadingConditions inIndex = m_conditions;
    inIndex.others.clear();
    inIndex.cells.clear();
    const auto all = isByTime && !m_conditions.times.isEmpty()
                         ? estimateReadings(m_session, inIndex)
                         : countAllReadings(m_session);
    if (!all)
        return all.error();
    const double rows = static_cast<double>(*matching);
    return rows * rows < static_cast<double>(*all) * limit ? First::Rows : First::Order;
}

// Whether the index exists in which readings are in the order of loading.
Result<bool> ReadingScan::isIndexed(std::optional<Column> without) const
{
    if (!without)
        return readingIndexExists(m_session, ReadingIndex::ByAddress);
    return readingIndexExists(
        m_session,
        *without == Column::Temperature ? ReadingIndex::ByTemperature : ReadingIndex::ByVibration);
}

// Whether an index would find the rest faster: one exists for one of the conditions, and few enough
// rows match to sort them.
Result<bool> ReadingScan::canJump() const
{
    Result<bool> isThere = false;
    if (m_conditions.sensors > 0)
        isThere = readingIndexExists(m_session, ReadingIndex::BySensor);
    if (isThere && !*isThere && !m_conditions.times.isEmpty())
        isThere = readingIndexExists(m_session, ReadingIndex::ByTime);
    if (!isThere || !*isThere)
        return isThere;
    const auto rows = estimateReadings(m_session, m_conditions);
    if (!rows)
        return rows.error();
    return *rows <= kFewReadings;
}

// With a filter, readings are passed in steps, which grow where few match, so that a request ends
// after some time.
Result<std::optional<ReadingId>> ReadingScan::readAsLoaded(
    std::optional<Column> without, const std::optional<ReadingId>& from, int limit,
    const ReadingStretches& stretches)
{
    ReadingRange rest;
    if (from && m_descending)
        rest.past = *from;
    else if (from)
        rest.first = idAfter(*from);
    // Without the index, each step would read the whole table.
    const auto inSteps = m_conditions.isEmpty() ? Result<bool>(false) : isIndexed(without);
    if (!inSteps)
        return inSteps.error();
    if (!*inSteps)
        return readRest(without, rest, limit, First::Order);
    auto steps = ReadingSteps::fetch(m_session, rest, m_descending, stretches.chunks);
    if (!steps)
        return readingsFailure(steps.error());
    const qsizetype full = m_rows.size() + limit;
    bool mayJump = true;
    qint64 step = stretches.first;
    for (qint64 done = 0; done < stretches.most && !steps->isExhausted(); step *= 2) {
        if (mayJump && step >= stretches.jump) {
            const auto can = canJump();
            if (!can)
                return can.error();
            if (*can)
                return readRest(without, rest, missing(full), First::Rows);
            mayJump = false; // check only once
        }
        const auto edge = steps->next(step);
        if (!edge)
            return readRest(without, rest, missing(full), First::Order);
        ReadingRange range = rest;
        (m_descending ? range.first : range.past) = *edge;
        if (const auto read = readRange(without, range, missing(full)); !read)
            return read.error();
        if (m_rows.size() >= full)
            return std::optional(m_rows.constLast().id);
        (m_descending ? rest.past : rest.first) = *edge;
        done += step;
    }
    return std::optional(m_descending ? rest.past : idBefore(rest.first));
}

Result<std::optional<ReadingId>> ReadingScan::readRest(
    std::optional<Column> without, const ReadingRange& range, int limit, First first)
{
    const qsizetype full = m_rows.size() + limit;
    if (const auto read = readRange(without, range, limit, first); !read)
        return read.error();
    return m_rows.size() >= full ? std::optional(m_rows.constLast().id) : std::nullopt;
}

} // namespace faultline
