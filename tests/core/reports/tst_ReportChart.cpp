// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ReportCatalogue.h"
#include "reports/definition/ReportParser.h"
#include "reports/query/ReportResult.h"

#include "support/PeakMemory.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr int kMonths = 50;

// 45,000 rows, one for each piece of equipment and month: four years of 900 pieces of equipment.
// Those with the most failures come last. `rest` follows "chart: ".
ReportDefinition largeReport(const QString& rest, int equipmentCount = 900)
{
    const auto report = parseReport(
        u"large"_s,
        u"-- title: Large\n-- section: S\n-- explanation: E.\n"
        "-- column code: Equipment | text\n-- column month: Month | text\n"
        "-- column events: Events | integer sum\n-- column records: Records | integer\n"
        "-- chart: "_s
            + rest
            + u"\nSELECT 'E' || to_char(e, 'FM99990000') AS code, 'M' || to_char(m, 'FM00')"
              " AS month, e AS events, %1 - e AS records"
              " FROM generate_series(1, %1) e, generate_series(1, %2) m"
              " ORDER BY e, m"_s.arg(equipmentCount)
                  .arg(kMonths));
    return report ? *report : ReportDefinition{};
}

} // namespace

/// Charts of reports longer than the kept rows: they cover all rows.
class tst_ReportChart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        VERIFY_RESULT(m_server.start());
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        VERIFY_RESULT(fillWithReportFixture(*settings));
        auto session = SqlSession::open(*settings);
        VERIFY_RESULT(session);
        m_session.emplace(*std::move(session));
    }
    void cleanupTestCase() { m_session.reset(); }

    void heatmapKeepsTheRowsWithTheMost();
    void paretoIsOfAllRows();
    void longTrendIsCutAndSaysSo();
    void wideHeatmapKeepsFewerRows();
    void tooManyCells();
    void shortReportIsDrawnWhole();
    void rowsComeWithTheChart();
    void orderOfTheTableLeavesTheChart();
    void periodWithoutReadings();
    void longReportContinuesPageByPage();
    void memoryIsFlat();

private:
    Result<ReportChart> fetchChart(const ReportDefinition& report)
    {
        const auto result = fetchReportResult(*m_session, {report, {}, {}, true});
        return result ? Result<ReportChart>(*result->chart) : result.error();
    }

    TemporaryServer m_server;
    std::optional<SqlSession> m_session;
};

void tst_ReportChart::heatmapKeepsTheRowsWithTheMost()
{
    const auto chart =
        fetchChart(largeReport(u"heatmap | category month | row code | value events, records"_s));
    VERIFY_RESULT(chart);
    QCOMPARE(chart->figures.size(), 2);
    const ChartData& events = chart->figures.at(0);
    QCOMPARE(events.rows.size(), kMaxHeatmapRows);
    QCOMPARE(events.rows.constFirst(), u"E0861"_s);
    QCOMPARE(events.rows.constLast(), u"E0900"_s);
    QCOMPARE(events.categories.size(), kMonths);
    QCOMPARE(events.marks.size(), kMaxHeatmapRows * kMonths);
    QCOMPARE(events.note, u"The 40 rows with the largest sums, of 900"_s);
    // By another figure, others are largest.
    QCOMPARE(chart->figures.at(1).rows.constFirst(), u"E0001"_s);
    // The row behind each cell, and no others.
    QCOMPARE(chart->rows.size(), 2 * kMaxHeatmapRows * kMonths);
    for (const ChartData& figure : chart->figures) {
        for (const ChartData::Mark& mark : figure.marks) {
            const ReportRow row = chart->rows.value(mark.tableRow);
            QCOMPARE(row.at(0).toString(), figure.rows.at(mark.row));
            QCOMPARE(row.at(1).toString(), figure.categories.at(mark.category));
        }
    }
}

void tst_ReportChart::paretoIsOfAllRows()
{
    const auto chart = fetchChart(largeReport(u"pareto | category code | value events"_s));
    VERIFY_RESULT(chart);
    const ChartData& data = chart->figures.at(0);
    QCOMPARE(data.total, 900.0 * 901 / 2 * kMonths);
    QCOMPARE(data.categories.constFirst(), u"E0900"_s);
    QCOMPARE(data.marks.size(), kMaxChartCategories);
    QVERIFY2(data.note.contains(QLocale().toString(45'000)), qPrintable(data.note));
    QCOMPARE(chart->rows.value(data.marks.at(0).tableRow).at(0).toString(), u"E0900"_s);
}

void tst_ReportChart::longTrendIsCutAndSaysSo()
{
    const auto chart = fetchChart(largeReport(u"trend | category code | value events"_s));
    VERIFY_RESULT(chart);
    const ChartData& data = chart->figures.at(0);
    QCOMPARE(data.marks.size(), kMaxChartMarks);
    QCOMPARE(
        data.note, u"The first %1 of %2 are shown"_s.arg(
                       QLocale().toString(kMaxChartMarks), QLocale().toString(45'000)));
    QCOMPARE(chart->rows.size(), kMaxChartMarks);
}

// Forty rows of them would exceed the maximum number of cells.
void tst_ReportChart::wideHeatmapKeepsFewerRows()
{
    const auto chart =
        fetchChart(largeReport(u"heatmap | category code | row month | value events"_s, 1000));
    VERIFY_RESULT(chart);
    const ChartData& data = chart->figures.at(0);
    QCOMPARE(data.categories.size(), 1000);
    QCOMPARE(data.marks.size(), kMaxChartMarks);
    QCOMPARE(data.note, u"The 20 rows with the largest sums, of 50"_s);
}

void tst_ReportChart::tooManyCells()
{
    const auto chart =
        fetchChart(largeReport(u"heatmap | category month | row code | value events"_s, 20'001));
    VERIFY_RESULT(chart);
    QVERIFY(chart->figures.at(0).isEmpty());
    QVERIFY(!chart->figures.at(0).note.isEmpty());
    QVERIFY(chart->rows.isEmpty());
}

void tst_ReportChart::shortReportIsDrawnWhole()
{
    const ReportDefinition report =
        largeReport(u"heatmap | category month | row code | value events"_s, 2);
    const auto chart = fetchChart(report);
    VERIFY_RESULT(chart);
    QVERIFY(chart->figures.at(0).note.isEmpty());
    QCOMPARE(chart->rows.size(), 2 * kMonths);
    const auto page = fetchReportPage(*m_session, report, {}, {}, 0, 1000);
    VERIFY_RESULT(page);
    QCOMPARE(chart->rows.values(), page->rows);
    // The session isn't in a transaction.
    auto state = m_session->execute(u"SELECT now() = statement_timestamp()"_s);
    QVERIFY(state.ok() && state->next() && state->value(0).toBool());
}

// One run of the report returns all three.
void tst_ReportChart::rowsComeWithTheChart()
{
    const ReportDefinition report = largeReport(u"pareto | category code | value events"_s, 20);
    const auto result = fetchReportResult(*m_session, {report, {}, {}, true, 10});
    VERIFY_RESULT(result);
    const auto page = fetchReportPage(*m_session, report, {}, {}, 0, 20 * kMonths);
    VERIFY_RESULT(page);
    QCOMPARE(result->page.rows, page->rows);
    QVERIFY(result->page.isLast);
    const auto totals = fetchReportTotals(*m_session, report, {});
    VERIFY_RESULT(totals);
    QCOMPARE(result->totals->rows, totals->rows);
    QCOMPARE(result->totals->sums, totals->sums);
    QVERIFY(!totals->sums.isEmpty());
}

void tst_ReportChart::orderOfTheTableLeavesTheChart()
{
    const ReportDefinition report = largeReport(u"trend | category code | value events"_s, 20);
    const ReportOrder order{2, true};
    const auto result = fetchReportResult(*m_session, {report, {}, order, true, 10});
    VERIFY_RESULT(result);
    const auto page = fetchReportPage(*m_session, report, {}, order, 0, 10);
    VERIFY_RESULT(page);
    QCOMPARE(result->page.rows, page->rows);
    QVERIFY(!result->page.isLast);
    // The chart uses the report's own order.
    QCOMPARE(result->chart->figures.at(0).categories.constFirst(), u"E0001"_s);
    QCOMPARE(result->totals->rows, 20 * kMonths);
    // Without a chart, only the rows.
    const auto rows = fetchReportResult(*m_session, {report, {}, order, false, 10});
    VERIFY_RESULT(rows);
    QCOMPARE(rows->page.rows, page->rows);
    QVERIFY(!rows->chart && !rows->totals);
}

// A count of 0 would wrongly say that nothing failed.
void tst_ReportChart::periodWithoutReadings()
{
    const auto catalogue = ReportCatalogue::builtIn();
    VERIFY_RESULT(catalogue);
    const ReportDefinition& report = *catalogue->find(u"failures_by_equipment"_s);
    ReportFilter filter;
    const auto ask = [&](const QString& period) {
        filter.period = *Period::fromText(period);
        const auto result = fetchReportResult(*m_session, {report, filter, {}, true});
        if (!result)
            qFatal("%s", whyNot(result).constData());
        return *result;
    };
    QVERIFY(ask(u"2020-02"_s).isObserved);
    QVERIFY(ask(u"2019.."_s).isObserved);
    QVERIFY(ask(u"..2020"_s).isObserved);
    // A person's report may count something other than readings.
    filter.period = *Period::fromText(u"2019"_s);
    for (const bool withChart : {true, false}) {
        const auto own = fetchReportResult(*m_session, {report, filter, {}, withChart, 200, false});
        VERIFY_RESULT(own);
        QVERIFY(own->isObserved && !own->page.rows.isEmpty());
    }
    for (const QString& period : {u"2019"_s, u"2100.."_s, u"..1999-12-31"_s}) {
        const ReportResult result = ask(period);
        QVERIFY2(!result.isObserved && result.page.rows.isEmpty(), qPrintable(period));
    }
}

// Rows beyond the kept ones arrive page by page, without a gap.
void tst_ReportChart::longReportContinuesPageByPage()
{
    const ReportDefinition report = largeReport(u"pareto | category code | value events"_s, 6000);
    const auto result = fetchReportResult(*m_session, {report, {}, {}, true, 10});
    VERIFY_RESULT(result);
    QVERIFY(!result->page.isLast);
    QCOMPARE(result->totals->rows, 6000 * kMonths);
    const qsizetype kept = result->page.rows.size();
    QVERIFY(kept >= 10 && kept < 6000 * kMonths);
    const auto before = fetchReportPage(*m_session, report, {}, {}, kept - 1, 2);
    VERIFY_RESULT(before);
    QCOMPARE(before->rows.constFirst(), result->page.rows.constLast());
}

void tst_ReportChart::memoryIsFlat()
{
    const ReportDefinition report = largeReport(u"pareto | category code | value events"_s, 6000);
    const PeakMemory memory;
    VERIFY_RESULT(fetchChart(report));
    // These 300,000 rows would take about 100 MiB.
    constexpr qint64 kMax = 40 * 1024 * 1024;
    QVERIFY2(memory.growth() < kMax, qPrintable(QString::number(memory.growth())));
}

QTEST_GUILESS_MAIN(tst_ReportChart)
#include "tst_ReportChart.moc"
