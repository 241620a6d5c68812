// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/FindingLines.h"
#include "sources/input/LineContext.h"
#include "support/VerifyResult.h"

#include <QJsonArray>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

struct File
{
    QString name;
    QByteArray content;
};
using Files = QList<File>;

const QDateTime kStart(QDate(2020, 1, 1), QTime(0, 0), Qt::UTC);

QByteArray line(
    const QDateTime& time, const QByteArray& sensor, const QByteArray& severity = "INFO",
    const QByteArray& measurements = "temperature\t1.5, vibration\t2.5")
{
    return '[' + time.toString(u"yyyy-MM-dd HH:mm:ss").toUtf8() + "]\t" + severity + "\tsensor["
           + sensor + "]:\t(" + measurements + ")\n";
}

// One reading of each sensor a day.
QByteArray days(
    const QDateTime& first, int count, const QByteArrayList& sensors,
    const QByteArray& severity = "INFO")
{
    QByteArray log;
    for (int day = 0; day < count; ++day) {
        for (const QByteArray& sensor : sensors)
            log += line(first.addDays(day), sensor, severity);
    }
    return log;
}

const File kOne{u"equipment.json"_s, R"([{"equipment_id":1,"code":"A","group_name":"G"}])"};
const File kMapOfOne{u"map.csv"_s, "equipment_id;sensor_id\n1;1\n1;2\n"};

} // namespace

/// A dry run says what a load into a new plant says, with the same codes, counts and examples.
class tst_DryRun : public QObject
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

    void findsWhatALoadFinds_data()
    {
        QTest::addColumn<Files>("files");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("nothing")
            << Files{kOne, kMapOfOne, {u"a.log"_s, days(kStart, 20, {"1", "2"})}} << QStringList();
        QTest::newRow("sensors and equipment") << Files{
            {u"equipment.json"_s,
             R"([{"equipment_id":1,"code":"A","group_name":"G"},
                          {"equipment_id":2,"code":"B"},{"equipment_id":"P 3","code":"B"}])"},
            {u"map.csv"_s, "equipment_id;sensor_id\n1;1\n1;2\n7;33\n1;4\n1;TI-5\n"},
            {u"a.log"_s,
             days(kStart, 3, {"1", "10", "9", "TI-8"})
                 + days(
                     kStart.addDays(3), 2,
                     {"9"})}} << QStringList{u"unmapped-sensors 3 9|10|TI-8"_s, u"unlisted-equipment 1 #7"_s, u"sensor-without-readings 4 2|4|33"_s, u"equipment-without-sensors 2 B (#2)|B (#P 3)"_s, u"equipment-without-group 2 B (#2)|B (#P 3)"_s};
        QTest::newRow("a sensor that moves") << Files{
            kOne,
            {u"map.csv"_s, "equipment_id;sensor_id;valid_from;valid_to\n"
                           "1;1;2020-01-05;2020-01-10\n1;1;2020-01-12;\n"},
            {u"a.log"_s,
             days(kStart, 20, {"1"})}} << QStringList{u"unmapped-sensors 1 1"_s};
        QTest::newRow("twice in a list") << Files{
            {u"equipment.json"_s,
             R"([{"equipment_id":1,"code":"A","group_name":"G"},
                          {"equipment_id":1,"code":"B","group_name":"G"},
                          {"equipment_id":1,"code":"C","group_name":"G"},
                          {"equipment_id":2,"code":"D","group_name":"G","x":1,"y":2},
                          {"equipment_id":2,"y":2,"code":"D","group_name":"G","x":1}])"},
            {u"map.csv"_s, "equipment_id;sensor_id\n1;1\n2;1\n2;2\n2;2\n1;1\n"},
            {u"a.log"_s,
             days(
                 kStart, 3,
                 {"1", "2"})}} << QStringList{u"listed-twice 1 "_s, u"listed-twice 1 "_s};
        QTest::newRow("similar ids") << Files{
            {u"equipment.json"_s, R"([{"equipment_id":"P-1","code":"A","group_name":"G"},
                                  {"equipment_id":"p- 1","code":"B","group_name":"G"}])"},
            {u"map.csv"_s, "equipment_id;sensor_id\nP-1;TI-1\np- 1;ti-1\n"},
            {u"a.log"_s,
             days(
                 kStart, 3,
                 {"TI-1", "ti-1"})}} << QStringList{u"similar-ids 2 P-1, p- 1|TI-1, ti-1"_s};
        const QDateTime today = QDateTime::currentDateTimeUtc();
        QTest::newRow("future")
            << Files{kOne, kMapOfOne, {u"a.log"_s, days(today, 2, {"1", "2"}) + days(today.addDays(50), 1, {"1"})}}
            << QStringList{
                   u"future-readings 1 %1"_s.arg(today.addDays(50).date().toString(Qt::ISODate))};
        QTest::newRow("gaps") << Files{
            kOne,
            kMapOfOne,
            {u"a.log"_s,
             days(kStart, 30, {"1", "2"}) + days(kStart.addDays(33), 9, {"1"})
                 + days(
                     kStart.addDays(43), 9,
                     {"2"})}} << QStringList{u"days-without-readings 2 2020-01-31 – 2020-02-02|2020-02-12"_s};
        QTest::newRow("failures only") << Files{
            kOne,
            kMapOfOne,
            {u"a.log"_s,
             days(kStart, 30, {"1", "2"}, "ERROR")
                 + days(
                     kStart.addDays(33), 9, {"1"},
                     "ERROR")}} << QStringList();
        QTest::newRow("out of order")
            << Files{kOne, kMapOfOne,
                     {u"a.log"_s, days(kStart.addDays(30), 9, {"1", "2"}) + days(kStart, 9, {"1"})},
                     {u"b.log"_s, days(kStart, 9, {"2"}) + line(kStart.addYears(-1), "2")
                                      + days(kStart.addDays(9), 9, {"2"})
                                      + line(kStart.addYears(-2), "2")}}
            << QStringList{
                   u"times-out-of-order 2 steps-back:10:373.0:/b.log|"
                   "steps-back:19:38.0:/a.log"_s};
        QTest::newRow("a table")
            << Files{kOne, kMapOfOne,
                     {u"a.csv"_s, "time,sensor,severity,temperature,vibration\n"
                                  "2020-03-01 10:00:00,1,INFO,1.5,2.5\n"
                                  "2020-03-01 10:00:00,2,INFO,1.5,2.5\n"
                                  "2020-01-01 10:00:00,2,INFO,1.5,2.5\n"
                                  "2020-03-01 11:00:00,3,INFO,1.5,2.5\n"
                                  "2020-03-01 12:00:00,1,INFO,1.5,2.5\n"}}
            << QStringList{
                   u"unmapped-sensors 1 3"_s,
                   u"times-out-of-order 1 steps-back:4:60.0:/a.csv"_s,
                   u"no-failures 5 INFO"_s};
        QTest::newRow("a table with a failure")
            << Files{kOne, kMapOfOne,
                     {u"a.csv"_s, "time,sensor,severity,temperature,vibration\n"
                                  "2020-03-01 10:00:00,1,ERROR,1.5,2.5\n"
                                  "2020-03-01 11:00:00,2,INFO,1.5,2.5\n"}}
            << QStringList();
        QTest::newRow("severities")
            << Files{kOne, kMapOfOne, {u"a.log"_s, days(kStart, 5, {"1", "2"}, "TRIP")}}
            << QStringList{u"uncounted-failures 10 TRIP"_s};
        QTest::newRow("measurements") << Files{
            kOne,
            kMapOfOne,
            {u"a.log"_s,
             line(kStart, "1", "INFO", "temperature\terr, vibration\t1, pressure\t5 bar")
                 + line(kStart, "2", "INFO", "temperature\t1, vibration\t1, pressure\tx")
                 + "[2020-01-02]\tINFO\tsensor[1]:\t(temperature\t1, vibration\t2)\n"
                 + line(kStart.addDays(5), "1")
                 + line(
                     kStart.addDays(5),
                     "1")}} << QStringList{u"unreadable-measurements 1 temperature"_s, u"new-measurements 1 pressure"_s, u"dates-only 1 "_s, u"repeated-lines 1 "_s};
    }
    void findsWhatALoadFinds()
    {
        QFETCH(Files, files);
        for (const File& file : files)
            m_fixture->write(file.name, file.content);
        for (const qint64 rows : {LoadOptions::kDefaultChunkRows, qint64{10}}) {
            LoadOptions options;
            options.chunkRows = rows;
            options.dryRun = true;
            const LoadReceipt dry = m_fixture->load(options);
            QTEST(summary(dry), "expected");
            for (const UserMessage& finding : dry.findings)
                QVERIFY(!finding.details.contains(u"report"_s));
        }
        const LoadReceipt loaded = m_fixture->load();
        QTEST(summary(loaded), "expected");
    }

    // The plant may have what the folder lacks.
    void missingListsAreNoWarning()
    {
        m_fixture->write(u"a.log"_s, days(kStart, 5, {"1"}));
        const LoadReceipt receipt = rehearse();
        QCOMPARE(receipt.findings.size(), 1);
        const UserMessage& finding = receipt.findings.first();
        QCOMPARE(finding.code, u"unmapped-sensors"_s);
        QCOMPARE(finding.kind, UserMessage::Kind::Information);
        QCOMPARE(finding.what, u"The folder contains no sensor map"_s);
    }

    void copiesCountOnce()
    {
        m_fixture->write(kOne.name, kOne.content);
        m_fixture->write(kMapOfOne.name, kMapOfOne.content);
        m_fixture->write(u"map2.csv"_s, kMapOfOne.content);
        const QByteArray log = days(kStart, 5, {"1", "2", "3"});
        m_fixture->write(u"a.log"_s, log);
        m_fixture->write(u"b.log"_s, log);
        m_fixture->write(u"c.log"_s, QByteArray(log).replace("1.5", "1.6"));
        for (const bool isDry : {true, false}) {
            LoadOptions options;
            options.dryRun = isDry;
            const LoadReceipt receipt = m_fixture->load(options);
            QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
            QStringList states;
            for (const FileReceipt& file : receipt.files) {
                if (file.role == SourceRole::Readings)
                    states << fileStateWord(file.state) + u' '
                                  + QString(file.message).remove(m_fixture->folder() + u'/');
            }
            QCOMPARE(
                states, (QStringList{
                            u"loaded "_s, u"unchanged The same content as a.log"_s, u"loaded "_s}));
            QCOMPARE(receipt.readings(), (RecordCounts{45, 30, 0, 0, 15}));
            QCOMPARE(summary(receipt), QStringList{u"unmapped-sensors 1 3"_s});
            QVERIFY(receipt.findings.first().why.startsWith(u"10 readings"));
        }
    }

    void rejectedLinesAreCountedByReason()
    {
        const QByteArray list = R"([{"equipment_id":1,"code":"A"},{"code":"B"}])";
        m_fixture->write(u"equipment.json"_s, list);
        const QByteArray log = line(kStart, "1") + "nothing of use\n"
                               + line(kStart, "1", "INFO", "temperature\t1.2.3, vibration\t1")
                               + line(kStart, "1") + "nor this\n";
        m_fixture->write(u"a.log"_s, log);
        m_fixture->write(u"copy.log"_s, log);
        m_fixture->write(
            u"b.csv"_s, "time,sensor,severity,temperature\n"
                        "2020-01-01 10:00:00,1,INFO,1.5\nnever,1,INFO,1.5\n");
        const LoadReceipt receipt = rehearse();
        QStringList kinds;
        for (const RejectedKind& kind : receipt.rejectedKinds) {
            for (const FoundLine& found : kind.lines) {
                kinds << u"%1 %2 %3:%4:%5 %6"_s.arg(rejectReasonWord(kind.reason))
                             .arg(kind.count)
                             .arg(found.relativePath)
                             .arg(found.location.lineNumber)
                             .arg(found.location.columnNumber)
                             .arg(QString::fromUtf8(found.location.raw.left(8)));
                VERIFY_RESULT(readLineContext(found.input, found.location));
            }
        }
        QCOMPARE(
            kinds,
            (QStringList{
                u"shape 2 a.log:2:1 nothing "_s, u"shape 2 a.log:5:1 nor this"_s,
                u"missing-field 1 equipment.json:1:1 {\"code\":"_s,
                u"measurements 1 a.log:3:52 [2020-01"_s, u"timestamp 1 b.csv:3:1 never,1,"_s}));
        const QJsonObject first = receipt.headJson()[u"rejected"_s][0].toObject();
        QCOMPARE(first[u"reason"_s], u"shape"_s);
        QCOMPARE(first[u"count"_s].toInt(), 2);
        QCOMPARE(first[u"line"_s].toInt(), 2);
        QCOMPARE(first[u"text"_s], u"nothing of use"_s);
    }

    void findingsLeadToTheirLines_data()
    {
        QTest::addColumn<Files>("files");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QStringList>("expected");
        const File map{u"map.csv"_s, "equipment_id;sensor_id\n1;1\n7;2\n1;TI-9\n"};
        const File log{u"a.log"_s, days(kStart, 2, {"1", "5"}) + days(kStart, 1, {"TI-8"})};
        QTest::newRow("sensors without equipment")
            << Files{kOne, map, log} << u"unmapped-sensors"_s
            << QStringList{u"a.log:2"_s, u"a.log:4"_s, u"a.log:5"_s};
        QTest::newRow("sensors without readings")
            << Files{kOne, map, log} << u"sensor-without-readings"_s
            << QStringList{u"map.csv:3"_s, u"map.csv:4"_s};
        QTest::newRow("equipment without an entry")
            << Files{kOne, map, log} << u"unlisted-equipment"_s << QStringList{u"map.csv:3"_s};
        const File equipment{
            u"equipment.json"_s, "[{\"equipment_id\":1,\"code\":\"A\",\"group_name\":\"G\"},\n"
                                 " {\"equipment_id\":2,\"code\":\"B\"},\n"
                                 " {\"equipment_id\":1,\"code\":\"C\",\"group_name\":\"G\"}]"};
        QTest::newRow("equipment without a group")
            << Files{equipment, kMapOfOne, log} << u"equipment-without-group"_s
            << QStringList{u"equipment.json:2"_s};
        QTest::newRow("equipment without sensors")
            << Files{equipment, kMapOfOne, log} << u"equipment-without-sensors"_s
            << QStringList{u"equipment.json:2"_s};
        QTest::newRow("twice in a list")
            << Files{equipment, kMapOfOne, log} << u"listed-twice"_s
            << QStringList{u"equipment.json:1"_s, u"equipment.json:3"_s};
        QTest::newRow("similar ids")
            << Files{kOne, {u"map.csv"_s, "equipment_id;sensor_id\n1;TI-9\n"}, {u"a.log"_s, line(kStart, "TI-9") + line(kStart, "ti-9")}}
            << u"similar-ids"_s << QStringList{u"map.csv:2"_s, u"a.log:1"_s, u"a.log:2"_s};
        const QDateTime later = QDateTime::currentDateTimeUtc().addDays(50);
        QTest::newRow("future")
            << Files{kOne, kMapOfOne, {u"a.log"_s, days(kStart, 2, {"1", "2"}) + line(later, "1")}}
            << u"future-readings"_s << QStringList{u"a.log:5"_s};
        QTest::newRow("out of order")
            << Files{kOne, kMapOfOne,
                     {u"a.log"_s, days(kStart, 9, {"2"}) + line(kStart.addYears(-1), "2")
                                      + days(kStart.addDays(9), 9, {"2"})}}
            << u"times-out-of-order"_s << QStringList{u"a.log:10"_s};
        QTest::newRow("severities")
            << Files{kOne, kMapOfOne, {u"a.log"_s, line(kStart, "1") + line(kStart, "1", "TRIP")}}
            << u"uncounted-failures"_s << QStringList{u"a.log:2"_s};
        const File measurements{
            u"a.log"_s, line(kStart, "1", "INFO", "temperature\terr, vibration\t1")
                            + line(kStart, "2", "INFO", "temperature\t1, vibration\t1, Load\t7")
                            + line(kStart, "2", "INFO", "temperature\t1, vibration\t1, load\t?")
                            + line(kStart, "2", "INFO", "temperature\t1, vibration\t1, Load\t7")
                            + "[2020-01-02]\tINFO\tsensor[1]:\t(temperature\t1, vibration\t2)\n"};
        const Files measured{kOne, kMapOfOne, measurements};
        QTest::newRow("words") << measured << u"unreadable-measurements"_s
                               << QStringList{u"a.log:1"_s, u"a.log:3"_s};
        QTest::newRow("names") << measured << u"new-measurements"_s
                               << QStringList{u"a.log:2"_s, u"a.log:3"_s, u"a.log:4"_s};
        QTest::newRow("copies") << measured << u"repeated-lines"_s << QStringList{u"a.log:4"_s};
        QTest::newRow("dates only") << measured << u"dates-only"_s << QStringList{u"a.log:5"_s};
        QTest::newRow("a table")
            << Files{kOne, kMapOfOne,
                     {u"a.csv"_s, "time,sensor,severity,temperature,vibration\n"
                                  "2020-03-01 10:00:00,1,INFO,1.5,2.5\n"
                                  "2020-03-01 10:00:00,3,INFO,1.5,2.5\n"}}
            << u"unmapped-sensors"_s << QStringList{u"a.csv:3"_s};
        QTest::newRow("not standard JSON") << Files{
            {u"equipment.json"_s, "[{\"equipment_id\":1,\"code\":\"A\",\n"
                                  "\"group_name\":\"G\",\"x\":NaN}]"},
            kMapOfOne,
            log} << u"lenient-json"_s << QStringList{u"equipment.json:2"_s};
    }
    void findingsLeadToTheirLines()
    {
        QFETCH(Files, files);
        QFETCH(QString, code);
        for (const File& file : files)
            m_fixture->write(file.name, file.content);
        const LoadReceipt receipt = rehearse();
        const auto finding = std::find_if(
            receipt.findings.begin(), receipt.findings.end(),
            [&code](const UserMessage& message) { return message.code == code; });
        QVERIFY(finding != receipt.findings.end());
        const auto folder = findSources(m_fixture->folder());
        VERIFY_RESULT(folder);
        const FindingRows rows = FindingRows::of(*finding);
        const auto found = findLines(*folder, {}, rows, 100, {});
        VERIFY_RESULT(found);
        QVERIFY(found->isAll);
        QStringList lines;
        for (const FoundLine& each : found->lines) {
            lines << u"%1:%2"_s.arg(each.relativePath).arg(each.location.lineNumber);
            VERIFY_RESULT(readLineContext(each.input, each.location));
        }
        QTEST(lines, "expected");

        const auto some = findLines(*folder, {}, rows, 1, {});
        VERIFY_RESULT(some);
        QCOMPARE(some->lines.size(), 1);
        QCOMPARE(some->isAll, lines.size() == 1);
        CancelToken cancelled;
        cancelled.cancel();
        const auto none = findLines(*folder, {}, rows, 100, cancelled);
        QVERIFY(!none);
        QCOMPARE(none.error().code, kCancelledCode);
    }

    void eachSubfolderIsAPlant()
    {
        const QByteArray map = "equipment_id;sensor_id\n1;1\n";
        for (const QString& folder : {u"north"_s, u"south"_s}) {
            m_fixture->write(
                folder + u"/equipment.json"_s,
                QByteArray(R"([{"equipment_id":1,"code":"%","group_name":"G"}])")
                    .replace("%", folder.toUtf8()));
            m_fixture->write(folder + u"/map.csv"_s, map);
        }
        m_fixture->write(u"north/a.log"_s, days(kStart, 5, {"1"}));
        m_fixture->write(u"south/a.log"_s, days(kStart, 5, {"1", "2"}));
        LoadOptions options;
        options.dryRun = true;
        options.plant.bySubfolder = true;
        const LoadReceipt receipt = m_fixture->load(m_fixture->folder(), options);
        QCOMPARE(summary(receipt), QStringList{u"unmapped-sensors 1 2"_s});
        QCOMPARE(receipt.findings.first().where, m_fixture->path(u"south"_s));
    }

private:
    LoadReceipt rehearse() const
    {
        LoadOptions options;
        options.dryRun = true;
        return m_fixture->load(options);
    }
    // "code count examples" of each finding.
    QStringList summary(const LoadReceipt& receipt) const
    {
        QStringList lines;
        for (const UserMessage& finding : receipt.findings) {
            QStringList examples;
            for (const auto& example : finding.details[u"examples"_s].toArray())
                examples << example.toString().remove(m_fixture->folder());
            lines << u"%1 %2 %3"_s.arg(finding.code)
                         .arg(finding.details[u"count"_s].toInt())
                         .arg(examples.join(u'|'));
        }
        return lines;
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_DryRun)
#include "tst_DryRun.moc"
