// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/ListsInForce.h"

#include "LoadFixture.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/UndoLoad.h"
#include "loading/plants/Plants.h"
#include "loading/settlement/Settlement.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// As in inForce().
const QString kNothing = u"|"_s;
const QString kFirst = u"1=A/G/deck=1 2=B/G/ 3=C//|1>1 2>1 3>2 4>3"_s;
// Only the first lists have equipment 3 and sensor 4, only the second ones equipment 4 and
// sensor 5.
const QString kSecond = u"1=A/G/deck=1 2=NEW/H/ 3=C// 4=D//|1>1 2>2 3>2 4>3 5>4"_s;
const QByteArray kMap = "equipment_id;sensor_id\n1;1\n2;2\n";
const QString kSecondAlone = u"1=A/G/deck=1 2=NEW/H/ 4=D//|1>1 2>2 3>2 5>4"_s;

} // namespace

/// What is in force is what the newest lists of the loads that stand say.
class tst_ListsInForce : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        m_fixture->write(u"a.log"_s, logLines(200));
    }

    void undoneInEveryOrder_data()
    {
        QTest::addColumn<QList<int>>("order");
        QTest::addColumn<QStringList>("inForce");
        QTest::newRow("second") << QList<int>{1} << QStringList{kFirst};
        QTest::newRow("first") << QList<int>{0} << QStringList{kSecondAlone};
        QTest::newRow("second, first") << QList<int>{1, 0} << QStringList{kFirst, kNothing};
        QTest::newRow("first, second") << QList<int>{0, 1} << QStringList{kSecondAlone, kNothing};
    }
    void undoneInEveryOrder()
    {
        QFETCH(QList<int>, order);
        QFETCH(QStringList, inForce);
        writeFirst();
        QList<int> loads{load()};
        QCOMPARE(this->inForce(), kFirst);
        writeSecond();
        loads << load();
        QCOMPARE(this->inForce(), kSecond);
        for (qsizetype i = 0; i < order.size(); ++i) {
            undo(loads.at(order.at(i)));
            QCOMPARE(this->inForce(), inForce.at(i));
            verifyAll();
        }
        // Loading again puts the files' lists in force again.
        load();
        QCOMPARE(this->inForce(), order.contains(0) ? kSecondAlone : kSecond);
        verifyAll();
    }

    // Its entries are stored once, for whichever of the loads stand.
    void listThatTwoLoadsApplied_data()
    {
        QTest::addColumn<int>("first");
        QTest::newRow("the one that stored it is undone first") << 0;
        QTest::newRow("the other one is undone first") << 1;
    }
    void listThatTwoLoadsApplied()
    {
        QFETCH(int, first);
        writeFirst();
        QList<int> loads{load()};
        m_fixture->write(u"b.log"_s, logLines(100, 2));
        const LoadReceipt second = m_fixture->load();
        QCOMPARE(second.files.at(0).records, (RecordCounts{3, 0, 0, 0, 3}));
        QCOMPARE(second.files.at(0).state, FileState::Unchanged);
        loads << second.loadId;
        undo(loads.at(first));
        QCOMPARE(inForce(), kFirst);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.equipment_entry"), u"3"_s);
        verifyAll();
        undo(loads.at(1 - first));
        QCOMPARE(inForce(), kNothing);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.equipment_entry"), u"0"_s);
        verifyAll();
        const LoadReceipt again = m_fixture->load();
        QCOMPARE(again.files.at(0).records, (RecordCounts{3, 3, 0, 0, 0}));
        QCOMPARE(inForce(), kFirst);
        verifyAll();
    }

    // The first lists, the second, and the first again.
    void backToEarlierLists_data()
    {
        QTest::addColumn<QList<int>>("undone");
        QTest::addColumn<QString>("expected");
        const QString both = u"1=A/G/deck=1 2=B/G/ 3=C// 4=D//|1>1 2>1 3>2 4>3 5>4"_s;
        QTest::newRow("none") << QList<int>{} << both;
        QTest::newRow("third") << QList<int>{2} << kSecond;
        QTest::newRow("second") << QList<int>{1} << kFirst;
        QTest::newRow("first") << QList<int>{0} << both;
        QTest::newRow("first, third") << QList<int>{0, 2} << kSecondAlone;
        QTest::newRow("third, first") << QList<int>{2, 0} << kSecondAlone;
        QTest::newRow("first, second") << QList<int>{0, 1} << kFirst;
    }
    void backToEarlierLists()
    {
        QFETCH(QList<int>, undone);
        QFETCH(QString, expected);
        QList<int> loads;
        writeFirst();
        loads << load();
        writeSecond();
        loads << load();
        writeFirst();
        const LoadReceipt third = m_fixture->load();
        QCOMPARE(third.lists(), (RecordCounts{7, 0, 0, 0, 7}));
        QVERIFY(std::any_of(
            third.findings.cbegin(), third.findings.cend(),
            [](const UserMessage& message) { return message.code == u"list-changed"_s; }));
        loads << third.loadId;
        for (const int index : undone)
            undo(loads.at(index));
        QCOMPARE(inForce(), expected);
        verifyAll();
    }

    // Of several files of one kind, the newest counts; of one file, the last entry.
    void orderWithinALoad()
    {
        const QDateTime now = QDateTime::currentDateTime();
        m_fixture->write(u"z old.csv"_s, "equipment_id;sensor_id\n1;1\n1;2\n");
        m_fixture->write(u"a new.csv"_s, "equipment_id;sensor_id\n7;1\n2;1\n");
        QFile old(m_fixture->path(u"z old.csv"_s));
        QVERIFY(old.open(QIODevice::ReadWrite));
        QVERIFY(old.setFileTime(now.addDays(-1), QFileDevice::FileModificationTime));
        old.close();
        load();
        QCOMPARE(inForce(), u"|1>2 2>1"_s);
        verifyAll();
    }

    // Only a sensor with readings makes events stale, and they are right once they are settled.
    void changedMapMakesEventsStale_data()
    {
        QTest::addColumn<QByteArray>("map");
        QTest::addColumn<bool>("stale");
        QTest::newRow("other equipment") << QByteArray("2;1\n") << true;
        QTest::newRow("a sensor more") << QByteArray("2;9\n") << true;
        QTest::newRow("a sensor without readings") << QByteArray("2;77\n") << false;
        QTest::newRow("the same") << QByteArray("1;1\n1;2\n") << false;
    }
    void changedMapMakesEventsStale()
    {
        QFETCH(QByteArray, map);
        QFETCH(bool, stale);
        writeFirst();
        load();
        const QString events = eventsStored();
        m_fixture->write(u"sensors.csv"_s, "equipment_id;sensor_id\n" + map);
        const int second = load();
        QCOMPARE(eventsStored() != events, stale);
        QCOMPARE(m_fixture->ask("SELECT is_stale FROM faultline.summary_state"), u"f"_s);
        const QString version = m_fixture->ask("SELECT version FROM faultline.summary_state");
        undo(second, false);
        QCOMPARE(
            m_fixture->ask("SELECT is_stale FROM faultline.summary_state"),
            stale ? u"t"_s : u"f"_s);
        QCOMPARE(
            m_fixture->ask("SELECT version FROM faultline.summary_state") != version,
            map != "1;1\n1;2\n");
        VERIFY_RESULT(settlePending(m_fixture->settings()));
        QCOMPARE(eventsStored(), events);
        verifyAll();
    }

    // Both have equipment 1 to 3 and sensors 1 to 9, each its own.
    void plantsDoNotMix()
    {
        writeFirst();
        const int first = load();
        const QString events = eventsStored();
        const auto other = LoadFixture::make(m_server);
        VERIFY_RESULT(other);
        (*other)->writeLists();
        (*other)->write(u"a.log"_s, logLines(200, 7));
        LoadOptions options;
        options.plant.name = u"other"_s;
        const LoadReceipt second = m_fixture->load((*other)->folder(), options);
        QCOMPARE(second.outcome, LoadReceipt::Outcome::Succeeded);
        for (const UserMessage& finding : second.findings)
            QVERIFY(finding.code != u"list-changed"_s);
        QCOMPARE(inForce(), kFirst);
        QCOMPARE(eventsStored(), events);
        const QString othersLists = inForce(u"other"_s);
        const QString othersEvents = eventsStored(u"other"_s);
        (*other)->load();
        QCOMPARE(othersLists, LoadFixture::of((*other)->settings()).ask(inForceSql(u"vessel"_s)));
        QCOMPARE(othersEvents, (*other)->ask(eventsSql(u"vessel"_s)));
        verifyAll();
        undo(first);
        QCOMPARE(inForce(), kNothing);
        QCOMPARE(eventsStored(), QString());
        QCOMPARE(inForce(u"other"_s), othersLists);
        QCOMPARE(eventsStored(u"other"_s), othersEvents);
        verifyAll();
        load();
        undo(second.loadId);
        QCOMPARE(inForce(), kFirst);
        QCOMPARE(eventsStored(), events);
        QCOMPARE(inForce(u"other"_s), kNothing);
        verifyAll();
    }

    // Two programs, of which each creates its plant; then one of the plants is undone.
    void plantsLoadedAtOnce()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(3'000));
        const auto other = LoadFixture::make(m_server);
        VERIFY_RESULT(other);
        (*other)->write(
            u"equipment.json"_s,
            R"([{"equipment_id":1,"code":"X"},{"equipment_id":2,"code":"Y"}])");
        (*other)->write(
            u"sensors.csv"_s, "equipment_id;sensor_id\n2;1\n2;2\n1;3\n1;4\n2;9\n2;77\n");
        (*other)->write(u"a.log"_s, logLines(3'000, 7));
        const auto start = [this](const QString& folder, const QString& plant) {
            LoadOptions options;
            options.chunkRows = 100;
            options.plant.name = plant;
            return LoadJob::start(m_fixture->settings(), folder, options);
        };
        const LoadJob first = start(m_fixture->folder(), LoadFixture::plantName());
        const LoadJob second = start((*other)->folder(), u"other"_s);
        const LoadReceipt receipt = first.future().result();
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(second.future().result().outcome, LoadReceipt::Outcome::Succeeded);
        VERIFY_RESULT(settlePending(m_fixture->settings()));
        verifyAll();
        (*other)->load();
        const QString othersLists = (*other)->ask(inForceSql(LoadFixture::plantName()));
        const QString othersEvents = (*other)->ask(eventsSql(LoadFixture::plantName()));
        QCOMPARE(inForce(u"other"_s), othersLists);
        QCOMPARE(eventsStored(u"other"_s), othersEvents);
        const QString events = eventsStored();
        undo(receipt.loadId);
        QCOMPARE(inForce(u"other"_s), othersLists);
        QCOMPARE(eventsStored(u"other"_s), othersEvents);
        QCOMPARE(eventsStored(), QString());
        verifyAll();
        load();
        QCOMPARE(eventsStored(), events);
        verifyAll();
    }

    void rejectedEntriesGoWithTheirLoad()
    {
        m_fixture->write(u"sensors.csv"_s, "equipment_id;sensor_id\n1;1\n1\n2;2\n");
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.lists(), (RecordCounts{3, 2, 1, 0, 0}));
        QVERIFY(receipt.balanced());
        verifyAll();
        undo(receipt.loadId);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.rejected_line"), u"0"_s);
        QCOMPARE(inForce(), kNothing);
        verifyAll();
    }

    void rejectedRecordsSayWhichFieldOfWhichRecord()
    {
        m_fixture->write(
            u"equipment.json"_s, R"([{"equipment_id":1},{"equipment_id":2,"code":"B"},)"
                                 R"({"equipment_id":true,"code":"C"}])");
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.lists(), (RecordCounts{3, 1, 2, 0, 0}));
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(concat_ws(' ', record_number, reason, field), ', '"
                           " ORDER BY byte_offset) FROM faultline.rejected_line"),
            u"1 missing-field code, 3 field-value equipment_id"_s);
        verifyAll();
    }

    void listAndMapInOneFile()
    {
        m_fixture->write(
            u"plant.csv"_s, "Machine ID|Code|Group|Sensor|Note\n1|A|G|1|x\n1|A|G|2|y\n2|B||3|\n");
        const LoadReceipt first = m_fixture->load();
        QVERIFY(first.outcome == LoadReceipt::Outcome::Succeeded && first.balanced());
        QCOMPARE(first.lists(), (RecordCounts{6, 6, 0, 0, 0}));
        QCOMPARE(inForce(), u"1=A/G/ 2=B//|1>1 2>1 3>2"_s);
        verifyAll();
        const LoadReceipt second = m_fixture->load();
        QCOMPARE(second.lists(), (RecordCounts{6, 0, 0, 0, 6}));
        QCOMPARE(inForce(), u"1=A/G/ 2=B//|1>1 2>1 3>2"_s);
        undo(second.loadId);
        undo(first.loadId);
        QCOMPARE(inForce(), kNothing);
        verifyAll();
    }

    void failedListsAreNotMissing_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<QByteArray>("map");
        QTest::addColumn<QString>("why"); // of the finding
        QTest::newRow("list that isn't JSON")
            << QByteArray("[{\"equipment_id\":1,\"code\":\"A\"") << kMap
            << u"equipment.json failed: The list is not valid JSON"_s;
        QTest::newRow("list with bad records only")
            << QByteArray("[{\"equipment_id\":1}]") << kMap
            << u"equipment.json: each of its records was rejected."_s;
        QTest::newRow("map with bad records only")
            << QByteArray("[{\"equipment_id\":1,\"code\":\"A\"}]")
            << QByteArray("equipment_id;sensor_id\n;1\n")
            << u"sensors.csv: each of its records was rejected."_s;
    }
    void failedListsAreNotMissing()
    {
        QFETCH(QByteArray, list);
        QFETCH(QByteArray, map);
        QFETCH(QString, why);
        m_fixture->write(u"equipment.json"_s, list);
        m_fixture->write(u"sensors.csv"_s, map);
        // Also when the second load recognises what the first one read.
        for (int i = 0; i < 2; ++i) {
            QString findings;
            for (const UserMessage& finding : m_fixture->load().findings)
                findings += finding.toText() + u'\n';
            QVERIFY2(findings.contains(why), qPrintable(findings));
            QVERIFY2(!findings.contains(u"There is no "_s), qPrintable(findings));
        }
    }

    void unusualJsonIsReported()
    {
        m_fixture->write(
            u"equipment.json"_s, "[\n{\"equipment_id\":1,\"code\":\"A\",\"deck\":NaN},\n]");
        m_fixture->write(u"sensors.csv"_s, kMap);
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.lists().rejected, 0);
        const auto found = std::find_if(
            receipt.findings.begin(), receipt.findings.end(),
            [](const UserMessage& finding) { return finding.code == u"lenient-json"_s; });
        QVERIFY(found != receipt.findings.end());
        QVERIFY2(
            found->why.contains(u"NaN"_s) && found->why.contains(u"Commas"_s),
            qPrintable(found->why));
        QVERIFY2(found->where.endsWith(u"line 2, byte 38"_s), qPrintable(found->where));
    }

    // Nothing has been loaded or undone since.
    void doesNothingTwice()
    {
        writeFirst();
        load();
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        m_fixture->execute("UPDATE faultline.equipment SET code = 'X'");
        auto changes = applyLists(*connection, PlantId{1});
        VERIFY_RESULT(changes);
        QCOMPARE(changes->knownEquipment, 0);
        QVERIFY(inForce() != kFirst);
        m_fixture->execute("UPDATE faultline.plant SET lists_changed = true");
        changes = applyLists(*connection, PlantId{1});
        VERIFY_RESULT(changes);
        QCOMPARE(changes->knownEquipment, 3);
        QCOMPARE(changes->changedEquipment, 3);
        QCOMPARE(changes->knownSensors, 4);
        QCOMPARE(changes->changedSensors, 0);
        QCOMPARE(inForce(), kFirst);
    }

private:
    void writeFirst() const
    {
        m_fixture->write(
            u"equipment.json"_s, R"([{"equipment_id":1,"code":"A","group_name":"G","deck":1},
                {"equipment_id":2,"code":"B","group_name":"G"},{"equipment_id":3,"code":"C"}])");
        m_fixture->write(u"sensors.csv"_s, "equipment_id;sensor_id\n1;1\n1;2\n2;3\n3;4\n");
    }
    void writeSecond() const
    {
        m_fixture->write(
            u"equipment.json"_s, R"([{"equipment_id":1,"code":"A","group_name":"G","deck":1},
                {"equipment_id":2,"code":"NEW","group_name":"H"},{"equipment_id":4,"code":"D"}])");
        m_fixture->write(u"sensors.csv"_s, "equipment_id;sensor_id\n1;1\n2;2\n2;3\n4;5\n");
    }

    int load() const
    {
        const LoadReceipt receipt = m_fixture->load();
        if (receipt.outcome != LoadReceipt::Outcome::Succeeded)
            qFatal("%s", qPrintable(receipt.failure->toText()));
        return receipt.loadId;
    }

    void undo(int load, bool settles = true) const
    {
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{load}, CancelToken()));
        if (settles)
            VERIFY_RESULT(settlePending(m_fixture->settings()));
    }

    static QByteArray inForceSql(const QString& plant)
    {
        const QByteArray name = '\'' + plant.toUtf8() + '\'';
        return "SELECT concat("
               " (SELECT string_agg(concat(equipment_id, '=', code, '/', group_name, '/',"
               "   replace(replace(attributes::text, '\"', ''), '=>', '=')), ' '"
               "   ORDER BY faultline.id_order(equipment_id))"
               "  FROM faultline.equipment e JOIN faultline.plant p USING (plant_id)"
               "  WHERE p.name = "
               + name
               + " AND code IS NOT NULL), '|',"
                 " (SELECT string_agg(sensor_id || '>' || equipment_id, ' '"
                 "   ORDER BY faultline.id_order(sensor_id))"
                 "  FROM faultline.equipment_sensors WHERE plant = "
               + name + "))";
    }
    QString inForce(const QString& plant = LoadFixture::plantName()) const
    {
        return m_fixture->ask(inForceSql(plant));
    }

    static QByteArray eventsSql(const QString& plant)
    {
        return "SELECT string_agg(concat(equipment_id, ':', day, ':', event_at::text), ' '"
               " ORDER BY equipment_id, day) FROM faultline.failure_day"
               " JOIN faultline.equipment e USING (equipment_key)"
               " JOIN faultline.plant p ON p.plant_id = e.plant_id WHERE p.name = '"
               + plant.toUtf8() + '\'';
    }
    QString eventsStored(const QString& plant = LoadFixture::plantName()) const
    {
        return m_fixture->ask(eventsSql(plant));
    }

    void verifyAll() const
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto found = verifyLedger(*connection, CancelToken());
        VERIFY_RESULT(found);
        QVERIFY2(
            found->verified(),
            found->verified() ? "" : qPrintable(found->discrepancies.first().toText()));
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_ListsInForce)
#include "tst_ListsInForce.moc"
