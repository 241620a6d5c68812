// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/ledger/UndoLoad.h"
#include "support/VerifyResult.h"

#include <QJsonArray>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// One reading of sensor 1 on each of these days, with a severity.
QByteArray readingsOn(QDate first, int days, const QByteArray& severity)
{
    QByteArray lines;
    for (int day = 0; day < days; ++day) {
        lines += '[' + first.addDays(day).toString(Qt::ISODate).toUtf8() + " 10:00:00]\t" + severity
                 + "\tsensor[1]:\t(temperature\t1.5, vibration\t2.5)\n";
    }
    return lines;
}

const QDate kStart(2020, 1, 1);

// A reading of each of these sensors.
QByteArray readingsAt(const QDateTime& time, const QList<int>& sensors)
{
    QByteArray lines;
    for (const int sensor : sensors) {
        lines += '[' + time.toString(u"yyyy-MM-dd HH:mm:ss").toUtf8() + "]\tINFO\tsensor["
                 + QByteArray::number(sensor) + "]:\t(temperature\t1.5, vibration\t2.5)\n";
    }
    return lines;
}

// One each hour.
QByteArray hours(const QDateTime& first, int count, const QList<int>& sensors)
{
    QByteArray lines;
    for (int hour = 0; hour < count; ++hour)
        lines += readingsAt(first.addSecs(3600 * qint64{hour}), sensors);
    return lines;
}

} // namespace

/// What needs a look in the data after a load, and the report that lists it.
class tst_DataFindings : public QObject
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

    void listsAndReadingsThatAgreeGiveNone()
    {
        m_fixture->write(u"equipment.json"_s, kOne);
        m_fixture->write(u"map.csv"_s, "equipment_id;sensor_id\n1;1\n");
        m_fixture->write(u"a.log"_s, readingsOn(kStart, 30, "INFO"));
        QVERIFY(codesOf(m_fixture->load()).isEmpty());
        QCOMPARE(rows(), QString());
    }

    void sensorsAndEquipmentThatListsAndReadingsDontAgreeAbout()
    {
        m_fixture->write(u"equipment.json"_s, R"([{"equipment_id":1,"code":"A","group_name":"G"},
                                     {"equipment_id":2,"code":"B"}])");
        m_fixture->write(u"map.csv"_s, "equipment_id;sensor_id\n1;1\n1;2\n7;3\n");
        m_fixture->write(
            u"a.log"_s, readingsOn(kStart, 2, "ERROR")
                            + QByteArray(readingsOn(kStart, 3, "ERROR")).replace("[1]", "[9]")
                            + QByteArray(readingsOn(kStart, 1, "ERROR")).replace("[1]", "[10]"));
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(
            codesOf(receipt),
            QStringList(
                {u"unmapped-sensors"_s, u"unlisted-equipment"_s, u"sensor-without-readings"_s,
                 u"equipment-without-sensors"_s, u"equipment-without-group"_s}));
        QCOMPARE(
            rows(), u"equipment-not-listed #7; equipment-without-group B;"
                    " equipment-without-sensors B; sensor-without-equipment 10 1;"
                    " sensor-without-equipment 9 3; sensor-without-readings 2 A 0;"
                    " sensor-without-readings 3 #7 0"_s);
        const QJsonObject details = receipt.findings.first().details;
        QCOMPARE(details[u"count"_s].toInt(), 2);
        QCOMPARE(details[u"examples"_s].toArray(), QJsonArray({u"9"_s, u"10"_s}));
        QCOMPARE(details[u"report"_s].toString(), u"data_findings"_s);
    }

    void readingsWithoutEquipmentMayBeNoFailures_data()
    {
        QTest::addColumn<QByteArray>("severity");
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("dry");
        QTest::addRow("failures") << QByteArray("ERROR")
                                  << u"They are loaded; reports count them by sensor."_s
                                  << u"Reports will count them by sensor."_s;
        QTest::addRow("none")
            << QByteArray("INFO")
            << u"They are loaded, and listed on the Readings page; reports count only failures."_s
            << u"The Readings page will list them; reports count only failures."_s;
    }
    void readingsWithoutEquipmentMayBeNoFailures()
    {
        QFETCH(const QByteArray, severity);
        QFETCH(const QString, stored);
        QFETCH(const QString, dry);
        m_fixture->write(u"map.csv"_s, "equipment_id;sensor_id\n1;1\n");
        // What has equipment doesn't matter.
        m_fixture->write(
            u"a.log"_s, readingsOn(kStart, 2, "ERROR")
                            + QByteArray(readingsOn(kStart, 3, severity)).replace("[1]", "[9]"));
        LoadOptions options;
        options.dryRun = true;
        for (const auto& [receipt, text] :
             {std::pair(m_fixture->load(options), dry), std::pair(m_fixture->load(), stored)}) {
            QCOMPARE(receipt.findings.first().code, u"unmapped-sensors"_s);
            QVERIFY2(
                receipt.findings.first().why.contains(text),
                qPrintable(receipt.findings.first().why));
        }
    }

    void whatAListSaysTwice()
    {
        m_fixture->write(u"equipment.json"_s, R"([{"equipment_id":1,"code":"A","group_name":"G"},
                                     {"equipment_id":1,"code":"B","group_name":"G"},
                                     {"equipment_id":2,"code":"C","group_name":"G"},
                                     {"equipment_id":2,"code":"C","group_name":"G"}])");
        m_fixture->write(u"map.csv"_s, "equipment_id;sensor_id\n1;1\n2;1\n2;2\n2;2\n");
        m_fixture->write(
            u"a.log"_s, readingsOn(kStart, 2, "ERROR")
                            + QByteArray(readingsOn(kStart, 2, "ERROR")).replace("[1]", "[2]"));
        m_fixture->load();
        QCOMPARE(
            rows(), u"equipment-listed-twice B A (G); B (G); equipment-without-sensors B;"
                    " sensor-mapped-twice 1 1; 2"_s);
        // A newer list puts it right.
        m_fixture->write(
            u"equipment2.json"_s, R"([{"equipment_id":1,"code":"B","group_name":"G"}])");
        m_fixture->write(u"map2.csv"_s, "equipment_id;sensor_id\n1;1\n");
        m_fixture->load();
        QCOMPARE(rows(), QString());
    }

    void idsThatDifferOnlyByCaseOrSpaces()
    {
        m_fixture->write(
            u"a.log"_s,
            QByteArray(readingsOn(kStart, 1, "ERROR")).replace("[1]:", "[TI-1]:")
                + QByteArray(readingsOn(kStart, 2, "ERROR")).replace("[1]:", "[ti-1]:"));
        QVERIFY(codesOf(m_fixture->load()).contains(u"similar-ids"_s));
        QVERIFY(
            rows().contains(u"similar-ids TI-1 ti-1, TI-1"_s)
            || rows().contains(u"similar-ids TI-1 TI-1, ti-1"_s));
    }

    void readingsInTheFuture()
    {
        m_fixture->write(u"equipment.json"_s, kOne);
        m_fixture->write(u"map.csv"_s, "equipment_id;sensor_id\n1;1\n");
        const QDate today = QDateTime::currentDateTimeUtc().date();
        // A day more may be a matter of the time zone.
        m_fixture->write(u"a.log"_s, readingsOn(today, 2, "ERROR"));
        QVERIFY(codesOf(m_fixture->load()).isEmpty());
        m_fixture->write(u"b.log"_s, readingsOn(today.addDays(100), 2, "ERROR"));
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(codesOf(receipt), QStringList({u"future-readings"_s}));
        QCOMPARE(receipt.findings.first().kind, UserMessage::Kind::Warning);
        const QString first = today.addDays(100).toString(Qt::ISODate);
        const QString second = today.addDays(101).toString(Qt::ISODate);
        QCOMPARE(rows(), u"future-readings %1 %1 1; future-readings %2 %2 1"_s.arg(first, second));
    }

    void gapsOfALogThatReportsRegularly_data()
    {
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<bool>("isMostlyUnread");
        const QString gap = u"days-without-readings 2020-01-21 2020-01-22 0"_s;
        QTest::newRow("two days") << readingsOn(kStart, 20, "INFO")
                                         + readingsOn(kStart.addDays(22), 20, "INFO")
                                  << gap << false;
        QTest::newRow("failures on the silent days")
            << readingsOn(kStart, 20, "INFO") + readingsOn(kStart.addDays(20), 2, "ERROR")
                   + readingsOn(kStart.addDays(22), 20, "INFO")
            << QString() << false;
        // Silence means that nothing failed.
        QTest::newRow("failures only")
            << readingsOn(kStart, 20, "ERROR") + readingsOn(kStart.addDays(22), 20, "ERROR")
            << QString() << false;
        QTest::newRow("failures of one machine")
            << readingsOn(kStart, 1, "INFO") + readingsOn(kStart.addDays(4), 1, "ERROR")
                   + readingsOn(kStart.addDays(100), 1, "ERROR")
            << QString() << false;
        QTest::newRow("every second day") << [] {
            QByteArray log;
            for (int day = 0; day < 40; day += 2)
                log += readingsOn(kStart.addDays(day), 1, "INFO");
            return log;
        }() << QString() << false;
        QTest::newRow("too few to tell") << readingsOn(kStart, 9, "INFO") << QString() << false;
        QTest::newRow("one wrong clock")
            << readingsOn(QDate(2010, 1, 1), 1, "INFO") + readingsOn(kStart, 40, "INFO")
            << u"days-without-readings 2010-01-02 2019-12-31 0"_s << true;
        QTest::newRow("one wrong clock in a log of failures")
            << readingsOn(QDate(2010, 1, 1), 1, "ERROR") + readingsOn(kStart, 40, "ERROR")
            << QString() << false;
    }
    void gapsOfALogThatReportsRegularly()
    {
        QFETCH(QByteArray, log);
        m_fixture->write(u"equipment.json"_s, kOne);
        m_fixture->write(u"map.csv"_s, "equipment_id;sensor_id\n1;1\n");
        m_fixture->write(u"a.log"_s, log);
        m_fixture->load();
        QTEST(rows(), "expected");
        QTEST(
            m_fixture->ask("SELECT is_mostly_unread FROM faultline.observation(NULL, NULL)")
                == u"t"_s,
            "isMostlyUnread");
    }

    void timesThatGoBack_data()
    {
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<QString>("expected");
        const QDateTime start(kStart, QTime(0, 0), Qt::UTC);
        const auto day = [&start](int days) { return start.addDays(days); };
        QTest::newRow("in order") << hours(start, 100, {1, 2, 3}) << QString();
        QTest::newRow("a clock behind")
            << hours(day(100), 50, {1, 2}) + readingsAt(start, {1, 2}) + hours(day(103), 50, {1, 2})
            << u"2020-01-01 1 steps-back:101:102.0:a.log"_s;
        QTest::newRow("a clock ahead")
            << hours(start, 50, {1, 2}) + readingsAt(day(100), {1, 2}) + hours(day(3), 50, {1, 2})
            << u"2020-01-04 1 steps-back:103:97.0:a.log"_s;
        QTest::newRow("twice") << hours(day(10), 30, {1}) + hours(day(5), 30, {1})
                                      + hours(start, 30, {1})
                               << u"2020-01-06 2 steps-back:31:6.2:a.log"_s;
        QTest::newRow("tags, and a line that can't be read")
            << QByteArray(hours(day(10), 30, {1}) + "?\n" + hours(day(5), 30, {1}))
                   .replace("sensor[1]", "sensor[TI 1]")
            << u"2020-01-06 1 steps-back:32:6.2:a.log"_s;
        QTest::newRow("a sensor that comes late")
            << hours(day(1), 30, {1}) + hours(day(3), 30, {2}) + hours(start, 2, {2})
                   + hours(day(4), 30, {1})
            << u"2020-01-01 1 steps-back:61:4.2:a.log"_s;
        QTest::newRow("a day back") << readingsAt(day(1), {1}) + hours(start, 48, {1}) << QString();
        QTest::newRow("more than a day back")
            << readingsAt(day(1).addSecs(1), {1}) + hours(start, 48, {1}) + hours(day(2), 9, {1})
            << u"2020-01-01 1 steps-back:2:1.0:a.log"_s;
        QTest::newRow("sensor by sensor")
            << hours(start, 60, {1}) + hours(start, 60, {2}) + hours(start, 60, {3}) << QString();
        QTest::newRow("pairs of sensors")
            << hours(start, 60, {1, 2}) + hours(start, 60, {3, 4}) << QString();
        QTest::newRow("newest first") << [&] {
            QByteArray log;
            for (int week = 8; week > 0; --week)
                log += readingsAt(day(week * 7), {1, 2});
            return log;
        }() << QString();
        QTest::newRow("in no order") << [&] {
            QByteArray log;
            for (int i = 0; i < 200; ++i)
                log += readingsAt(day(i * 67 % 199), {1});
            return log;
        }() << QString();
    }
    void timesThatGoBack()
    {
        QFETCH(QByteArray, log);
        m_fixture->write(u"a.log"_s, log);
        // A few lines at a time, too.
        for (const qint64 rows : {LoadOptions::kDefaultChunkRows, qint64{10}, qint64{7}}) {
            LoadOptions options;
            options.chunkRows = rows;
            const LoadReceipt receipt = m_fixture->load(options);
            QCOMPARE(stepRows().replace(m_fixture->folder() + u'/', QString()), [&] {
                QFETCH(QString, expected);
                return expected;
            }());
            QCOMPARE(codesOf(receipt).contains(u"times-out-of-order"_s), !stepRows().isEmpty());
            undo(receipt);
            QCOMPARE(stepRows(), QString());
        }
    }

    void onlyWhatWasLoadedGoesBack()
    {
        const QDateTime start(kStart, QTime(0, 0), Qt::UTC);
        const QByteArray log = hours(start.addDays(10), 30, {1}) + hours(start, 30, {1});
        m_fixture->write(u"a.log"_s, log);
        m_fixture->load();
        m_fixture->write(u"b.log"_s, log + hours(start.addDays(20), 30, {1}));
        m_fixture->load();
        QCOMPARE(
            stepRows().replace(m_fixture->folder() + u'/', QString()),
            u"2020-01-01 1 steps-back:31:11.2:a.log"_s);
    }

private:
    static constexpr auto kOne = R"([{"equipment_id":1,"code":"A","group_name":"G"}])";

    static QStringList codesOf(const LoadReceipt& receipt)
    {
        QStringList codes;
        for (const UserMessage& finding : receipt.findings)
            codes << finding.code;
        return codes;
    }
    void undo(const LoadReceipt& receipt) const
    {
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{receipt.loadId}, {}));
    }
    QString stepRows() const
    {
        return m_fixture->ask(
            "SELECT string_agg(concat_ws(' ', first_day, readings, detail), '; ' ORDER BY detail)"
            " FROM faultline.data_findings() WHERE finding = 'times-out-of-order'");
    }
    QString rows() const
    {
        return m_fixture->ask(
            "SELECT string_agg(concat_ws(' ', finding, sensor_id, code, first_day, last_day,"
            " readings, detail), '; ' ORDER BY finding, sensor_id, code, first_day)"
            " FROM faultline.data_findings() f"
            " LEFT JOIN faultline.known_equipment k ON k.equipment_key = f.equipment_key");
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_DataFindings)
#include "tst_DataFindings.moc"
