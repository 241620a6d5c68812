// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "database/connection/SqlSession.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/ReportDrill.h"
#include "reports/query/ReportQuery.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// Two pieces of equipment for 59 days. Two orders overlap, and span the end of a month; one has no
// end, one only a duration; the last one begins when the observation ends.
const QByteArray kOrders =
    "WO Number;Asset ID;Reported;Failure Mode;Root Cause;Finished;Downtime (h);Maintenance Type\n"
    "1;A;2021-01-01 00:00;Leak;Wear;2021-01-01 02:00;;Corrective\n"
    "2;A;2021-01-31 20:00;Leak;;2021-02-01 04:00;;Corrective\n"
    "3;A;2021-01-31 22:00;Leak;Wear;2021-02-01 02:00;;Corrective\n"
    "4;A;2021-02-10 00:00;;;2021-02-10 10:00;;Preventive\n"
    "5;A;2021-02-20 00:00;Seized;;;;Corrective\n"
    "6;B;2021-02-05 00:00;Seized;Wear;;6;Breakdown\n"
    "7;B;2021-03-01 00:00;Leak;Wear;2021-03-01 03:00;;Corrective\n";

} // namespace

/// Reports of failure lists, from the file to figures that were computed by hand.
class tst_DowntimeReports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_catalogue = *ReportCatalogue::builtIn();
        VERIFY_RESULT(m_server.start());
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        m_fixture->write(u"orders.csv"_s, kOrders);
        QCOMPARE(m_fixture->load().readings().loaded, 7);
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        m_session.emplace(*std::move(session));
    }

    void downtimeOfEach()
    {
        const QStringList columns{
            u"fleet"_s,
            u"failures"_s,
            u"restored"_s,
            u"note"_s,
            u"downtime_hours"_s,
            u"unplanned_hours"_s,
            u"planned_hours"_s,
            u"availability_percent"_s,
            u"inherent_percent"_s,
            u"mttr_hours"_s,
            u"median_hours"_s,
            u"nine_of_ten_hours"_s,
            u"mtbf_hours"_s,
            u"observed_hours"_s};
        QCOMPARE(
            cells(u"downtime"_s, columns),
            (QStringList{
                u"A|3|2|without-end:1:3|20.00|10.00|10.00|98.588|98.937|5.00|5.00|7.40|465.33"
                "|1416.00"_s,
                u"B|2|2||6.00|6.00|0.00|99.576|99.366|4.50|4.50|5.70|705.00|1416.00"_s}));
    }

    void downtimeOfAll()
    {
        ReportFilter filter;
        filter.choices = {{u"by"_s, u"all"_s}};
        QCOMPARE(
            cells(
                u"downtime"_s,
                {u"fleet"_s, u"equipment"_s, u"failures"_s, u"downtime_hours"_s,
                 u"availability_percent"_s, u"mttr_hours"_s},
                filter),
            QStringList(u"all-equipment|2|5|26.00|99.082|4.75"_s));
    }

    // Of the orders over the end of January, half of the downtime is in each month.
    void availabilityByMonth()
    {
        const QStringList columns{u"month"_s,
                                  u"failures"_s,
                                  u"without_end"_s,
                                  u"downtime_hours"_s,
                                  u"unplanned_hours"_s,
                                  u"planned_hours"_s,
                                  u"availability_percent"_s,
                                  u"mttr_hours"_s,
                                  u"observed_hours"_s,
                                  u"last_day"_s};
        QCOMPARE(
            cells(u"availability_by_month"_s, columns),
            (QStringList{
                u"2021-01|2|0|6.00|6.00|0.00|99.597|5.00|1488.00|2021-01-31"_s,
                u"2021-02|2|1|20.00|10.00|10.00|98.512|6.00|1344.00|2021-02-28"_s,
                u"2021-03|1|0|0.00|0.00|0.00||3.00|0.00|2021-03-31"_s}));
        // What began before a period is cut off where it begins, and isn't a failure in it.
        ReportFilter filter;
        filter.period = *Period::fromText(u"2021-02"_s);
        filter.equipment = u"A"_s;
        QCOMPARE(
            cells(u"availability_by_month"_s, columns.mid(0, 4), filter).constFirst(),
            u"2021-02|1|1|14.00"_s);
    }

    void causesAndModes()
    {
        const QStringList figures{
            u"failures"_s,         u"share_percent"_s, u"cumulative_percent"_s, u"downtime_hours"_s,
            u"downtime_percent"_s, u"mean_hours"_s,    u"without_end"_s};
        QCOMPARE(
            cells(u"failures_by_cause"_s, QStringList{u"cause"_s} + figures),
            (QStringList{
                u"Wear|4|66.7|66.7|15.00|65.2|3.75|0"_s,
                u"no cause given|2|33.3|100.0|8.00|34.8|8.00|1"_s}));
        QCOMPARE(
            cells(u"failures_by_mode"_s, QStringList{u"failure_mode"_s} + figures),
            (QStringList{
                u"Leak|4|66.7|66.7|17.00|73.9|4.25|0"_s,
                u"Seized|2|33.3|100.0|6.00|26.1|6.00|1"_s}));
        QCOMPARE(
            cells(u"causes_by_equipment"_s, {u"code"_s, u"cause"_s, u"failures"_s}),
            (QStringList{u"A|Wear|2"_s, u"A|no cause given|2"_s, u"B|Wear|2"_s}));
    }

    void causesOpenTheirFailures()
    {
        for (const QString& name :
             {u"failures_by_cause"_s, u"failures_by_mode"_s, u"causes_by_equipment"_s}) {
            const ReportDefinition report = *m_catalogue->find(name);
            const auto page = fetchReportPage(*m_session, report, {}, {}, 0, 100);
            VERIFY_RESULT(page);
            for (const ReportRow& row : page->rows) {
                const auto drill = drillDown(report, {}, row);
                QVERIFY(drill);
                QCOMPARE(drill->report, u"failure_list"_s);
                QCOMPARE(
                    cells(drill->report, {u"occurred_at"_s}, drill->filter).size(),
                    row.at(report.columnAt(u"failures"_s)).toLongLong());
            }
        }
    }

    void badActorsByDowntime()
    {
        ReportFilter filter;
        filter.choices = {{u"by"_s, u"downtime"_s}};
        QCOMPARE(
            cells(
                u"bad_actors"_s,
                {u"code"_s, u"failure_events"_s, u"downtime_hours"_s, u"verdict"_s,
                 u"share_percent"_s},
                filter),
            (QStringList{u"A|3|10.00|like-the-others|62.5"_s, u"B|2|6.00|like-the-others|37.5"_s}));
    }

private:
    QStringList
    cells(const QString& name, const QStringList& columns, const ReportFilter& filter = {})
    {
        const ReportDefinition report = *m_catalogue->find(name);
        const auto page = fetchReportPage(*m_session, report, filter, {}, 0, 100);
        if (!page)
            return {page.error().toText()};
        QStringList rows;
        for (const ReportRow& row : page->rows) {
            QStringList texts;
            for (const QString& column : columns)
                texts << row.at(report.columnAt(column)).toString();
            rows << texts.join(u'|');
        }
        return rows;
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    std::optional<SqlSession> m_session;
    std::optional<ReportCatalogue> m_catalogue;
};

QTEST_GUILESS_MAIN(tst_DowntimeReports)
#include "tst_DowntimeReports.moc"
