// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "VesselFolders.h"

#include "database/connection/Connection.h"
#include "readings/ZonedTime.h"
#include "support/ClockChanges.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// Plants on the command line: which one a folder is of, the question when only the user knows, and
/// administering them.
class tst_PlantCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
        QVERIFY(QDir().mkpath(path(u"work"_s)));
        writeVessel(path(u"vessel-7"_s), "A", 60);
        writeVessel(path(u"vessel-8"_s), "B", 90);
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        m_settings = *settings;
    }

    void namesTheFirstPlantAfterTheFolder()
    {
        auto answer = load(u"vessel-7"_s);
        VERIFY_EXIT(answer, 0);
        QVERIFY2(
            answer.output.contains("Plant: vessel-7 (new; named after the folder)"),
            answer.whole().constData());
        answer = load(u"vessel-7"_s);
        VERIFY_EXIT(answer, 0);
        QVERIFY2(
            answer.output.contains("Plant: vessel-7 (this folder was loaded into it before)"),
            answer.whole().constData());
        answer = run({u"ledger"_s, u"--load"_s, u"1"_s});
        VERIFY_EXIT(answer, 0);
        QVERIFY2(
            answer.output.contains("Plant: vessel-7 (new; named after the folder)"),
            answer.whole().constData());
    }

    void recognisesAPlantByItsLists()
    {
        VERIFY_EXIT(load(u"vessel-7"_s), 0);
        writeVessel(path(u"export of May"_s), "A", 120);
        const auto answer = load(u"export of May"_s);
        VERIFY_EXIT(answer, 0);
        QVERIFY2(
            answer.output.contains("Plant: vessel-7 (3 of 3 list entries agree)"),
            answer.whole().constData());
        const auto receipt = run({u"ledger"_s, u"--load"_s, u"2"_s});
        QVERIFY2(
            receipt.output.contains("Plant: vessel-7 (3 of 3 list entries agree)"),
            receipt.whole().constData());
    }

    void asksWhenListsContradict()
    {
        VERIFY_EXIT(load(u"vessel-7"_s), 0);
        const auto answer = load(u"vessel-8"_s);
        VERIFY_EXIT(answer, 2);
        QCOMPARE(answer.output, QByteArray());
        for (const char* const text :
             {"This looks like another plant", "3 of 3 equipment codes differ from “vessel-7”.",
              "Nothing was loaded."})
            QVERIFY2(answer.errors.contains(text), answer.whole().constData());
        QCOMPARE(ask("SELECT count(*) FROM faultline.load_run"), u"1"_s);
        QCOMPARE(ask("SELECT count(*) FROM faultline.plant"), u"1"_s);

        // Each command continues as it says.
        const QStringList commands = commandsIn(answer);
        QCOMPARE(commands.size(), 2);
        QVERIFY2(commands[0].contains(u"--plant vessel-8"_s), qPrintable(commands[0]));
        QVERIFY2(commands[0].contains(u"--database"_s), qPrintable(commands[0]));
        QVERIFY2(commands[1].contains(u"--plant vessel-7"_s), qPrintable(commands[1]));
        VERIFY_EXIT(inShell(commands[0]), 0);
        QCOMPARE(
            ask("SELECT string_agg(name, ',' ORDER BY name) FROM faultline.plant"),
            u"vessel-7,vessel-8"_s);
        VERIFY_EXIT(inShell(commands[1]), 0);
        QCOMPARE(
            ask("SELECT string_agg(code, ',' ORDER BY code) FROM faultline.known_equipment"
                " WHERE plant = 'vessel-7'"),
            u"B1,B2,B3"_s);
    }

    void asksForAFolderWithoutLists()
    {
        VERIFY_EXIT(load(u"vessel-7"_s), 0);
        writeFile(path(u"it's new/failures.log"_s), logLines(9));
        const auto answer = load(u"it's new"_s);
        VERIFY_EXIT(answer, 2);
        QVERIFY2(
            answer.errors.contains("This folder doesn't show which plant it is of"),
            answer.whole().constData());
        QVERIFY2(answer.errors.contains("(adds to it)"), answer.whole().constData());
        const QStringList commands = commandsIn(answer);
        QCOMPARE(commands.size(), 2);
        VERIFY_EXIT(inShell(commands[0]), 0);
        QCOMPARE(plants(), (QStringList{u"it's new"_s, u"vessel-7"_s}));
    }

    void answersAProgramWithOneJsonObject()
    {
        VERIFY_EXIT(load(u"vessel-7"_s), 0);
        auto answer = run({u"load"_s, path(u"vessel-8"_s), u"--json"_s});
        VERIFY_EXIT(answer, 2);
        QJsonObject json = answer.json();
        QCOMPARE(json[u"error"_s].toObject()[u"code"_s].toString(), u"plant-question"_s);
        QCOMPARE(json[u"commands"_s].toArray().size(), 2);
        const QJsonObject question = json[u"question"_s].toObject();
        QCOMPARE(question[u"new_plant"_s].toString(), u"vessel-8"_s);
        const QJsonObject plant = question[u"plants"_s].toArray()[0].toObject();
        QCOMPARE(plant[u"plant"_s].toString(), u"vessel-7"_s);
        QCOMPARE(plant[u"entries_compared"_s].toInt(), 3);
        QCOMPARE(plant[u"entries_agreeing"_s].toInt(-1), 0);
        QVERIFY(!json.contains(u"files"_s));

        answer =
            run({u"load"_s, path(u"vessel-8"_s), u"--plant"_s, u"  Vessel  8 "_s, u"--json"_s});
        VERIFY_EXIT(answer, 0);
        const QString load = QString::number(answer.json()[u"load_id"_s].toInt());
        for (const QJsonObject& receipt :
             {answer.json(), run({u"ledger"_s, u"--load"_s, load, u"--json"_s}).json()}) {
            const QJsonArray array = receipt[u"plants"_s].toArray();
            QCOMPARE(array.size(), 1);
            QCOMPARE(array[0].toObject()[u"plant"_s].toString(), u"Vessel 8"_s);
            QCOMPARE(array[0].toObject()[u"reason"_s].toString(), u"chosen"_s);
            QCOMPARE(array[0].toObject()[u"is_new"_s].toBool(), true);
        }
    }

    void runAsksToo()
    {
        VERIFY_EXIT(load(u"vessel-7"_s), 0);
        const auto answer =
            run({u"run"_s, path(u"vessel-8"_s), u"--out"_s, path(u"work/figures"_s)});
        VERIFY_EXIT(answer, 2);
        QVERIFY(!QFile::exists(path(u"work/figures"_s)));
        VERIFY_EXIT(inShell(commandsIn(answer)[0]), 0);
        QVERIFY(QFile::exists(path(u"work/figures"_s)));
    }

    void refusesWrongPlantOptions()
    {
        VERIFY_EXIT(
            run({u"load"_s, path(u"vessel-7"_s), u"--plant"_s, u"a"_s, u"--plant-per-subfolder"_s}),
            2);
        VERIFY_EXIT(run({u"load"_s, path(u"vessel-7"_s), u"--plant"_s, QString(201, u'x')}), 2);
        VERIFY_EXIT(run({u"plant"_s}), 2);
        VERIFY_EXIT(run({u"plant"_s, u"rename"_s, u"a"_s}), 2);
    }

    void keepsVesselsApartInEveryOrder_data()
    {
        QTest::addColumn<QStringList>("order");
        QTest::newRow("7 first") << QStringList{u"vessel-7"_s, u"vessel-8"_s};
        QTest::newRow("8 first") << QStringList{u"vessel-8"_s, u"vessel-7"_s};
    }
    void keepsVesselsApartInEveryOrder()
    {
        QFETCH(QStringList, order);
        for (const QString& vessel : order)
            VERIFY_EXIT(run({u"load"_s, path(vessel), u"--plant"_s, vessel}), 0);
        // The folders are remembered.
        for (const QString& vessel : order)
            VERIFY_EXIT(load(vessel), 0);
        QCOMPARE(plantLines(), (QStringList{u"vessel-7 2 3 4 60"_s, u"vessel-8 2 3 4 90"_s}));
        VERIFY_EXIT(run({u"ledger"_s, u"--verify"_s}), 0);
        const auto answer = run({u"plant"_s, u"remove"_s, u"vessel-8"_s, u"--yes"_s});
        VERIFY_EXIT(answer, 0);
        QCOMPARE(plantLines(), QStringList{u"vessel-7 2 3 4 60"_s});
        VERIFY_EXIT(run({u"ledger"_s, u"--verify"_s}), 0);
    }

    void loadsAPlantForEachSubfolder()
    {
        QVERIFY(QDir().mkpath(path(u"fleet"_s)));
        for (const QString& vessel : {u"vessel-7"_s, u"vessel-8"_s})
            QVERIFY(QDir().rename(path(vessel), path(u"fleet/"_s + vessel)));
        auto answer = load(u"fleet"_s);
        VERIFY_EXIT(answer, 2);
        QVERIFY2(
            answer.errors.contains("The subfolders look like different plants"),
            answer.whole().constData());
        const QStringList commands = commandsIn(answer);
        QCOMPARE(commands.size(), 2);
        QVERIFY2(commands[0].endsWith(u"--plant-per-subfolder"_s), qPrintable(commands[0]));
        answer = inShell(commands[0]);
        VERIFY_EXIT(answer, 0);
        QVERIFY2(
            answer.output.contains(
                "Plant of “vessel-8”: vessel-8 (new; named after the subfolder)"),
            answer.whole().constData());
        QCOMPARE(plantLines(), (QStringList{u"vessel-7 1 3 4 60"_s, u"vessel-8 1 3 4 90"_s}));
        answer = load(u"fleet"_s);
        VERIFY_EXIT(answer, 0);

        // A load of several plants stays for those that remain.
        VERIFY_EXIT(run({u"plant"_s, u"remove"_s, u"vessel-8"_s, u"--yes"_s}), 0);
        VERIFY_EXIT(run({u"ledger"_s, u"--verify"_s}), 0);
        const QJsonObject receipt =
            run({u"ledger"_s, u"--json"_s}).json()[u"loads"_s].toArray().last().toObject();
        QCOMPARE(receipt[u"state"_s].toString(), u"succeeded"_s);
        QCOMPARE(receipt[u"readings_loaded"_s].toInt(), 60);
        QCOMPARE(receipt[u"plants"_s].toArray().size(), 1);
        QCOMPARE(
            receipt[u"findings"_s].toArray().last().toObject()[u"code"_s].toString(),
            u"plant-removed"_s);
        QCOMPARE(plantLines(), QStringList{u"vessel-7 2 3 4 60"_s});
    }

    void timesAreThoseOfThePlant()
    {
        for (const auto& [plant, zone] :
             {std::pair(u"oslo"_s, u"Europe/Oslo"_s), std::pair(u"utc"_s, u"UTC"_s)}) {
            writeFile(path(plant + u"/equipment.json"_s), ClockChanges::equipmentList());
            writeFile(path(plant + u"/sensors.csv"_s), ClockChanges::sensorMap());
            writeFile(path(plant + u"/readings.log"_s), ClockChanges::log());
            const auto loaded =
                run({u"load"_s, path(plant), u"--plant"_s, plant, u"--time-zone"_s, zone});
            QVERIFY2(loaded.exitCode == 0, loaded.whole().constData());
        }
        const auto csv = [this](const QStringList& more) {
            return run(QStringList{u"report"_s, u"failure_events"_s} + more).output;
        };
        QByteArray text = csv({u"--plant"_s, u"oslo"_s});
        QVERIFY2(
            text.contains("oslo,PUMP,DECK,2021-10-31T02:30:00+01:00,2021-10-31T02:30:00+01:00,1.0"),
            text.constData());
        QVERIFY2(text.contains(",2021-10-31T02:30:00+02:00,"), text.constData());
        text = csv({u"--plant"_s, u"utc"_s});
        QVERIFY2(text.contains(",2021-10-31T01:30:00Z,2021-10-31T01:30:00Z,"), text.constData());
        text = csv({});
        QVERIFY2(text.contains("utc,PUMP,DECK,2021-10-31T02:30:00Z,"), text.constData());
        QVERIFY2(text.contains("oslo,PUMP,DECK,2021-10-31T02:30:00+02:00,"), text.constData());
        const QJsonArray rows =
            run({u"report"_s, u"failure_events"_s, u"--plant"_s, u"oslo"_s, u"--json"_s})
                .json()[u"rows"_s]
                .toArray();
        QCOMPARE(rows.size(), 6);
        QCOMPARE(rows[2][3].toString(), u"2021-10-31T02:30:00.000+02:00"_s);
        const QByteArray ledger = run({u"ledger"_s}).output;
        const QString now = ZonedTime::here(QDateTime::currentDateTimeUtc()).offsetText();
        QVERIFY2(ledger.contains(now.toLatin1()), ledger.constData());
    }

    // Which plant a load, a rejected line and a file are of, from the second plant on.
    void saysWhichPlantRowsAreOf()
    {
        for (const QString& vessel : {u"vessel-7"_s, u"vessel-8"_s})
            writeFile(path(vessel + u"/failures.log"_s), logLines(3) + "no reading\n");
        const auto text = [this](const QStringList& arguments) {
            return run(arguments).output.simplified();
        };
        VERIFY_EXIT(load(u"vessel-7"_s), 3);
        QVERIFY(text({u"ledger"_s}).contains(" State Records "));
        QVERIFY(text({u"rejects"_s}).contains("[byte "));
        QVERIFY(text({u"rejects"_s, u"--summary"_s}).contains(" Lines File "));

        VERIFY_EXIT(run({u"load"_s, path(u"vessel-8"_s), u"--plant"_s, u"Vessel 8"_s}), 3);
        QByteArray answer = text({u"ledger"_s});
        QVERIFY2(answer.startsWith("Load Started State Plant Records"), answer.constData());
        QVERIFY2(answer.contains("Loaded Vessel 8 11 10 1 0 0"), answer.constData());
        QVERIFY2(answer.contains("Loaded vessel-7 11 10 1 0 0"), answer.constData());
        answer = text({u"rejects"_s});
        QVERIFY2(answer.contains("[plant Vessel 8, byte "), answer.constData());
        QVERIFY2(answer.contains("[plant vessel-7, byte "), answer.constData());
        answer = text({u"rejects"_s, u"--context"_s, u"1"_s});
        QVERIFY2(answer.contains("[plant Vessel 8, byte "), answer.constData());
        answer = text({u"rejects"_s, u"--summary"_s});
        QVERIFY2(answer.contains("Lines Plant File"), answer.constData());
        QVERIFY2(answer.contains(" 1 Vessel 8 /"), answer.constData());
        const QJsonObject summary = run({u"rejects"_s, u"--summary"_s, u"--json"_s}).json();
        QStringList plantsOfFiles;
        for (const QJsonValue file : summary[u"files"_s].toArray())
            plantsOfFiles << file[u"plant"_s].toString();
        plantsOfFiles.sort();
        QCOMPARE(plantsOfFiles, (QStringList{u"Vessel 8"_s, u"vessel-7"_s}));
    }

    void listsTheLoadsOfSomePlants()
    {
        for (const QString& vessel : {u"vessel-7"_s, u"vessel-8"_s, u"vessel-7"_s})
            VERIFY_EXIT(run({u"load"_s, path(vessel), u"--plant"_s, vessel}), 0);
        const auto loads = [this](const QStringList& options) {
            const auto answer = run(QStringList{u"ledger"_s, u"--json"_s} + options);
            QStringList ids;
            for (const QJsonValue load : answer.json()[u"loads"_s].toArray())
                ids << QString::number(load[u"load_id"_s].toInt());
            return ids.join(u' ');
        };
        QCOMPARE(loads({}), u"3 2 1"_s);
        QCOMPARE(loads({u"--plant"_s, u"VESSEL-7"_s}), u"3 1"_s);
        QCOMPARE(loads({u"--plant"_s, u"vessel-7"_s, u"--limit"_s, u"1"_s}), u"3"_s);
        QCOMPARE(loads({u"--plant"_s, u"vessel-7"_s, u"--plant"_s, u"vessel-8"_s}), u"3 2 1"_s);
        VERIFY_EXIT(run({u"ledger"_s, u"--plant"_s, u"vessel-9"_s}), 1);
        VERIFY_EXIT(run({u"ledger"_s, u"--plant"_s, u"vessel-7"_s, u"--load"_s, u"1"_s}), 2);
        VERIFY_EXIT(run({u"ledger"_s, u"--plant"_s, u"vessel-7"_s, u"--verify"_s}), 2);
    }

    // Neither program sees the other's folder, and both number their sensors from 1.
    void programsLoadTwoVesselsAtOnce_data()
    {
        QTest::addColumn<bool>("isEmpty");
        QTest::newRow("into a new database") << true;
        QTest::newRow("into one with a plant") << false;
    }
    void programsLoadTwoVesselsAtOnce()
    {
        QFETCH(bool, isEmpty);
        writeVessel(path(u"vessel-7"_s), "A", 6000);
        writeVessel(path(u"vessel-8"_s), "B", 9000);
        writeVessel(path(u"vessel-9"_s), "A", 600);
        // Sensor 99 is in no map.
        const QByteArray unmapped =
            "[2020-03-01 10:00:00]\tERROR\tsensor[99]:\t(temperature\t1.0, vibration\t2.0)\n";
        writeFile(path(u"vessel-7/more.log"_s), unmapped);
        writeFile(path(u"vessel-8/more.log"_s), unmapped + unmapped + "no reading\n");
        const auto arguments = [this](const QString& vessel) {
            return QStringList{
                u"--database"_s, conninfoOf(m_settings), u"load"_s, path(vessel),   u"--plant"_s,
                vessel,          u"--chunk-rows"_s,      u"50"_s,   u"--workers"_s, u"2"_s};
        };
        if (!isEmpty)
            VERIFY_EXIT(CommandLineProcess(path(u"work"_s)).run(arguments(u"vessel-9"_s)), 0);
        {
            CommandLineProcess first(path(u"work"_s));
            CommandLineProcess second(path(u"work"_s));
            first.start(arguments(u"vessel-7"_s));
            second.start(arguments(u"vessel-8"_s));
            VERIFY_EXIT(first.finish(), 0);
            VERIFY_EXIT(second.finish(), 3);
        }
        // In truth at once: each began before the other ended.
        QCOMPARE(
            ask("SELECT count(DISTINCT l.load_id) FROM faultline.load_run l"
                " JOIN faultline.load_run o ON o.load_id <> l.load_id"
                " AND o.started_at < l.ended_at AND o.ended_at > l.started_at"),
            u"2"_s);
        VERIFY_EXIT(run({u"ledger"_s, u"--verify"_s}), 0);
        const auto both = m_settings;
        for (const QString& vessel : {u"vessel-7"_s, u"vessel-8"_s}) {
            m_settings = both;
            const QMap<QString, QJsonArray> among = reportsOf(vessel);
            const QByteArray rejectedAmong = rejectedOf(vessel);
            const auto alone = m_server.createDatabase();
            VERIFY_RESULT(alone);
            m_settings = *alone;
            const int code = vessel == u"vessel-8"_s ? 3 : 0;
            VERIFY_EXIT(CommandLineProcess(path(u"work"_s)).run(arguments(vessel)), code);
            const QMap<QString, QJsonArray> expected = reportsOf(vessel);
            QVERIFY(expected.size() > 10);
            QCOMPARE(among.keys(), expected.keys());
            for (auto it = expected.cbegin(); it != expected.cend(); ++it) {
                // No vessel has a list of failures, excluded time or several groups.
                static const QStringList ofOthers{
                    u"failure_list"_s,
                    u"failures_in_excluded_time"_s,
                    u"downtime"_s,
                    u"availability_by_month"_s,
                    u"failures_by_cause"_s,
                    u"failures_by_mode"_s,
                    u"causes_by_equipment"_s,
                    u"mcf_comparison"_s};
                const bool hasNone = ofOthers.contains(it.key());
                QVERIFY2(it.value().isEmpty() == hasNone, qPrintable(it.key()));
                if (among[it.key()] != it.value()) {
                    const auto whole = [](const QJsonArray& rows) {
                        return QString::fromUtf8(
                            QJsonDocument(rows).toJson(QJsonDocument::Compact));
                    };
                    QFAIL(qPrintable(
                        it.key() + u'\n' + whole(among[it.key()]) + u'\n' + whole(it.value())));
                }
            }
            QCOMPARE(rejectedAmong, rejectedOf(vessel));
        }
    }

    void renamesAPlant()
    {
        VERIFY_EXIT(load(u"vessel-7"_s), 0);
        VERIFY_EXIT(run({u"load"_s, path(u"vessel-8"_s), u"--plant"_s, u"vessel-8"_s}), 0);
        const auto answer =
            run({u"plant"_s, u"rename"_s, u"VESSEL-7"_s, u"Poseidon"_s, u"--json"_s});
        VERIFY_EXIT(answer, 0);
        QCOMPARE(answer.json()[u"plant"_s].toString(), u"Poseidon"_s);
        QCOMPARE(plants(), (QStringList{u"Poseidon"_s, u"vessel-8"_s}));
        const auto code = [this](const QStringList& names) {
            return run(QStringList{u"plant"_s, u"rename"_s, u"--json"_s} + names)
                .json()[u"error"_s]
                .toObject()[u"code"_s]
                .toString();
        };
        QCOMPARE(code({u"vessel-8"_s, u"POSEIDON"_s}), u"plant-name-taken"_s);
        QCOMPARE(code({u"vessel-9"_s, u"x"_s}), u"no-such-plant"_s);
        QCOMPARE(code({u"vessel-8"_s, QString(201, u'x')}), u"plant-name"_s);
        VERIFY_EXIT(run({u"plant"_s, u"rename"_s, u"poseidon"_s, u"POSEIDON"_s}), 0);
    }

    void removesAPlantOnlyWhenConfirmed()
    {
        VERIFY_EXIT(load(u"vessel-7"_s), 0);
        auto answer = run({u"plant"_s, u"remove"_s, u"vessel-7"_s});
        VERIFY_EXIT(answer, 2);
        QVERIFY2(answer.errors.contains("readings (60)"), answer.whole().constData());
        QVERIFY2(answer.errors.contains("Add --yes"), answer.whole().constData());
        QCOMPARE(plants(), QStringList{u"vessel-7"_s});
        answer = run({u"plant"_s, u"remove"_s, u"vessel-7"_s, u"--yes"_s, u"--json"_s});
        VERIFY_EXIT(answer, 0);
        QCOMPARE(answer.json()[u"readings_removed"_s].toInt(), 60);
        QCOMPARE(answer.json()[u"loads_undone"_s].toInt(), 1);
        QCOMPARE(ask("SELECT count(*) FROM faultline.reading"), u"0"_s);
        answer = run({u"plant"_s, u"list"_s});
        VERIFY_EXIT(answer, 0);
        QVERIFY2(answer.output.contains("There is no plant yet"), answer.whole().constData());
        // Its receipt stays, and its folder is as new.
        answer = run({u"ledger"_s, u"--load"_s, u"1"_s, u"--json"_s});
        QCOMPARE(answer.json()[u"state"_s].toString(), u"undone"_s);
        QCOMPARE(answer.json()[u"files"_s].toArray().size(), 3);
        answer = load(u"vessel-7"_s);
        VERIFY_EXIT(answer, 0);
        QVERIFY2(answer.output.contains("named after the folder"), answer.whole().constData());
    }

    void countsListsAndReadingsAlike()
    {
        writeFile(path(u"vessel-7/list.json"_s), R"([{"equipment_id": 1, "code": "A1"}, 7])");
        auto answer = load(u"vessel-7"_s);
        VERIFY_EXIT(answer, 3);
        const QByteArray balance =
            "In balance: 66 records in = 65 loaded + 1 rejected + 0 blank + 0 skipped";
        QVERIFY2(answer.output.contains(balance), answer.whole().constData());
        answer = run({u"ledger"_s, u"--load"_s, u"1"_s});
        QVERIFY2(answer.output.contains(balance), answer.whole().constData());
        QCOMPARE(
            ask("SELECT concat_ws(' ', records_in, loaded, rejected, blank, skipped)"
                " FROM faultline.loads"),
            u"66 65 1 0 0"_s);
        answer = run({u"ledger"_s});
        QVERIFY2(answer.output.simplified().contains(" 66 65 1 0 0 "), answer.whole().constData());
    }

    void setsWhatAPlantMeans()
    {
        VERIFY_EXIT(load(u"vessel-7"_s), 0);
        auto answer = run(
            {u"plant"_s, u"set"_s, u"Vessel-7"_s, u"--failure-severities"_s, u"error, fatal"_s,
             u"--skip-known"_s, u"never"_s});
        VERIFY_EXIT(answer, 0);
        for (const char* const text :
             {"Times without a zone are in: UTC", "Severities of failures: ERROR, FATAL",
              "Skip readings that another file has loaded: never", "were rebuilt"})
            QVERIFY2(answer.output.contains(text), answer.whole().constData());
        answer = run({u"plant"_s, u"list"_s});
        QVERIFY2(answer.output.contains("ERROR, FATAL"), answer.whole().constData());
        answer = run({u"plant"_s, u"list"_s, u"--json"_s});
        const QJsonObject settings =
            answer.json()[u"plants"_s].toArray()[0].toObject()[u"settings"_s].toObject();
        QCOMPARE(settings[u"time_zone"_s].toString(), u"UTC"_s);
        QCOMPARE(settings[u"failure_severities"_s].toArray().size(), 2);
        QCOMPARE(settings[u"skip_known"_s].toString(), u"never"_s);
        answer =
            run({u"plant"_s, u"set"_s, u"vessel-7"_s, u"--skip-known"_s, u"always"_s, u"--json"_s});
        VERIFY_EXIT(answer, 0);
        QCOMPARE(answer.json()[u"skip_known"_s].toString(), u"always"_s);
        QVERIFY(!answer.json()[u"events_rebuilt"_s].toBool(true));
    }

    void refusesSettings_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("text");
        QTest::addRow("nothing") << QStringList() << 2 << QByteArray("Specify --time-zone");
        QTest::addRow("skip") << QStringList{u"--skip-known"_s, u"yes"_s} << 2
                              << QByteArray("“always” or “never”");
        QTest::addRow("severity") << QStringList{u"--failure-severities"_s, u"ERROR,E1"_s} << 1
                                  << QByteArray("“E1” is not a severity");
        QTest::addRow("zone") << QStringList{u"--time-zone"_s, u"Europe/Atlantis"_s} << 1
                              << QByteArray("There is no time zone");
        QTest::addRow("zone of readings") << QStringList{u"--time-zone"_s, u"Europe/Oslo"_s} << 1
                                          << QByteArray("Undo its loads or remove the plant.");
    }
    void refusesSettings()
    {
        QFETCH(const QStringList, options);
        QFETCH(const int, exitCode);
        QFETCH(const QByteArray, text);
        VERIFY_EXIT(load(u"vessel-7"_s), 0);
        const auto answer = run(QStringList{u"plant"_s, u"set"_s, u"vessel-7"_s} + options);
        VERIFY_EXIT(answer, exitCode);
        QVERIFY2(answer.errors.contains(text), answer.whole().constData());
    }

    void loadsInAZone()
    {
        const auto load = [this](const QString& zone) {
            return run({u"load"_s, path(u"vessel-7"_s), u"--time-zone"_s, zone});
        };
        auto answer = load(u"Europe/Atlantis"_s);
        VERIFY_EXIT(answer, 2);
        QVERIFY2(answer.errors.contains("There is no time zone"), answer.whole().constData());
        answer = load(u"Europe/Oslo"_s);
        VERIFY_EXIT(answer, 0);
        QVERIFY2(
            answer.output.contains("times without a zone: Europe/Oslo"),
            answer.whole().constData());
        answer = run({u"ledger"_s, u"--load"_s, u"1"_s});
        QVERIFY2(
            answer.output.contains("times without a zone: Europe/Oslo"),
            answer.whole().constData());
        answer = load(u"UTC"_s);
        VERIFY_EXIT(answer, 1);
        QVERIFY2(
            answer.errors.contains("whose times were read in the zone Europe/Oslo"),
            answer.whole().constData());
    }

    // A log whose failures have another word is never a silent zero.
    void offersToCountOtherFailures()
    {
        QByteArray log = logLines(9);
        writeFile(path(u"it's new/failures.log"_s), log.replace("ERROR", "FATAL"));
        for (const auto& answer : {load(u"it's new"_s), run({u"ledger"_s, u"--load"_s, u"1"_s})}) {
            VERIFY_EXIT(answer, 0);
            QVERIFY2(
                answer.output.contains("No reading of “it's new” counts as a failure"),
                answer.whole().constData());
            QString command;
            for (const QString& line : QString::fromUtf8(answer.output).split(u'\n')) {
                if (line.contains(u"--failure-severities"_s))
                    command = line.trimmed();
            }
            QVERIFY2(command.endsWith(u"ERROR,FATAL"_s), answer.whole().constData());
            VERIFY_EXIT(inShell(command), 0);
            QCOMPARE(
                ask("SELECT array_to_string(failure_severities, ',') FROM faultline.plant"),
                u"ERROR,FATAL"_s);
        }
    }

private:
    QString path(const QString& relative) const { return m_directory->filePath(relative); }
    CommandLineAnswer run(const QStringList& arguments) const
    {
        return CommandLineProcess(path(u"work"_s))
            .run(QStringList{u"--database"_s, conninfoOf(m_settings)} + arguments);
    }
    CommandLineAnswer load(const QString& folder) const { return run({u"load"_s, path(folder)}); }

    // The commands that an answer suggests.
    static QStringList commandsIn(const CommandLineAnswer& answer)
    {
        QStringList commands;
        for (const QString& line : QString::fromUtf8(answer.errors).split(u'\n')) {
            if (line.startsWith(u"  "_s) && line.contains(u" --plant"_s))
                commands << line.left(line.lastIndexOf(u"  ("_s)).trimmed();
        }
        return commands;
    }
    CommandLineAnswer inShell(const QString& command) const
    {
        CommandLineProcess cli(path(u"work"_s));
        cli.process().setProgram(u"/bin/sh"_s);
        return cli.run({u"-c"_s, command});
    }

    // The rows of every report about a plant, without the column that says which one.
    QMap<QString, QJsonArray> reportsOf(const QString& plant) const
    {
        QMap<QString, QJsonArray> reports;
        for (const QJsonValue report :
             run({u"report"_s, u"--list"_s, u"--json"_s}).json()[u"reports"_s].toArray()) {
            const QString name = report[u"name"_s].toString();
            const QJsonObject json =
                run({u"report"_s, name, u"--plant"_s, plant, u"--json"_s}).json();
            qsizetype plantColumn = -1;
            const QJsonArray columns = json[u"columns"_s].toArray();
            for (qsizetype i = 0; i < columns.size(); ++i) {
                if (columns[i][u"title"_s] == u"Plant"_s)
                    plantColumn = i;
            }
            QJsonArray rows;
            for (const QJsonValue value : json[u"rows"_s].toArray()) {
                QJsonArray row = value.toArray();
                if (plantColumn >= 0)
                    row.removeAt(plantColumn);
                rows << row;
            }
            reports.insert(name, rows);
        }
        return reports;
    }
    // As exported, without the column of the plant.
    QByteArray rejectedOf(const QString& plant) const
    {
        const QString file = path(u"work/rejected.csv"_s);
        run({u"rejects"_s, u"--plant"_s, plant, u"--export"_s, file});
        return contentOf(file).replace(plant.toUtf8() + ",/", "/").replace("plant,file", "file");
    }

    QString ask(const QByteArray& sql) const
    {
        auto connection = Connection::open(m_settings);
        const auto rows = connection->execute(sql);
        return rows ? rows->string(0, 0) : rows.error().toText();
    }
    QJsonArray plantList() const
    {
        return run({u"plant"_s, u"list"_s, u"--json"_s}).json()[u"plants"_s].toArray();
    }
    QStringList plants() const
    {
        QStringList names;
        for (const QJsonValue plant : plantList())
            names << plant[u"plant"_s].toString();
        return names;
    }
    // "name loads equipment sensors readings"
    QStringList plantLines() const
    {
        QStringList lines;
        for (const QJsonValue plant : plantList()) {
            QStringList words{plant[u"plant"_s].toString()};
            for (const char* const key : {"loads", "equipment", "sensors", "readings"})
                words << QString::number(plant[QLatin1String(key)].toInt());
            lines << words.join(u' ');
        }
        return lines;
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(tst_PlantCommands)
#include "tst_PlantCommands.moc"
