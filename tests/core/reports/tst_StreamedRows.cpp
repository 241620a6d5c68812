// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/streamed/StreamedRows.h"

#include "core/loading/LoadFixture.h"
#include "reports/ReportCatalogue.h"
#include "reports/custom/OwnReports.h"
#include "reports/query/ReportQuery.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

const QStringList kPlants{u"Oslo"_s, u"Lima"_s};
constexpr int kLines = 9000;
constexpr int kSensors = 8;
constexpr qint64 kDays = 90;

// Some equipment fails all the time, some rarely, and two at once; both plants use the same names.
void writePlant(const LoadFixture& files, int plant)
{
    const QString folder = kPlants.at(plant) + u'/';
    files.write(
        folder + u"equipment.json"_s, R"([{"equipment_id":1,"code":"PUMP","group_name":"ONE"},
        {"equipment_id":2,"code":"FAN","group_name":"TWO"},{"equipment_id":10,"code":"FAN"},
        {"equipment_id":4,"code":"ärm","group_name":"TWO"},{"equipment_id":5,"code":"IDLE"}])");
    files.write(
        folder + u"sensors.csv"_s,
        "equipment_id;sensor_id\n1;1\n1;2\n2;3\n10;4\n4;5\n7;6\n2;7\n4;8\n");
    std::mt19937 random(static_cast<unsigned>(7 + plant));
    std::uniform_int_distribution<int> sensor(1, kSensors);
    std::uniform_int_distribution<qint64> second(0, kDays * 86'400);
    std::uniform_int_distribution<int> rarely(0, 400);
    const QDateTime start(QDate(2020, 2, 1), QTime(0, 0), Qt::UTC);
    QByteArray log;
    for (int i = 0; i < kLines; ++i) {
        const int which = sensor(random);
        // Of sensors 4 and 6, nearly all records are no failures.
        const bool fails = (which != 4 && which != 6) || rarely(random) == 0;
        qint64 at = second(random);
        if (which == 5)
            at -= at % 3600; // with others at the same instant, and bursts
        log += QStringLiteral("[%1.%2]\t%3\tsensor[%4]:\t(temperature\t%5, vibration\t1)\n")
                   .arg(start.addSecs(at).toString(u"yyyy-MM-dd HH:mm:ss"_s))
                   .arg(i % 3 == 0 ? u"000"_s : u"250125"_s)
                   .arg(fails ? u"ERROR"_s : u"INFO"_s)
                   .arg(which)
                   .arg(i % 97)
                   .toLatin1();
    }
    files.write(folder + u"readings.log"_s, log);
}

QString textOf(const QVariant& value)
{
    if (const auto time = zonedTimeOf(value))
        return time->shown() + u" / "_s + time->toIso();
    return value.isNull() ? u"-"_s : value.toString();
}

QStringList textsOf(const QList<ReportRow>& rows)
{
    QStringList texts;
    for (const ReportRow& row : rows) {
        QStringList cells;
        for (const QVariant& value : row)
            cells << textOf(value);
        texts << cells.join(u'|');
    }
    return texts;
}

} // namespace

/// Rows that the program makes itself, compared with those of the report's SQL.
class tst_StreamedRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void equalsItsSql_data();
    void equalsItsSql();
    void ordersLikeItsSql_data();
    void ordersLikeItsSql();
    void pagesFollowEachOther_data();
    void pagesFollowEachOther();
    void emptyDatabaseHasNoRows();
    void endsWhenTheSinkFails();
    void ownReportsUseTheirSql();

private:
    void fill();
    QStringList rowsOf(
        const ReportDefinition& report, const ReportFilter& filter, const ReportOrder& order = {});
    ReportDefinition streamed() const { return *m_catalogue->find(u"failure_events"_s); }
    ReportDefinition bySql() const
    {
        ReportDefinition report = streamed();
        report.stream.reset();
        return report;
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_data;
    std::optional<SqlSession> m_session;
    std::optional<ReportCatalogue> m_catalogue;
};

void tst_StreamedRows::fill()
{
    for (int plant = 0; plant < kPlants.size(); ++plant) {
        writePlant(*m_data, plant);
        LoadOptions options;
        options.plant.name = kPlants.at(plant);
        options.plant.timeZone = plant == 0 ? u"Europe/Oslo"_s : u"America/Lima"_s;
        const LoadReceipt receipt = m_data->load(m_data->path(kPlants.at(plant)), options);
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
    }
}

void tst_StreamedRows::initTestCase()
{
    m_catalogue = *ReportCatalogue::builtIn();
    QVERIFY(streamed().stream);
    VERIFY_RESULT(m_server.start());
    auto made = LoadFixture::make(m_server);
    VERIFY_RESULT(made);
    m_data = *std::move(made);
    fill();
    if (QTest::currentTestFailed())
        return;
    auto session = SqlSession::open(m_data->settings());
    VERIFY_RESULT(session);
    m_session.emplace(*std::move(session));
}

QStringList tst_StreamedRows::rowsOf(
    const ReportDefinition& report, const ReportFilter& filter, const ReportOrder& order)
{
    QList<ReportRow> rows;
    const auto read =
        forEachReportRow(*m_session, report, filter, order, [&](const ReportRow& row) {
            rows << row;
            return Result<void>();
        });
    if (!read)
        return {read.error().toText()};
    return *read == rows.size() ? textsOf(rows) : QStringList{u"wrong number of rows"_s};
}

void tst_StreamedRows::equalsItsSql_data()
{
    QTest::addColumn<ReportFilter>("filter");
    const QList<std::pair<const char*, std::function<void(ReportFilter&)>>> choices{
        {"all", [](ReportFilter&) {}},
        {"plant", [](ReportFilter& filter) { filter.plants = {u"Lima"_s}; }},
        {"group", [](ReportFilter& filter) { filter.group = u"TWO"_s; }},
        {"equipment", [](ReportFilter& filter) { filter.equipment = u"FAN (#10)"_s; }},
        {"equipment of the map", [](ReportFilter& filter) { filter.equipment = u"#7"_s; }},
        {"no such group", [](ReportFilter& filter) { filter.group = u"THREE"_s; }},
        {"sensor", [](ReportFilter& filter) { filter.sensor = u"5"_s; }},
        {"rare sensor", [](ReportFilter& filter) { filter.sensor = u"6"_s; }},
        {"sensor of a plant",
         [](ReportFilter& filter) {
             filter.sensor = u"3"_s;
             filter.plants = {u"Oslo"_s};
         }},
        {"no such sensor", [](ReportFilter& filter) { filter.sensor = u"o'99"_s; }},
    };
    for (const auto& [name, choose] : choices) {
        for (const char* period :
             {"all", "2020-03", "2020-03-29", "2020-03-10..", "..2020-02-20", "2019", "2021"}) {
            for (const int burst : {0, 5, 60, 1440, 100'000}) {
                ReportFilter filter;
                filter.period = *Period::fromText(QString::fromLatin1(period));
                filter.burstMinutes = burst;
                choose(filter);
                // With a sensor, the SQL takes long.
                const bool isLong = !filter.sensor.isEmpty() && burst != 0 && burst != 60;
                if (isLong || (!filter.sensor.isEmpty() && QByteArrayView(period) != "2020-03"))
                    continue;
                QTest::addRow("%s, %s, %d min", name, period, burst) << filter;
            }
        }
    }
}

void tst_StreamedRows::equalsItsSql()
{
    QFETCH(ReportFilter, filter);
    QCOMPARE(rowsOf(streamed(), filter), rowsOf(bySql(), filter));
}

void tst_StreamedRows::ordersLikeItsSql_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<bool>("descending");
    QTest::addColumn<int>("burst");
    for (int column = 0; column < streamed().columns.size(); ++column) {
        for (const bool descending : {false, true}) {
            for (const int burst : {0, 120}) {
                QTest::addRow(
                    "%s %s, %d min", qPrintable(streamed().columns.at(column).name),
                    descending ? "down" : "up", burst)
                    << column << descending << burst;
            }
        }
    }
}

void tst_StreamedRows::ordersLikeItsSql()
{
    QFETCH(int, column);
    QFETCH(bool, descending);
    QFETCH(int, burst);
    ReportFilter filter;
    filter.burstMinutes = burst;
    const ReportOrder order{column, descending};
    const QStringList expected = rowsOf(bySql(), filter, order);
    QCOMPARE(rowsOf(streamed(), filter, order), expected);
    const auto page = fetchReportPage(*m_session, streamed(), filter, order, 150, 100);
    VERIFY_RESULT(page);
    QCOMPARE(textsOf(page->rows), expected.mid(150, 100));
}

void tst_StreamedRows::pagesFollowEachOther_data()
{
    QTest::addColumn<int>("burst");
    QTest::newRow("events") << 0;
    QTest::newRow("bursts") << 30;
}

void tst_StreamedRows::pagesFollowEachOther()
{
    QFETCH(int, burst);
    ReportFilter filter;
    filter.burstMinutes = burst;
    const QStringList all = rowsOf(bySql(), filter);
    QVERIFY(all.size() > 5000);
    for (const qint64 after :
         {qint64{0}, qint64{200}, qint64{4999}, qint64{all.size()} - 200, qint64{all.size()} - 1,
          qint64{all.size()}}) {
        const auto page = fetchReportPage(*m_session, streamed(), filter, {}, after, 200);
        VERIFY_RESULT(page);
        QCOMPARE(textsOf(page->rows), all.mid(after, 200));
        QCOMPARE(page->firstRow, after + 1);
        QCOMPARE(page->isLast, after + 200 >= all.size());
    }
    const auto count = countReportRows(*m_session, streamed(), filter);
    VERIFY_RESULT(count);
    QCOMPARE(*count, all.size());
}

void tst_StreamedRows::emptyDatabaseHasNoRows()
{
    auto empty = LoadFixture::make(m_server);
    VERIFY_RESULT(empty);
    auto session = SqlSession::open((*empty)->settings());
    VERIFY_RESULT(session);
    for (const int burst : {0, 60}) {
        ReportFilter filter;
        filter.burstMinutes = burst;
        const auto page = fetchReportPage(*session, streamed(), filter, {}, 0, 10);
        VERIFY_RESULT(page);
        QVERIFY(page->rows.isEmpty());
        QVERIFY(page->isLast);
    }
}

void tst_StreamedRows::endsWhenTheSinkFails()
{
    int seen = 0;
    const auto read = forEachReportRow(*m_session, streamed(), {}, {}, [&](const ReportRow&) {
        return ++seen == 3 ? Result<void>(UserMessage::cancelled()) : Result<void>();
    });
    QVERIFY(!read);
    QCOMPARE(read.error(), UserMessage::cancelled());
    QCOMPARE(seen, 3);
    VERIFY_RESULT(m_session->execute(u"SELECT 1"_s)); // the session can still be used
}

void tst_StreamedRows::ownReportsUseTheirSql()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"mine.sql"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "-- title: Mine\n-- section: Mine\n-- explanation: One row.\n-- streamed: failure_events\n"
        "-- column n: N | integer\nSELECT 1 AS n ORDER BY 1\n");
    file.close();
    const OwnReports own = readOwnReports(folder.path());
    QVERIFY(own.problems.isEmpty());
    QCOMPARE(own.reports.size(), 1);
    QCOMPARE(rowsOf(own.reports.constFirst(), {}), QStringList{u"1"_s});
}

QTEST_GUILESS_MAIN(tst_StreamedRows)
#include "tst_StreamedRows.moc"
