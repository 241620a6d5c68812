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
        readings = u"(SELECT r.ctid, r.* FROM "_s + readings + u" OFFSET 0) r"_s;
    return u"SELECT p.ctid::text, p.occurred_at::text, %1, %2, p.sensor_key, %3,"
           " p.temperature::text, p.vibration::text, p.extra::text, %4, %5"_s.arg(
               unchangedTextSql(u"k.code"_s), unchangedTextSql(u"k.group_name"_s),
               unchangedTextSql(u"coalesce(s.name, p.severity::text)"_s),
               unchangedTextSql(u"n.sensor_id"_s), unchangedTextSql(u"n.plant"_s))
           + u" FROM (SELECT r.ctid, r.occurred_at, r.sensor_key, r.severity, "
             u"r.temperature,"
             "  r.vibration, r.extra FROM "_s
           + readings + u" ORDER BY "_s + inner.join(u", "_s)
           + u" LIMIT :page_limit::int) p"
             " LEFT JOIN faultline.known_sensor n ON n.sensor_key = p.sensor_key"
             " LEFT JOIN faultline.equipment_sensor m ON m.sensor_key = p.sensor_key"
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
    reading.ctid = textAt(query, 0);
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

Result<qint64> blocksOfTable(SqlSession& session)
{
    auto query = session.execute(u"SELECT pg_relation_size('faultline.reading')"
                                 " / current_setting('block_size')::bigint"_s);
    if (!query)
        return readingsFailure(query.error());
    return query->next() ? query->value(0).toLongLong() : qint64{0};
}

qint64 blockOf(const QString& ctid)
{
    return QStringView(ctid).mid(1, ctid.indexOf(u',') - 1).toLongLong();
}

QString startOfBlock(qint64 block)
{
    return u"(%1,0)"_s.arg(block); // rows are counted from 1
}

} // namespace

/// Between two ctids, both excluded; empty: no limit.
struct ReadingScan::Stretch
{
    QString first;
    QString end;
};

Result<void> ReadingScan::read(
    const ReadingConditions& further, const QStringList& columns, int limit, First first)
{
    if (limit <= 0)
        return {};
    QVariantMap values = m_conditions.values;
    values.insert(further.values);
    values.insert(u"page_limit"_s, limit);
    auto query = m_session.execute(
        pageSql(m_conditions.sql + further.sql, columns, m_descending, first == First::Rows),
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
            all.sql << u"r."_s + columnName(column) + u" IS NOT NULL"_s;
    }
    if (from) {
        all.sql << u"(r."_s + names.join(u", r."_s) + u", r.ctid) "_s
                       + (m_descending ? u"<"_s : u">"_s) + u" ("_s + markers.join(u", "_s)
                       + u", :after_ctid::tid)"_s;
        all.values.insert(u"after_ctid"_s, from->ctid);
        if (columns.contains(Column::Time))
            all.values.insert(u"after_time"_s, from->occurredAt);
        if (!from->measurement.isNull())
            all.values.insert(u"after_measurement"_s, from->measurement);
    }
    const auto first = whatFirst(columns, limit);
    if (!first)
        return first.error();
    return read(all, names << u"ctid"_s, limit, *first);
}

Result<void> ReadingScan::readStretch(ReadingConditions further, const Stretch& stretch, int limit)
{
    if (!stretch.first.isEmpty()) {
        further.sql << u"r.ctid > :first_ctid::tid"_s;
        further.values.insert(u"first_ctid"_s, stretch.first);
    }
    if (!stretch.end.isEmpty()) {
        further.sql << u"r.ctid < :end_ctid::tid"_s;
        further.values.insert(u"end_ctid"_s, stretch.end);
    }
    return read(further, {u"ctid"_s}, limit);
}

ReadingConditions ReadingScan::isEqual(Column column, const QString& value)
{
    ReadingConditions equal;
    equal.sql << u"r."_s + columnName(column) + u" = :equal_measurement::float8"_s;
    equal.values.insert(u"equal_measurement"_s, value);
    return equal;
}

Result<qint64> ReadingScan::estimateEqual(Column column, const QString& value) const
{
    ReadingConditions all = isEqual(column, value);
    all.sql << m_conditions.sql;
    all.values.insert(m_conditions.values);
    return estimateReadings(m_session, all);
}

Result<QString> ReadingScan::nextValue(Column column, const QString& value)
{
    const QString name = u"r."_s + columnName(column);
    QVariantMap values;
    QString after;
    if (!value.isNull()) {
        after = u" WHERE "_s + name + (m_descending ? u" < "_s : u" > "_s)
                + u":after_measurement::float8"_s;
        values.insert(u"after_measurement"_s, value);
    }
    auto query = m_session.execute(
        u"SELECT "_s + (m_descending ? u"max("_s : u"min("_s) + name
            + u")::text FROM faultline.reading r"_s + after,
        values);
    if (!query)
        return readingsFailure(query.error());
    return query->next() ? textAt(*query, 0) : QString();
}

// If few readings match, following the order means skipping many for each match. PostgreSQL
// switches to a bitmap too late, because it overestimates the cost of scattered readings there.
// Following the order scans about all / matching readings for each row.
Result<ReadingScan::First> ReadingScan::whatFirst(const QList<Column>& columns, int limit) const
{
    // The index for the order of a sensor or of time covers these conditions.
    ReadingConditions inIndex;
    const bool isByTime = columns == QList<Column>{Column::Time};
    const QString sql = m_conditions.sql.join(u' ');
    const bool namesSensors = sql.contains(u"r.sensor_key = ANY"_s);
    const bool namesTime = sql.contains(u"r.occurred_at"_s);
    const bool namesOneSensor = sql.contains(u"r.sensor_key = :"_s);
    if (columns.contains(Column::Sensor) || (isByTime && !namesSensors)
        || !(namesSensors || namesTime || namesOneSensor))
        return First::Order;
    if (isByTime) {
        inIndex.values = m_conditions.values;
        for (const QString& condition : m_conditions.sql) {
            if (condition.contains(u"r.occurred_at"_s))
                inIndex.sql << condition;
        }
    }
    const auto matching = estimateReadings(m_session, m_conditions);
    if (!matching)
        return matching.error();
    const auto all = estimateReadings(m_session, inIndex);
    if (!all)
        return all.error();
    const double rows = static_cast<double>(*matching);
    return rows * rows < static_cast<double>(*all) * limit ? First::Rows : First::Order;
}

// Whether an index would find the rest faster: one exists for one of the conditions, and few enough
// rows match to sort them.
Result<bool> ReadingScan::canJump(const ReadingConditions& further) const
{
    ReadingConditions conditions = m_conditions;
    conditions.sql << further.sql;
    conditions.values.insert(further.values);
    const QString sql = conditions.sql.join(u' ');
    bool isThere = false;
    for (const ReadingIndex index : kReadingIndexes) {
        // An index finds rows by its first column.
        const QByteArray column = readingIndexColumns(index).split(',').constFirst();
        if (isThere || !sql.contains(u"r."_s + QString::fromLatin1(column)))
            continue;
        const auto there = readingIndexExists(m_session, index);
        if (!there)
            return there.error();
        isThere = *there;
    }
    if (!isThere)
        return false;
    const auto rows = estimateReadings(m_session, conditions);
    if (!rows)
        return rows.error();
    return *rows <= kFewReadings;
}

// PostgreSQL runs a range of ctids as a Tid Range Scan, but sorts the rows, because it doesn't know
// that they come in order. So the table is read in stretches, which grow where few rows match.
Result<QString> ReadingScan::readByCtid(
    const ReadingConditions& further, const QString& from, int limit,
    const ReadingStretches& stretches)
{
    const auto blocks = blocksOfTable(m_session);
    if (!blocks)
        return blocks.error();
    const qsizetype full = m_rows.size() + limit;
    QString here = from;
    bool mayJump = !m_conditions.sql.isEmpty() || !further.sql.isEmpty();
    qint64 step = stretches.firstBlocks;
    for (qint64 done = 0; m_rows.size() < full && done < stretches.mostBlocks; step *= 2) {
        const qint64 block = here.isEmpty() ? (m_descending ? *blocks : 0) : blockOf(here);
        const qint64 other = m_descending ? block - step : block + step;
        bool isLast = m_descending ? other <= 0 : other >= *blocks;
        if (!isLast && mayJump && step >= stretches.jumpBlocks) {
            const auto can = canJump(further);
            if (!can)
                return can.error();
            isLast = *can;
            mayJump = false; // check only once
        }
        const QString there = isLast ? QString() : startOfBlock(other);
        const Stretch stretch = m_descending ? Stretch{there, here} : Stretch{here, there};
        const int missing = static_cast<int>(full - m_rows.size());
        if (const auto read = readStretch(further, stretch, missing); !read)
            return read.error();
        if (isLast && m_rows.size() < full)
            return QString();
        here = there;
        done += step;
    }
    return m_rows.size() >= full ? m_rows.constLast().ctid : here;
}

} // namespace faultline
