// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loading/LoadFixture.h"
#include "exporting/ReportExport.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/FilterCheck.h"
#include "reports/query/PlantColumn.h"
#include "reports/query/ReportDrill.h"
#include "reports/query/ReportResult.h"
#include "reports/readings/ReadingCount.h"
#include "reports/readings/ReadingQuery.h"
#include "reports/readings/RejectedLineQuery.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QBuffer>
#include <QTest>

#include <array>
#include <map>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

const QStringList kNames{u"vessel-7"_s, u"Vessel 9"_s};

// Both plants number their sensors and equipment alike, and share codes and a group.
void writePlant(const LoadFixture& files, int plant)
{
    const QString folder = kNames.at(plant) + u'/';
    files.write(
        folder + u"equipment.json"_s, plant == 0
                                          ? R"([{"equipment_id":1,"code":"PUMP","group_name":"ONE"},
                         {"equipment_id":2,"code":"FAN","group_name":"TWO"},
                         {"equipment_id":3,"code":"IDLE"}])"
                                          : R"([{"equipment_id":1,"code":"FAN","group_name":"ONE"},
                         {"equipment_id":2,"code":"PUMP","group_name":"ONE"}])");
    files.write(
        folder + u"sensors.csv"_s, plant == 0 ? "equipment_id;sensor_id\n1;10\n1;11\n2;20\n3;30\n"
                                              : "equipment_id;sensor_id\n1;10\n2;20\n2;21\n");
    // Sensor 99 isn't in either map; the plants log at different times, and at equal ones.
    QByteArray log = plant == 0 ? "[2020-01-05 00:00:00]\tINFO\tsensor[10]:\t(temperature\t1)\n"
                                : "[2020-02-20 12:00:00]\tINFO\tsensor[10]:\t(temperature\t1)\n";
    const QList<int> sensors = plant == 0 ? QList<int>{10, 11, 20, 99} : QList<int>{10, 20, 21, 99};
    for (int i = 0; i < 60; ++i) {
        const int day = 1 + (i * (plant == 0 ? 5 : 7)) % 27;
        log += QStringLiteral(
                   "[2020-%1-%2 %3:15:00]\t%4\tsensor[%5]:\t(temperature\t%6, vibration\t%7)\n")
                   .arg(3 + i / 25, 2, 10, QChar(u'0'))
                   .arg(day, 2, 10, QChar(u'0'))
                   .arg(i % 24, 2, 10, QChar(u'0'))
                   .arg(i % 5 == 4 ? u"WARNING"_s : u"ERROR"_s)
                   .arg(sensors.at(i % 3 == 0 ? 0 : i % 4))
                   .arg(20.5 + i + plant)
                   .arg(i * 0.25)
                   .toLatin1();
    }
    if (plant == 0)
        log += "no reading\n";
    log += plant == 0 ? "[2020-05-03 10:00:00]\tINFO\tsensor[11]:\t(temperature\t1)\n"
                      : "[2020-06-01 00:00:00]\tINFO\tsensor[11]:\t(temperature\t1)\n";
    files.write(folder + u"readings.log"_s, log);
}

} // namespace

/// Reports, readings and rejected lines of a database with two plants that use the same names.
class tst_PlantReports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void chosenPlantIsAsAlone_data();
    void chosenPlantIsAsAlone();
    void plantsAddUp_data();
    void plantsAddUp();
    void bothPlantsAreAll();
    void columnIsThereForSeveralPlantsOnly();
    void sumsAreThoseOfThePlants();
    void drillsIntoThePlant();
    void chartsTellThePlantsApart();
    void listsPlants();
    void readingsHaveAPlant();
    void rejectedLinesHaveAPlant();
    void filterNamesAPlant();

private:
    std::unique_ptr<LoadFixture> make(const QList<int>& plants);
    // The rows of a report without the column Plant, as text.
    QStringList rows(const LoadFixture& data, const QString& name, const ReportFilter& filter);

    TemporaryServer m_server;
    std::optional<ReportCatalogue> m_catalogue;
    std::array<std::unique_ptr<LoadFixture>, 2> m_alone;
    std::array<std::unique_ptr<LoadFixture>, 2> m_both; ///< Loaded in both orders.
    std::map<const LoadFixture*, std::optional<SqlSession>> m_sessions;
};

std::unique_ptr<LoadFixture> tst_PlantReports::make(const QList<int>& plants)
{
    auto made = LoadFixture::make(m_server);
    if (!made)
        qFatal("%s", qPrintable(made.error().toText()));
    for (const int plant : plants) {
        writePlant(**made, plant);
        LoadOptions options;
        options.plant.name = kNames.at(plant);
        const LoadReceipt receipt = (*made)->load((*made)->path(kNames.at(plant)), options);
        if (receipt.outcome != LoadReceipt::Outcome::Succeeded)
            qFatal("the load failed");
    }
    return *std::move(made);
}

QStringList
tst_PlantReports::rows(const LoadFixture& data, const QString& name, const ReportFilter& filter)
{
    auto& session = m_sessions[&data];
    if (!session) {
        auto opened = SqlSession::open(data.settings());
        if (!opened)
            return {opened.error().toText()};
        session.emplace(*std::move(opened));
    }
    const ReportDefinition report = shownReport(*m_catalogue->find(name), false);
    QStringList texts;
    const auto read = forEachReportRow(*session, report, filter, {}, [&](const ReportRow& row) {
        QStringList values;
        for (const QVariant& value : row) {
            const auto instant = instantOf(value);
            // Only the folder of the fixture differs.
            values
                << (instant ? instant->toIso()
                            : value.toString().remove(data.folder().section(u'/', 0, -2)));
        }
        texts << values.join(u'|');
        return Result<void>();
    });
    return read ? texts : QStringList{read.error().toText()};
}

void tst_PlantReports::initTestCase()
{
    m_catalogue = *ReportCatalogue::builtIn();
    VERIFY_RESULT(m_server.start());
    m_alone = {make({0}), make({1})};
    m_both = {make({0, 1}), make({1, 0})};
}

void tst_PlantReports::chosenPlantIsAsAlone_data()
{
    QTest::addColumn<QString>("report");
    QTest::addColumn<QString>("period");
    QTest::addColumn<int>("burst");
    for (const ReportDefinition& report : m_catalogue->reports()) {
        for (const char* period :
             {"all", "2020-03", "2020-02-25..2020-05-10", "2020-05-20..2020-06"})
            QTest::addRow("%s, %s", qPrintable(report.name), period)
                << report.name << QString::fromLatin1(period) << 0;
        if (report.filters.contains(FilterKind::Burst))
            QTest::addRow("%s, burst", qPrintable(report.name)) << report.name << u"all"_s << 600;
    }
}

void tst_PlantReports::chosenPlantIsAsAlone()
{
    QFETCH(QString, report);
    QFETCH(QString, period);
    QFETCH(int, burst);
    ReportFilter filter;
    filter.period = *Period::fromText(period);
    filter.burstMinutes = burst;
    QList<ReportFilter> filters{filter};
    filters << filter;
    filters.last().group = u"ONE"_s;
    filters << filter;
    filters.last().equipment = u"PUMP"_s;
    filters << filter;
    filters.last().sensor = u"10"_s;
    const ReportDefinition& definition = *m_catalogue->find(report);
    for (const ReportChoice& choice : definition.choices) {
        filters << filter;
        filters.last().choices.insert(choice.name, choice.values.constLast().name);
    }
    for (const ReportFilter& each : std::as_const(filters)) {
        for (int plant = 0; plant < 2; ++plant) {
            const QStringList expected = rows(*m_alone.at(plant), report, each);
            ReportFilter chosen = each;
            chosen.plants = {kNames.at(plant)};
            for (const auto& both : m_both)
                QCOMPARE(rows(*both, report, chosen), expected);
        }
    }
}

// Rows about a plant's equipment are the same whether or not it is chosen.
void tst_PlantReports::plantsAddUp_data()
{
    QTest::addColumn<QString>("report");
    for (const char* name :
         {"failures_by_group", "sensors", "failures_by_month", "time_between_failures",
          "failure_events", "records_by_severity", "records_without_equipment",
          "measurement_ranges", "measurement_quartiles", "average_failures_by_group", "plants"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void tst_PlantReports::plantsAddUp()
{
    QFETCH(QString, report);
    QStringList expected = rows(*m_alone.at(0), report, {}) + rows(*m_alone.at(1), report, {});
    QStringList all = rows(*m_both.at(0), report, {});
    QVERIFY(!all.isEmpty());
    expected.sort();
    all.sort();
    QCOMPARE(all, expected);
}

void tst_PlantReports::bothPlantsAreAll()
{
    ReportFilter both;
    both.plants = kNames;
    for (const ReportDefinition& report : m_catalogue->reports())
        QCOMPARE(rows(*m_both.at(0), report.name, both), rows(*m_both.at(1), report.name, {}));
}

void tst_PlantReports::columnIsThereForSeveralPlantsOnly()
{
    const auto csv = [this](const LoadFixture& data, const char* name) {
        auto session = SqlSession::open(data.settings());
        if (!session)
            return session.error().toText().toUtf8();
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        const auto written = writeReport(
            *session, *m_catalogue->find(QString::fromLatin1(name)), {}, {}, buffer, {});
        return written ? buffer.data() : written.error().toText().toUtf8();
    };
    for (const char* name :
         {"failures_by_equipment", "failures_by_group", "sensors", "failures_by_month",
          "time_between_failures", "failure_events", "records_by_severity",
          "records_without_equipment", "measurement_ranges", "measurement_quartiles"}) {
        QVERIFY2(!csv(*m_alone.at(0), name).contains("vessel"), name);
        QVERIFY2(csv(*m_both.at(0), name).startsWith("plant,"), name);
        QVERIFY2(csv(*m_both.at(0), name).contains("vessel-7"), name);
        QVERIFY2(csv(*m_both.at(0), name).contains("Vessel 9"), name);
    }
    for (const char* name : {"totals", "failure_trend", "failures_by_hour"})
        QVERIFY2(!csv(*m_both.at(0), name).toLower().contains("vessel"), name);
}

void tst_PlantReports::sumsAreThoseOfThePlants()
{
    const auto figure = [this](const LoadFixture& data, const QString& metric) {
        for (const QString& row : rows(data, u"totals"_s, {})) {
            if (row.startsWith(metric + u'|'))
                return row.mid(metric.size() + 1).toInt();
        }
        return -1;
    };
    for (const char* metric : {"error_records", "failure_events", "equipment_that_failed"}) {
        const QString name = QString::fromLatin1(metric);
        const int sum = figure(*m_alone.at(0), name) + figure(*m_alone.at(1), name);
        QVERIFY(sum > 3);
        for (const auto& both : m_both)
            QCOMPARE(figure(*both, name), sum);
    }
}

void tst_PlantReports::drillsIntoThePlant()
{
    auto session = SqlSession::open(m_both.at(0)->settings());
    VERIFY_RESULT(session);
    const ReportDefinition report = *m_catalogue->find(u"failures_by_equipment"_s);
    const auto page = fetchReportPage(*session, report, {}, {}, 0, 100);
    VERIFY_RESULT(page);
    QCOMPARE(page->rows.size(), 5);
    for (const ReportRow& row : page->rows) {
        const auto drill = drillDown(report, {}, row);
        QVERIFY(drill.has_value());
        QCOMPARE(drill->filter.plants, QStringList{row.at(0).toString()});
        QVERIFY(drill->label.contains(row.at(0).toString()));
    }
    // Without the column there is no plant to pass on.
    const ReportDefinition shown = shownReport(report, false);
    const auto drill = drillDown(shown, {}, page->rows.constFirst().mid(1));
    QVERIFY(drill.has_value());
    QCOMPARE(drill->filter.plants, QStringList());
}

void tst_PlantReports::chartsTellThePlantsApart()
{
    auto session = SqlSession::open(m_both.at(0)->settings());
    VERIFY_RESULT(session);
    for (const char* name :
         {"failures_by_equipment", "failures_by_month", "time_between_failures"}) {
        const ReportDefinition report = *m_catalogue->find(QString::fromLatin1(name));
        const auto result = fetchReportResult(*session, {report, {}, {}, true});
        VERIFY_RESULT(result);
        const ChartData& chart = result->chart->figures.constFirst();
        const QStringList& names = chart.rows.isEmpty() ? chart.categories : chart.rows;
        QVERIFY2(names.contains(u"PUMP · vessel-7"_s), qPrintable(names.join(u',')));
        QVERIFY2(names.contains(u"PUMP · Vessel 9"_s), qPrintable(names.join(u',')));
    }
}

void tst_PlantReports::listsPlants()
{
    for (int plant = 0; plant < 2; ++plant) {
        const QStringList alone = rows(*m_alone.at(plant), u"plants"_s, {});
        QCOMPARE(alone.size(), 1);
        QVERIFY(alone.constFirst().startsWith(kNames.at(plant) + u'|'));
        const QStringList fields = alone.constFirst().split(u'|');
        const QStringList totals = rows(*m_alone.at(plant), u"totals"_s, {});
        QCOMPARE(u"failure_events|"_s + fields.at(1), totals.at(1));
        QCOMPARE(u"equipment_that_failed|"_s + fields.at(3), totals.at(2));
        const double events = fields.at(1).toDouble();
        const double hours = fields.at(6).toDouble();
        QVERIFY(qAbs(fields.at(4).toDouble() * 24 * fields.at(2).toInt() / events - hours) < 5);
    }
    QCOMPARE(rows(*m_both.at(0), u"plants"_s, {}).size(), 2);
}

void tst_PlantReports::readingsHaveAPlant()
{
    auto session = SqlSession::open(m_both.at(0)->settings());
    VERIFY_RESULT(session);
    qint64 all = 0;
    for (int plant = 0; plant < 2; ++plant) {
        ReadingPageRequest request;
        request.filter.plants = {kNames.at(plant)};
        const auto page = fetchReadingPage(*session, request);
        VERIFY_RESULT(page);
        QVERIFY(!page->rows.isEmpty());
        for (const StoredReading& reading : page->rows)
            QCOMPARE(reading.plant, kNames.at(plant));
        const auto count = countReadings(*session, request.filter);
        VERIFY_RESULT(count);
        QCOMPARE(count->rows, page->rows.size());
        all += count->rows;
        request.filter.equipment = u"PUMP"_s;
        const auto pumps = fetchReadingPage(*session, request);
        VERIFY_RESULT(pumps);
        for (const StoredReading& reading : pumps->rows)
            QCOMPARE(reading.plant, kNames.at(plant));
    }
    QCOMPARE(*countAllReadings(*session), all);
}

void tst_PlantReports::rejectedLinesHaveAPlant()
{
    auto session = SqlSession::open(m_both.at(1)->settings());
    VERIFY_RESULT(session);
    for (int plant = 0; plant < 2; ++plant) {
        RejectedLineFilter filter;
        filter.plants = {kNames.at(plant)};
        const auto lines = fetchRejectedLines(*session, filter, {}, 10);
        VERIFY_RESULT(lines);
        QCOMPARE(lines->size(), plant == 0 ? 1 : 0);
        for (const StoredRejectedLine& line : *lines)
            QCOMPARE(line.plant, kNames.at(plant));
        const auto counts = countRejectedLines(*session, filter);
        VERIFY_RESULT(counts);
        QCOMPARE(counts->lines, lines->size());
    }
}

void tst_PlantReports::filterNamesAPlant()
{
    auto session = SqlSession::open(m_both.at(0)->settings());
    VERIFY_RESULT(session);
    ReportFilter filter;
    filter.plants = {u"VESSEL-7"_s, u"vessel-7"_s};
    const auto known = checkFilterValues(*session, filter);
    VERIFY_RESULT(known);
    QCOMPARE(known->plants, QStringList{u"vessel-7"_s});
    filter.group = u"TWO"_s;
    VERIFY_RESULT(checkFilterValues(*session, filter));
    filter.plants = {u"Vessel 9"_s}; // only the other plant has this group
    QCOMPARE(checkFilterValues(*session, filter).error().code, u"group"_s);
    filter.plants = {u"Vessel 8"_s};
    const auto none = checkFilterValues(*session, filter);
    QVERIFY(!none.ok());
    QCOMPARE(none.error().code, u"plant"_s);
    QVERIFY(none.error().remedy.contains(u"Vessel 9"_s));
}

QTEST_GUILESS_MAIN(tst_PlantReports)
#include "tst_PlantReports.moc"
