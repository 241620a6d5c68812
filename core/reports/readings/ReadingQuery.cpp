// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/ReadingQuery.h"

#include "database/schema/FetchPlantClocks.h"
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
            return readAsLoaded(std::nullopt, m_request.from);
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
            same.others << u"r.sensor_key = :at_sensor::int"_s;
            same.values.insert(u"at_sensor"_s, m_request.from->sensorKey);
            const auto done = readByIndex({Column::Time}, m_request.from, same);
            if (!done || m_next)
                return done;
            others.others
                << (m_scan.isDescending() ? u"r.sensor_key < :at_sensor::int"_s
                                          : u"r.sensor_key > :at_sensor::int"_s);
            others.values = same.values;
        }
        return readByIndex({Column::Sensor, Column::Time}, std::nullopt, others);
    }

    Result<void> readMeasurementsForward()
    {
        const bool isAmongNulls = m_request.from && m_request.from->measurement.isNull();
        if (!isAmongNulls) {
            const auto done = readByIndex({column()}, m_request.from);
            if (!done || m_next)
                return done;
        }
        return readAsLoaded(column(), isAmongNulls ? m_request.from : std::nullopt);
    }

    Result<void> readMeasurementsBackward()
    {
        const bool isAmongNulls = !m_request.from || m_request.from->measurement.isNull();
        if (isAmongNulls) {
            const auto done = readAsLoaded(column(), m_request.from);
            if (!done || m_next)
                return done;
        }
        return readByIndex({column()}, isAmongNulls ? std::nullopt : m_request.from);
    }

    Column column() const
    {
        return m_request.order.by == By::Temperature ? Column::Temperature : Column::Vibration;
    }

    Result<void> readAsLoaded(std::optional<Column> without, const std::optional<ReadingKey>& from)
    {
        const auto next = m_scan.readAsLoaded(
            without, from ? std::optional(from->id) : std::nullopt, wanted(), m_request.stretches);
        if (!next)
            return next.error();
        m_next.reset();
        if (*next) {
            m_next.emplace();
            m_next->id = **next;
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
    ReadingPage page;
    if (!conditions->matchNothing) {
        auto read = PageReader(session, request, *std::move(conditions)).read();
        if (!read)
            return read;
        page = *std::move(read);
    }
    const auto clocks = fetchPlantClocks(session);
    if (!clocks)
        return clocks.error();
    page.clocks = clocks->of(request.filter.plants);
    return page;
}

} // namespace faultline
