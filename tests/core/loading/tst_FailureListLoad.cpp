// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "base/Translations.h"
#include "database/connection/SqlSession.h"
#include "loading/ChosenFormats.h"
#include "loading/chunks/ReadingOrigin.h"
#include "loading/ledger/Ledger.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/PlantRemoval.h"
#include "loading/ledger/UndoLoad.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/ReportResult.h"
#include "sources/choices/FileStructure.h"
#include "sources/choices/TableEdit.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// As a maintenance system exports them. The last one is planned work.
const QByteArray kHeader = "WO Number;Asset ID;Reported;Failure Mode;Root Cause;Finished;"
                           "Downtime (h);Maintenance Type\n";
const QByteArray kOrders =
    "1001;7;2021-02-01 08:00;Seal leak;Dry run;2021-02-01 11:30;3.5;Corrective\n"
    "1002;7;2021-02-03 08:00;Seal leak;\"Wrong seal;\nno spare\";2021-02-03 10:00;;Corrective\n"
    "1003;P-9;2021-02-03 08:00;Bearing seized;;;12;Breakdown\n"
    "1004;7;2021-02-05 08:00;Coupling;Overload;2021-02-05 09:00;1;Corrective\n"
    "1005;7;2021-02-06 08:00;;;2021-02-06 09:00;;Preventive\n";

const QByteArray kList = "SELECT string_agg(concat_ws('|', code, sensor_id, severity, failure_mode,"
                         " replace(cause, chr(10), '/'), duration, planned), ' ' ORDER BY"
                         " occurred_at, code) FROM faultline.failure_list";

} // namespace

/// Failure lists, from the file to reports and back.
class tst_FailureListLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations();
        VERIFY_RESULT(m_server.start());
    }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
    }
    void cleanup()
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        QCOMPARE(discrepancies(), QStringList());
        // Each detail goes with its reading.
        QCOMPARE(
            ask("SELECT count(*) FROM faultline.failure_detail d WHERE NOT EXISTS (SELECT FROM"
                " faultline.reading r WHERE r.reading_id = d.reading_id"
                " AND (r.occurred_at, r.sensor_key, r.severity, r.plant_id)"
                " = (d.occurred_at, d.sensor_key, d.severity, d.plant_id))"),
            u"0"_s);
    }

    void ordersAreFailures()
    {
        m_fixture->write(u"orders.csv"_s, kHeader + kOrders);
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings().loaded, 5);
        QCOMPARE(receipt.loadedText(), u"5 work orders"_s);
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        const auto entry = fetchLedgerEntry(*session, LoadId{receipt.loadId});
        VERIFY_RESULT(entry);
        QVERIFY(entry->has_value());
        QCOMPARE((*entry)->receipt().loadedText(), u"5 work orders"_s);
        QCOMPARE(
            ask(kList), u"#7|7 (equipment)|FAILURE|Seal leak|Dry run|03:30:00|f "
                        "#7|7 (equipment)|FAILURE|Seal leak|Wrong seal;/no spare|02:00:00|f "
                        "P-9|P-9 (equipment)|FAILURE|Bearing seized|12:00:00|f "
                        "#7|7 (equipment)|FAILURE|Coupling|Overload|01:00:00|f "
                        "#7|7 (equipment)|PLANNED|01:00:00|t"_s);
        // Planned work is no failure.
        QCOMPARE(
            ask("SELECT string_agg(code || ' ' || occurred_at::date, ',' ORDER BY occurred_at,"
                " code) FROM faultline.failure_event_times"),
            u"#7 2021-02-01,#7 2021-02-03,P-9 2021-02-03,#7 2021-02-05"_s);
        QVERIFY(!messages(receipt).contains(u"count as a failure"_s));
    }

    void timeBetweenFailuresIsReported()
    {
        m_fixture->write(u"orders.csv"_s, kHeader + kOrders);
        m_fixture->load();
        const auto catalogue = ReportCatalogue::builtIn();
        VERIFY_RESULT(catalogue);
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        const ReportDefinition report = *catalogue->find(u"time_between_failures"_s);
        const auto result = fetchReportResult(*session, {report, {}, {}, false});
        VERIFY_RESULT(result);
        QStringList rows;
        for (const auto& row : result->page.rows)
            rows << row.at(1).toString() + u' ' + row.at(3).toString();
        QCOMPARE(rows, (QStringList{u"#7 3"_s, u"P-9 1"_s}));

        const ReportDefinition overview = *catalogue->find(u"overview"_s);
        const auto figures = fetchReportResult(*session, {overview, {}, {}, false});
        VERIFY_RESULT(figures);
        QStringList texts;
        for (const auto& row : figures->page.rows) {
            for (const auto& cell : row)
                texts << cell.toString();
        }
        QVERIFY2(
            texts.contains(u"counts-error-records:ERROR, FAILURE"_s), qPrintable(texts.join(u'|')));
    }

    void listIsAReport()
    {
        // In a plant in which it is still the day before.
        m_fixture->write(
            u"orders.csv"_s,
            kHeader + QByteArray(kOrders).replace(":00;", ":00Z;").replace(":30;", ":30Z;"));
        LoadOptions options;
        options.plant.timeZone = u"Pacific/Pago_Pago"_s;
        QCOMPARE(m_fixture->load(options).readings().loaded, 5);
        const auto catalogue = ReportCatalogue::builtIn();
        VERIFY_RESULT(catalogue);
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        const ReportDefinition report = *catalogue->find(u"failure_list"_s);
        const auto rowsFor = [&](const ReportFilter& filter) {
            const auto result = fetchReportResult(*session, {report, filter, {}, false});
            QStringList rows;
            if (!result)
                return QStringList{result.error().toText()};
            for (const auto& row : result->page.rows) {
                QStringList cells;
                // Without plant, group and times.
                for (const int column : {1, 4, 5, 7, 8})
                    cells << row.at(column).toString().replace(u'\n', u'/');
                rows << cells.join(u'|');
            }
            return rows;
        };
        QCOMPARE(
            rowsFor({}),
            (QStringList{
                u"#7|||1.00|yes"_s, u"#7|Coupling|Overload|1.00|no"_s,
                u"#7|Seal leak|Wrong seal;/no spare|2.00|no"_s, u"P-9|Bearing seized||12.00|no"_s,
                u"#7|Seal leak|Dry run|3.50|no"_s}));
        ReportFilter filter;
        filter.choices = {{u"rows"_s, u"planned"_s}};
        QCOMPARE(rowsFor(filter), QStringList{u"#7|||1.00|yes"_s});
        filter.choices = {{u"rows"_s, u"failures"_s}};
        filter.equipment = u"#7"_s;
        // Days are those of the plant.
        filter.period = *Period::fromText(u"2021-02-02"_s);
        QCOMPARE(rowsFor(filter), QStringList{u"#7|Seal leak|Wrong seal;/no spare|2.00|no"_s});
        filter = {};
        filter.sensor = u"P-9 (equipment)"_s;
        QCOMPARE(rowsFor(filter), QStringList{u"P-9|Bearing seized||12.00|no"_s});
    }

    void originalLineIsShown()
    {
        m_fixture->write(u"orders.csv"_s, kHeader + kOrders);
        m_fixture->load();
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        auto query = session->execute(
            u"SELECT d.reading_id, d.occurred_at::text FROM faultline.failure_detail d"
            " WHERE d.cause LIKE 'Wrong%'"_s,
            {});
        VERIFY_RESULT(query);
        QVERIFY(query->next());
        ReadingRow row;
        row.id = static_cast<ReadingId>(query->value(0).toLongLong());
        row.occurredAt = query->value(1).toString();
        row.sensor = u"7 (equipment)"_s;
        row.severity = u"FAILURE"_s;
        const auto loaded = fetchLoadedReading(*session, row);
        VERIFY_RESULT(loaded);
        const auto origin = findReadingOrigin(*loaded, {});
        VERIFY_RESULT(origin);
        QCOMPARE(origin->location.lineNumber, 3);
        QVERIFY(origin->location.raw.startsWith("1002;7;"));
        QVERIFY(origin->location.raw.endsWith(";Corrective"));
    }

    void secondLoadAddsNothing()
    {
        m_fixture->write(u"orders.csv"_s, kHeader + kOrders);
        m_fixture->load();
        const QString before = contents();
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        QCOMPARE(contents(), before);
        // Rows that differ only in what they say about the failure are others.
        m_fixture->write(
            u"more.csv"_s,
            kHeader
                + "1001;7;2021-02-01 08:00;Seal leak;Dry run;2021-02-01 11:30;3.5;Corrective\n"
                  "1006;7;2021-02-01 08:00;Seal burst;Dry run;2021-02-01 11:30;3.5;Corrective\n"
                  "1007;7;2021-02-01 08:00;Seal leak;Dry run;2021-02-01 11:30;4.5;Corrective\n");
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings().loaded, 2);
        // Those of the first file, and the one that it has too.
        QCOMPARE(receipt.readings().skipped, 6);
        QCOMPARE(ask("SELECT count(*) FROM faultline.failure_detail"), u"7"_s);
        // Still one failure of the equipment.
        QCOMPARE(ask("SELECT count(*) FROM faultline.failure_event_times"), u"4"_s);
    }

    void undoRemovesAll()
    {
        m_fixture->write(u"orders.csv"_s, kHeader + kOrders);
        const LoadReceipt receipt = m_fixture->load();
        const QString before = contents();
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{receipt.loadId}, {}));
        for (const char* table : {"reading", "failure_detail", "load_chunk"})
            QCOMPARE(ask("SELECT count(*) FROM faultline." + QByteArray(table)), u"0"_s);
        QCOMPARE(ask("SELECT count(*) FROM faultline.failure_event_times"), u"0"_s);
        // Equipment that nothing names any more is no finding.
        QCOMPARE(ask("SELECT string_agg(finding, ',') FROM faultline.data_findings()"), QString());
        QCOMPARE(m_fixture->load().readings().loaded, 5);
        QCOMPARE(contents(), before);
    }

    void plantIsRemoved()
    {
        m_fixture->write(u"orders.csv"_s, kHeader + kOrders);
        m_fixture->load();
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto plant =
            static_cast<PlantId>(ask("SELECT plant_id FROM faultline.plant").toInt());
        VERIFY_RESULT(removePlant(*connection, plant, {}));
        for (const char* table :
             {"reading", "failure_detail", "sensor", "equipment", "equipment_sensor", "plant"})
            QCOMPARE(ask("SELECT count(*) FROM faultline." + QByteArray(table)), u"0"_s);
    }

    void changesAreFound_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<QByteArray>("back");
        QTest::newRow("cause")
            << QByteArray("UPDATE faultline.failure_detail SET cause = 'x' WHERE cause = 'Dry run'")
            << QByteArray(
                   "UPDATE faultline.failure_detail SET cause = 'Dry run' WHERE cause = 'x'");
        QTest::newRow("end") << QByteArray("UPDATE faultline.failure_detail"
                                           " SET ended_at = ended_at + interval '1 us'")
                             << QByteArray("UPDATE faultline.failure_detail"
                                           " SET ended_at = ended_at - interval '1 us'");
        QTest::newRow("planned") << QByteArray(
            "UPDATE faultline.failure_detail SET planned = NULL WHERE planned")
                                 << QByteArray("UPDATE faultline.failure_detail SET planned = true"
                                               " WHERE planned IS NULL");
        QTest::newRow("missing row")
            << QByteArray("CREATE TABLE public.gone AS SELECT * FROM faultline.failure_detail"
                          " WHERE cause = 'Overload';"
                          " DELETE FROM faultline.failure_detail WHERE cause = 'Overload'")
            << QByteArray("INSERT INTO faultline.failure_detail SELECT * FROM public.gone;"
                          " DROP TABLE public.gone");
    }
    void changesAreFound()
    {
        QFETCH(QByteArray, change);
        QFETCH(QByteArray, back);
        m_fixture->write(u"orders.csv"_s, kHeader + kOrders);
        m_fixture->load();
        QCOMPARE(discrepancies(), QStringList());
        m_fixture->execute(change);
        QCOMPARE(discrepancies().size(), 1);
        m_fixture->execute(back);
    }

    // Equipment 7 and sensor 7, which is on equipment 9.
    void equipmentWithTheIdOfASensor()
    {
        m_fixture->write(u"map.csv"_s, "equipment_id;sensor_id\n9;7\n");
        m_fixture->write(
            u"plant.log"_s,
            "[2021-02-01 08:00:00]\tERROR\tsensor[7]:\t(temperature\t1, vibration\t2)\n");
        m_fixture->write(u"orders.csv"_s, kHeader + kOrders);
        QCOMPARE(m_fixture->load().readings().loaded, 6);
        QCOMPARE(
            ask("SELECT string_agg(sensor_id || '@' || coalesce(equipment_id, '-') || '=' || n, ','"
                " ORDER BY sensor_id) FROM (SELECT sensor_id, equipment_id, count(*) AS n"
                " FROM faultline.named_readings GROUP BY 1, 2) x"),
            u"7@9=1,7 (equipment)@7=4,P-9 (equipment)@P-9=1"_s);
        QCOMPARE(
            ask("SELECT count(*) FROM faultline.failure_event_times WHERE code = '#9'"), u"1"_s);
        // A map changes sensor 7 only, and a list completes the equipment.
        m_fixture->write(u"map.csv"_s, "equipment_id;sensor_id\n7;7\n");
        m_fixture->write(u"list.json"_s, R"([{"equipment_id":7,"code":"Feed pump"}])");
        m_fixture->load();
        QCOMPARE(
            ask("SELECT string_agg(sensor_id || '@' || coalesce(code, '-') || '=' || n, ','"
                " ORDER BY sensor_id) FROM (SELECT sensor_id, code, count(*) AS n"
                " FROM faultline.named_readings GROUP BY 1, 2) x"),
            u"7@Feed pump=1,7 (equipment)@Feed pump=4,P-9 (equipment)@P-9=1"_s);
        QCOMPARE(
            ask("SELECT string_agg(finding || ' ' || code, ',') FROM faultline.data_findings() f"
                " JOIN faultline.known_equipment USING (equipment_key)"
                " WHERE finding = 'equipment-not-listed'"),
            u"equipment-not-listed P-9"_s);
        // The map's own view has sensors only.
        QCOMPARE(ask("SELECT string_agg(sensor_id, ',') FROM faultline.sensors"), u"7"_s);
    }

    void telemetryOfEquipment()
    {
        m_fixture->write(
            u"telemetry.csv"_s,
            "datetime,machineID,volt,vibration\n2021-02-01 06:00:00,7,176.2,45.1\n"
            "2021-02-01 07:00:00,7,162.9,43.4\n2021-02-01 06:00:00,8,170.0,41.0\n");
        QCOMPARE(m_fixture->load().readings().loaded, 3);
        QCOMPARE(
            ask("SELECT string_agg(sensor_id || '@' || equipment_id || '=' || n, ','"
                " ORDER BY sensor_id) FROM (SELECT sensor_id, equipment_id, count(*) AS n"
                " FROM faultline.named_readings GROUP BY 1, 2) x"),
            u"7 (equipment)@7=2,8 (equipment)@8=1"_s);
        QCOMPARE(ask("SELECT count(*) FROM faultline.failure_event_times"), u"0"_s);
    }

    void impossibleRowsAreRejected()
    {
        m_fixture->write(
            u"orders.csv"_s, kHeader
                                 + "1;7;2021-02-01 08:00;a;;2021-02-30 07:00;;Corrective\n"
                                   "2;7;2021-02-02 08:00;b;;2021-02-02 09:00;-1;Corrective\n"
                                   "3;7;2021-02-03 08:00;c;;2021-02-03 09:00;1;Corrective\n");
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings().loaded, 1);
        QCOMPARE(receipt.readings().rejected, 2);
        QCOMPARE(
            ask("SELECT string_agg(reason || ' ' || column_number, ',' ORDER BY line_number)"
                " FROM faultline.rejected_line"),
            u"field-value 33,field-value 42"_s);
    }

    // They are failures in any case. Also if the file is loaded again, and with several chunks.
    void impossibleEndsAreFindings()
    {
        m_fixture->write(
            u"orders.csv"_s, kHeader
                                 + "1;7;2021-02-01 08:00;a;;2021-02-01 09:00;1;Corrective\n"
                                   "2;7;2021-02-02 08:00;b;;2021-02-02 07:00;;Corrective\n"
                                   "3;7;2021-02-03 08:00;c;;2021-02-04 09:00;1;Corrective\n"
                                   "4;8;2021-02-03 08:00;\"d\ne\";;2021-02-03 07:59;5;Corrective\n"
                                   "5;7;2021-02-06 08:00;f;;2021-02-06 10:00;2.5;Corrective\n");
        const QStringList expected{
            u"failure-ends-before 2 orders.csv, line 3"_s,
            u"failure-duration 2 orders.csv, line 4"_s};
        for (const bool isDry : {true, false}) {
            LoadOptions options;
            options.dryRun = isDry;
            options.chunkRows = isDry ? 100 : 2;
            const LoadReceipt receipt = m_fixture->load(options);
            QCOMPARE(receipt.readings().loaded, 5);
            QStringList found;
            for (const UserMessage& finding : receipt.findings) {
                if (finding.code.startsWith(u"failure-"_s))
                    found << u"%1 %2 %3"_s.arg(finding.code)
                                 .arg(finding.details[u"count"_s].toInt())
                                 .arg(finding.details[u"examples"_s][0].toString().remove(
                                     m_fixture->folder() + u'/'));
            }
            QCOMPARE(found, expected);
        }
        QCOMPARE(
            ask("SELECT string_agg(concat_ws('|', left(failure_mode, 1), ended_at::time, duration),"
                " ' ' ORDER BY failure_mode) FROM faultline.failure_list"),
            u"a|09:00:00|01:00:00 b c|09:00:00|01:00:00 d|05:00:00 f|10:00:00|02:30:00"_s);
        QVERIFY(!messages(m_fixture->load()).contains(u"end before"_s));
    }

    void unitIsAskedOnce()
    {
        const QByteArray header = "Asset ID;Failed at;Failure Mode;Downtime\n";
        m_fixture->write(u"a.csv"_s, header + "7;2021-02-01 08:00;leak;90\n");
        const LoadReceipt asked = m_fixture->load();
        QCOMPARE(asked.outcome, LoadReceipt::Outcome::Failed);
        QVERIFY(asked.failure.has_value());
        QCOMPARE(asked.failure->code, kFormatQuestionCode.toString());
        QVERIFY2(
            asked.failure->remedy.endsWith(u"a.csv' --duration-unit h"_s),
            qPrintable(asked.failure->remedy));
        // Beside other files it is set aside.
        m_fixture->write(
            u"plant.log"_s,
            "[2021-02-01 08:00:00]\tERROR\tsensor[7]:\t(temperature\t1, vibration\t2)\n");
        QCOMPARE(m_fixture->load().readings().loaded, 1);

        const auto folder = findSources(m_fixture->folder());
        VERIFY_RESULT(folder);
        const auto file =
            std::find_if(folder->files.begin(), folder->files.end(), [](const SourceFile& each) {
                return each.path.endsWith(u"a.csv"_s);
            });
        QVERIFY(file != folder->files.end());
        NamedFormat format{u"failures"_s, *structureOf(*file), {}};
        format.choice.table = *file->format.table;
        QVERIFY(setDurationUnit(*format.choice.table, "min"));
        LoadOptions options;
        options.formats = {format};
        QCOMPARE(m_fixture->load(options).readings().loaded, 1);
        // It is kept for files like this one.
        m_fixture->write(u"b.csv"_s, header + "8;2021-02-02 08:00;jam;45\n");
        QCOMPARE(m_fixture->load().readings().loaded, 1);
        QCOMPARE(
            ask("SELECT string_agg(concat_ws('|', failure_mode, duration), ' ' ORDER BY"
                " occurred_at) FROM faultline.failure_list"),
            u"leak|01:30:00 jam|00:45:00"_s);
    }

private:
    QString ask(const QByteArray& sql) { return m_fixture->ask(sql); }
    QString contents()
    {
        return m_fixture->digest() + u' ' + ask(kList) + u' '
               + ask("SELECT count(*) FROM faultline.failure_event_times");
    }
    QStringList discrepancies()
    {
        auto connection = Connection::open(m_fixture->settings());
        if (!connection)
            return {connection.error().toText()};
        const auto ledger = verifyLedger(*connection, CancelToken());
        if (!ledger)
            return {ledger.error().toText()};
        QStringList texts;
        for (const UserMessage& message : ledger->discrepancies)
            texts << message.toText();
        return texts;
    }
    static QString messages(const LoadReceipt& receipt)
    {
        QString text;
        for (const UserMessage& finding : receipt.findings)
            text += finding.toText();
        return text;
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_FailureListLoad)
#include "tst_FailureListLoad.moc"
