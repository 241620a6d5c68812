// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loading/LoadFixture.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/ReportQuery.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QMap>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// Since when equipment is observed, by the date at which it went into service.
class tst_InService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_catalogue = *ReportCatalogue::builtIn();
        VERIFY_RESULT(m_server.start());
    }
    void init()
    {
        auto made = LoadFixture::make(m_server);
        VERIFY_RESULT(made);
        m_data = std::move(made).value();
    }

    void readsEachName_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("inService");
        const QString day = u"2015-03-01 00:00:00"_s;
        for (const char* const name :
             {"in service", "In_Service", "Commissioned", "commissioning-date", "installed",
              "start-up date"})
            QTest::newRow(name) << QByteArray(name) << QByteArray("2015-03-01") << day;
        QTest::newRow("time") << QByteArray("in service") << QByteArray(" 2015-03-01T06:30 ")
                              << u"2015-03-01 06:30:00"_s;
        QTest::newRow("no such day")
            << QByteArray("in service") << QByteArray("2015-02-30") << QString();
        QTest::newRow("words") << QByteArray("in service") << QByteArray("yes") << QString();
        QTest::newRow("another name")
            << QByteArray("last service") << QByteArray("2015-03-01") << QString();
    }

    void readsEachName()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(QString, inService);
        m_data->write(u"equipment.csv"_s, "equipment_id;code;" + name + "\n1;A;" + value + "\n");
        writeFailures();
        QCOMPARE(m_data->load().outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(m_data->ask("SELECT in_service FROM faultline.known_equipment"), inService);
    }

    // A log of failures from 11 January on. A is older than it, B is newer, C has no date.
    void observesFromThen()
    {
        m_data->write(
            u"equipment.csv"_s,
            "equipment_id;code;in service\n1;A;2020-01-01\n2;B;2020-01-16\n3;C;\n");
        writeFailures();
        QCOMPARE(m_data->load().outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(observed(u"A"_s), u"720.0 34.29 21"_s);
        QCOMPARE(observed(u"B"_s), u"360.0 180.00 2"_s);
        QCOMPARE(observed(u"C"_s), u"480.0  0"_s);
        // From the start of a period, but B from when it was there.
        QCOMPARE(observed(u"A"_s, u"2020-01-13.."_s), u"432.0 22.74 19"_s);
        QCOMPARE(observed(u"B"_s, u"2020-01-13.."_s), u"360.0 180.00 2"_s);
        QCOMPARE(observed(u"B"_s, u"..2020-01-15"_s), u"  0"_s);
        // The first times are whole: a new system's life.
        QCOMPARE(row("life_distribution", u"B"_s)[u"intervals"_s], u"2"_s);
    }

    // A plant that reports each day: nothing is known from before.
    void regularPlantIsObservedFromItsFirstReading()
    {
        m_data->write(
            u"equipment.csv"_s, "equipment_id;code;commissioned\n1;A;2010-01-01\n2;B;2020-01-11\n");
        m_data->write(u"sensors.csv"_s, "equipment_id;sensor_id\n1;1\n2;2\n");
        QByteArray log;
        for (int day = 1; day <= 21; ++day) {
            for (const char* const sensor : {"1", "2"}) {
                log += "[2020-01-" + QByteArray::number(day).rightJustified(2, '0')
                       + " 00:00:00]\tINFO\tsensor[" + sensor + "]:\t(temperature\t1)\n";
            }
        }
        m_data->write(u"a.log"_s, log);
        QCOMPARE(m_data->load().outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(observed(u"A"_s), u"480.0  0"_s);
        QCOMPARE(observed(u"B"_s), u"240.0  0"_s);
    }

    void findsDatesThatCannotBeRight()
    {
        m_data->write(
            u"equipment.csv"_s, "equipment_id;code;in service\n1;A;2020-01-20\n2;B;2999-01-01\n"
                                "3;C;1.3.2015\n4;D;2019-01-01\n");
        writeFailures();
        const LoadReceipt receipt = m_data->load();
        QStringList codes;
        for (const UserMessage& finding : receipt.findings)
            codes << finding.code;
        QVERIFY2(codes.contains(u"in-service-dates"_s), qPrintable(codes.join(u' ')));
        QCOMPARE(
            m_data->ask("SELECT string_agg(detail, '; ' ORDER BY equipment_key)"
                        " FROM faultline.data_findings() WHERE finding = 'in-service-date'"),
            u"2020-01-20 is after its first failure, 2020-01-11; 2999-01-01 is in the future;"
            " 1.3.2015 can't be read"_s);
        // Not in service yet: not observed.
        QCOMPARE(observed(u"B"_s), u"  0"_s);
    }

private:
    using Row = QMap<QString, QString>;

    // Equipment 1 each day from 11 to 31 January at 00:00, and two of equipment 2.
    void writeFailures() const
    {
        QByteArray table = "time;equipment;failure mode\n";
        for (int day = 11; day <= 31; ++day)
            table += "2020-01-" + QByteArray::number(day) + " 00:00:00;1;x\n";
        table += "2020-01-18 00:00:00;2;x\n2020-01-22 00:00:00;2;x\n";
        m_data->write(u"failures.csv"_s, table);
    }

    Row row(const char* report, const QString& code, const QString& period = {}) const
    {
        auto session = SqlSession::open(m_data->settings());
        const ReportDefinition& definition = *m_catalogue->find(QString::fromLatin1(report));
        ReportFilter filter;
        filter.period = *Period::fromText(period);
        Row found;
        const auto read =
            forEachReportRow(*session, definition, filter, {}, [&](const ReportRow& cells) {
                Row row;
                for (qsizetype i = 0; i < cells.size(); ++i)
                    row.insert(definition.columns[i].name, cells[i].toString());
                if (row[u"code"_s] == code)
                    found = row;
                return Result<void>();
            });
        if (!read)
            QTest::qFail(qPrintable(read.error().toText()), __FILE__, __LINE__);
        return found;
    }

    // Hours, MTBF and failures.
    QString observed(const QString& code, const QString& period = {}) const
    {
        const Row cells = row("time_between_failures", code, period);
        return cells[u"observed_hours"_s] + u' ' + cells[u"mtbf_hours"_s] + u' '
               + cells[u"failure_events"_s];
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_data;
    std::optional<ReportCatalogue> m_catalogue;
};

QTEST_GUILESS_MAIN(tst_InService)
#include "tst_InService.moc"
