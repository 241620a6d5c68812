// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/EmptyReport.h"

#include "reports/ReportCatalogue.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

using Way = EmptyReport::Way;
Q_DECLARE_METATYPE(EmptyReport::Way)

/// Why a report is empty, and the way out.
class tst_EmptyReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_catalogue = ReportCatalogue::withOwn({});
        VERIFY_RESULT(m_catalogue);
        m_summary.firstAt = QDateTime(QDate(2019, 12, 10), QTime(8, 0), Qt::UTC);
        m_summary.lastAt = QDateTime(QDate(2020, 3, 10), QTime(8, 0), Qt::UTC);
    }

    void saysWhyAndOffersAWayOut_data()
    {
        QTest::addColumn<QString>("report");
        QTest::addColumn<ReportFilter>("filter");
        QTest::addColumn<bool>("isObserved");
        QTest::addColumn<QString>("heading");
        QTest::addColumn<QString>("text"); // a part of it
        QTest::addColumn<Way>("way");
        ReportFilter may;
        may.period = {QDate(2021, 5, 1), QDate(2021, 5, 31)};
        ReportFilter pump;
        pump.equipment = u"P-101"_s;
        ReportFilter pumpInMay = pump;
        pumpInMay.period = may.period;
        const QString failures = u"failures_by_equipment"_s;
        QTest::newRow("no readings in the period")
            << failures << may << false << u"There are no readings in this period"_s
            << u"from 2019-12-10 to 2020-03-10"_s << Way::WholePeriod;
        QTest::newRow("no readings of a plant")
            << failures << pump << false << u"There are no readings for these filters"_s
            << u"equipment P-101"_s << Way::ClearFilters;
        QTest::newRow("nothing of it in the period")
            << failures << may << true << u"This period has nothing to show"_s << u"none"_s
            << Way::WholePeriod;
        QTest::newRow("filters") << failures << pump << true << u"No rows match these filters"_s
                                 << u"Chosen: equipment P-101."_s << Way::ClearFilters;
        QTest::newRow("filters and a period")
            << failures << pumpInMay << true << u"No rows match these filters"_s
            << u"in a part of the period"_s << Way::ClearFilters;
        QTest::newRow("no failures") << failures << ReportFilter() << true
                                     << u"There are no failures"_s << u"severity"_s << Way::None;
        QTest::newRow("no measurements")
            << u"measurement_quartiles"_s << ReportFilter() << true
            << u"There is no temperature and no vibration to show"_s << u"“value”"_s << Way::None;
        QTest::newRow("no failure list")
            << u"failures_by_cause"_s << ReportFilter() << true << u"No failure list was loaded"_s
            << u"work orders"_s << Way::None;
        QTest::newRow("no ends") << u"downtime"_s << ReportFilter() << true
                                 << u"No failure list with an end or duration was loaded"_s
                                 << u"duration"_s << Way::None;
        QTest::newRow("nothing to look at") << u"data_findings"_s << ReportFilter() << true
                                            << u"Nothing needs a look"_s << u""_s << Way::None;
        // A filter that the report doesn't have isn't why.
        ReportFilter sensor;
        sensor.sensor = u"7"_s;
        QTest::newRow("a filter of other reports")
            << failures << sensor << true << u"There are no failures"_s << u""_s << Way::None;
    }
    void saysWhyAndOffersAWayOut()
    {
        QFETCH(QString, report);
        QFETCH(ReportFilter, filter);
        QFETCH(bool, isObserved);
        QFETCH(QString, text);
        const EmptyReport empty =
            whyEmpty(*m_catalogue->find(report), filter, isObserved, m_summary);
        QTEST(empty.heading, "heading");
        QVERIFY2(empty.text.contains(text), qPrintable(empty.text));
        QTEST(empty.way, "way");
        QCOMPARE(empty.buttonText().isEmpty(), empty.way == Way::None);
    }

    void rowsWithoutFiguresCountAsNone()
    {
        const ReportDefinition& ranges = *m_catalogue->find(u"measurement_ranges"_s);
        ReportRow row;
        for (const ReportColumn& column : ranges.columns)
            row << (column.type == ReportColumn::Type::Decimal ? QVariant() : QVariant(u"1"_s));
        QVERIFY(!lacksMeasurements(ranges, {}));
        QVERIFY(lacksMeasurements(ranges, {row, row}));
        ReportRow measured = row;
        measured[ranges.columnAt(u"vibration_mean"_s)] = u"2.50"_s;
        QVERIFY(!lacksMeasurements(ranges, {row, measured}));
        QVERIFY(!lacksMeasurements(*m_catalogue->find(u"time_between_failures"_s), {row}));
    }

private:
    Result<ReportCatalogue> m_catalogue = UserMessage();
    DataSummary m_summary;
};

QTEST_GUILESS_MAIN(tst_EmptyReport)
#include "tst_EmptyReport.moc"
