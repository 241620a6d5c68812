// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/SensorMapParser.h"

#include "sources/lists/ListRecognition.h"

#include <QDateTime>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QString timeText(const std::optional<qint64>& instant)
{
    return instant ? QDateTime(QDate(2000, 1, 1), QTime(), Qt::UTC)
                         .addMSecs(*instant / 1000)
                         .toString(u"yyyyMMddTHHmm"_s)
                   : QString();
}

QString describe(const SensorMapEntry& entry)
{
    QString text = QString::fromUtf8(entry.sensorId) + u'>' + QString::fromUtf8(entry.equipmentId);
    if (entry.validFrom || entry.validTo)
        text += u'[' + timeText(entry.validFrom) + u',' + timeText(entry.validTo) + u')';
    return text;
}

} // namespace

class tst_SensorMapParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsMapsAndRejectsBadRows_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("entries");  // sensor>equipment
        QTest::addColumn<QString>("rejected"); // line@byte:reason/column
        QTest::addColumn<qint64>("blank");
        const auto row = [](const char* name, const QByteArray& content, const QString& entries,
                            const QString& rejected = {}, qint64 blank = 0) {
            QTest::newRow(name) << content << entries << rejected << blank;
        };
        row("usual", "equipment_id;sensor_id\r\n4;1\r\n8;2\r\n", u"1>4 2>8"_s);
        row("commas", "equipment_id,sensor_id\n4,1\n", u"1>4"_s);
        row("tabs", "equipment_id\tsensor_id\n4\t1\n", u"1>4"_s);
        row("columns swapped", "sensor_id;equipment_id\n1;4\n", u"1>4"_s);
        row("further column", "equipment_id;place;sensor_id\n4;\"deck; 2\";1\n", u"1>4"_s);
        row("quotes", "equipment_id;sensor_id\n\"4\";\"1\"\n", u"1>4"_s);
        row("padding", "equipment_id;sensor_id\n 4 ; 1 \n", u"1>4"_s);
        row("no last line end", "equipment_id;sensor_id\n4;1\n8;2", u"1>4 2>8"_s);
        row("header only", "equipment_id;sensor_id\n", QString());
        row("blank lines", "equipment_id;sensor_id\n\n4;1\n \r\n", u"1>4"_s, {}, 2);
        row("missing column", "equipment_id;sensor_id\n4\n8;2\n", u"2>8"_s, u"2@23:shape"_s);
        row("extra column", "equipment_id;sensor_id\n4;1;9\n8;2\n", u"2>8"_s, u"2@23:shape"_s);
        row("tags", "equipment_id;sensor_id\nP-101A; TI-101A \n01;2.0\n", u"TI-101A>P-101A 2>1"_s);
        row("no sensor", "equipment_id;sensor_id\n4;\n8;2\n", u"2>8"_s, u"2@23:sensor-id/3"_s);
        row("long sensor", "equipment_id;sensor_id\n4;" + QByteArray(129, 'x') + "\n", QString(),
            u"2@23:sensor-id/3"_s);
        row("no equipment", "equipment_id;sensor_id\n;1\n", QString(), u"2@23:field-value"_s);
        row("line end in quotes", "equipment_id;note;sensor_id\n4;\"a\nb\";1\n8;x;2\n",
            u"1>4 2>8"_s);
        row("unclosed quote", "equipment_id;sensor_id\n4;1\n8;\"2\n9;3\n", u"1>4 3>9"_s,
            u"3@27:shape"_s);
        row("unclosed quotes", "equipment_id;sensor_id\n\"4;1\n\"8;2\n\"9;3\n5;6\n", u"6>5"_s,
            u"2@23:shape 3@28:shape 4@33:shape"_s);
        row("quote over a giant line",
            "equipment_id;note;sensor_id\n4;\"a;1\n" + QByteArray(2'000'000, 'x') + "\n8;b;2\n",
            u"2>8"_s, u"2@28:shape 3@35:too-long"_s);
        row("giant line", "equipment_id;sensor_id\n" + QByteArray(2'000'000, 'x') + "\n8;2\n",
            u"2>8"_s, u"2@23:too-long"_s);
        row("lone return in a cell", "equipment_id;sensor_id\n4\r;1\n4\r1\n8;2\n", u"2>8"_s,
            u"2@23:field-value 3@28:shape"_s);
        row("lone return before a quote", "equipment_id;sensor_id\n4;1\r\"5;2\n8;3\n", u"3>8"_s,
            u"2@23:shape"_s);
        row("CRLF in quotes", "equipment_id;note;sensor_id\r\n4;\"a\r\nb\";1\r\n8;\"c\";2\r\n",
            u"1>4 2>8"_s);
        row("delimiter in the header",
            "equipment_id;\"place; deck\";sensor_id\n4;\"a;b\";1\n8;c;2\n", u"1>4 2>8"_s);
        row("line end in the header",
            "equipment_id;\"place\r\nand deck\";sensor_id\r\n4;a;1\r\n8;b;\r\n", u"1>4"_s,
            u"4@49:sensor-id/5"_s);
        row("line ends in the header", "\"a\n\n\"\"b\"\"\";equipment_id;sensor_id\n4;4;1\nx;8;2",
            u"1>4 2>8"_s);
        row("lone return in a quoted cell of the header",
            "equipment_id;\"a\rb\";sensor_id\n4;a;1\n", u"1>4"_s);
        row("quoted names in commas", "\"sensor_id\",\"a;b\",\"equipment_id\"\n1,\"x\",4\n",
            u"1>4"_s);
        row("header with an open quote", "\"equipment_id;sensor_id\n4;1\n8;2\n", u"1>4 2>8"_s);
        row("quote within a cell", "equipment_id;note;sensor_id;place\n4;5\";;\"a;\"\"b\"\n",
            QString(), u"2@34:sensor-id/6"_s);
        row("since when",
            "equipment_id;sensor_id;valid_from;valid_to\n4;1;;2021-02-10\n8;1;2021-02-10;\n"
            "8;2;2021-7-1 12:00;2021-07-01T14:00:00Z\n9;3;;\n",
            u"1>4[,20210209T2300) 1>8[20210209T2300,) 2>8[20210701T1000,20210701T1400) 3>9"_s);
        row("other names", "UNTIL,equipment_id,Since,sensor_id\n2021-02-11,4,2021-02-10,1\n",
            u"1>4[20210209T2300,20210210T2300)"_s);
        row("shortest names", "to\tfrom\tequipment_id\tsensor_id\n\t2021-02-10\t4\t1\n",
            u"1>4[20210209T2300,)"_s);
        row("bad times",
            "equipment_id;sensor_id;from;to\n4;1;soon;\n\"4\";1;;2021-02-30\n"
            "4;1;2021-03-28 02:30;\n4;1;2021-02-10\r;\n5;1;;\n",
            u"1>5"_s,
            u"2@31:field-value/5 3@41:field-value/8 4@59:field-value/5 5@81:field-value/5"_s);
        row("ends before it begins",
            "equipment_id;sensor_id;from;to\n4;1;2021-02-10;2021-02-10\n"
            "4;1;2021-02-10;2021-02-09\n4;1;2021-02-10;2021-02-11\n",
            u"1>4[20210209T2300,20210210T2300)"_s, u"2@31:field-value/16 3@57:field-value/16"_s);
        row("lone returns", "equipment_id;sensor_id\n4;1\r5;2\n8;3\n", u"3>8"_s, u"2@23:shape"_s);
    }
    void readsMapsAndRejectsBadRows()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, entries);
        QFETCH(QString, rejected);
        QFETCH(qint64, blank);
        QFile file(m_directory.filePath(u"map.csv"_s));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
        file.close();
        const auto input = InputFile::open(file.fileName());
        QVERIFY(input.ok());
        QStringList gotEntries;
        QStringList gotRejected;
        const ListSink<SensorMapEntry> sink{
            [&gotEntries](const SensorMapEntry& entry) {
                gotEntries << describe(entry);
                return Result<void>();
            },
            [&gotRejected, &content](const RejectedLine& line) {
                QString text = u"%1@%2:%3"_s.arg(line.lineNumber)
                                   .arg(line.byteOffset)
                                   .arg(rejectReasonWord(line.reason));
                if (line.columnNumber > 1)
                    text += u"/%1"_s.arg(line.columnNumber);
                gotRejected << text;
                if (content.mid(line.byteOffset, line.raw.size()) != line.raw)
                    qFatal("the raw text is not what stands there");
                return Result<void>();
            }};
        const auto zone = LocalTime::fromName(u"Europe/Oslo"_s);
        QVERIFY(zone.ok());
        const auto counts = parseSensorMap(*input, 0, *zone, sink, CancelToken());
        QVERIFY(counts.ok());
        QCOMPARE(gotEntries.join(u' '), entries);
        QCOMPARE(gotRejected.join(u' '), rejected);
        QCOMPARE(counts->records, gotEntries.size() + gotRejected.size());
        QCOMPARE(counts->rejected, gotRejected.size());
        QCOMPARE(counts->blank, blank);
    }

    void headersAreRecognised()
    {
        const auto quoted = recogniseList("equipment_id,\"a,b\nc\",sensor_id\r\n4,x,1");
        QVERIFY(quoted.has_value());
        QCOMPARE(quoted->names, QList<QByteArray>({"equipment_id", "a,b\nc", "sensor_id"}));
        QCOMPARE(quoted->headerLines, 2);
        QCOMPARE(quoted->headerBytes, 32);
        QVERIFY(recogniseList("equipment;sensor").has_value());
        QVERIFY(!recogniseList("equipment;place"));
        // Names within one cell don't count.
        QVERIFY(!recogniseList("\"a;equipment_id;sensor_id\"\n"));
        // The header would include all rows.
        QVERIFY(!recogniseList("equipment_id;sensor_id\r4;1\r"));
    }

private:
    QTemporaryDir m_directory;
};

QTEST_GUILESS_MAIN(tst_SensorMapParser)
#include "tst_SensorMapParser.moc"
