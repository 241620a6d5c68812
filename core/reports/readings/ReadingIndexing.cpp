// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/ReadingIndexing.h"

#include "reports/readings/ReadingCount.h"

#include <QCoreApplication>
#include <QSqlQuery>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReadingIndexing)
};

// Waits for loads of other programs, whose transactions take less than a second each.
constexpr auto kLockTimeout = "20s";

// An index is built by sorting in memory; what doesn't fit goes through files. So many bytes for
// each reading, but no more than a server with a few gigabytes can spare.
constexpr qint64 kMegabyte = 1024 * 1024;
constexpr qint64 kSortedBytes = 64;
constexpr qint64 kMinMegabytes = 64;
constexpr qint64 kMaxMegabytes = 512;

QByteArray sortMemory(Connection& connection)
{
    const auto rows =
        connection.execute("SELECT coalesce(sum(loaded), 0)::bigint FROM faultline.load_chunk");
    const qint64 bytes = rows ? rows->integer(0, 0) * kSortedBytes : 0;
    return QByteArray::number(std::clamp(bytes / kMegabyte, kMinMegabytes, kMaxMegabytes)) + "MB";
}

/// Reads the first connection's progress on a second one.
class IndexProgress
{
public:
    IndexProgress(const Connection& maker, const std::function<void(double)>& progress)
        : m_progress(progress)
        , m_processId(PQbackendPID(maker.handle()))
    {
        if (!progress)
            return;
        // Without it, the index is still created.
        if (auto connection = Connection::open(maker.settings()))
            m_connection.emplace(*std::move(connection));
    }

    void look()
    {
        if (!m_connection)
            return;
        // The table is read first, then the tree is written.
        const auto share = m_connection->execute(
            "SELECT (50 * blocks_done / greatest(blocks_total, 1)"
            "      + 50 * tuples_done / greatest(tuples_total, 1))::bigint"
            " FROM pg_stat_progress_create_index WHERE pid = $1::int",
            Parameters().add(qint64{m_processId}));
        // No row yet while it waits for a load.
        const qint64 percent = share && share->rowCount() == 1 ? share->integer(0, 0) : 0;
        m_progress(static_cast<double>(std::clamp<qint64>(percent, 0, 100)) / 100);
    }

private:
    const std::function<void(double)>& m_progress;
    int m_processId;
    std::optional<Connection> m_connection;
};

UserMessage indexFailure(UserMessage error)
{
    if (error.code == kCancelledCode)
        return error;
    error.what = Text::tr("The readings can't be prepared for this order");
    if (error.code == u"55P03"_s)
        error.remedy = Text::tr("A load is writing readings. Sort again when it has ended.");
    else if (error.code == u"53100"_s)
        error.remedy = Text::tr("Free some space on the database server's disk.");
    return error;
}

} // namespace

QList<ReadingIndex> neededReadingIndexes(const ReadingFilter& filter, const ReadingOrder& order)
{
    using By = ReadingOrder::By;
    QList<ReadingIndex> needed;
    // Within the index by sensor, one sensor's readings are in time order.
    const bool isOneSensor = !filter.sensor.isEmpty();
    if (order.by == By::Loaded)
        needed << ReadingIndex::ByAddress;
    else if (order.by == By::Time && !isOneSensor)
        needed << ReadingIndex::ByTime;
    else if (order.by == By::Temperature)
        needed << ReadingIndex::ByTemperature;
    else if (order.by == By::Vibration)
        needed << ReadingIndex::ByVibration;
    if (order.by == By::Sensor || filter.namesSensors())
        needed << ReadingIndex::BySensor;
    else if (order.by != By::Loaded && order.by != By::Time && !filter.period.isAll())
        needed << ReadingIndex::ByTime;
    return needed;
}

Result<bool> readingIndexExists(SqlSession& session, ReadingIndex index)
{
    auto query = session.execute(
        u"SELECT EXISTS (SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = 'faultline.reading'::regclass AND c.relname = :name::text"
        " AND i.indisvalid)"_s,
        {{u"name"_s, QString::fromLatin1(readingIndexName(index))}});
    if (!query)
        return query.error();
    return query->next() && query->value(0).toBool();
}

Result<ReadingPreparation>
prepareReadings(SqlSession& session, const ReadingFilter& filter, const ReadingOrder& order)
{
    ReadingPreparation preparation;
    const auto rows = countAllReadings(session);
    if (!rows)
        return rows.error();
    preparation.rows = *rows;
    if (*rows <= kFewReadings)
        return preparation;
    for (const ReadingIndex index : neededReadingIndexes(filter, order)) {
        const auto there = readingIndexExists(session, index);
        if (!there)
            return there.error();
        if (!*there)
            preparation.missing << index;
    }
    auto query = session.execute(u"SELECT pg_has_role(c.relowner, 'USAGE')"
                                 " AND has_schema_privilege(c.relnamespace, 'CREATE')"
                                 " AND NOT pg_is_in_recovery() AND NOT "
                                 "current_setting('default_transaction_read_only')::bool"
                                 " FROM pg_class c WHERE c.oid = 'faultline.reading'::regclass"_s);
    if (!query)
        return query.error();
    preparation.mayCreate = query->next() && query->value(0).toBool();
    return preparation;
}

Result<void> createReadingIndex(
    const ConnectionSettings& settings, ReadingIndex index, const CancelToken& cancel,
    const std::function<void(double)>& progress)
{
    auto connection = Connection::open(settings);
    if (!connection)
        return connection.error();
    // Of this connection only. One statement at a time, and none in a transaction with CREATE
    // INDEX, as a distributed table needs it.
    for (const QByteArray& setting :
         {QByteArray("lock_timeout = '") + kLockTimeout,
          "maintenance_work_mem = '" + sortMemory(*connection)}) {
        if (const auto set = connection->execute("SET " + setting + '\''); !set)
            return set.error();
    }
    IndexProgress looker(*connection, progress);
    const auto made = connection->execute(
        "CREATE INDEX IF NOT EXISTS " + readingIndexName(index)
            + " ON faultline.reading USING btree (" + readingIndexColumns(index) + ')',
        cancel, [&looker] { looker.look(); });
    if (!made)
        return indexFailure(made.error());
    // The planner uses an index only if it knows the table's content. Not essential.
    static_cast<void>(connection->execute("ANALYZE faultline.reading", cancel));
    return {};
}

} // namespace faultline
