// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/ReadingQuery.h"

#include "reports/readings/ReadingScan.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using By = ReadingOrder::By;
using Column = ReadingScan::Column;

// One direction through one order. Backward pages are read in the opposite order and reversed.
class PageReader
{
public:
    PageReader(SqlSession& session, const ReadingPageRequest& request, ReadingConditions conditions)
        : m_scan(session, std::move(conditions), request.order.descending != request.backward)
        , m_request(request)
    {}

    Result<ReadingPage> read()
    {
        const auto done = readArms();
        if (!done)
            return done.error();
        ReadingPage page;
        page.rows = m_scan.takeRows();
        if (m_request.backward)
            std::reverse(page.rows.begin(), page.rows.end());
        page.next = m_next;
        return page;
    }

private:
    Result<void> readArms()
    {
        switch (m_request.order.by) {
        case By::Loaded:
            return readByCtid({}, m_request.from);
        case By::Time:
            return readByIndex({Column::Time}, m_request.from);
        case By::Sensor:
            return readSensors();
        case By::Temperature:
        case By::Vibration:
            break;
        }
        return m_request.backward ? readMeasurementsBackward() : readMeasurementsForward();
    }

    // Reads the rest of a sensor, then the others. In a single query, PostgreSQL would also go
    // through the sensors that a filter excludes.
    Result<void> readSensors()
    {
        ReadingConditions others;
        if (m_request.from) {
            ReadingConditions same;
            same.sql << u"r.sensor_key = :at_sensor::int"_s;
            same.values.insert(u"at_sensor"_s, m_request.from->sensorKey);
            const auto done = readByIndex({Column::Time}, m_request.from, same);
            if (!done || m_next)
                return done;
            others.sql
                << (m_scan.isDescending() ? u"r.sensor_key < :at_sensor::int"_s
                                          : u"r.sensor_key > :at_sensor::int"_s);
            others.values = same.values;
        }
        return readByIndex({Column::Sensor, Column::Time}, std::nullopt, others);
    }

    // Nulls are one long tie, which no index puts in order: they are read in the order of loading.
    Result<void> readMeasurementsForward()
    {
        const bool isAmongNulls = m_request.from && m_request.from->measurement.isNull();
        if (!isAmongNulls) {
            const auto done = readValues(m_request.from);
            if (!done || m_next)
                return done;
        }
        return readByCtid(isNull(), isAmongNulls ? m_request.from : std::nullopt);
    }

    Result<void> readMeasurementsBackward()
    {
        const bool isAmongNulls = !m_request.from || m_request.from->measurement.isNull();
        if (isAmongNulls) {
            const auto done = readByCtid(isNull(), m_request.from);
            if (!done || m_next)
                return done;
        }
        return readValues(isAmongNulls ? std::nullopt : m_request.from);
    }

    // An index gives readings of one value in an order that PostgreSQL doesn't know, so it would
    // sort all of them for each page. If there are very many, they are read by ctid instead.
    Result<void> readValues(std::optional<ReadingKey> from)
    {
        bool isWithin = from.has_value(); // not after the last reading of its value
        for (;;) {
            auto value = isWithin
                             ? Result<QString>(from->measurement)
                             : m_scan.nextValue(column(), from ? from->measurement : QString());
            if (!value)
                return value.error();
            const auto isLong = isLongTie(*value);
            if (!isLong)
                return isLong.error();
            if (!*isLong)
                return readByIndex({column()}, from);
            const auto done =
                readByCtid(ReadingScan::isEqual(column(), *value), isWithin ? from : std::nullopt);
            if (!done)
                return done;
            if (m_next) {
                m_next->measurement = *value;
                return {};
            }
            isWithin = false;
            from.emplace();
            from->measurement = *value;
            from->ctid = m_scan.isDescending() ? kCtidBeforeAll : kCtidAfterAll;
        }
    }

    Result<bool> isLongTie(const QString& value)
    {
        if (value.isNull())
            return false;
        const auto readings = m_scan.estimateEqual(column(), value);
        if (!readings)
            return readings.error();
        return *readings > m_request.stretches.longTie;
    }

    Column column() const
    {
        return m_request.order.by == By::Temperature ? Column::Temperature : Column::Vibration;
    }

    ReadingConditions isNull() const
    {
        ReadingConditions conditions;
        conditions.sql
            << (column() == Column::Temperature ? u"r.temperature IS NULL"_s
                                                : u"r.vibration IS NULL"_s);
        return conditions;
    }

    Result<void> readByCtid(const ReadingConditions& further, const std::optional<ReadingKey>& from)
    {
        const auto next = m_scan.readByCtid(
            further, from ? from->ctid : QString(), wanted(), m_request.stretches);
        if (!next)
            return next.error();
        m_next.reset();
        if (!next->isEmpty()) {
            m_next.emplace();
            m_next->ctid = *next;
        }
        return {};
    }

    Result<void> readByIndex(
        const QList<Column>& columns, const std::optional<ReadingKey>& from,
        const ReadingConditions& further = {})
    {
        const int limit = wanted();
        const qsizetype before = m_scan.rows().size();
        if (const auto done = m_scan.readInOrder(further, columns, from, limit); !done)
            return done.error();
        m_next.reset();
        // A full page may be the last one; the next request then returns no rows.
        if (limit > 0 && m_scan.rows().size() - before == limit)
            m_next = ReadingKey::of(m_scan.rows().constLast(), m_request.order.by);
        return {};
    }

    int wanted() const
    {
        return std::max(0, m_request.limit - static_cast<int>(m_scan.rows().size()));
    }

    ReadingScan m_scan;
    const ReadingPageRequest& m_request;
    std::optional<ReadingKey> m_next;
};

} // namespace

Result<ReadingPage> fetchReadingPage(SqlSession& session, const ReadingPageRequest& request)
{
    auto conditions = resolveReadingFilter(session, request.filter);
    if (!conditions)
        return conditions.error();
    if (conditions->matchNothing)
        return ReadingPage{};
    return PageReader(session, request, *std::move(conditions)).read();
}

} // namespace faultline
