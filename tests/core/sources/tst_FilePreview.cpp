// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/choices/ChosenFormat.h"
#include "sources/preview/FilePreview.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QString textOf(const PreviewReading& reading)
{
    QStringList parts{reading.time.instant.toIso(), reading.sensor, reading.severity};
    for (const PreviewMeasurement& each : reading.measurements)
        parts << each.name + (each.isNumber ? u"="_s : u"~"_s) + each.value;
    return parts.join(u' ');
}

QString textOf(const PreviewRecord& record)
{
    QStringList parts;
    for (const PreviewReading& reading : record.readings)
        parts << textOf(reading);
    if (record.equipment)
        parts << QString::fromUtf8(
            record.equipment->equipmentId + ' ' + record.equipment->code + ' '
            + record.equipment->groupName.value_or("-"));
    if (record.mapEntry)
        parts << QString::fromUtf8(
            record.mapEntry->sensorId + " on " + record.mapEntry->equipmentId);
    for (const PreviewRejection& each : record.rejections)
        parts << u"!%1@%2%3"_s.arg(
            rejectReasonWord(each.reason).toString(), QString::number(each.column),
            each.field.isEmpty() ? QString() : u" "_s + each.field);
    return u"%1 [%2] "_s.arg(record.lineNumber).arg(QString::fromUtf8(record.raw))
           + parts.join(u" | "_s);
}

} // namespace

class tst_FilePreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void recordsBesideTheirLines_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QStringList>("records");
        QTest::newRow("log")
            << QByteArray(
                   "\n[2021-02-01 10:00:00] ERROR sensor[5]: (temperature 1.5, vibration err)\r\n"
                   "[2021-02-30 10:00:00] ERROR sensor[5]: (temperature 1.5)\n")
            << u"Log"_s
            << QStringList{
                   u"2 [[2021-02-01 10:00:00] ERROR sensor[5]: (temperature 1.5, vibration err)] 2021-02-01T10:00:00Z 5 ERROR temperature=1.5 vibration~err"_s,
                   u"3 [[2021-02-30 10:00:00] ERROR sensor[5]: (temperature 1.5)] !timestamp@10"_s};
        QTest::newRow("wide table")
            << QByteArray("Export\nZeit;PT-01;PT-02\n2021-02-01 10:00;1,5;x\n\n2021-02-01 "
                          "10:01;1.234,5;2\n2021-02-01 10:02;3;4\n2021-02-01 10:03;;\n")
            << u"CSV with semicolons; a column for each sensor"_s
            << QStringList{
                   u"3 [2021-02-01 10:00;1,5;x] 2021-02-01T10:00:00Z PT-01 INFO value=1.5 | "
                   "2021-02-01T10:00:00Z PT-02 INFO value~x"_s,
                   u"5 [2021-02-01 10:01;1.234,5;2] 2021-02-01T10:01:00Z PT-02 INFO value=2 | "
                   "!measurements@18 PT-01"_s,
                   u"6 [2021-02-01 10:02;3;4] 2021-02-01T10:02:00Z PT-01 INFO value=3 | "
                   "2021-02-01T10:02:00Z PT-02 INFO value=4"_s,
                   u"7 [2021-02-01 10:03;;] "_s};
        QTest::newRow("long table in JSON")
            << QByteArray("{\"ts\":\"2021-02-01T10:00:00Z\",\"tag\":\"TI-1\",\"value\":1}\n"
                          "{\"ts\":\"2021-02-01T10:00:01Z\",\"tag\":\"TI-1\",\"value\":2}\n")
            << u"JSON, an object a line; a row for each reading"_s
            << QStringList{
                   u"1 [{\"ts\":\"2021-02-01T10:00:00Z\",\"tag\":\"TI-1\",\"value\":1}] 2021-02-01T10:00:00Z TI-1 INFO value=1"_s,
                   u"2 [{\"ts\":\"2021-02-01T10:00:01Z\",\"tag\":\"TI-1\",\"value\":2}] 2021-02-01T10:00:01Z TI-1 INFO value=2"_s};
        QTest::newRow("equipment list")
            << QByteArray("equipment_id;code;group;year\n1;\"P\n1\";G;1998\n;B;G;\n")
            << u"Equipment list"_s
            << QStringList{
                   u"2 [1;\"P\n1\";G;1998] 1 P\n1 G"_s,
                   u"4 [;B;G;] !missing-field@1 equipment_id"_s};
        QTest::newRow("sensor map")
            << QByteArray("[{\"machine\":1,\"sensor\":\"TI-1\"},\n {\"machine\":1,\"sensor\":{}}]")
            << u"Sensor map"_s
            << QStringList{
                   u"1 [{\"machine\":1,\"sensor\":\"TI-1\"}] TI-1 on 1"_s,
                   u"2 [{\"machine\":1,\"sensor\":{}}] !sensor-id@23 sensor"_s};
        QTest::newRow("text") << QByteArray("Dear colleagues,\n\nall is well.") << QString()
                              << QStringList{
                                     u"1 [Dear colleagues,] "_s, u"2 [] "_s,
                                     u"3 [all is well.] "_s};
        QTest::newRow("binary") << QByteArray("\0\1\2\n\3", 5) << QString() << QStringList{};
    }
    void recordsBesideTheirLines()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, kind);
        QFETCH(QStringList, records);
        const auto preview = previewFile(found(content), {}, {});
        VERIFY_RESULT(preview);
        QStringList texts;
        for (const PreviewRecord& record : preview->records)
            texts << textOf(record);
        QCOMPARE(texts, records);
        QCOMPARE(preview->kind, kind);
        QVERIFY(preview->isWhole || !preview->role);
        QCOMPARE(preview->toJson()[u"records"_s].toArray().size(), records.size());
    }

    void timesAreInTheZone()
    {
        PreviewOptions options;
        options.zone = *LocalTime::fromName(u"Europe/Oslo"_s);
        const auto preview = previewFile(
            found("[2021-07-01 10:00:00] ERROR sensor[5]: (vibration 1)\n"), options, {});
        VERIFY_RESULT(preview);
        const ZonedTime time = preview->records.front().readings.front().time;
        QCOMPARE(time.instant.toIso(), u"2021-07-01T08:00:00Z"_s);
        QCOMPARE(time.toIso(), u"2021-07-01T10:00:00+02:00"_s);
    }

    void rejectedOnesFurtherDown()
    {
        QByteArray log;
        for (int i = 0; i < 200; ++i)
            log += "[2021-02-01 10:00:00] ERROR sensor[5]: (vibration 1)\n";
        log += "[2021-02-01 10:00:00] ERROR sensor[]: (vibration 1)\n\n";
        const auto preview = previewFile(found(log), {}, {});
        VERIFY_RESULT(preview);
        QCOMPARE(preview->records.size(), 50);
        QCOMPARE(preview->rejected.size(), 1);
        QCOMPARE(preview->rejected.front().lineNumber, 201);
        QCOMPARE(preview->recordsRead, 202);
        QCOMPARE(preview->readingsRead, 200);
        QCOMPARE(preview->rejectedRead, 1);
        QCOMPARE(preview->blankRead, 1);
    }

    void columnsOfATable()
    {
        const SourceFile file =
            found("datetime,machineID,failure,hours,note\n2021-02-01 10:00:00,4,pump,7,a b\n");
        const auto preview = previewFile(file, {}, {});
        VERIFY_RESULT(preview);
        QStringList fields;
        for (const PreviewColumn& column : preview->columns)
            fields << column.name + u'=' + column.field + u' ' + column.example;
        QCOMPARE(
            fields,
            QStringList(
                {u"datetime=time 2021-02-01 10:00:00"_s, u"machineID=equipment 4"_s,
                 u"failure=ignored pump"_s, u"hours=measurement 7"_s, u"note=ignored a b"_s}));
        const QStringList ofHours = preview->columns.at(3).choices;
        for (const QString& word : {u"ignored"_s, u"measurement"_s, u"value"_s, u"sensor"_s})
            QVERIFY2(ofHours.contains(word), qPrintable(ofHours.join(u' ')));
        QVERIFY(!ofHours.contains(u"time"_s));
        QVERIFY(!preview->columns.at(0).choices.contains(u"value"_s));
    }

    void columnsOfAFailureList()
    {
        const auto preview = previewFile(
            found("Asset,Reported,Completed,Failure Code,Cause,Work Type,Downtime (h)\n"
                  "P-1,2023-01-08 15:00,2023-01-08 17:00,FOULING,dirt,Unplanned,1.5\n"
                  "P-1,2023-01-09 15:00,,LEAK,wear,Planned,0.5\n"),
            {}, {});
        VERIFY_RESULT(preview);
        QStringList fields;
        for (const PreviewColumn& column : preview->columns)
            fields << column.field;
        QCOMPARE(
            fields, QStringList(
                        {u"equipment"_s, u"time"_s, u"end"_s, u"failure-mode"_s, u"cause"_s,
                         u"planned"_s, u"duration"_s}));
        const auto choices = [&](int column) { return preview->columns.at(column).choices; };
        QVERIFY(choices(1).contains(u"end"_s));
        QVERIFY(choices(2).contains(u"time"_s));
        QVERIFY(choices(3).contains(u"cause"_s));
        QVERIFY(!choices(3).contains(u"planned"_s));
        QVERIFY(choices(4).contains(u"failure-mode"_s));
        QVERIFY(choices(5).contains(u"planned"_s));
        QVERIFY(!choices(6).contains(u"cause"_s));
        const PreviewReading reading = preview->records.front().readings.front();
        QCOMPARE(reading.mode, u"FOULING"_s);
        QCOMPARE(reading.cause, u"dirt"_s);
        QCOMPARE(reading.endedAt->instant.toIso(), u"2023-01-08T17:00:00Z"_s);
        QCOMPARE(reading.seconds, 5400.0);
        QCOMPARE(reading.isPlanned, false);
        const QJsonObject json = preview->toJson()[u"records"_s][1][u"readings"_s][0].toObject();
        QCOMPARE(json[u"duration_seconds"_s].toDouble(), 1800.0);
        QCOMPARE(json[u"planned"_s].toBool(), true);
        QVERIFY(!json.contains(u"ended_at"_s));
    }

    void columnsOfAList()
    {
        const auto preview = previewFile(found("Machine ID,Name,Year\n1,P 1,1998\n"), {}, {});
        VERIFY_RESULT(preview);
        QStringList fields;
        for (const PreviewColumn& column : preview->columns)
            fields << column.name + u'=' + column.field + u' ' + column.example;
        QCOMPARE(
            fields,
            QStringList(
                {u"Machine ID=equipment 1"_s, u"Name=code P 1"_s, u"Year=attribute 1998"_s}));
    }

    void questions()
    {
        const auto dates =
            previewFile(found("[01/02/2021 10:00:00] ERROR sensor[5]: (vibration 1)\n"), {}, {});
        VERIFY_RESULT(dates);
        QVERIFY(dates->mustAnswer);
        QCOMPARE(dates->questions.size(), 1);
        QCOMPARE(dates->rejectedRead, 1);

        const auto severity = previewFile(
            found("datetime,machineID,errorID\n2021-02-01 10:00:00,4,error1\n"), {}, {});
        VERIFY_RESULT(severity);
        QVERIFY(severity->mustAnswer);
        QCOMPARE(
            textOf(severity->records.front()), u"2 [2021-02-01 10:00:00,4,error1] !severity@1"_s);
    }

    // Whatever is in a file, only its first 1 MiB or 10,000 records are read.
    void isBounded_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("rest");
        QTest::newRow("log") << QByteArray("[2021-02-01 10:00:00] ERROR sensor[5]: (vibration 1)\n")
                             << QByteArray(
                                    "[2021-02-01 10:00:00] ERROR sensor[5]: (vibration 1)\n");
        QTest::newRow("endless line")
            << QByteArray("[2021-02-01 10:00:00] ERROR sensor[5]: (vibration 1)\n")
            << QByteArray("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
        QTest::newRow("quotes") << QByteArray("time,TI1,TI2\n2021-02-01 10:00:00,1,2\n")
                                << QByteArray("\"");
        QTest::newRow("brackets") << QByteArray(
            "[{\"time\":\"2021-02-01 10:00:00\",\"TI1\":1,\"TI2\":2},")
                                  << QByteArray("[");
        QTest::newRow("list") << QByteArray("equipment_id;code\n1;A\n") << QByteArray("2;\"B\n");
    }
    void isBounded()
    {
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, rest);
        QByteArray content = start;
        while (content.size() < 8 * 1024 * 1024)
            content += rest;
        const auto preview = previewFile(found(content), {}, {});
        VERIFY_RESULT(preview);
        QVERIFY(preview->role);
        QVERIFY(!preview->isWhole);
        QVERIFY(preview->recordsRead > 0);
        QVERIFY2(
            preview->recordsRead <= 10'000 || rest == "\"",
            qPrintable(QString::number(preview->recordsRead)));
        for (const PreviewRecord& record : preview->records + preview->rejected)
            QVERIFY(record.raw.size() <= kMaxRawBytes);
    }

    void cancelled()
    {
        const CancelToken cancel;
        cancel.cancel();
        const auto preview = previewFile(
            found("[2021-02-01 10:00:00] ERROR sensor[5]: (vibration 1)\n"), {}, cancel);
        QVERIFY(!preview);
        QCOMPARE(preview.error().code, kCancelledCode);
    }

private:
    SourceFile found(const QByteArray& content) const
    {
        QFile file(m_directory->filePath(u"a file.csv"_s));
        const bool isWritten =
            file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
        file.close();
        const auto folder = findSources(m_directory->path());
        return isWritten && folder && !folder->files.isEmpty() ? folder->files.front()
                                                               : SourceFile();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(tst_FilePreview)
#include "tst_FilePreview.moc"
