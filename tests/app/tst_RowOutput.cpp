// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/RowOutput.h"

#include "readings/PlantClocks.h"
#include "support/PeakMemory.h"
#include "support/VerifyResult.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QList<ReportColumn> columns()
{
    ReportColumn code;
    code.name = u"code"_s;
    code.title = u"Equipment"_s;
    ReportColumn events;
    events.name = u"failure_events"_s;
    events.title = u"Events"_s;
    events.type = ReportColumn::Type::Integer;
    return {code, events};
}

Result<void> give(RowOutput& output, int rows)
{
    if (const auto begun = output.begin(columns()); !begun)
        return begun;
    for (int i = 0; i < rows; ++i) {
        const QString code =
            i == 5'000 ? u"A much longer code"_s : u"E%1"_s.arg(i, 6, 10, QChar(u'0'));
        if (const auto added = output.add({code, qint64{i}}); !added)
            return added;
    }
    return output.end({{u"report"_s, u"many"_s}});
}

} // namespace

/// Rows for people and for programs, few and many.
class tst_RowOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableAlignsItsColumns_data();
    void tableAlignsItsColumns();
    void tableAlignsDecimals();
    void tableSaysTheZone_data();
    void tableSaysTheZone();
    void jsonIsOneObject_data();
    void jsonIsOneObject();
    void jsonSaysNothingBeforeTheEnd();
    void noRoomForTheRows();
    void memoryIsFlat_data();
    void memoryIsFlat();
};

void tst_RowOutput::tableAlignsItsColumns_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<qsizetype>("lastWidth");
    QTest::newRow("none") << 0 << qsizetype{17};
    QTest::newRow("one") << 1 << qsizetype{17};
    QTest::newRow("several times what is written at once") << 4'500 << qsizetype{17};
    QTest::newRow("a wide one late") << 6'500 << qsizetype{26};
}

void tst_RowOutput::tableAlignsItsColumns()
{
    QFETCH(const int, rows);
    QFETCH(const qsizetype, lastWidth);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    TableOutput output(buffer, u"Many\nAll of them."_s);
    VERIFY_RESULT(give(output, rows));
    const QStringList lines = QString::fromUtf8(buffer.data()).split(u'\n');
    QCOMPARE(lines.size(), rows + 5); // heading, empty line, titles, end of the last line
    QCOMPARE(lines.at(0), u"Many"_s);
    QCOMPARE(lines.at(2), QString());
    QCOMPARE(lines.at(3), u"Equipment  Events"_s);
    for (int i = 0; i < rows; ++i) {
        const QString& line = lines.at(i + 4);
        QVERIFY2(line.endsWith(u' ' + QLocale().toString(i)), qPrintable(line));
    }
    QCOMPARE(lines.at(rows + 3).size(), lastWidth);
    QCOMPARE(lines.constLast(), QString());
}

// A query's figures have whatever the server wrote; in a table, their points are below one another.
void tst_RowOutput::tableAlignsDecimals()
{
    ReportColumn share;
    share.title = u"Share"_s;
    share.type = ReportColumn::Type::Decimal;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    TableOutput output(buffer, {});
    QVERIFY(output.begin({share}).ok());
    for (const char* const figure : {"0.5", "-12.345", "1234", "1e-05", "NaN"})
        QVERIFY(output.add({QString::fromLatin1(figure)}).ok());
    QVERIFY(output.add({QVariant()}).ok());
    QVERIFY(output.end({}).ok());
    QCOMPARE(
        buffer.data(), QByteArray("    Share\n    0.500\n  -12.345\n1,234.000\n    1e-05\n"
                                  "      NaN\n\n"));
}

void tst_RowOutput::tableSaysTheZone_data()
{
    QTest::addColumn<QString>("other");
    QTest::addColumn<QByteArray>("table");
    QTest::newRow("shared") << u"Europe/Oslo"_s
                            << QByteArray("Time (Europe/Oslo) 2021-10-31 02:30:00+01:00");
    QTest::newRow("several") << u"UTC"_s << QByteArray("Time 2021-10-31 02:30:00+01:00");
}

void tst_RowOutput::tableSaysTheZone()
{
    QFETCH(QString, other);
    QFETCH(QByteArray, table);
    PlantClocks clocks;
    clocks.add(u"oslo"_s, u"Europe/Oslo"_s);
    clocks.add(u"other"_s, other);
    ReportColumn time;
    time.title = u"Time"_s;
    time.type = ReportColumn::Type::Timestamp;
    time.timeZone = clocks.zoneName();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    TableOutput output(buffer, {});
    QVERIFY(output.begin({time}).ok());
    const Instant at = *Instant::fromIso("2021-10-31T01:30:00Z");
    QVERIFY(output.add({QVariant::fromValue(clocks.at(at, u"oslo"_s))}).ok());
    QVERIFY(output.end({}).ok());
    QCOMPARE(buffer.data().simplified(), table);
}

void tst_RowOutput::jsonIsOneObject_data()
{
    QTest::addColumn<int>("rows");
    QTest::newRow("none") << 0;
    QTest::newRow("one") << 1;
    QTest::newRow("more than memory keeps") << 200'000;
}

void tst_RowOutput::jsonIsOneObject()
{
    QFETCH(const int, rows);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    JsonOutput output(buffer);
    VERIFY_RESULT(give(output, rows));
    QVERIFY(buffer.data().endsWith("}\n"));
    QCOMPARE(buffer.data().count('\n'), 1);
    const QJsonObject object = QJsonDocument::fromJson(buffer.data()).object();
    QCOMPARE(object.value(u"report"_s), u"many"_s);
    QCOMPARE(object.value(u"columns"_s).toArray().size(), 2);
    const QJsonArray given = object.value(u"rows"_s).toArray();
    QCOMPARE(given.size(), rows);
    for (int i = 0; i < rows; ++i)
        QCOMPARE(given.at(i).toArray().at(1).toInt(), i);
}

// A caller that asks for JSON gets one object, even if the rows stop halfway.
void tst_RowOutput::jsonSaysNothingBeforeTheEnd()
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    JsonOutput output(buffer);
    VERIFY_RESULT(output.begin(columns()));
    for (int i = 0; i < 200'000; ++i)
        VERIFY_RESULT(output.add({u"E"_s, qint64{i}}));
    QVERIFY(buffer.data().isEmpty());
}

void tst_RowOutput::noRoomForTheRows()
{
    const QByteArray before = qgetenv("TMPDIR");
    qputenv("TMPDIR", "/proc/self"); // not even root can create a file there
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    JsonOutput output(buffer);
    const auto given = give(output, 200'000);
    if (before.isNull())
        qunsetenv("TMPDIR");
    else
        qputenv("TMPDIR", before);
    QVERIFY(!given.ok());
    QVERIFY(!given.error().why.isEmpty() && !given.error().remedy.isEmpty());
    QVERIFY(buffer.data().isEmpty());
}

void tst_RowOutput::memoryIsFlat_data()
{
    QTest::addColumn<bool>("asJson");
    QTest::newRow("table") << false;
    QTest::newRow("json") << true;
}

void tst_RowOutput::memoryIsFlat()
{
    QFETCH(const bool, asJson);
    QFile nowhere(u"/dev/null"_s);
    QVERIFY(nowhere.open(QIODevice::WriteOnly));
    std::unique_ptr<RowOutput> output;
    if (asJson)
        output = std::make_unique<JsonOutput>(nowhere);
    else
        output = std::make_unique<TableOutput>(nowhere);
    const PeakMemory memory;
    VERIFY_RESULT(give(*output, 500'000));
    constexpr qint64 kMax = 16 * 1024 * 1024;
    QVERIFY2(memory.growth() < kMax, qPrintable(QString::number(memory.growth())));
}

QTEST_GUILESS_MAIN(tst_RowOutput)
#include "tst_RowOutput.moc"
