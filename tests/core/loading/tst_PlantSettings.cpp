// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"

#include "database/connection/SqlSession.h"
#include "loading/chunks/ReadingOrigin.h"
#include "loading/ledger/FailureChoice.h"
#include "loading/ledger/PlantSettingsChange.h"
#include "loading/ledger/UndoLoad.h"
#include "loading/plants/PlantDetails.h"
#include "loading/settlement/Settlement.h"
#include "support/TableLock.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <algorithm>
#include <future>
#include <memory>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString kOslo = u"Europe/Oslo"_s;

QByteArray line(const QByteArray& time, const QByteArray& severity, int sensor = 1)
{
    return '[' + time + "] " + severity + " sensor[" + QByteArray::number(sensor)
           + "]: (temperature 1, vibration 2)\n";
}

const UserMessage* findingOf(const LoadReceipt& receipt, const QString& code)
{
    const auto found = std::find_if(
        receipt.findings.cbegin(), receipt.findings.cend(),
        [&code](const UserMessage& finding) { return finding.code == code; });
    return found == receipt.findings.cend() ? nullptr : &*found;
}

} // namespace

/// The time zone of a plant, and what counts as its failures.
class tst_PlantSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        m_connection = std::make_unique<Connection>(*std::move(connection));
        m_fixture->writeLists();
    }

    // On the night in March, 02:00 to 03:00 doesn't exist; on that in October it comes twice. Both
    // notations: the usual one, and one that only the tolerant parser reads.
    void daysOnWhichClocksChange_data()
    {
        QTest::addColumn<QByteArray>("spring");
        QTest::addColumn<QByteArray>("autumn");
        QTest::addRow("usual") << QByteArray("2021-03-28 ") << QByteArray("2021-10-31 ");
        QTest::addRow("tolerant") << QByteArray("2021/3/28 ") << QByteArray("2021/10/31 ");
    }
    void daysOnWhichClocksChange()
    {
        QFETCH(const QByteArray, spring);
        QFETCH(const QByteArray, autumn);
        m_fixture->write(
            u"a.log"_s,
            line(spring + "01:59:59", "ERROR") + line(spring + "02:30:00", "ERROR")
                + line(spring + "03:00:00", "ERROR") + line(autumn + "01:59:59", "ERROR")
                + line(autumn + "02:30:00", "ERROR") + line(autumn + "02:30:00", "INFO")
                + line(autumn + "03:00:00", "ERROR") + line("2021-10-31T02:30:00+01:00", "WARN"));
        const LoadReceipt receipt = m_fixture->load(inOslo());
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(receipt.readings().loaded, 7);
        QCOMPARE(receipt.readings().rejected, 1);
        QVERIFY(receipt.balanced());
        QCOMPARE(
            times(), u"03-28 00:59:59, 03-28 01:00:00, 10-30 23:59:59, 10-31 00:30:00,"
                     " 10-31 00:30:00, 10-31 01:30:00, 10-31 02:00:00"_s);
        const UserMessage* const twice = findingOf(receipt, u"times-twice"_s);
        QVERIFY(twice);
        QVERIFY2(twice->what.startsWith(u'2'), qPrintable(twice->what));
        // Where the hour is in the line.
        const QString column = QString::number(spring.size() + 2);
        QCOMPARE(
            m_fixture->ask("SELECT line_number || ' ' || reason || ' ' || column_number"
                           " FROM faultline.rejected_line"),
            u"2 skipped-hour %1"_s.arg(column));
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        // What the parser read once, the line of a reading gives again.
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        auto row = session->execute(
            u"SELECT reading_id, occurred_at FROM faultline.reading ORDER BY occurred_at LIMIT 1"_s,
            {});
        QVERIFY(row && row->next());
        const auto reading = fetchLoadedReading(
            *session, {static_cast<ReadingId>(row->value(0).toLongLong()),
                       u"2021-03-28 00:59:59+00"_s,
                       u"1"_s,
                       u"ERROR"_s,
                       u"1"_s,
                       u"2"_s,
                       {}});
        VERIFY_RESULT(reading);
        const auto origin = findReadingOrigin(*reading, CancelToken());
        VERIFY_RESULT(origin);
        QCOMPARE(origin->location.lineNumber, 1);
    }

    void theNextLoadKeepsTheZone()
    {
        m_fixture->write(u"a.log"_s, line("2021-07-01 12:00:00", "ERROR"));
        LoadReceipt receipt = m_fixture->load(inOslo());
        QCOMPARE(receipt.plants.first().settings.timeZone, kOslo);
        QVERIFY(receipt.plants.first().toLine().endsWith(u"; times without a zone: Europe/Oslo"_s));
        // Edited and appended files are compared in it.
        m_fixture->write(
            u"a.log"_s,
            line("2021-07-01 11:00:00", "ERROR") + line("2021-07-01 12:00:00", "ERROR"));
        receipt = m_fixture->load();
        QCOMPARE(receipt.readings().loaded, 1);
        QCOMPARE(receipt.readings().skipped, 1);
        QCOMPARE(times(), u"07-01 09:00:00, 07-01 10:00:00"_s);
        // The same zone again is no change.
        QCOMPARE(m_fixture->load(inOslo()).outcome, LoadReceipt::Outcome::Succeeded);
    }

    void dryRunReadsInTheZone()
    {
        m_fixture->write(u"a.log"_s, line("2021-03-28 02:30:00", "ERROR"));
        LoadOptions options = inOslo();
        options.dryRun = true;
        QCOMPARE(m_fixture->load(options).readings().rejected, 1);
        options.plant.timeZone.clear();
        QCOMPARE(m_fixture->load(options).readings().rejected, 0);
    }

    void readingsKeepTheZone()
    {
        m_fixture->write(u"a.log"_s, line("2021-07-01 12:00:00", "ERROR"));
        LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        const auto refused = change({.timeZone = kOslo});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"has-readings"_s);
        QVERIFY(!refused.error().remedy.isEmpty());
        // The same from a load, which leaves nothing behind.
        const LoadReceipt failed = m_fixture->load(inOslo());
        QCOMPARE(failed.outcome, LoadReceipt::Outcome::Failed);
        QCOMPARE(failed.failure->code, u"has-readings"_s);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.load_run"), u"1"_s);
        QCOMPARE(plant().settings.timeZone, u"UTC"_s);

        VERIFY_RESULT(undoLoad(*m_connection, static_cast<LoadId>(receipt.loadId), CancelToken()));
        VERIFY_RESULT(change({.timeZone = kOslo}));
        QCOMPARE(m_fixture->load().outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(times(), u"07-01 10:00:00"_s);
    }

    void unknownZones_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addRow("no such city") << u"Europe/Atlantis"_s;
        QTest::addRow("abbreviation that the server knows") << u"CEST"_s;
        QTest::addRow("offset that the server knows") << u"FOO+3"_s;
        QTest::addRow("other case, which the server knows") << u"europe/oslo"_s;
        QTest::addRow("file") << u"../../etc/passwd"_s;
        QTest::addRow("empty") << QString();
    }
    void unknownZones()
    {
        QFETCH(const QString, zone);
        m_fixture->load();
        const auto refused = change({.timeZone = zone});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"time-zone"_s);
        QCOMPARE(plant().settings.timeZone, u"UTC"_s);
    }
    void theDatabaseRefusesUnknownZones()
    {
        m_fixture->load();
        QVERIFY(!m_connection->execute("UPDATE faultline.plant SET time_zone = 'Europe/Atlantis'"));
        QVERIFY(!m_connection->execute("UPDATE faultline.plant SET failure_severities = '{}'"));
    }

    // Another program may be about to store readings.
    void aRunningLoadKeepsTheZone()
    {
        m_fixture->write(u"a.log"_s, line("2021-07-01 12:00:00", "ERROR"));
        auto lock = std::make_unique<TableLock>(m_fixture->settings(), "faultline.reading");
        LoadOptions options;
        options.plant.name = LoadFixture::plantName();
        const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
        QTRY_VERIFY_WITH_TIMEOUT(lock->isWaitedFor(), 30'000);
        const auto refused = change({.timeZone = kOslo});
        lock.reset();
        QCOMPARE(job.future().result().outcome, LoadReceipt::Outcome::Succeeded);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"load-running"_s);
    }

    void eachPlantHasItsOwnZone()
    {
        m_fixture->write(u"fleet/a/a.log"_s, line("2021-07-01 12:00:00", "ERROR"));
        m_fixture->write(u"fleet/b/b.log"_s, line("2021-07-01 12:00:00", "ERROR"));
        LoadOptions a;
        a.plant.name = u"a"_s;
        a.plant.timeZone = kOslo;
        LoadOptions b;
        b.plant.name = u"b"_s;
        b.plant.timeZone = u"America/Sao_Paulo"_s;
        m_fixture->load(m_fixture->path(u"fleet/a"_s), a);
        m_fixture->load(m_fixture->path(u"fleet/b"_s), b);
        QCOMPARE(times(), u"07-01 10:00:00, 07-01 15:00:00"_s);
    }

    // However the severities became failures, figures are as if they always had been.
    void changedFailuresEqualFirstOnes_data()
    {
        QTest::addColumn<QStringList>("severities");
        QTest::addRow("one more") << QStringList{u"ERROR"_s, u"FATAL"_s};
        QTest::addRow("another") << QStringList{u"fatal"_s};
        QTest::addRow("one that no reading has") << QStringList{u"TRIP"_s, u" ERROR "_s};
        QTest::addRow("three") << QStringList{u"INFO"_s, u"ERROR"_s, u"FATAL"_s};
    }
    void changedFailuresEqualFirstOnes()
    {
        QFETCH(const QStringList, severities);
        writeLog();
        // Another plant, whose failures stay.
        LoadOptions other;
        other.plant.name = u"other"_s;
        m_fixture->load(other);
        m_fixture->write(u"none/none.json"_s, R"([{"equipment_id":1,"code":"AAAA"}])");
        LoadOptions before;
        before.plant.name = u"before"_s;
        m_fixture->load(m_fixture->path(u"none"_s), before);
        VERIFY_RESULT(change({.failureSeverities = severities}, u"before"_s));
        m_fixture->load(before);
        QCOMPARE(m_fixture->summaryMismatch(), QString());

        m_fixture->load();
        QCOMPARE(events(LoadFixture::plantName()), events(u"other"_s));
        const auto changed = change({.failureSeverities = severities});
        VERIFY_RESULT(changed);
        QCOMPARE(*changed, ChangedEvents::Rebuilt);
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        QCOMPARE(events(LoadFixture::plantName()), events(u"before"_s));
        // And back.
        VERIFY_RESULT(change({.failureSeverities = QStringList{u"ERROR"_s}}));
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        QCOMPARE(events(LoadFixture::plantName()), events(u"other"_s));
    }

    void loadsAfterAChangeCountTheNewFailures()
    {
        writeLog();
        m_fixture->load();
        VERIFY_RESULT(change({.failureSeverities = QStringList{u"FATAL"_s}}));
        m_fixture->write(
            u"b.log"_s,
            line("2022-01-01 00:00:00", "FATAL", 2) + line("2022-01-02 00:00:00", "ERROR", 2));
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        QVERIFY(events(LoadFixture::plantName()).contains(u"2022-01-01"_s));
        QVERIFY(!events(LoadFixture::plantName()).contains(u"2022-01-02"_s));
        VERIFY_RESULT(undoLoad(*m_connection, static_cast<LoadId>(receipt.loadId), CancelToken()));
        QCOMPARE(m_fixture->summaryMismatch(), QString());
    }

    // A load has parsed with the old failures when they change.
    void aRunningLoadFollowsTheChange()
    {
        writeLog();
        auto lock = std::make_unique<TableLock>(m_fixture->settings(), "faultline.reading");
        LoadOptions options;
        options.plant.name = LoadFixture::plantName();
        const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
        QTRY_VERIFY_WITH_TIMEOUT(lock->isWaitedFor(), 30'000);
        const auto changed = setPlantSettings(
            *m_connection, plant().id, {.failureSeverities = QStringList{u"FATAL"_s}},
            CancelToken());
        VERIFY_RESULT(changed);
        lock.reset();
        QCOMPARE(job.future().result().outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(m_fixture->summaryMismatch(), QString());
    }

    void cancellingTheRebuildKeepsTheSettings()
    {
        writeLog();
        m_fixture->load();
        auto lock = std::make_unique<TableLock>(m_fixture->settings(), "faultline.reading");
        const CancelToken cancel;
        auto changed = std::async(std::launch::async, [this, cancel] {
            auto connection = Connection::open(m_fixture->settings());
            return applyPlantSettings(
                *connection, plant().id, {.failureSeverities = QStringList{u"FATAL"_s}}, cancel);
        });
        QTRY_VERIFY_WITH_TIMEOUT(lock->isWaitedFor(), 30'000);
        cancel.cancel();
        lock.reset();
        const auto outcome = changed.get();
        VERIFY_RESULT(outcome);
        QCOMPARE(*outcome, ChangedEvents::Stale);
        QCOMPARE(plant().settings.failureSeverities, QStringList{u"FATAL"_s});
        // As whoever opens a report does.
        VERIFY_RESULT(settlePending(m_fixture->settings()));
        QCOMPARE(m_fixture->summaryMismatch(), QString());
    }

    void refusesWordsThatAreNoSeverities_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addRow("none") << QStringList();
        QTest::addRow("empty") << QStringList{QString()};
        QTest::addRow("digit") << QStringList{u"ERROR"_s, u"E1"_s};
        QTest::addRow("two words") << QStringList{u"FATAL ERROR"_s};
        QTest::addRow("too long") << QStringList{QString(33, u'A')};
    }
    void refusesWordsThatAreNoSeverities()
    {
        QFETCH(const QStringList, words);
        m_fixture->load();
        const auto refused = change({.failureSeverities = words});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"severities"_s);
    }

    void otherSettingsRebuildNothing()
    {
        m_fixture->load();
        const auto changed = change({.skipKnown = false});
        VERIFY_RESULT(changed);
        QCOMPARE(*changed, ChangedEvents::None);
        QVERIFY(!plant().settings.skipKnown);
        const auto gone = applyPlantSettings(*m_connection, PlantId{99}, {}, CancelToken());
        QVERIFY(!gone);
        QCOMPARE(gone.error().code, u"no-such-plant"_s);
    }

    void uncountedFailures_data()
    {
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<QStringList>("failures");
        QTest::addColumn<QStringList>("added");
        const auto times = [](int count, const QByteArray& severity) {
            QByteArray lines;
            for (int i = 0; i < count; ++i)
                lines += line("2021-07-01 12:00:" + QByteArray::number(i + 10), severity);
            return lines;
        };
        const QStringList error{u"ERROR"_s};
        QTest::addRow("only FATAL") << times(2, "FATAL") << error << QStringList{u"FATAL"_s};
        QTest::addRow("two words, none counts")
            << times(2, "ALARM") + times(1, "trip") + times(5, "INFO") << error
            << QStringList{u"ALARM"_s, u"TRIP"_s};
        QTest::addRow("a word in another language")
            << times(2, "STOERUNG") << error << QStringList{u"STOERUNG"_s};
        QTest::addRow("no failures at all")
            << times(2, "INFO") + times(3, "WARNING") << error << QStringList();
        QTest::addRow("a tenth") << times(20, "ERROR") + times(2, "FATAL") << error
                                 << QStringList();
        QTest::addRow("more than a tenth")
            << times(20, "ERROR") + times(3, "CRITICAL") << error << QStringList{u"CRITICAL"_s};
        QTest::addRow("unknown beside failures")
            << times(20, "ERROR") + times(9, "HELLO") << error << QStringList();
        QTest::addRow("already counted") << times(2, "ERROR") + times(3, "FATAL")
                                         << QStringList{u"ERROR"_s, u"FATAL"_s} << QStringList();
        QTest::addRow("graver ones count")
            << times(20, "ERROR") + times(3, "FATAL") << QStringList{u"FATAL"_s} << QStringList();
    }
    void uncountedFailures()
    {
        QFETCH(const QByteArray, log);
        QFETCH(const QStringList, failures);
        QFETCH(const QStringList, added);
        m_fixture->load();
        VERIFY_RESULT(change({.failureSeverities = failures}));
        m_fixture->write(u"a.log"_s, log);
        const LoadReceipt receipt = m_fixture->load();
        const UserMessage* const finding = findingOf(receipt, kUncountedFailuresCode.toString());
        QCOMPARE(finding != nullptr, !added.isEmpty());
        if (!finding)
            return;
        auto choice = FailureChoice::of(*finding);
        QVERIFY(choice);
        QCOMPARE(choice->plant, LoadFixture::plantName());
        QCOMPARE(choice->added, added);
        QCOMPARE(choice->severities, failures + added);
        // After that choice there is nothing left to say.
        VERIFY_RESULT(change({.failureSeverities = choice->severities}));
        QVERIFY(!findingOf(m_fixture->load(), kUncountedFailuresCode.toString()));
        QVERIFY(m_fixture->ask("SELECT sum(events) FROM faultline.failure_day").toInt() > 0);
    }

    // The plant has plenty of failures, but this log has none of them.
    void uncountedFailuresOfALog()
    {
        m_fixture->write(u"a.log"_s, logLines(600));
        const auto trips = [](const QByteArray& day) {
            QByteArray lines;
            for (int i = 0; i < 3; ++i)
                lines += line(day + " 12:00:" + QByteArray::number(i + 10), "TRIP");
            return lines;
        };
        m_fixture->write(
            u"b.log"_s, trips("2021-07-01") + line("2021-07-01 12:00:20", "CALIBRATED"));
        const LoadReceipt receipt = m_fixture->load();
        const UserMessage* const finding = findingOf(receipt, kUncountedFailuresCode.toString());
        QVERIFY(finding);
        QVERIFY2(finding->what.startsWith(u"1 log"_s), qPrintable(finding->what));
        QVERIFY(finding->where.endsWith(u"b.log"_s));
        QVERIFY(finding->why.endsWith(u"3 × TRIP."_s));
        QCOMPARE(FailureChoice::of(*finding)->added, QStringList{u"TRIP"_s});
        // A load without it doesn't speak of it, and a log in small chunks counts as one.
        QVERIFY(!findingOf(m_fixture->load(), kUncountedFailuresCode.toString()));
        m_fixture->write(
            u"c.log"_s,
            QByteArray(line("2021-07-02 12:00:00", "ERROR")).repeated(20) + trips("2021-07-02"));
        m_fixture->write(
            u"d.log"_s,
            QByteArray(line("2021-07-03 12:00:00", "ERROR")).repeated(40) + trips("2021-07-03"));
        LoadOptions options;
        options.chunkRows = 7;
        const LoadReceipt more = m_fixture->load(options);
        const UserMessage* const second = findingOf(more, kUncountedFailuresCode.toString());
        QVERIFY(second);
        QVERIFY(second->where.endsWith(u"c.log"_s));
    }

private:
    static LoadOptions inOslo()
    {
        LoadOptions options;
        options.plant.name = LoadFixture::plantName();
        options.plant.timeZone = kOslo;
        return options;
    }
    void writeLog() const
    {
        QByteArray log = logLines(600);
        log += logLines(300, 2).replace("ERROR", "FATAL");
        m_fixture->write(u"a.log"_s, log);
    }
    Plant plant(const QString& name = LoadFixture::plantName()) const
    {
        auto connection = Connection::open(m_fixture->settings());
        const auto details = fetchPlantDetails(*connection, name);
        return details ? details->plant : Plant();
    }
    Result<ChangedEvents>
    change(const PlantSettingsChange& wanted, const QString& name = LoadFixture::plantName()) const
    {
        return applyPlantSettings(*m_connection, plant(name).id, wanted, CancelToken());
    }
    QString times() const
    {
        return m_fixture->ask("SELECT string_agg(to_char(occurred_at AT TIME ZONE 'UTC',"
                              " 'MM-DD HH24:MI:SS'), ', ' ORDER BY occurred_at)"
                              " FROM faultline.reading");
    }
    QString events(const QString& name) const
    {
        return m_fixture->ask(
            "SELECT string_agg(equipment_id || '@' || occurred_at, ' ' ORDER BY equipment_id,"
            " occurred_at) FROM faultline.failure_event_times WHERE plant = '"
            + name.toUtf8() + "'");
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    std::unique_ptr<Connection> m_connection;
};

QTEST_GUILESS_MAIN(tst_PlantSettings)
#include "tst_PlantSettings.moc"
