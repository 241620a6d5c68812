// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/SourceFile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_UnreadableLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void logsThatCantBeRead_data();
    void logsThatCantBeRead();
    void otherProgramsLogs_data();
    void otherProgramsLogs();
    void notLogs_data();
    void notLogs();
    void unreadableLineIsShownWithItsPlace();

private:
    void write(const QString& name, const QByteArray& content)
    {
        QFile file(m_directory->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("can't write %s", qPrintable(name));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_UnreadableLog::logsThatCantBeRead_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray rest = "\tERROR\tsensor[5]:\t(temperature\t1, vibration\t2)\n";
    QTest::newRow("day first") << "[01/02/21 14:00:00]" + rest;
    QTest::newRow("not a day") << "[2021-02-31 14:00:00]" + rest;
    QTest::newRow("month name") << "[Mon, 1 Feb 21 at two]" + rest;
    QTest::newRow("month name first") << "[Feb 1 21 at two]" + rest;
    QTest::newRow("day and month name") << "[1-Feb-21 at two]" + rest;
    QTest::newRow("count") << "[16121880.0.0]" + rest;
    QTest::newRow("two-digit year") << "[31.12.21 14:00]" + rest;
    QTest::newRow("no time") << QByteArray("sensor[5] temperature 10.5\n");
    QTest::newRow("no brackets") << QByteArray("01/02/2021 ERROR sensor 5 temperature = 10.5?\n");
    QTest::newRow("after a heading")
        << "Export of vessel 7\n\n[01/02/21 14:00:00]" + rest + "[01/02/21 15:00:00]" + rest;
}

void tst_UnreadableLog::logsThatCantBeRead()
{
    QFETCH(QByteArray, content);
    write(u"plant"_s, content);
    const auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    const SourceFile& file = found->files.first();
    QVERIFY(file.role == SourceRole::Readings);
    QCOMPARE(file.problem->code, u"unreadable-log"_s);
    QVERIFY(!file.problem->remedy.isEmpty());
}

void tst_UnreadableLog::otherProgramsLogs_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("times") << QByteArray(
        "2021-02-07 03:04:05 started\n2021-02-07 03:04:06 ready\n");
    QTest::newRow("syslog") << QByteArray(
        "Feb  1 14:00:00 host cron[12]: start\nFeb  1 14:00:01 host cron[12]: end\n");
    QTest::newRow("access log") << QByteArray(
        "[01/Feb/2021:14:00:00 +0000] GET /\n[01/Feb/2021:14:00:01 +0000] GET /a\n");
    QTest::newRow("notes about sensors")
        << QByteArray("2021-02-07: replaced sensor 5\n2021-02-08: checked sensor 6\n");
}

void tst_UnreadableLog::otherProgramsLogs()
{
    QFETCH(QByteArray, content);
    write(u"other.log"_s, content);
    const auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    const SourceFile& file = found->files.first();
    QVERIFY(!file.role);
    QCOMPARE(file.problem->code, u"unreadable-log"_s);
    QCOMPARE(file.problem->kind, UserMessage::Kind::Warning);
    QVERIFY2(
        reasonText(*file.problem).contains(u"Line 2, column "_s),
        qPrintable(reasonText(*file.problem)));
}

void tst_UnreadableLog::notLogs_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("prose") << QByteArray("Sensor: see page 5.\nTemperature rises.\n");
    QTest::newRow("one date") << QByteArray("2021-02-07 minutes of the meeting\n");
    QTest::newRow("dates among prose")
        << QByteArray("2021-02-07\nWe met.\nAnn spoke.\n2021-02-08\nWe met again.\nBob spoke.\n");
    QTest::newRow("numbers") << QByteArray("1\n2\n3.5\n12\n");
    QTest::newRow("addresses") << QByteArray("10.0.0.1 a\nb 10.0.0.2\nc 10.0.0.3\n");
    QTest::newRow("words like months") << QByteArray("march on\nsaturn 5\ndecimal\n");
}

void tst_UnreadableLog::notLogs()
{
    QFETCH(QByteArray, content);
    write(u"notes"_s, content);
    const auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    QCOMPARE(found->files.first().problem->code, u"other-text"_s);
}

void tst_UnreadableLog::unreadableLineIsShownWithItsPlace()
{
    const QByteArray rest = "\tERROR\tsensor[5]:\t(temperature\t1, vibration\t2)\r\n";
    write(
        u"plant.log"_s, "Export of vessel 7\r\n\r\n[01/02/21 14:00:00]" + rest
                            + "[2021-02-01 14:00]\tERR0R\tsensor[5]:\t()\r\n"
                            + "[03/02/21 14:00:00]" + rest + "[04/02/21 14:00:00]" + rest);
    const auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    const QString text = reasonText(*found->files.first().problem);
    for (const QString& part :
         {u"Line 3, column 2: The date"_s, u"“[01/02/21 14:00:00] ERROR sensor[5]: "_s,
          u"Line 4, column 23: The severity"_s, u"Line 5, column 2: "_s, u"Write them with four"_s})
        QVERIFY2(text.contains(part), qPrintable(text));
    QVERIFY2(!text.contains(u"Line 6"_s), qPrintable(text));
    const QJsonArray lines = found->files.first().problem->details[u"first_lines"].toArray();
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[1].toObject()[u"reason"].toString(), u"severity"_s);
}

QTEST_GUILESS_MAIN(tst_UnreadableLog)
#include "tst_UnreadableLog.moc"
