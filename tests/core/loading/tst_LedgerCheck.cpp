// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/UndoLoad.h"
#include "loading/settlement/Settlement.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// Measurements besides temperature and vibration, none at all, and some that aren't numbers.
const QByteArray kRareLines =
    "[2020-02-01 10:00:00]\tERROR\tsensor[1]:\t(temperature\t0, vibration\t-0.0)\n"
    "[2020/2/1 9:0]  error sensor[2] (vibration=5e-324, temperature=-1e290)\n"
    "[2020-02-01T10:00:00.123456+02]\tRARE_ONE\tsensor[2147483647]:\t()\r\n"
    "[2020-02-01 10:00:00]\tINFO\tsensor[3]:\t(zeta 1, a \"b\\c\", pressure 1.5,"
    " temperature 200)\n"
    "[0001-01-01 00:00:00]\tINFO\tsensor[0]:\t(temperature\terr, vibration\t7)\n";

} // namespace

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): it must return from the test function.
#define VERIFY_LEDGER()                                                                            \
    do {                                                                                           \
        const auto found = verify();                                                               \
        VERIFY_RESULT(found);                                                                      \
        QVERIFY2(                                                                                  \
            found->verified(),                                                                     \
            found->verified() ? "" : qPrintable(found->discrepancies.first().toText()));           \
    } while (false)

/// The check finds manual damage, and nothing else.
class tst_LedgerCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
    }

    void emptyDatabaseIsInBalance()
    {
        const auto found = verify();
        VERIFY_RESULT(found);
        QVERIFY(found->verified());
        QCOMPARE(found->loads, 0);
        QCOMPARE(found->readings, 0);
    }

    // Loaded twice, appended to, with copies, rejected lines and changing lists.
    void undamagedLedgerIsVerified()
    {
        fill();
        const auto found = verify();
        VERIFY_RESULT(found);
        QVERIFY2(
            found->verified(),
            found->verified() ? "" : qPrintable(found->discrepancies.first().toText()));
        QCOMPARE(found->loads, 3);
        QCOMPARE(
            found->chunks, m_fixture->ask("SELECT count(*) FROM faultline.load_chunk").toInt());
        QCOMPARE(found->readings, 500);
        QCOMPARE(found->rejectedLines, 3);
        QVERIFY(found->notes.isEmpty());
        QCOMPARE(found->toJson().value(u"verified"_s).toBool(), true);
    }

    void findsDamagedSummariesAndJournals_data()
    {
        QTest::addColumn<QByteArray>("damage");
        QTest::addColumn<QString>("code");
        const QByteArray one = "(SELECT min(reading_id) FROM faultline.reading)";
        QTest::newRow("reading deleted")
            << "DELETE FROM faultline.reading WHERE reading_id = " + one << u"ledger-chunk"_s;
        QTest::newRow("reading doubled")
            << "INSERT INTO faultline.reading SELECT * FROM faultline.reading WHERE reading_id = "
                   + one
            << u"ledger-chunk"_s;
        QTest::newRow("reading of no chunk")
            << "UPDATE faultline.reading SET reading_id = faultline.reading_id(999999, 0)"
               " WHERE reading_id = "
                   + one
            << u"ledger-unknown-chunk"_s;
        QTest::newRow("rejected line deleted")
            << QByteArray("DELETE FROM faultline.rejected_line WHERE ctid ="
                          " (SELECT min(ctid) FROM faultline.rejected_line)")
            << u"ledger-chunk"_s;
        QTest::newRow("journal row deleted")
            << QByteArray("DELETE FROM faultline.load_chunk WHERE chunk_id ="
                          " (SELECT max(faultline.chunk_of(reading_id)) FROM faultline.reading)")
            << u"ledger-unknown-chunk"_s;
        QTest::newRow("journal out of balance")
            << QByteArray("ALTER TABLE faultline.load_chunk DROP CONSTRAINT load_chunk_balanced;"
                          "UPDATE faultline.load_chunk SET records = records + 1 WHERE chunk_id ="
                          " (SELECT max(faultline.chunk_of(reading_id)) FROM faultline.reading)")
            << u"ledger-chunk"_s;
        QTest::newRow("receipt changed")
            << QByteArray("UPDATE faultline.load_file SET loaded = loaded + 1,"
                          " records_in = records_in + 1 WHERE load_id = 1 AND role = 'readings'")
            << u"ledger-receipt"_s;
        QTest::newRow("receipt out of balance")
            << QByteArray("UPDATE faultline.load_file SET skipped = skipped + 1 WHERE load_id = 2")
            << u"ledger-receipt"_s;
        QTest::newRow("receipt without a file")
            << QByteArray("DELETE FROM faultline.load_file WHERE load_id = 1 AND role = 'readings'")
            << u"ledger-receipt"_s;
        QTest::newRow("undone with chunks")
            << QByteArray("UPDATE faultline.load_run SET undone_at = now() WHERE load_id = 1")
            << u"ledger-undone"_s;
        QTest::newRow("day deleted")
            << QByteArray("DELETE FROM faultline.sensor_summary WHERE unit = 'day'"
                          " AND start = (SELECT min(start) FROM faultline.sensor_summary"
                          "  WHERE unit = 'day')")
            << u"ledger-summary"_s;
        QTest::newRow("day invented")
            << QByteArray("INSERT INTO faultline.sensor_summary SELECT 'day', '2001-01-01', 40,"
                          " 1, '{1}', '{1}', '{1}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL")
            << u"ledger-summary"_s;
        QTest::newRow("records of a day changed")
            << QByteArray("UPDATE faultline.equipment_summary SET records = records + 1"
                          " WHERE unit = 'day'")
            << u"ledger-summary"_s;
        QTest::newRow("records of an equipment changed")
            << QByteArray("UPDATE faultline.equipment_summary"
                          " SET equipment_records[1] = equipment_records[1] + 1,"
                          " records = records + 1 WHERE unit = 'day'")
            << u"ledger-summary"_s;
        for (const char* const table : {"sensor", "equipment"}) {
            QTest::addRow("%s: month changed", table)
                << QByteArray("UPDATE faultline.TABLE_summary SET TABLE_records[1] ="
                              " TABLE_records[1] + 1 WHERE unit = 'month'")
                       .replace("TABLE", table)
                << u"ledger-summary"_s;
            QTest::addRow("%s: year deleted", table)
                << QByteArray("DELETE FROM faultline.TABLE_summary WHERE unit = 'year'")
                       .replace("TABLE", table)
                << u"ledger-summary"_s;
        }
        QTest::newRow("failure events of a day changed")
            << QByteArray("UPDATE faultline.failure_summary SET equipment_events[1] = 0"
                          " WHERE unit = 'day'")
            << u"ledger-summary"_s;
        QTest::newRow("failure month changed")
            << QByteArray("UPDATE faultline.failure_summary"
                          " SET equipment_events[1] = equipment_events[1] - 1, events = events - 1"
                          " WHERE unit = 'month'")
            << u"ledger-summary"_s;
        QTest::newRow("failure month's total changed")
            << QByteArray("UPDATE faultline.failure_summary SET events = events - 1"
                          " WHERE unit = 'month'")
            << u"ledger-summary"_s;
        QTest::newRow("hour of a day changed")
            << QByteArray("UPDATE faultline.failure_hours SET hour_of_week[1] ="
                          " (hour_of_week[1] + 1) % 168 WHERE unit = 'day'")
            << u"ledger-summary"_s;
        QTest::newRow("hour of a month deleted")
            << QByteArray("DELETE FROM faultline.failure_hours WHERE unit = 'month'"
                          " AND equipment_key <> 0")
            << u"ledger-summary"_s;
        QTest::newRow("hour of a year changed")
            << QByteArray("UPDATE faultline.failure_hours SET events[1] = events[1] + 1,"
                          " events[2] = events[2] - 1 WHERE unit = 'year'")
            << u"ledger-summary"_s;
        QTest::newRow("failure year deleted")
            << QByteArray("DELETE FROM faultline.failure_summary WHERE unit = 'year'")
            << u"ledger-summary"_s;
    }
    void findsDamagedSummariesAndJournals()
    {
        QFETCH(QByteArray, damage);
        QFETCH(QString, code);
        fill();
        m_fixture->execute(damage);
        const auto found = verify();
        VERIFY_RESULT(found);
        QVERIFY(!found->verified());
        bool isTold = false;
        for (const UserMessage& message : found->discrepancies) {
            isTold = isTold || message.code == code;
            QVERIFY(!message.toText().contains(u'%'));
            QVERIFY(!message.what.isEmpty() && !message.why.isEmpty() && !message.remedy.isEmpty());
        }
        QVERIFY2(isTold, qPrintable(found->discrepancies.first().toText()));
        QCOMPARE(found->toJson().value(u"verified"_s).toBool(), false);
    }

    // As many readings as before, each with a plausible value.
    void findsChangedValues_data()
    {
        QTest::addColumn<QByteArray>("change");
        const auto ofReading =
            [](const char* name, const QByteArray& assignment,
               const QByteArray& where = "temperature > 100") {
                QTest::newRow(name)
                    << "UPDATE faultline.reading SET " + assignment
                           + " WHERE reading_id = (SELECT min(reading_id) FROM faultline.reading "
                             "WHERE "
                           + where + ')';
            };
        ofReading("time", "occurred_at = occurred_at + interval '1 microsecond'");
        ofReading("temperature", "temperature = temperature + 0.01");
        ofReading("last digit of a temperature", "temperature = temperature * (1 + 3e-16)");
        ofReading("temperature removed", "temperature = NULL");
        ofReading("temperature that is no number", "temperature = 'NaN'", "temperature IS NULL");
        ofReading("sign of a zero", "temperature = '-0'", "temperature = 0");
        ofReading("vibration", "vibration = -vibration");
        ofReading("vibration removed", "vibration = NULL");
        ofReading("measurements exchanged", "temperature = vibration, vibration = temperature");
        ofReading("line", "reading_id = reading_id + 10000");
        ofReading("sensor", "sensor_key = sensor_key % 9 + 1");
        ofReading("severity", "severity = 50", "severity = 40");
        ofReading("extra added", "extra = 'pressure=>1'");
        ofReading("extra changed", "extra = 'pressure=>1.50'", "extra IS NOT NULL");
        ofReading("extra removed", "extra = NULL", "extra IS NOT NULL");
        ofReading("extra emptied", "extra = ''", "extra IS NOT NULL");
        QTest::newRow("severity renamed")
            << QByteArray("UPDATE faultline.severity SET name = 'ALARM' WHERE name = 'INFO'");

        // Two readings of one chunk that differ in all values.
        const QByteArray two =
            "WITH two AS (SELECT a.reading_id AS a_id, b.reading_id AS b_id, a.occurred_at AS a_at,"
            "  b.occurred_at AS b_at, a.temperature AS a_temperature,"
            "  b.temperature AS b_temperature, a.vibration AS a_vibration,"
            "  b.vibration AS b_vibration, a.sensor_key AS a_sensor, b.sensor_key AS b_sensor"
            "  FROM faultline.reading a JOIN faultline.reading b ON a.occurred_at < b.occurred_at"
            "  AND a.temperature <> b.temperature AND a.vibration <> b.vibration"
            "  AND a.sensor_key <> b.sensor_key AND %1"
            "  (faultline.chunk_of(a.reading_id) = faultline.chunk_of(b.reading_id)) LIMIT 1)"
            " UPDATE faultline.reading r SET %2 = CASE r.reading_id WHEN a_id THEN b_%3 ELSE a_%3 "
            "END"
            " FROM two WHERE r.reading_id IN (a_id, b_id)";
        const auto exchanged = [&two](
                                   const char* name, const char* column, const char* alias,
                                   const char* ofOneChunk = "") {
            QByteArray sql = two;
            sql.replace("%1", ofOneChunk).replace("%2", column).replace("%3", alias);
            QTest::newRow(name) << sql;
        };
        exchanged("times of two lines", "occurred_at", "at");
        exchanged("temperatures of two lines", "temperature", "temperature");
        exchanged("vibrations of two lines", "vibration", "vibration");
        exchanged("sensors of two lines", "sensor_key", "sensor");
        exchanged("addresses of two readings", "reading_id", "id");
        exchanged("chunks of two readings", "reading_id", "id", "NOT");

        QTest::newRow("text of a rejected line")
            << QByteArray("UPDATE faultline.rejected_line SET raw = 'no reader'"
                          " WHERE raw = 'no reading'");
        QTest::newRow("reason of a rejected line")
            << QByteArray("UPDATE faultline.rejected_line SET reason = 'encoding'"
                          " WHERE raw = 'no reading'");
        QTest::newRow("number of a rejected line")
            << QByteArray("UPDATE faultline.rejected_line SET line_number = line_number + 1"
                          " WHERE raw = 'no reading'");
        QTest::newRow("place in a rejected line")
            << QByteArray("UPDATE faultline.rejected_line SET column_number = column_number + 1"
                          " WHERE raw = 'no reading'");
        QTest::newRow("length of a rejected line")
            << QByteArray("UPDATE faultline.rejected_line SET line_bytes = line_bytes + 1"
                          " WHERE raw = 'no reading'");
        QTest::newRow("start of a rejected line")
            << QByteArray("UPDATE faultline.rejected_line SET byte_offset = byte_offset + 1"
                          " WHERE raw = 'no reading'");
        QTest::newRow("number of a rejected record")
            << QByteArray("UPDATE faultline.rejected_line SET record_number = record_number + 1"
                          " WHERE raw = 'x;'");
        QTest::newRow("field of a rejected record")
            << QByteArray("UPDATE faultline.rejected_line SET field = 'other' WHERE raw = 'x;'");
        QTest::newRow("rejected record of a list")
            << QByteArray("UPDATE faultline.rejected_line SET raw = 'x;z' WHERE raw = 'x;'");
    }
    void findsChangedValues()
    {
        QFETCH(QByteArray, change);
        m_fixture->write(u"c.log"_s, kRareLines);
        fill();
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto changed = connection->execute(change);
        VERIFY_RESULT(changed);
        QVERIFY(changed->affectedRows() > 0);
        const auto found = verify();
        VERIFY_RESULT(found);
        QVERIFY(!found->verified());
        const auto chunk = std::find_if(
            found->discrepancies.begin(), found->discrepancies.end(),
            [](const UserMessage& message) { return message.code == u"ledger-chunk"_s; });
        QVERIFY(chunk != found->discrepancies.end());
        QVERIFY2(chunk->where.contains(u", lines "_s), qPrintable(chunk->where));
        QVERIFY2(chunk->why.contains(u"load "_s), qPrintable(chunk->why));
        QVERIFY2(chunk->remedy.contains(u"Undo load "_s), qPrintable(chunk->remedy));
        QVERIFY(!chunk->toText().contains(u'%'));
    }

    // For any chunks and any number of workers.
    void checksumsSuitAllChunkSizes_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("workers");
        for (const int rows : {1, 2, 7, 100'000}) {
            for (const int workers : {1, 2, 8})
                QTest::addRow("%d lines, %d workers", rows, workers) << rows << workers;
        }
    }
    void checksumsSuitAllChunkSizes()
    {
        QFETCH(int, rows);
        QFETCH(int, workers);
        LoadOptions options;
        options.chunkRows = rows;
        options.workers = workers;
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(150) + kRareLines + "no reading\n\n");
        m_fixture->write(u"b.log"_s, kRareLines + logLines(50, 2));
        QCOMPARE(m_fixture->load(options).outcome, LoadReceipt::Outcome::Succeeded);
        VERIFY_LEDGER();
    }

    // A chunk that is stored in halves, because the database refuses one of its lines.
    void checksumsSuitChunksInHalves()
    {
        m_fixture->execute(
            "CREATE FUNCTION faultline.no_seven() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.sensor_key = (SELECT sensor_key FROM faultline.sensor WHERE sensor_id = "
            "'7777') THEN RAISE 'seven' USING ERRCODE = '22003'; END IF;"
            " RETURN NEW; END $$;"
            "CREATE TRIGGER no_seven BEFORE INSERT ON faultline.reading FOR EACH ROW"
            " EXECUTE FUNCTION faultline.no_seven()");
        m_fixture->write(
            u"a.log"_s, logLines(100) + "[2020-01-01 10:00:00]\tERROR\tsensor[7777]:\t()\n"
                            + logLines(50, 2) + kRareLines);
        QCOMPARE(m_fixture->load().readings().rejected, 1);
        VERIFY_LEDGER();
    }

    // Lines of an earlier version of the file belong to its chunks, which move with them.
    void editedFile()
    {
        LoadOptions options;
        options.chunkRows = 20;
        const QByteArray kept = logLines(100, 2) + kRareLines + "nor this\n";
        m_fixture->write(u"a.log"_s, logLines(100) + kept);
        m_fixture->load(options);
        m_fixture->write(
            u"a.log"_s, "no reading\n" + logLines(90) + logLines(15, 3) + kept + logLines(5, 4));
        const LoadReceipt edited = m_fixture->load(options);
        QVERIFY(edited.readings().skipped > 0 && edited.readings().loaded > 0);
        VERIFY_LEDGER();
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, static_cast<LoadId>(edited.loadId), CancelToken()));
        VERIFY_LEDGER();
    }

    void manyAreCounted()
    {
        fill();
        m_fixture->execute("DELETE FROM faultline.reading");
        const auto found = verify();
        VERIFY_RESULT(found);
        QCOMPARE(found->discrepancies.size(), LedgerVerification::kMaxListed);
        QVERIFY(found->discrepancyCount > LedgerVerification::kMaxListed);
    }

    // The check leaves out what isn't settled yet, and says so.
    void leavesOutWhatIsNotSettled()
    {
        fill();
        m_fixture->execute(
            "INSERT INTO faultline.unsettled_chunk SELECT chunk_id, load_id, 1"
            " FROM faultline.load_chunk"
            " WHERE chunk_id IN (SELECT faultline.chunk_of(reading_id) FROM faultline.reading);"
            "DELETE FROM faultline.sensor_summary;"
            "DELETE FROM faultline.equipment_summary;"
            "DELETE FROM faultline.failure_day;"
            "DELETE FROM faultline.failure_summary;"
            "DELETE FROM faultline.failure_hours");
        auto found = verify();
        VERIFY_RESULT(found);
        QVERIFY(found->verified());
        QCOMPARE(found->notes.size(), 1);
        QCOMPARE(found->notes.first().code, u"ledger-pending"_s);
        VERIFY_RESULT(settlePending(m_fixture->settings()));
        found = verify();
        VERIFY_RESULT(found);
        QVERIFY(found->verified() && found->notes.isEmpty());
    }

    void cancelEndsTheCheck()
    {
        fill();
        auto locking = Connection::open(m_fixture->settings());
        VERIFY_RESULT(locking);
        VERIFY_RESULT(locking->execute("BEGIN; LOCK TABLE faultline.reading"));
        CancelToken cancel;
        cancel.cancel();
        VERIFY_ERROR(verify(cancel), kCancelledCode.toString());
    }

private:
    void fill() const
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(200) + "no reading\n\n");
        LoadOptions small;
        small.chunkRows = 10;
        m_fixture->load(small);
        m_fixture->append(u"a.log"_s, logLines(100, 2) + "nor this\n");
        m_fixture->write(u"b.log"_s, logLines(200, 3));
        m_fixture->write(u"copy of b.log"_s, logLines(200, 3));
        m_fixture->write(u"sensors.csv"_s, "equipment_id;sensor_id\n3;1\n3;7\nx;\n");
        m_fixture->load(small);
        m_fixture->load(small);
    }

    Result<LedgerVerification> verify(const CancelToken& cancel = CancelToken()) const
    {
        auto connection = Connection::open(m_fixture->settings());
        if (!connection)
            return connection.error();
        return verifyLedger(*connection, cancel);
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_LedgerCheck)
#include "tst_LedgerCheck.moc"
