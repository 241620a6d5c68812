// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"

#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/PlantRemoval.h"
#include "loading/plants/PlantDetails.h"
#include "support/TableLock.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <future>
#include <memory>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// Listing, renaming and removing plants.
class tst_PlantRemoval : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = std::move(*fixture);
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        m_connection = std::make_unique<Connection>(std::move(*connection));
    }

    // What remains is what a database has that never knew the plant.
    void removingLeavesTheOtherPlantAsItWas()
    {
        write(u"a"_s, 3);
        write(u"b"_s, 4);
        QCOMPARE(load(u"a"_s).outcome, LoadReceipt::Outcome::Succeeded);
        const QString before = figures();
        QCOMPARE(load(u"b"_s).outcome, LoadReceipt::Outcome::Succeeded);
        QVERIFY(figures() != before);
        const auto removed = remove(u"b"_s);
        VERIFY_RESULT(removed);
        QCOMPARE(removed->loads, 1);
        QCOMPARE(removed->readings, 400);
        QCOMPARE(removed->rejectedLines, 1);
        QCOMPARE(figures(), before);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.rejected_line"), u"1"_s);
        QCOMPARE(m_fixture->ask("SELECT sum(lines) FROM faultline.rejected_reason"), u"1"_s);
        QCOMPARE(rowsOfRemovedPlants(), QString());
        verifyLedgerHolds();
    }

    void aLoadOfSeveralPlantsKeepsTheOthers()
    {
        write(u"fleet/a"_s, 3);
        write(u"fleet/b"_s, 4);
        LoadOptions options;
        options.plant.bySubfolder = true;
        const LoadReceipt receipt = m_fixture->load(m_fixture->path(u"fleet"_s), options);
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(receipt.plants.size(), 2);
        QCOMPARE(receipt.plants.first().reason, PlantReason::Subfolder);
        const QString before = m_fixture->ask(kFiguresOfPlantA);
        const auto removed = remove(u"b"_s);
        VERIFY_RESULT(removed);
        QCOMPARE(removed->readings, 400);
        QCOMPARE(m_fixture->ask(kFiguresOfPlantA), before);
        QCOMPARE(figures(), before);
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.load_run WHERE undone_at IS NULL"
                           " AND findings::text LIKE '%plant-removed%'"),
            u"1"_s);
        QCOMPARE(
            m_fixture->ask("SELECT count(*) || ' ' || sum(records_in) FROM faultline.load_file"),
            u"3 310"_s);
        verifyLedgerHolds();
        // The last plant takes the load with it.
        VERIFY_RESULT(remove(u"a"_s));
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.load_run WHERE undone_at IS NULL"),
            u"0"_s);
        QCOMPARE(rowsOfRemovedPlants(), QString());
        verifyLedgerHolds();
    }

    void aLoadWhoseProgramDiedKeepsItsReceipt()
    {
        write(u"a"_s, 3);
        QCOMPARE(load(u"a"_s).outcome, LoadReceipt::Outcome::Succeeded);
        m_fixture->execute("DELETE FROM faultline.load_file");
        m_fixture->execute("UPDATE faultline.load_run SET state = 'running', ended_at = NULL");
        VERIFY_RESULT(remove(u"a"_s));
        QCOMPARE(
            m_fixture->ask("SELECT sum(loaded) FROM faultline.load_file WHERE role = 'readings'"),
            u"300"_s);
        verifyLedgerHolds();
    }

    void refusesWhileALoadRuns()
    {
        write(u"a"_s, 3);
        auto lock = std::make_unique<TableLock>(m_fixture->settings(), "faultline.reading");
        const LoadJob job = start(u"a"_s);
        QTRY_VERIFY_WITH_TIMEOUT(lock->isWaitedFor(), 30'000);
        const auto refused = remove(u"a"_s);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"load-running"_s);
        lock.reset();
        QCOMPARE(job.future().result().outcome, LoadReceipt::Outcome::Succeeded);
        VERIFY_RESULT(remove(u"a"_s));
    }

    void aLoadThatBeginsMeanwhileDecidesAfterwards()
    {
        write(u"a"_s, 3);
        QCOMPARE(load(u"a"_s).outcome, LoadReceipt::Outcome::Succeeded);
        auto lock = std::make_unique<TableLock>(m_fixture->settings(), "faultline.reading");
        auto removed = std::async(std::launch::async, [this] {
            auto connection = Connection::open(m_fixture->settings());
            return removePlant(*connection, PlantId{1}, CancelToken());
        });
        QTRY_VERIFY_WITH_TIMEOUT(lock->isWaitedFor(), 30'000);
        const LoadJob job = start(u"a"_s);
        QTRY_COMPARE_WITH_TIMEOUT(
            m_fixture->ask("SELECT count(*) FROM pg_locks WHERE NOT granted"
                           " AND relation = 'faultline.plant'::regclass"),
            u"1"_s, 30'000);
        lock.reset();
        VERIFY_RESULT(removed.get());
        const LoadReceipt receipt = job.future().result();
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        QVERIFY(receipt.plants.first().isNew);
        QCOMPARE(receipt.readings().loaded, 300);
        verifyLedgerHolds();
    }

    void cancellingLeavesThePlant()
    {
        write(u"a"_s, 3);
        QCOMPARE(load(u"a"_s).outcome, LoadReceipt::Outcome::Succeeded);
        const QString before = figures();
        auto lock = std::make_unique<TableLock>(m_fixture->settings(), "faultline.reading");
        const CancelToken cancel;
        auto removed = std::async(std::launch::async, [this, cancel] {
            auto connection = Connection::open(m_fixture->settings());
            return removePlant(*connection, PlantId{1}, cancel);
        });
        QTRY_VERIFY_WITH_TIMEOUT(lock->isWaitedFor(), 30'000);
        cancel.cancel();
        const auto answer = removed.get();
        lock.reset();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, kCancelledCode);
        QCOMPARE(figures(), before);
        verifyLedgerHolds();
    }

    void refusesWhatIsGone()
    {
        const auto removed = removePlant(*m_connection, PlantId{9}, CancelToken());
        QVERIFY(!removed);
        QCOMPARE(removed.error().code, u"no-such-plant"_s);
        const auto renamed = renamePlant(*m_connection, PlantId{9}, u"x"_s);
        QVERIFY(!renamed);
        QCOMPARE(renamed.error().code, u"no-such-plant"_s);
    }

private:
    // What reports are made of, by names, without keys.
    static constexpr auto kFiguresOfPlantA = R"sql(
        SELECT concat_ws(' / ',
            (SELECT string_agg(x::text, ';' ORDER BY x::text) FROM faultline.readings_by_month x
             WHERE plant = 'a'),
            (SELECT string_agg(x::text, ';' ORDER BY x::text) FROM faultline.error_records_by_day x
             WHERE plant = 'a'),
            (SELECT string_agg(x::text, ';' ORDER BY x::text) FROM faultline.failure_event_times x
             WHERE plant = 'a'),
            (SELECT string_agg(x::text, ';' ORDER BY x::text) FROM faultline.sensors x
             WHERE plant = 'a'))
    )sql";

    // The same of all plants.
    QString figures() const
    {
        return m_fixture->ask(QByteArray(kFiguresOfPlantA).replace("WHERE plant = 'a'", ""));
    }
    QString rowsOfRemovedPlants() const
    {
        return m_fixture->ask(R"sql(
            WITH plant AS (SELECT plant_id FROM faultline.plant)
            SELECT string_agg(name || ' ' || n, ', ') FROM (
                SELECT 'sensor' AS name, count(*) AS n FROM faultline.sensor
                WHERE plant_id NOT IN (TABLE plant)
                UNION ALL SELECT 'equipment', count(*) FROM faultline.equipment
                WHERE plant_id NOT IN (TABLE plant)
                UNION ALL SELECT 'source_file', count(*) FROM faultline.source_file
                WHERE plant_id NOT IN (TABLE plant)
                UNION ALL SELECT 'reading', count(*) FROM faultline.reading
                WHERE sensor_key NOT IN (SELECT sensor_key FROM faultline.sensor)
                UNION ALL SELECT 'rejected_line', count(*) FROM faultline.rejected_line
                WHERE chunk_id NOT IN (SELECT chunk_id FROM faultline.load_chunk)
                UNION ALL SELECT 'equipment_entry', count(*) FROM faultline.equipment_entry
                WHERE chunk_id NOT IN (SELECT chunk_id FROM faultline.load_chunk)
                UNION ALL SELECT 'sensor_entry', count(*) FROM faultline.sensor_entry
                WHERE chunk_id NOT IN (SELECT chunk_id FROM faultline.load_chunk)) x
            WHERE n > 0)sql");
    }
    void verifyLedgerHolds() const
    {
        const auto found = verifyLedger(*m_connection, CancelToken());
        VERIFY_RESULT(found);
        QVERIFY2(
            found->verified(), found->discrepancies.isEmpty()
                                   ? ""
                                   : qPrintable(found->discrepancies.first().toText()));
    }

    // A log of `hundreds` and a line that can't be read, a list of three pieces of equipment, and a
    // map of six of the sensors. Each folder's codes differ.
    void write(const QString& folder, int hundreds) const
    {
        m_fixture->write(
            folder + u"/log.log"_s,
            logLines(100 * hundreds, static_cast<quint32>(hundreds)) + "not a reading\r\n");
        const QByteArray prefix = folder.right(1).toUtf8();
        m_fixture->write(
            folder + u"/list.json"_s,
            QByteArray(R"([{"equipment_id":1,"code":"x1"},{"equipment_id":2,"code":"x2"},)"
                       R"({"equipment_id":3,"code":"x3"}])")
                .replace('x', prefix));
        m_fixture->write(
            folder + u"/map.csv"_s,
            "equipment_id;sensor_id\r\n1;1\r\n1;2\r\n2;3\r\n2;4\r\n3;5\r\n3;6\r\n");
    }
    LoadJob start(const QString& folder) const
    {
        LoadOptions options;
        options.plant.name = folder;
        return LoadJob::start(m_fixture->settings(), m_fixture->path(folder), options);
    }
    LoadReceipt load(const QString& folder) const { return start(folder).future().result(); }
    Result<RemovedPlant> remove(const QString& name) const
    {
        const auto details = fetchPlantDetails(*m_connection, name);
        if (!details)
            return details.error();
        return removePlant(*m_connection, details->plant.id, CancelToken());
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    std::unique_ptr<Connection> m_connection;
};

QTEST_GUILESS_MAIN(tst_PlantRemoval)
#include "tst_PlantRemoval.moc"
