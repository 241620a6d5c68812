// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/PlantSettingsChange.h"
#include "loading/ledger/UndoLoad.h"
#include "loading/plants/Plants.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <numeric>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

// Exports that overlap are loaded like one log with all their lines, in whatever order they come.
class tst_OverlappingExports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        m_fixture->writeLists();
        m_options = {};
    }
    void cleanup()
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto ledger = verifyLedger(*connection, CancelToken());
        VERIFY_RESULT(ledger);
        QVERIFY2(
            ledger->verified(),
            ledger->verified() ? "" : qPrintable(ledger->discrepancies.first().toText()));
    }

    void fileThatBeginsWithAnother_data() { addSizes(); }
    void fileThatBeginsWithAnother()
    {
        useSizes();
        const QByteArray original = days(0, 20);
        const auto lines = original.count('\n');
        m_fixture->write(u"a.log"_s, original);
        QCOMPARE(load().readings(), (RecordCounts{lines, lines, 0, 0, 0}));
        const QByteArray grown = original + days(20, 23);
        const auto all = grown.count('\n');
        m_fixture->write(u"b.log"_s, grown);
        const LoadReceipt receipt = load();
        QCOMPARE(receipt.readings(), (RecordCounts{lines + all, all - lines, 0, 0, 2 * lines}));
        QCOMPARE(receipt.findings.last().code, u"shared-lines"_s);
        QCOMPARE(digest(), digestOf(grown));
        // The original grows by the same lines, and by others.
        m_fixture->write(u"a.log"_s, days(0, 25));
        load();
        QCOMPARE(digest(), digestOf(days(0, 25)));
        QCOMPARE(load().readings().loaded, 0);
    }

    // Neither their first nor their last lines are the same.
    void filesThatShareTheirMiddle_data() { addSizes(); }
    void filesThatShareTheirMiddle()
    {
        useSizes();
        m_fixture->write(u"a.log"_s, days(0, 30, 200));
        m_fixture->write(u"b.log"_s, days(-9, -5, 200) + days(10, 20, 200) + days(40, 45, 200));
        const LoadReceipt receipt = load();
        QVERIFY(receipt.balanced());
        QCOMPARE(receipt.readings().skipped, days(10, 20, 200).count('\n'));
        QCOMPARE(digest(), digestOf(days(-9, -5, 200) + days(0, 30, 200) + days(40, 45, 200)));
    }

    void dailyWindows_data()
    {
        QTest::addColumn<QString>("order");
        QTest::addColumn<bool>("atOnce");
        QTest::addColumn<qint64>("chunkRows");
        QTest::addColumn<int>("workers");
        for (const QString& order : {u"forwards"_s, u"backwards"_s, u"shuffled"_s}) {
            QTest::addRow("%s, one load each", qPrintable(order))
                << order << false << qint64{100'000} << 1;
            QTest::addRow("%s, in one load", qPrintable(order))
                << order << true << qint64{100'000} << 4;
            QTest::addRow("%s, in one load, small chunks", qPrintable(order))
                << order << true << qint64{77} << 4;
        }
    }
    void dailyWindows()
    {
        QFETCH(QString, order);
        QFETCH(bool, atOnce);
        useSizes();
        constexpr int kDays = 40;
        constexpr int kWindow = 30;
        std::vector<int> ends(kDays - kWindow + 1);
        std::iota(ends.begin(), ends.end(), kWindow);
        if (order == u"backwards")
            std::reverse(ends.begin(), ends.end());
        QRandomGenerator random(1);
        if (order == u"shuffled")
            std::shuffle(ends.begin(), ends.end(), random);
        for (std::size_t i = 0; i < ends.size(); ++i) {
            m_fixture->write(
                u"%1.log"_s.arg(static_cast<int>(i), 2, 10, QChar(u'0')),
                days(ends[i] - kWindow, ends[i]));
            if (!atOnce) {
                const LoadReceipt receipt = load();
                QVERIFY(receipt.balanced());
                const auto isNew = i == 0 ? kWindow : order == u"shuffled" ? -1 : 1;
                if (isNew > 0)
                    QCOMPARE(receipt.readings().loaded, days(0, isNew).count('\n'));
            }
        }
        const LoadReceipt receipt = load();
        QVERIFY(receipt.balanced());
        QCOMPARE(digest(), digestOf(days(0, kDays)));
        QCOMPARE(load().readings().loaded, 0);
    }

    // The same records by sensor, by week, and with all columns of every third line in one file.
    void otherCuts_data() { addSizes(); }
    void otherCuts()
    {
        useSizes();
        const QByteArray all = days(0, 21);
        for (int sensor = 1; sensor <= 9; ++sensor)
            m_fixture->write(u"sensor%1.log"_s.arg(sensor), ofSensor(all, sensor));
        const LoadReceipt first = load();
        QCOMPARE(first.readings().skipped, 0);
        QCOMPARE(digest(), digestOf(all));
        for (int week = 0; week < 3; ++week)
            m_fixture->write(u"week%1.log"_s.arg(week), days(week * 7, week * 7 + 7));
        const LoadReceipt second = load();
        QVERIFY(second.balanced());
        QCOMPARE(second.readings().loaded, 0);
        QCOMPARE(digest(), digestOf(all));
    }

    // Exact copies within a file are records of their own.
    void copiesWithinAFile_data() { addSizes(); }
    void copiesWithinAFile()
    {
        useSizes();
        const QByteArray line = days(3, 4).left(days(3, 4).indexOf('\n') + 1);
        m_fixture->write(u"a.log"_s, days(0, 3) + line + line + line);
        const LoadReceipt receipt = load();
        // They are counted within a chunk.
        if (m_options.chunkRows > 100) {
            QCOMPARE(receipt.findings.last().code, u"repeated-lines"_s);
            QVERIFY(receipt.findings.last().what.startsWith(u'2'));
        }
        m_fixture->write(u"b.log"_s, line + line);
        QCOMPARE(load().readings().loaded, 0);
        QCOMPARE(digest(), digestOf(days(0, 3) + line + line + line));
        m_fixture->write(u"c.log"_s, days(2, 3) + line + line + line + line + line);
        QCOMPARE(load().readings().loaded, 2);
        QCOMPARE(digest(), digestOf(days(0, 3) + line + line + line + line + line));
    }

    void plantThatSkipsNothing_data() { addSizes(); }
    void plantThatSkipsNothing()
    {
        useSizes();
        m_fixture->write(u"a.log"_s, days(0, 5));
        QVERIFY(load().plants.first().settings.skipKnown);
        setSkipKnown(false);
        m_fixture->write(u"b.log"_s, days(2, 7));
        const LoadReceipt receipt = load();
        QVERIFY(!receipt.plants.first().settings.skipKnown);
        QVERIFY(receipt.plants.first().toLine().contains(u"again"_s));
        QCOMPARE(digest(), digestOf(days(0, 5) + days(2, 7)));
        // What was loaded of a file isn't loaded again when it is edited.
        m_fixture->write(u"b.log"_s, days(1, 2) + days(2, 7));
        load();
        QCOMPARE(digest(), digestOf(days(0, 5) + days(1, 7)));
        QCOMPARE(load().readings().loaded, 0);
        setSkipKnown(true);
        m_fixture->write(u"c.log"_s, days(0, 8));
        load();
        QCOMPARE(digest(), digestOf(days(0, 5) + days(1, 7) + days(7, 8)));
    }

    // What a later load skipped is loaded again if the first one is undone.
    void undoOfTheFirst_data() { addSizes(); }
    void undoOfTheFirst()
    {
        useSizes();
        m_fixture->write(u"a.log"_s, days(0, 10));
        const int first = load().loadId;
        m_fixture->write(u"b.log"_s, days(5, 15));
        load();
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto undone = undoLoad(*connection, LoadId{first}, CancelToken());
        VERIFY_RESULT(undone);
        QCOMPARE(undone->linesToLoadAgain, days(5, 10).count('\n'));
        QCOMPARE(undone->foldersToLoadAgain, QStringList{m_fixture->folder()});
        QCOMPARE(digest(), digestOf(days(10, 15)));
        QVERIFY(QFile::remove(m_fixture->path(u"a.log"_s)));
        const LoadReceipt receipt = load();
        QVERIFY(receipt.balanced());
        QCOMPARE(receipt.readings().loaded, days(5, 10).count('\n'));
        QCOMPARE(digest(), digestOf(days(5, 15)));
        QCOMPARE(load().readings().loaded, 0);
    }

    void undoOfTheSecond()
    {
        m_fixture->write(u"a.log"_s, days(0, 10));
        load();
        m_fixture->write(u"b.log"_s, days(5, 15));
        const int second = load().loadId;
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto undone = undoLoad(*connection, LoadId{second}, CancelToken());
        VERIFY_RESULT(undone);
        QCOMPARE(undone->linesToLoadAgain, 0);
        QCOMPARE(digest(), digestOf(days(0, 10)));
        load();
        QCOMPARE(digest(), digestOf(days(0, 15)));
    }

    // The range is loaded again, but its rejected lines are in the list: each stays there once.
    void rejectedLinesOfAForgottenRange_data()
    {
        QTest::addColumn<bool>("hasNewLines");
        QTest::addColumn<qint64>("chunkRows");
        for (const bool hasNewLines : {true, false}) {
            for (const int rows : {1, 100'000}) {
                QTest::addRow(
                    "%s, chunks of %d", hasNewLines ? "with new lines" : "all skipped", rows)
                    << hasNewLines << qint64{rows};
            }
        }
    }
    void rejectedLinesOfAForgottenRange()
    {
        QFETCH(bool, hasNewLines);
        m_fixture->write(u"a.log"_s, days(0, 10));
        const int first = load().loadId;
        const QByteArray common = days(5, 10);
        const QByteArray added = hasNewLines ? days(10, 15) : QByteArray();
        m_fixture->write(
            u"b.log"_s,
            "nonsense\n" + common + "nonsense\nmore\n" + added + QByteArray(2'000'000, 'x') + '\n');
        const LoadReceipt second = load();
        QCOMPARE(second.readings().rejected, 4);
        const QString listed = rejectedLines();
        QFETCH(qint64, chunkRows);
        m_options.chunkRows = chunkRows;

        QCOMPARE(undo(first), common.count('\n'));
        QVERIFY(QFile::remove(m_fixture->path(u"a.log"_s)));
        const LoadReceipt third = load();
        QVERIFY(third.balanced());
        QCOMPARE(third.readings().loaded, common.count('\n'));
        QCOMPARE(third.readings().rejected, 0);
        QCOMPARE(rejectedLines(), listed);
        QCOMPARE(digest(), digestOf(common + added));
        QVERIFY(load().readings().isNothingNew());

        // Now the second load's list goes, which the third one has relied on.
        undo(second.loadId);
        QCOMPARE(digest(), digestOf(common));
        const LoadReceipt fourth = load();
        QVERIFY(fourth.balanced());
        QCOMPARE(fourth.readings().loaded, added.count('\n'));
        QCOMPARE(fourth.readings().rejected, 4);
        QCOMPARE(rejectedLines(), listed);
        QCOMPARE(digest(), digestOf(common + added));
    }

    // Rejected lines and other measurements are no readings to compare by time alone.
    void linesThatDifferALittle()
    {
        const QByteArray line = "[2020-01-05 10:00:00]\tERROR\tsensor[5]:\t(temperature\t1.5,"
                                " vibration\t-2.5)\n";
        m_fixture->write(u"a.log"_s, line + "nonsense\n");
        load();
        QByteArray other = QByteArray(line).replace("1.5", "1.25");
        other += QByteArray(line).replace("ERROR", "WARNING");
        other += QByteArray(line).replace("[5]", "[6]");
        other += QByteArray(line).replace(", vibration\t-2.5", ", vibration\t-2.5, flow\t1");
        other += QByteArray(line).replace(", vibration\t-2.5", "");
        other += QByteArray(line).replace("1.5", "1.50").replace("10:00:00", "10:00:00.000");
        other += QByteArray(line).replace("[5]", "[new-1]");
        m_fixture->write(u"b.log"_s, other + "nonsense\n");
        m_fixture->write(u"c.log"_s, other);
        const LoadReceipt receipt = load();
        QVERIFY(receipt.balanced());
        QCOMPARE(receipt.readings().loaded, 6);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"7"_s);
    }

    // Each has windows that the other has too.
    void twoProgramsAtOnce_data() { addSizes(); }
    void twoProgramsAtOnce()
    {
        useSizes();
        const QTemporaryDir elsewhere;
        for (int i = 0; i < 6; ++i) {
            m_fixture->write(u"%1.log"_s.arg(i), days(i * 4, i * 4 + 10));
            QFile file(elsewhere.filePath(u"%1.log"_s.arg(i)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(days(i * 4 + 2, i * 4 + 12));
        }
        m_options.plant.name = LoadFixture::plantName();
        const LoadJob a = LoadJob::start(m_fixture->settings(), m_fixture->folder(), m_options);
        const LoadJob b = LoadJob::start(m_fixture->settings(), elsewhere.path(), m_options);
        const LoadReceipt first = a.future().result();
        const LoadReceipt second = b.future().result();
        QCOMPARE(first.outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(second.outcome, LoadReceipt::Outcome::Succeeded);
        QVERIFY(first.balanced() && second.balanced());
        QCOMPARE(digest(), digestOf(days(0, 32)));
    }

    // Loads of a plant take turns; one that waits says so and can be cancelled.
    void waitsForItsTurn()
    {
        m_fixture->write(u"a.log"_s, days(0, 5));
        load();
        auto other = Connection::open(m_fixture->settings());
        VERIFY_RESULT(other);
        // As if load 999 were running and had the turn.
        VERIFY_RESULT(other->execute("SELECT pg_advisory_lock(x'6C6F6164'::int, 999)"));
        VERIFY_RESULT(other->execute("UPDATE faultline.plant_turn SET load_id = 999"));
        // With nothing to load, there is nothing to wait for.
        QCOMPARE(load().readings().loaded, 0);
        m_fixture->write(u"b.log"_s, days(3, 7));
        m_options.plant.name = LoadFixture::plantName();
        const LoadJob cancelled =
            LoadJob::start(m_fixture->settings(), m_fixture->folder(), m_options);
        QTRY_VERIFY(cancelled.progress().trouble.has_value());
        QCOMPARE(cancelled.progress().trouble->code, u"waiting-for-turn"_s);
        QVERIFY(!cancelled.progress().isPaused);
        cancelled.cancel();
        QCOMPARE(cancelled.future().result().outcome, LoadReceipt::Outcome::Cancelled);
        const LoadJob waiting =
            LoadJob::start(m_fixture->settings(), m_fixture->folder(), m_options);
        QTRY_VERIFY(waiting.progress().trouble.has_value());
        VERIFY_RESULT(other->execute("SELECT pg_advisory_unlock_all()"));
        QCOMPARE(waiting.future().result().readings().loaded, days(5, 7).count('\n'));
        QCOMPARE(digest(), digestOf(days(0, 7)));
    }

    // Another program takes the turn in the middle, as after a lost connection.
    void losesItsTurn()
    {
        m_fixture->write(u"a.log"_s, days(0, 300, 100));
        m_fixture->write(u"b.log"_s, days(100, 400, 100));
        m_options.chunkRows = 200;
        m_options.plant.name = LoadFixture::plantName();
        const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), m_options);
        for (int i = 0; i < 4; ++i) {
            const qint64 before = job.progress().readings.loaded;
            QTRY_VERIFY(job.progress().readings.loaded > before || job.future().isFinished());
            m_fixture->execute("UPDATE faultline.plant_turn SET load_id = NULL");
        }
        const LoadReceipt receipt = job.future().result();
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        QVERIFY(receipt.balanced());
        QCOMPARE(digest(), digestOf(days(0, 400, 100)));
    }

    // So many lines that the comparison needs its temporary files.
    void moreThanFitsInMemory()
    {
        m_fixture->write(u"a.log"_s, days(0, 100, 2'000));
        load();
        m_fixture->write(u"b.log"_s, days(40, 140, 2'000));
        const LoadReceipt receipt = load();
        QVERIFY(receipt.balanced());
        QCOMPARE(receipt.readings().loaded, days(100, 140, 2'000).count('\n'));
        QCOMPARE(
            m_fixture->ask("SELECT count(*) - count(DISTINCT (occurred_at, sensor_key, "
                           "temperature)) FROM faultline.reading"),
            u"0"_s);
    }

private:
    // Lines of the days [first, end) of a log. Lines of nine sensors share a time; each is unique.
    static QByteArray days(int first, int end, int linesPerDay = 18)
    {
        QByteArray text;
        for (int day = first; day < end; ++day) {
            const QByteArray date =
                QDate(2020, 1, 10).addDays(day).toString(Qt::ISODate).toLatin1();
            for (int line = 0; line < linesPerDay; ++line) {
                const int second = line / 9 * (86'400 / (linesPerDay / 9 + 1));
                text += '[' + date + ' '
                        + QTime(0, 0).addSecs(second).toString(u"HH:mm:ss").toLatin1()
                        + (line % 7 == 0 ? "]\tERROR\tsensor[" : "]\tINFO\tsensor[")
                        + QByteArray::number(line % 9 + 1) + "]:\t(temperature\t"
                        + QByteArray::number(day * 10'000 + line) + ", vibration\t-1.5)\n";
            }
        }
        return text;
    }
    static QByteArray ofSensor(const QByteArray& text, int sensor)
    {
        QByteArray lines;
        for (const QByteArray& line : text.split('\n')) {
            if (line.contains("sensor[" + QByteArray::number(sensor) + ']'))
                lines += line + '\n';
        }
        return lines;
    }

    static void addSizes()
    {
        QTest::addColumn<qint64>("chunkRows");
        QTest::addColumn<int>("workers");
        for (const qint64 rows : {qint64{7}, qint64{100'000}}) {
            for (const int workers : {1, 4})
                QTest::addRow("chunks of %d, %d workers", static_cast<int>(rows), workers)
                    << rows << workers;
        }
    }
    void useSizes()
    {
        QFETCH(qint64, chunkRows);
        QFETCH(int, workers);
        m_options.chunkRows = chunkRows;
        m_options.workers = workers;
    }
    LoadReceipt load() const { return m_fixture->load(m_options); }
    // Returns how many lines have to be loaded again.
    qint64 undo(int load) const
    {
        auto connection = Connection::open(m_fixture->settings());
        if (!connection)
            return -1;
        const auto undone = undoLoad(*connection, LoadId{load}, CancelToken());
        return undone ? undone->linesToLoadAgain : -1;
    }
    QString digest() const { return m_fixture->digest(); }
    QString rejectedLines() const
    {
        return m_fixture->ask("SELECT string_agg(line_number || ':' || byte_offset || ':'"
                              " || line_bytes || ':' || left(encode(raw, 'escape'), 20), ' '"
                              " ORDER BY line_number, chunk_id) FROM faultline.rejected_line");
    }

    // Of a database that has loaded these lines as one log.
    QString digestOf(const QByteArray& text)
    {
        const auto fixture = LoadFixture::make(m_server);
        if (!fixture)
            return fixture.error().toText();
        (*fixture)->writeLists();
        (*fixture)->write(u"a.log"_s, text);
        (*fixture)->load();
        return (*fixture)->digest();
    }
    void setSkipKnown(bool skipKnown)
    {
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto plants = fetchPlants(*connection);
        VERIFY_RESULT(plants);
        PlantSettingsChange change;
        change.skipKnown = skipKnown;
        VERIFY_RESULT(applyPlantSettings(*connection, plants->first().id, change, CancelToken()));
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    LoadOptions m_options;
};

QTEST_GUILESS_MAIN(tst_OverlappingExports)
#include "tst_OverlappingExports.moc"
