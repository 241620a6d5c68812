// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "database/connection/SqlSession.h"
#include "loading/chunks/ReadingOrigin.h"
#include "loading/ledger/UndoLoad.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Order = TimeFormat::DateOrder;

QByteArray line(const QByteArray& time, int sensor = 1)
{
    return '[' + time + "] ERROR sensor[" + QByteArray::number(sensor)
           + "]: (temperature 1.5, vibration -2.25)\n";
}

const QByteArray kOpen = line("01/02/2021 14:00:00") + line("03/02/2021 14:00:00", 2);

LoadOptions with(Order order)
{
    LoadOptions options;
    options.dates = order;
    return options;
}

} // namespace

/// Logs whose dates begin with the day or the month, from the file to the database and back.
class tst_DateOrder : public QObject
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

    void provedByAnyLine_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("first"); // the time of sensor 1
        const QByteArray open = line("01/02/2021 14:00:00");
        QByteArray many;
        for (int i = 0; i < 3'000; ++i)
            many += line("02/03/2021 10:00:" + QByteArray::number(i % 60), 3);
        const QString february = u"2021-02-01 14:00:00"_s;
        const QString january = u"2021-01-02 14:00:00"_s;
        QTest::newRow("first line") << line("13/02/2021 10:00:00", 2) + open << february;
        QTest::newRow("last line") << open + line("13/02/2021 10:00:00", 2) << february;
        QTest::newRow("last line, month first") << open + line("02/13/2021 10:00:00", 2) << january;
        // Behind what the role is recognised by, and in another chunk.
        QTest::newRow("far away") << open + many + line("13/02/2021 10:00:00", 2) << february;
        QTest::newRow("not ended") << open + line("02/13/2021 10:00:00", 2).chopped(1) << january;
        QTest::newRow("damage proves nothing")
            << open + "[02/13/2021 10:00:00] ERR0R sensor[1]: ()\n" + line("13/02/2021 10:00:00", 2)
            << february;
        QTest::newRow("after a mark")
            << "\xEF\xBB\xBF" + open + line("13/02/2021 10:00:00", 2) << february;
    }
    void provedByAnyLine()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, first);
        m_fixture->write(u"a.log"_s, content);
        LoadOptions options;
        options.chunkRows = 100;
        const LoadReceipt receipt = m_fixture->load(options);
        QVERIFY2(
            !receipt.failure, qPrintable(receipt.failure ? receipt.failure->toText() : QString()));
        QCOMPARE(timeOf(1), first);
        QVERIFY(m_fixture->journalMismatch().isEmpty());
        QCOMPARE(m_fixture->load(options).readings().loaded, 0);
    }

    void openDatesAreAsked()
    {
        m_fixture->write(u"a.log"_s, kOpen);
        m_fixture->write(u"b.log"_s, line("13/02/2021 10:00:00", 3));
        for (const bool dryRun : {true, false}) {
            LoadOptions options;
            options.dryRun = dryRun;
            const LoadReceipt receipt = m_fixture->load(options);
            QVERIFY(receipt.failure && receipt.failure->code == kDateOrderQuestionCode);
            QVERIFY(receipt.dateQuestion.has_value());
            QCOMPARE(receipt.dateQuestion->files.size(), 1);
            QCOMPARE(receipt.dateQuestion->files.constFirst().path, u"a.log"_s);
            QVERIFY(receipt.dateQuestion->why().contains(u"01/02/2021 in line 1"_s));
            QCOMPARE(
                receipt.dateQuestion->reading(Order::DayFirst), u"01/02/2021 is 1 February 2021"_s);
            QCOMPARE(
                receipt.dateQuestion->reading(Order::MonthFirst),
                u"01/02/2021 is 2 January 2021"_s);
            QCOMPARE(receipt.loadId, 0);
        }
        // It leaves nothing behind.
        for (const QByteArray table : {"load_run", "plant", "source_file", "load_chunk"})
            QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline." + table), u"0"_s);
    }

    void choiceIsKept()
    {
        m_fixture->write(u"a.log"_s, kOpen);
        QCOMPARE(m_fixture->load(with(Order::MonthFirst)).readings().loaded, 2);
        QCOMPARE(timeOf(1), u"2021-01-02 14:00:00"_s);
        QCOMPARE(m_fixture->ask("SELECT date_order FROM faultline.source_file"), u"month-first"_s);
        // Unchanged, grown, edited, renamed.
        QCOMPARE(m_fixture->load().readings().skipped, 2);
        m_fixture->append(u"a.log"_s, line("05/02/2021 14:00:00", 3));
        QCOMPARE(m_fixture->load().readings().loaded, 1);
        QCOMPARE(timeOf(3), u"2021-05-02 14:00:00"_s);
        m_fixture->write(
            u"a.log"_s, kOpen + line("05/03/2021 14:00:00", 4) + line("05/02/2021 14:00:00", 3));
        QCOMPARE(m_fixture->load().readings().loaded, 1);
        QCOMPARE(timeOf(4), u"2021-05-03 14:00:00"_s);
        QVERIFY(QFile::rename(m_fixture->path(u"a.log"_s), m_fixture->path(u"b.log"_s)));
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        QVERIFY(m_fixture->journalMismatch().isEmpty());
        QVERIFY(m_fixture->summaryMismatch().isEmpty());
    }

    void anotherOrderNeedsUndo()
    {
        m_fixture->write(u"a.log"_s, kOpen);
        QCOMPARE(m_fixture->load(with(Order::MonthFirst)).readings().loaded, 2);
        const QString before = m_fixture->digest();
        // By choice, by proof, in an edited file, and under another name.
        const auto refused = [&](const LoadOptions& options) {
            const LoadReceipt receipt = m_fixture->load(options);
            QVERIFY(receipt.failure.has_value());
            const auto text = receipt.files.constLast().message;
            QVERIFY2(text.contains(u"loaded with its dates month first"_s), qPrintable(text));
            QCOMPARE(m_fixture->digest(), before);
        };
        refused(with(Order::DayFirst));
        m_fixture->append(u"a.log"_s, line("13/02/2021 14:00:00", 3));
        refused({});
        m_fixture->write(u"a.log"_s, line("13/02/2021 14:00:00", 3) + kOpen);
        refused({});
        QVERIFY(QFile::remove(m_fixture->path(u"a.log"_s)));
        m_fixture->write(u"b.log"_s, kOpen);
        refused(with(Order::DayFirst));
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{1}, {}));
        // Undone is undone: it is asked again.
        QVERIFY(m_fixture->load().dateQuestion.has_value());
        QCOMPARE(m_fixture->load(with(Order::DayFirst)).readings().loaded, 2);
        QCOMPARE(timeOf(1), u"2021-02-01 14:00:00"_s);
        QCOMPARE(m_fixture->load().readings().skipped, 2);
    }

    void contradictionIsAsked()
    {
        m_fixture->write(
            u"a.log"_s, line("01/02/2021 14:00:00") + line("13/02/2021 14:00:00", 2)
                            + line("02/13/2021 14:00:00", 3));
        const LoadReceipt asked = m_fixture->load();
        QVERIFY(asked.dateQuestion.has_value());
        QVERIFY2(
            asked.dateQuestion->why().contains(
                u"13/02/2021 in line 2 has the day first, but 02/13/2021 in line 3 the month"_s),
            qPrintable(asked.dateQuestion->why()));
        const LoadReceipt receipt = m_fixture->load(with(Order::DayFirst));
        QCOMPARE(receipt.readings().loaded, 2);
        QCOMPARE(receipt.readings().rejected, 1);
        QVERIFY(std::any_of(
            receipt.findings.begin(), receipt.findings.end(), [](const UserMessage& finding) {
                return finding.code == u"date-order-contradiction"_s;
            }));
        QCOMPARE(m_fixture->ask("SELECT reason FROM faultline.rejected_line"), u"timestamp"_s);
    }

    void proofIsStrongerThanAChoice()
    {
        m_fixture->write(u"a.log"_s, kOpen + line("13/02/2021 14:00:00", 3));
        const LoadReceipt receipt = m_fixture->load(with(Order::MonthFirst));
        QCOMPARE(receipt.readings().loaded, 3);
        QCOMPARE(timeOf(1), u"2021-02-01 14:00:00"_s);
        QVERIFY(std::any_of(
            receipt.findings.begin(), receipt.findings.end(),
            [](const UserMessage& finding) { return finding.code == u"date-order-proved"_s; }));
    }

    void datesThatNeedNoOrderAreNotAsked()
    {
        m_fixture->write(u"a.log"_s, line("02/02/2021 14:00:00") + line("03/03/2021 14:00:00", 2));
        m_fixture->write(u"b.log"_s, line("1-Feb-2021 14:00:00", 3) + line("1612188000", 4));
        QCOMPARE(m_fixture->load().readings().loaded, 4);
        QCOMPARE(timeOf(1), u"2021-02-02 14:00:00"_s);
        QCOMPARE(timeOf(3), u"2021-02-01 14:00:00"_s);
        QCOMPARE(timeOf(4), u"2021-02-01 14:00:00"_s);
        QCOMPARE(m_fixture->ask("SELECT count(date_order) FROM faultline.source_file"), u"0"_s);
    }

    void filesHaveTheirOwnOrders()
    {
        // Small files share a chunk's batch; overlapping ones are compared.
        m_fixture->write(u"a.log"_s, line("13/02/2021 14:00:00") + line("01/02/2021 14:00:00", 2));
        m_fixture->write(
            u"b.log"_s, line("02/13/2021 14:00:00") + line("02/01/2021 14:00:00", 2)
                            + line("02/14/2021 14:00:00", 3));
        m_fixture->write(u"c.log"_s, line("2021-02-01 14:00:00", 2) + line("2021-02-15 14:00:00"));
        const LoadReceipt receipt = m_fixture->load();
        QVERIFY(!receipt.failure);
        // Two are in two files, one of them in three.
        QCOMPARE(receipt.readings().loaded, 4);
        QCOMPARE(receipt.readings().skipped, 3);
        QVERIFY(m_fixture->journalMismatch().isEmpty());
        QCOMPARE(m_fixture->load().readings().loaded, 0);
    }

    void originReadsTheSame()
    {
        m_fixture->write(u"a.log"_s, kOpen);
        QCOMPARE(m_fixture->load(with(Order::MonthFirst)).readings().loaded, 2);
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        ReadingRow row;
        row.id = static_cast<ReadingId>(
            m_fixture->ask("SELECT reading_id FROM faultline.reading ORDER BY 1").toLongLong());
        row.occurredAt = u"2021-01-02 14:00:00+00"_s;
        row.sensor = u"1"_s;
        row.severity = u"ERROR"_s;
        row.temperature = u"1.5"_s;
        row.vibration = u"-2.25"_s;
        const auto loaded = fetchLoadedReading(*session, row);
        VERIFY_RESULT(loaded);
        const auto origin = findReadingOrigin(*loaded, {});
        VERIFY_RESULT(origin);
        QCOMPARE(origin->location.raw + '\n', line("01/02/2021 14:00:00"));
    }

    void sensorMapsToo()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, line("2021-02-03 14:00:00"));
        const QByteArray header = "equipment_id;sensor_id;valid_from\n";
        m_fixture->write(u"map.csv"_s, header + "2;1;01/02/2021\n1;1;01/01/2021\n");
        const LoadReceipt asked = m_fixture->load();
        QVERIFY(asked.dateQuestion.has_value());
        QVERIFY(asked.dateQuestion->why().contains(u"map.csv"_s));
        QVERIFY(asked.dateQuestion->why().contains(u"01/02/2021 in line 2"_s));
        QVERIFY(!m_fixture->load(with(Order::DayFirst)).failure);
        const QByteArray since =
            "SELECT max(valid_from) AT TIME ZONE 'UTC' FROM faultline.sensor_entry";
        QCOMPARE(m_fixture->ask(since), u"2021-02-01 00:00:00"_s);
        // Known from now on.
        QVERIFY(!m_fixture->load().failure);
        QVERIFY(m_fixture->load(with(Order::MonthFirst)).failure.has_value());
        // Another map shows its order.
        m_fixture->write(u"map.csv"_s, header + "2;1;03/02/2021\n1;1;13/01/2021\n");
        QVERIFY(!m_fixture->load().failure);
        QCOMPARE(m_fixture->ask(since), u"2021-02-03 00:00:00"_s);
    }

private:
    QString timeOf(int sensor) const
    {
        return m_fixture->ask(
            "SELECT r.occurred_at AT TIME ZONE 'UTC' FROM faultline.reading r"
            " JOIN faultline.sensor s USING (sensor_key) WHERE s.sensor_id = '"
            + QByteArray::number(sensor) + "' ORDER BY 1 LIMIT 1");
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_DateOrder)
#include "tst_DateOrder.moc"
