// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/ReadingQuery.h"

#include "database/schema/ReadingIndexes.h"
#include "reports/readings/ReadingCount.h"
#include "reports/readings/ReadingIndexing.h"
#include "support/ReadingsFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QSqlQuery>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

using By = ReadingOrder::By;

namespace {

constexpr int kReadings = 4000;

// The order in straightforward SQL.
QString orderSql(const ReadingOrder& order)
{
    const QString direction = order.descending ? u" DESC"_s : QString();
    QString sql;
    switch (order.by) {
    case By::Loaded:
        break;
    case By::Time:
        sql = u"r.occurred_at%1, "_s;
        break;
    case By::Sensor:
        sql = u"r.sensor_key%1, r.occurred_at%1, "_s;
        break;
    case By::Temperature:
        sql = u"r.temperature%1 NULLS LAST, "_s;
        break;
    case By::Vibration:
        sql = u"r.vibration%1 NULLS LAST, "_s;
        break;
    }
    return u" ORDER BY "_s + QString(sql + u"r.reading_id%1"_s).replace(u"%1"_s, direction);
}

struct NamedFilter
{
    const char* name;
    ReadingFilter filter;
    const char* where;
};

ReadingFilter filterOf(
    const char* period, const char* group, const char* equipment, int sensor, const char* severity)
{
    ReadingFilter filter;
    filter.period = *Period::fromText(QString::fromLatin1(period));
    filter.group = QString::fromLatin1(group);
    filter.equipment = QString::fromLatin1(equipment);
    if (sensor > 0)
        filter.sensor = QString::number(sensor);
    filter.severity = QString::fromLatin1(severity);
    return filter;
}

QList<NamedFilter> filters()
{
    return {
        {"all", {}, "true"},
        {"day", filterOf("2020-01-01", "", "", 0, ""),
         "r.occurred_at >= '2020-01-01' AND r.occurred_at < '2020-01-02'"},
        {"open end", filterOf("2020-01-01..", "", "", 0, ""), "r.occurred_at >= '2020-01-01'"},
        {"group", filterOf("", "G1", "", 0, ""), "e.group_name = 'G1'"},
        {"equipment", filterOf("", "", "C", 0, ""), "e.code = 'C'"},
        {"equipment of the map alone", filterOf("", "", "#7", 0, ""), "r.sensor_key = 1010"},
        {"equipment of another group", filterOf("", "G2", "A", 0, ""), "false"},
        {"unknown equipment", filterOf("", "", "'; --", 0, ""), "false"},
        {"sensor", filterOf("", "", "", 6, ""), "r.sensor_key = 1006"},
        {"sensor of no equipment", filterOf("", "", "", 11, ""), "r.sensor_key = 1011"},
        {"sensor of another equipment", filterOf("", "", "A", 6, ""), "false"},
        {"severity", filterOf("", "", "", 0, "WARNING"), "s.name = 'WARNING'"},
        {"severity that no reading has", filterOf("", "", "", 0, "DEBUG"), "false"},
        {"unknown severity", filterOf("", "", "", 0, "NO'NE"), "false"},
        {"everything", filterOf("2020-01-01", "G1", "A", 2, "ERROR"),
         "r.occurred_at < '2020-01-02' AND r.sensor_key = 1002 AND s.name = 'ERROR'"}};
}

} // namespace

class tst_ReadingQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pagesEqualTheWhole_data();
    void pagesEqualTheWhole();
    void readsRowsWhole();
    void jumpsToATime_data();
    void jumpsToATime();
    void scansByStretches();
    void endsAtTheLastRow();
    void tellsWhatFailed();
    void countsReadingsOfAFilter_data();
    void countsReadingsOfAFilter();
    void estimatesFromSummaries();

private:
    QStringList placesOf(const QString& where, const ReadingOrder& order);
    QStringList pagedIds(ReadingPageRequest request);

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::optional<SqlSession> m_session;
};

void tst_ReadingQuery::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    VERIFY_RESULT(fillWithReadings(m_settings, kReadings));
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    m_session.emplace(*std::move(session));
}

QStringList tst_ReadingQuery::placesOf(const QString& where, const ReadingOrder& order)
{
    auto query = m_session->execute(
        u"SELECT r.reading_id FROM faultline.reading r"
        " LEFT JOIN faultline.equipment_sensor m ON m.sensor_key = r.sensor_key"
        " LEFT JOIN faultline.equipment e ON e.equipment_key = m.equipment_key"
        " JOIN faultline.severity s ON s.code = r.severity WHERE "_s
        + where + orderSql(order));
    if (!query)
        return {query.error().toText()};
    QStringList ids;
    while (query->next())
        ids << query->value(0).toString();
    return ids;
}

QStringList tst_ReadingQuery::pagedIds(ReadingPageRequest request)
{
    QStringList ids;
    for (int pages = 0; pages < 10 * kReadings; ++pages) {
        const auto page = fetchReadingPage(*m_session, request);
        if (!page)
            return {page.error().toText()};
        QStringList some;
        for (const StoredReading& reading : page->rows)
            some << QString::number(toInt(reading.id));
        if (some.size() > request.limit)
            return {u"more rows than asked for"_s};
        ids = request.backward ? some + ids : ids + some;
        if (!page->next)
            return ids;
        request.from = page->next;
    }
    return {u"no end"_s};
}

void tst_ReadingQuery::pagesEqualTheWhole_data()
{
    QTest::addColumn<int>("limit");
    QTest::addColumn<bool>("tinyStretches");
    QTest::addColumn<bool>("indexes");
    QTest::newRow("small pages") << 37 << true << false;
    QTest::newRow("large pages") << 1000 << false << false;
    QTest::newRow("everything at once") << 100'000 << false << false;
    QTest::newRow("small pages, by index") << 37 << true << true;
    QTest::newRow("large pages, by index") << 1000 << false << true;
}

void tst_ReadingQuery::pagesEqualTheWhole()
{
    QFETCH(const int, limit);
    QFETCH(const bool, tinyStretches);
    QFETCH(const bool, indexes);
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(dropReadingIndexes(*connection));
    for (const ReadingIndex index : kReadingIndexes) {
        if (indexes)
            VERIFY_RESULT(createReadingIndex(m_settings, index, {}));
    }
    for (const NamedFilter& named : filters()) {
        for (const By by : {By::Loaded, By::Time, By::Sensor, By::Temperature, By::Vibration}) {
            for (const bool descending : {false, true}) {
                ReadingPageRequest request{named.filter, {by, descending}, {}, false, limit, {}};
                if (tinyStretches)
                    request.stretches = {10, 80, 500, 3};
                const QStringList whole = placesOf(QString::fromLatin1(named.where), request.order);
                const auto where = QStringLiteral("%1, order %2 %3")
                                       .arg(QString::fromLatin1(named.name))
                                       .arg(static_cast<int>(by))
                                       .arg(descending);
                QVERIFY2(pagedIds(request) == whole, qPrintable(where + u" forward"_s));
                request.backward = true;
                QVERIFY2(pagedIds(request) == whole, qPrintable(where + u" backward"_s));
            }
        }
    }
}

void tst_ReadingQuery::readsRowsWhole()
{
    auto query = m_session->execute(
        u"SELECT r.reading_id FROM faultline.reading r"
        " WHERE r.extra IS NOT NULL AND r.sensor_key = 1010 ORDER BY r.reading_id LIMIT 1"_s);
    VERIFY_RESULT(query);
    QVERIFY(query->next());
    const QString id = query->value(0).toString();
    const auto page =
        fetchReadingPage(*m_session, {filterOf("", "", "", 10, ""), {}, {}, false, 100'000, {}});
    VERIFY_RESULT(page);
    const auto found =
        std::find_if(page->rows.begin(), page->rows.end(), [&](const StoredReading& reading) {
            return QString::number(toInt(reading.id)) == id;
        });
    QVERIFY(found != page->rows.end());
    QCOMPARE(found->equipment, u"#7"_s);
    QVERIFY(found->group.isNull());
    QVERIFY(found->occurredAt.startsWith(u"2020-01-01 "_s) && found->occurredAt.endsWith(u"+00"_s));
    QCOMPARE(found->sensor, u"10"_s);
    QCOMPARE(found->extra, u"\"pressure\"=>\"1.5\""_s);
    QVERIFY(found->vibration.isNull());
}

void tst_ReadingQuery::jumpsToATime_data()
{
    QTest::addColumn<QString>("time");
    QTest::newRow("before the first") << u"1999-01-01T00:00:00Z"_s;
    QTest::newRow("at a reading") << u"2020-01-01T00:01:15Z"_s;
    QTest::newRow("between two") << u"2020-01-01T03:00:00.5Z"_s;
    QTest::newRow("after the last") << u"2030-01-01T00:00:00Z"_s;
}

void tst_ReadingQuery::jumpsToATime()
{
    QFETCH(const QString, time);
    ReadingPageRequest request;
    request.order.by = By::Time;
    request.limit = 100;
    request.from = ReadingKey::beforeTime(*Instant::fromIso(time.toStdString()));
    QStringList whole = placesOf(u"r.occurred_at >= '%1'"_s.arg(time), request.order);
    QCOMPARE(pagedIds(request), whole);
    request.backward = true;
    whole = placesOf(u"r.occurred_at < '%1'"_s.arg(time), request.order);
    QCOMPARE(pagedIds(request), whole);
}

void tst_ReadingQuery::scansByStretches()
{
    // With few matches, a request ends after some readings, so that it can be dropped.
    VERIFY_RESULT(createReadingIndex(m_settings, ReadingIndex::ByAddress, {}));
    ReadingPageRequest request;
    request.filter.severity = u"DEBUG"_s;
    request.stretches = {100, 1'000'000, 500, 1000};
    int requests = 0;
    for (bool more = true; more; ++requests) {
        const auto page = fetchReadingPage(*m_session, request);
        VERIFY_RESULT(page);
        QVERIFY(page->rows.isEmpty());
        more = page->next.has_value();
        request.from = page->next;
    }
    QVERIFY2(requests > 3 && requests < 100, QByteArray::number(requests));
}

void tst_ReadingQuery::endsAtTheLastRow()
{
    ReadingPageRequest request;
    request.limit = 10;
    request.backward = true;
    const auto last = fetchReadingPage(*m_session, request);
    VERIFY_RESULT(last);
    QCOMPARE(last->rows.size(), 10);
    request.backward = false;
    request.from = ReadingKey::of(last->rows.constLast(), By::Loaded);
    const auto after = fetchReadingPage(*m_session, request);
    VERIFY_RESULT(after);
    QVERIFY(after->rows.isEmpty());
    QVERIFY(!after->next);
}

void tst_ReadingQuery::tellsWhatFailed()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    auto empty = SqlSession::open(*settings);
    VERIFY_RESULT(empty);
    for (const By by : {By::Loaded, By::Time, By::Sensor, By::Vibration}) {
        ReadingPageRequest request;
        request.order.by = by;
        const auto page = fetchReadingPage(*empty, request);
        QVERIFY(!page);
        QVERIFY2(
            page.error().code == u"42P01"_s || page.error().code == u"3F000"_s,
            qPrintable(page.error().code));
        QVERIFY(page.error().what.contains(u"readings"_s));
    }
}

void tst_ReadingQuery::countsReadingsOfAFilter_data()
{
    QTest::addColumn<int>("number");
    for (int i = 0; i < filters().size(); ++i)
        QTest::newRow(filters().at(i).name) << i;
}

void tst_ReadingQuery::countsReadingsOfAFilter()
{
    QFETCH(const int, number);
    const NamedFilter named = filters().at(number);
    const auto count = countReadings(*m_session, named.filter);
    VERIFY_RESULT(count);
    QVERIFY(count->isExact);
    QCOMPARE(count->rows, placesOf(QString::fromLatin1(named.where), {}).size());
}

void tst_ReadingQuery::estimatesFromSummaries()
{
    for (const NamedFilter& named : filters()) {
        auto conditions = resolveReadingFilter(*m_session, named.filter);
        VERIFY_RESULT(conditions);
        const auto estimate = estimateReadings(*m_session, *conditions);
        VERIFY_RESULT(estimate);
        QCOMPARE(*estimate, placesOf(QString::fromLatin1(named.where), {}).size());
    }
    // A part of a day is only estimated; these readings don't fill theirs evenly.
    ReadingFilter hours;
    hours.instant = Instant::fromIso("2020-01-01T03:00:00Z");
    hours.until = Instant::fromIso("2020-01-01T09:00:00Z");
    const auto conditions = resolveReadingFilter(*m_session, hours);
    VERIFY_RESULT(conditions);
    const auto estimate = estimateReadings(*m_session, *conditions);
    VERIFY_RESULT(estimate);
    const auto exact = placesOf(
        u"r.occurred_at BETWEEN '2020-01-01 03:00:00+00' AND '2020-01-01 09:00:00+00'"_s, {});
    QVERIFY(*estimate > exact.size() / 3 && *estimate < exact.size() * 3);
}

QTEST_GUILESS_MAIN(tst_ReadingQuery)
#include "tst_ReadingQuery.moc"
