// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/SensorKeys.h"

#include "LoadFixture.h"
#include "base/Utf8.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/plants/Plants.h"
#include "support/VerifyResult.h"

#include <QSet>
#include <QTest>
#include <QtConcurrentRun>

#include <string>
#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// Sensors get their keys at first sight, the same ones for all threads and programs.
class tst_SensorKeys : public QObject
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
        m_connection.emplace(*std::move(connection));
        const auto plant = createPlant(*m_connection, u"vessel"_s);
        VERIFY_RESULT(plant);
        m_plant = *plant;
    }

    // Equipment that a file names instead of a sensor is one, beside the sensor with the same id.
    void equipmentIsASensorItself()
    {
        const auto readingOf = [](qint32 number, std::string_view tag) {
            Reading reading;
            reading.sensorNumber = number;
            reading.sensorTag = tag;
            return reading;
        };
        const Reading equipment = readingOf(Reading::kEquipment, "7");
        const Reading pump = readingOf(Reading::kEquipment, "P-7");
        const Reading sensor = readingOf(7, {});
        const Reading alike = readingOf(Reading::kTag, "7 (equipment)");
        auto keys = SensorKeys::fetch(*m_connection, m_plant);
        VERIFY_RESULT(keys);
        auto atOnce = SensorKeys::fetch(*m_connection, m_plant);
        VERIFY_RESULT(atOnce);
        m_fixture->execute("INSERT INTO faultline.equipment (plant_id, equipment_id)"
                           " VALUES ((SELECT min(plant_id) FROM faultline.plant), 'P-7')");
        QSet<qint32> different;
        for (SensorKeys* each : {&*keys, &*atOnce}) {
            for (const Reading& reading : {equipment, pump, sensor, alike}) {
                QCOMPARE(each->keyOf(reading), SensorKeys::kUnknown);
                each->note(reading);
            }
            VERIFY_RESULT(each->registerNoted(&*m_connection));
            for (const Reading& reading : {equipment, pump, sensor, alike})
                different << each->keyOf(reading);
        }
        QVERIFY(!different.contains(SensorKeys::kUnknown));
        QCOMPARE(different.size(), 4);
        QVERIFY(isEquipmentItself(keys->keyOf(equipment)));
        QVERIFY(isEquipmentItself(keys->keyOf(pump)));
        const auto later = SensorKeys::fetch(*m_connection, m_plant);
        VERIFY_RESULT(later);
        for (const Reading& reading : {equipment, pump, sensor, alike})
            QCOMPARE(later->keyOf(reading), keys->keyOf(reading));
        // It is on itself at once, and no other equipment has come of it.
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(e.equipment_id || '=' || n.sensor_id, ','"
                           " ORDER BY e.equipment_id) FROM faultline.equipment e"
                           " JOIN faultline.equipment_sensor m USING (equipment_key)"
                           " JOIN faultline.sensor n USING (sensor_key)"
                           " WHERE m.valid_from = '-infinity' AND m.valid_to = 'infinity'"),
            u"7=7 (equipment),P-7=P-7 (equipment)"_s);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.equipment"), u"2"_s);
        // Also without a database.
        SensorKeys detached = SensorKeys::detached();
        detached.note(equipment);
        detached.note(sensor);
        VERIFY_RESULT(detached.registerNoted(nullptr));
        QVERIFY(isEquipmentItself(detached.keyOf(equipment)));
        QVERIFY(detached.keyOf(sensor) > 0);
    }

    void numbersAndTags()
    {
        const std::vector<qint32> numbers{0, 5, 999'999, 1'000'000, 2'147'483'647};
        // The first is a number that is too large for one.
        const std::vector<std::string> tags{"2147483648", "TI-101A", "ti-101a",
                                            "TI-101A/B",  "P 101",   "\"q\\\"{,}",
                                            "NULL",       "Ω-1",     "\xEF\xBB\xBFTI-101A"};
        auto keys = SensorKeys::fetch(*m_connection, m_plant);
        VERIFY_RESULT(keys);
        for (const qint32 number : numbers) {
            QCOMPARE(keys->keyOf(number), SensorKeys::kUnknown);
            keys->note(std::to_string(number));
            QCOMPARE(keys->keyOf(number), SensorKeys::kUnknown);
        }
        for (const std::string& tag : tags)
            keys->note(tag);
        VERIFY_RESULT(keys->registerNoted(&*m_connection));
        QVERIFY(!keys->isFull());
        const auto later = SensorKeys::fetch(*m_connection, m_plant);
        VERIFY_RESULT(later);
        QSet<qint32> different;
        for (const qint32 number : numbers) {
            different << keys->keyOf(number);
            QCOMPARE(storedKey(std::to_string(number)), keys->keyOf(number));
            QCOMPARE(later->keyOf(number), keys->keyOf(number));
        }
        for (const std::string& tag : tags) {
            different << keys->keyOf(std::string_view(tag));
            QCOMPARE(storedKey(tag), keys->keyOf(std::string_view(tag)));
            QCOMPARE(later->keyOf(std::string_view(tag)), keys->keyOf(std::string_view(tag)));
        }
        QVERIFY(!different.contains(SensorKeys::kUnknown));
        QCOMPARE(different.size(), static_cast<qsizetype>(numbers.size() + tags.size()));
        QCOMPARE(count(), different.size());
        QCOMPARE(keys->keyOf(6), SensorKeys::kUnknown);
        QCOMPARE(keys->keyOf(1'000'001), SensorKeys::kUnknown);
        QCOMPARE(keys->keyOf("TI-101"), SensorKeys::kUnknown);
    }

    void tagThatIsANumberIsThatNumber()
    {
        auto keys = SensorKeys::fetch(*m_connection, m_plant);
        VERIFY_RESULT(keys);
        keys->note("17");
        keys->note(std::to_string(17));
        VERIFY_RESULT(keys->registerNoted(&*m_connection));
        QVERIFY(keys->keyOf(17) != SensorKeys::kUnknown);
        QCOMPARE(count(), 1);
    }

    void plantsNameTheirSensorsAlike()
    {
        const auto other = createPlant(*m_connection, u"other"_s);
        VERIFY_RESULT(other);
        auto keys = SensorKeys::fetch(*m_connection, m_plant);
        auto others = SensorKeys::fetch(*m_connection, *other);
        VERIFY_RESULT(keys);
        VERIFY_RESULT(others);
        for (SensorKeys* each : {&*keys, &*others}) {
            each->note(std::to_string(1));
            each->note("TI-101A");
            VERIFY_RESULT(each->registerNoted(&*m_connection));
        }
        QVERIFY(keys->keyOf(1) != others->keyOf(1));
        QVERIFY(keys->keyOf("TI-101A") != others->keyOf("TI-101A"));
        QCOMPARE(count(), 4);
    }

    // Each comes to the same sensors in another order, some at a time.
    void severalConnectionsRegisterTheSameSensors()
    {
        constexpr int kPrograms = 4;
        constexpr int kSensors = 3'000;
        const auto registerAll = [this](int program) -> Result<std::vector<qint32>> {
            auto connection = Connection::open(m_fixture->settings());
            if (!connection)
                return connection.error();
            auto keys = SensorKeys::fetch(*connection, m_plant);
            if (!keys)
                return keys.error();
            const auto tagOf = [](int sensor) { return "TI-" + std::to_string(sensor); };
            for (int i = 0; i < kSensors; ++i) {
                // 7 and 3000 have no common factor.
                const int sensor = (program % 2 == 0 ? i * 7 : kSensors - 1 - i) % kSensors;
                if (sensor % 2 == 0)
                    keys->note(std::to_string(sensor));
                else
                    keys->note(tagOf(sensor));
                if (i % 50 == program || i == kSensors - 1) {
                    if (const auto done = keys->registerNoted(&*connection); !done)
                        return done.error();
                }
            }
            std::vector<qint32> found;
            found.reserve(kSensors);
            for (int sensor = 0; sensor < kSensors; ++sensor)
                found.push_back(sensor % 2 == 0 ? keys->keyOf(sensor) : keys->keyOf(tagOf(sensor)));
            return found;
        };
        QList<QFuture<Result<std::vector<qint32>>>> programs;
        for (int program = 0; program < kPrograms; ++program)
            programs << QtConcurrent::run(registerAll, program);
        std::vector<std::vector<qint32>> found;
        for (const auto& program : programs) {
            const auto keys = program.result();
            VERIFY_RESULT(keys);
            found.push_back(*keys);
        }
        for (const auto& keys : found)
            QCOMPARE(keys, found.front());
        const QSet<qint32> different(found.front().cbegin(), found.front().cend());
        QCOMPARE(different.size(), kSensors);
        QVERIFY(!different.contains(SensorKeys::kUnknown));
        QCOMPARE(count(), kSensors);
    }

    // As by a program that is storing a sensor map.
    void waitsForAnUnfinishedRegistration_data()
    {
        QTest::addColumn<bool>("commits");
        QTest::newRow("that is committed") << true;
        QTest::newRow("that is rolled back") << false;
    }
    void waitsForAnUnfinishedRegistration()
    {
        QFETCH(bool, commits);
        auto other = Connection::open(m_fixture->settings());
        VERIFY_RESULT(other);
        VERIFY_RESULT(other->execute("BEGIN"));
        const auto theirs = other->execute(
            "INSERT INTO faultline.sensor (plant_id, sensor_id) VALUES ($1, 'TI-101A')"
            " RETURNING sensor_key",
            Parameters().add(qint64{toInt(m_plant)}));
        VERIFY_RESULT(theirs);
        auto registered = QtConcurrent::run([this]() -> Result<qint32> {
            auto keys = SensorKeys::fetch(*m_connection, m_plant);
            if (!keys)
                return keys.error();
            keys->note("TI-101A");
            if (const auto done = keys->registerNoted(&*m_connection); !done)
                return done.error();
            return keys->keyOf("TI-101A");
        });
        QTRY_COMPARE(
            m_fixture->ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                           " AND datname = current_database()"),
            u"1"_s);
        VERIFY_RESULT(other->execute(commits ? "COMMIT" : "ROLLBACK"));
        const auto key = registered.result();
        VERIFY_RESULT(key);
        QCOMPARE(*key == static_cast<qint32>(theirs->integer(0, 0)), commits);
        QCOMPARE(storedKey("TI-101A"), *key);
    }

    // The plant has room for one more sensor.
    void lastSensorOfAPlant()
    {
        fillUpTo(SensorKeys::kMaxSensors - 2);
        auto keys = SensorKeys::fetch(*m_connection, m_plant);
        VERIFY_RESULT(keys);
        // Another program has registered this one since.
        m_fixture->execute("INSERT INTO faultline.sensor (plant_id, sensor_id)"
                           " SELECT plant_id, 'A' FROM faultline.plant");
        keys->note("A");
        keys->note("B");
        VERIFY_RESULT(keys->registerNoted(&*m_connection));
        QVERIFY(keys->keyOf("A") != SensorKeys::kUnknown);
        QVERIFY(keys->keyOf("B") != SensorKeys::kUnknown);
        QVERIFY(!keys->isFull());
        keys->note("C");
        keys->note("A");
        VERIFY_RESULT(keys->registerNoted(&*m_connection));
        QVERIFY(keys->isFull());
        QCOMPARE(keys->keyOf("C"), SensorKeys::kUnknown);
        QVERIFY(keys->keyOf("A") != SensorKeys::kUnknown);
        QCOMPARE(count(), SensorKeys::kMaxSensors);
    }

    // Lines of further sensors are rejected, the others are loaded.
    void furtherSensorsAreMisreadLines()
    {
        fillUpTo(SensorKeys::kMaxSensors - 1);
        m_fixture->write(
            u"a.log"_s, "[2020-01-01 10:00:00]\tERROR\tsensor[20]:\t(temperature\t1)\n"
                        "[2020-01-01 10:00:01]\tERROR\tsensor[2000020]:\t(temperature\t1)\n"
                        "[2020-01-01 10:00:02]\tERROR\tsensor[2000021]:\t(temperature\t1)\n"
                        "[2020-01-01 10:00:03]\tERROR\tsensor[2000022]: ()\n"
                        "[2020-01-01 10:00:04]\tERROR\tsensor[21]:\t(temperature\t1)\n");
        LoadOptions options;
        options.workers = 1;
        options.chunkRows = 2;
        const LoadReceipt receipt = m_fixture->load(options);
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(receipt.readings(), (RecordCounts{5, 3, 2, 0, 0}));
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(line_number || ':' || reason, ' ' ORDER BY"
                           " line_number) FROM faultline.rejected_line"),
            u"3:sensor-id 4:sensor-id"_s);
        QCOMPARE(count(), SensorKeys::kMaxSensors);
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
    }

    // More than the parser sets aside at once, of both parsers, each with its own sensor and
    // severity.
    void newSensorsOfALargeChunk()
    {
        constexpr int kLines = 20'000;
        constexpr int kSensors = 9'000;
        QByteArray text;
        for (int i = 0; i < kLines; ++i) {
            const QByteArray sensor = (i % 2 == 0 ? "TI-" : "") + QByteArray::number(i % kSensors);
            const QByteArray vibration = QByteArray::number(i % kSensors) + ".0";
            text += "[2020-01-01 10:00:00]\t";
            if (i % 7 == 0)
                text += "warning sensor[" + sensor + "]: (vibration " + vibration + ", of "
                        + QByteArray::number(i) + ")\n";
            else
                text += (i % 3 == 0 ? "ERROR\tsensor[" : "INFO\tsensor[") + sensor
                        + "]:\t(temperature\t" + QByteArray::number(i) + ".0, vibration\t"
                        + vibration + ")\n";
        }
        m_fixture->write(u"a.log"_s, text);
        LoadOptions options;
        options.workers = 1;
        const LoadReceipt receipt = m_fixture->load(options);
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(receipt.readings(), (RecordCounts{kLines, kLines, 0, 0, 0}));
        QCOMPARE(count(), kSensors);
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.reading"
                           " JOIN faultline.sensor USING (sensor_key)"
                           " JOIN faultline.severity ON severity.code = reading.severity,"
                           " LATERAL (SELECT (reading_id & 4294967295)::int AS line) AS l"
                           " WHERE ltrim(sensor_id, 'TI-')::int <> line % 9000"
                           " OR (sensor_id LIKE 'TI-%') <> (line % 2 = 0)"
                           " OR vibration <> line % 9000"
                           " OR coalesce(extra -> 'of', temperature::text) <> line::text"
                           " OR name <> CASE WHEN line % 7 = 0 THEN 'WARNING'"
                           " WHEN line % 3 = 0 THEN 'ERROR' ELSE 'INFO' END"),
            u"0"_s);
        const auto check = verifyLedger(*m_connection, CancelToken());
        VERIFY_RESULT(check);
        QVERIFY(check->verified());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
    }

    // A dry run.
    void withoutADatabase()
    {
        SensorKeys keys = SensorKeys::detached();
        for (const char* tag : {"A", "B", "7"})
            keys.note(tag);
        VERIFY_RESULT(keys.registerNoted(nullptr));
        const QSet<qint32> found{keys.keyOf("A"), keys.keyOf("B"), keys.keyOf(7)};
        QCOMPARE(found, (QSet<qint32>{1, 2, 3}));
        keys.note("A");
        keys.note("C");
        VERIFY_RESULT(keys.registerNoted(nullptr));
        QCOMPARE(keys.keyOf("C"), 4);
        for (qint32 number = 100; number < 100 + SensorKeys::kMaxSensors; ++number)
            keys.note(std::to_string(number));
        VERIFY_RESULT(keys.registerNoted(nullptr));
        QVERIFY(keys.isFull());
        int unknown = 0;
        for (qint32 number = 100; number < 100 + SensorKeys::kMaxSensors; ++number)
            unknown += keys.keyOf(number) == SensorKeys::kUnknown ? 1 : 0;
        QCOMPARE(unknown, 4);
    }

private:
    qint32 storedKey(const std::string& id)
    {
        const auto rows = m_connection->execute(
            "SELECT sensor_key FROM faultline.sensor WHERE plant_id = $1 AND sensor_id = $2",
            Parameters().add(qint64{toInt(m_plant)}).add(decodedUtf8(id)));
        return rows && rows->rowCount() == 1 ? static_cast<qint32>(rows->integer(0, 0)) : -2;
    }

    qint64 count() const
    {
        return m_fixture->ask("SELECT count(*) FROM faultline.sensor").toLongLong();
    }

    // Numbers from 1.
    void fillUpTo(int sensors) const
    {
        m_fixture->execute(
            "INSERT INTO faultline.sensor (plant_id, sensor_id) SELECT plant_id, n::text"
            " FROM faultline.plant, generate_series(1, "
            + QByteArray::number(sensors) + ") n");
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    std::optional<Connection> m_connection;
    PlantId m_plant{};
};

QTEST_GUILESS_MAIN(tst_SensorKeys)
#include "tst_SensorKeys.moc"
