// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/ReadingIndexing.h"

#include "reports/readings/ReadingCount.h"
#include "reports/readings/ReadingQuery.h"
#include "support/ReadingsFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QSqlQuery>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

using By = ReadingOrder::By;

namespace {

constexpr int kMany = 120'000;

} // namespace

class tst_ReadingIndexing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void namesTheIndexesThatAreNeeded_data();
    void namesTheIndexesThatAreNeeded();
    void makesOnce();
    void planUsesIt_data();
    void planUsesIt();
    void cancelLeavesNothing();
    void waitsForALoad();
    void readerMayNot();
    void fewReadingsNeedNone();

private:
    bool isThere(ReadingIndex index)
    {
        const auto there = readingIndexExists(*m_session, index);
        return there && *there;
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::optional<SqlSession> m_session;
};

void tst_ReadingIndexing::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    VERIFY_RESULT(fillWithReadings(m_settings, kMany));
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    m_session.emplace(*std::move(session));
}

void tst_ReadingIndexing::init()
{
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(dropReadingIndexes(*connection));
}

void tst_ReadingIndexing::namesTheIndexesThatAreNeeded_data()
{
    using Index = ReadingIndex;
    QTest::addColumn<ReadingFilter>("filter");
    QTest::addColumn<By>("by");
    QTest::addColumn<QList<ReadingIndex>>("needed");
    ReadingFilter sensor;
    sensor.sensor = u"1"_s;
    ReadingFilter group;
    group.group = u"G1"_s;
    ReadingFilter severity;
    severity.severity = u"ERROR"_s;
    QTest::newRow("as loaded") << ReadingFilter() << By::Loaded << QList<Index>{Index::ByAddress};
    QTest::newRow("severity") << severity << By::Loaded << QList<Index>{Index::ByAddress};
    QTest::newRow("group") << group << By::Loaded
                           << QList<Index>{Index::ByAddress, Index::BySensor};
    QTest::newRow("time") << ReadingFilter() << By::Time << QList<Index>{Index::ByTime};
    QTest::newRow("time of a sensor") << sensor << By::Time << QList<Index>{Index::BySensor};
    QTest::newRow("time of a group")
        << group << By::Time << QList<Index>{Index::ByTime, Index::BySensor};
    QTest::newRow("sensor") << severity << By::Sensor << QList<Index>{Index::BySensor};
    QTest::newRow("temperature") << ReadingFilter() << By::Temperature
                                 << QList<Index>{Index::ByTemperature};
    ReadingFilter day;
    day.period = *Period::fromText(u"2020-01-01"_s);
    QTest::newRow("a day") << day << By::Loaded << QList<Index>{Index::ByAddress};
    QTest::newRow("time of a day") << day << By::Time << QList<Index>{Index::ByTime};
    QTest::newRow("temperature of a day")
        << day << By::Temperature << QList<Index>{Index::ByTemperature, Index::ByTime};
    QTest::newRow("vibration of a sensor")
        << sensor << By::Vibration << QList<Index>{Index::ByVibration, Index::BySensor};
}

void tst_ReadingIndexing::namesTheIndexesThatAreNeeded()
{
    QFETCH(const ReadingFilter, filter);
    QFETCH(const By, by);
    QFETCH(const QList<ReadingIndex>, needed);
    QCOMPARE(neededReadingIndexes(filter, {by, true}), needed);
    const auto before = prepareReadings(*m_session, filter, {by, false});
    VERIFY_RESULT(before);
    QCOMPARE(before->missing, needed);
    QVERIFY(before->mayCreate);
    QVERIFY(before->rows > kFewReadings && before->rows < kMany);
    for (const ReadingIndex index : needed)
        VERIFY_RESULT(createReadingIndex(m_settings, index, {}));
    const auto after = prepareReadings(*m_session, filter, {by, false});
    VERIFY_RESULT(after);
    QVERIFY(after->missing.isEmpty());
}

void tst_ReadingIndexing::makesOnce()
{
    for (const ReadingIndex index : kReadingIndexes) {
        QVERIFY(!isThere(index));
        VERIFY_RESULT(createReadingIndex(m_settings, index, {}));
        QVERIFY(isThere(index));
        VERIFY_RESULT(createReadingIndex(m_settings, index, {}));
    }
}

void tst_ReadingIndexing::planUsesIt_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("expected");
    QTest::newRow("as loaded")
        << u"SELECT FROM faultline.reading r WHERE r.reading_id >= 4294967300"
           " AND r.reading_id < 30064771072 ORDER BY r.reading_id LIMIT 10"_s
        << u"reading_by_address"_s;
    QTest::newRow("time")
        << u"SELECT FROM faultline.reading r WHERE (r.occurred_at, r.reading_id) >"
           " ('2020-01-02'::timestamptz, 4294967300)"
           " ORDER BY r.occurred_at, r.reading_id LIMIT 10"_s
        << u"reading_by_time"_s;
    QTest::newRow("vibration, descending")
        << u"SELECT FROM faultline.reading r WHERE r.vibration IS NOT NULL"
           " ORDER BY r.vibration DESC, r.reading_id DESC LIMIT 10"_s
        << u"reading_by_vibration"_s;
    QTest::newRow("without vibration")
        << u"SELECT FROM faultline.reading r WHERE r.vibration IS NULL AND r.reading_id >= "
           u"4294967300"
           " AND r.reading_id < 30064771072 ORDER BY r.vibration, r.reading_id LIMIT 10"_s
        << u"reading_by_vibration"_s;
}

// The queries of ReadingScan rely on these plans of PostgreSQL.
void tst_ReadingIndexing::planUsesIt()
{
    QFETCH(const QString, sql);
    QFETCH(const QString, expected);
    for (const ReadingIndex index : kReadingIndexes)
        VERIFY_RESULT(createReadingIndex(m_settings, index, {}));
    auto query = m_session->execute(u"EXPLAIN "_s + sql);
    VERIFY_RESULT(query);
    QString plan;
    while (query->next())
        plan += query->value(0).toString() + u'\n';
    QVERIFY2(plan.contains(expected), qPrintable(plan));
    QVERIFY2(!plan.contains(u"Seq Scan"_s), qPrintable(plan));
    QVERIFY2(!plan.contains(u"Sort"_s), qPrintable(plan));
}

void tst_ReadingIndexing::cancelLeavesNothing()
{
    const CancelToken cancel;
    cancel.cancel();
    auto other = Connection::open(m_settings);
    VERIFY_RESULT(other);
    // Delayed, so that there is something to cancel even on a fast machine.
    VERIFY_RESULT(other->execute("BEGIN; LOCK TABLE faultline.reading IN ROW EXCLUSIVE MODE"));
    VERIFY_ERROR(createReadingIndex(m_settings, ReadingIndex::ByTime, cancel), kCancelledCode);
    other->rollback();
    QVERIFY(!isThere(ReadingIndex::ByTime));
    VERIFY_RESULT(createReadingIndex(m_settings, ReadingIndex::ByTime, {}));
}

void tst_ReadingIndexing::waitsForALoad()
{
    auto load = Connection::open(m_settings);
    VERIFY_RESULT(load);
    VERIFY_RESULT(load->execute("BEGIN; LOCK TABLE faultline.reading IN ROW EXCLUSIVE MODE"));
    int looks = 0;
    const auto made = createReadingIndex(m_settings, ReadingIndex::BySensor, {}, [&](double share) {
        QVERIFY(share >= 0 && share <= 1);
        if (++looks == 2)
            load->rollback();
    });
    VERIFY_RESULT(made);
    QVERIFY(looks >= 2);
    QVERIFY(isThere(ReadingIndex::BySensor));
}

void tst_ReadingIndexing::readerMayNot()
{
    VERIFY_RESULT(createReader(m_settings, u"planner"_s));
    const ConnectionSettings planner = TemporaryServer::asRole(m_settings, u"planner"_s);
    auto session = SqlSession::open(planner);
    VERIFY_RESULT(session);
    const auto preparation = prepareReadings(*session, {}, {By::Time, false});
    VERIFY_RESULT(preparation);
    QCOMPARE(preparation->missing, QList<ReadingIndex>{ReadingIndex::ByTime});
    QVERIFY(!preparation->mayCreate);
    const auto made = createReadingIndex(planner, ReadingIndex::ByTime, {});
    VERIFY_ERROR(made, u"42501"_s);
    QVERIFY(made.error().what.contains(u"order"_s));
    // But it can read without it.
    ReadingPageRequest request;
    request.order.by = By::Time;
    const auto page = fetchReadingPage(*session, request);
    VERIFY_RESULT(page);
    QCOMPARE(page->rows.size(), request.limit);
}

void tst_ReadingIndexing::fewReadingsNeedNone()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    VERIFY_RESULT(fillWithReadings(*settings, 1000));
    auto session = SqlSession::open(*settings);
    VERIFY_RESULT(session);
    const auto preparation = prepareReadings(*session, {}, {By::Time, false});
    VERIFY_RESULT(preparation);
    QVERIFY(preparation->missing.isEmpty());
}

QTEST_GUILESS_MAIN(tst_ReadingIndexing)
#include "tst_ReadingIndexing.moc"
