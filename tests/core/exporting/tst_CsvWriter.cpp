// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/text/CsvWriter.h"

#include "readings/ZonedTime.h"
#include "support/FailingDevice.h"

#include <QBuffer>
#include <QDateTime>
#include <QTest>
#include <QTimeZone>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

class tst_CsvWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesCells_data();
    void writesCells();
    void writesRows();
    void guardsFormulas_data();
    void guardsFormulas();
    void keepsTextFromExcel_data();
    void keepsTextFromExcel();
    void usesTheDelimiter();
    void keepsTheFirstFailure_data();
    void keepsTheFirstFailure();
};

namespace {

ZonedTime utc(const char* text)
{
    return ZonedTime::utc(*Instant::fromIso(text));
}

ZonedTime oslo(const char* text)
{
    return ZonedTime::in(*LocalTime::fromName(u"Europe/Oslo"_s), *Instant::fromIso(text));
}

} // namespace

void tst_CsvWriter::writesCells_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<int>("decimals");
    QTest::addColumn<QByteArray>("cell");

    QTest::newRow("text") << QVariant(u"E1AD07D4"_s) << -1 << QByteArray("E1AD07D4");
    QTest::newRow("code like a number")
        << QVariant(u"314659E12"_s) << -1 << QByteArray("314659E12");
    QTest::newRow("leading zeros") << QVariant(u"0012"_s) << -1 << QByteArray("0012");
    QTest::newRow("spaces") << QVariant(u" a "_s) << -1 << QByteArray(" a ");
    QTest::newRow("comma") << QVariant(u"a,b"_s) << -1 << QByteArray("\"a,b\"");
    QTest::newRow("quote") << QVariant(u"a\"b"_s) << -1 << QByteArray("\"a\"\"b\"");
    QTest::newRow("line end") << QVariant(u"a\r\nb"_s) << -1 << QByteArray("\"a\r\nb\"");
    QTest::newRow("byte order mark") << QVariant(u"\uFEFFa"_s) << -1 << QByteArray("\"\uFEFFa\"");
    QTest::newRow("byte order mark inside")
        << QVariant(u"a\uFEFF"_s) << -1 << QByteArray("a\uFEFF");
    QTest::newRow("other alphabets") << QVariant(u"größe Ж 😀"_s) << -1 << QByteArray("größe Ж 😀");
    QTest::newRow("null") << QVariant() << -1 << QByteArray("");
    QTest::newRow("typed null") << QVariant(QMetaType::fromType<QString>()) << -1 << QByteArray("");
    QTest::newRow("large integer")
        << QVariant(Q_INT64_C(9007199254740993)) << 0 << QByteArray("9007199254740993");
    QTest::newRow("negative integer") << QVariant(-5) << -1 << QByteArray("-5");
    QTest::newRow("exact figure") << QVariant(u"-12345678901234567.10"_s) << 2
                                  << QByteArray("-12345678901234567.10");
    QTest::newRow("double") << QVariant(0.1) << -1 << QByteArray("0.1");
    QTest::newRow("double, negative") << QVariant(-6305.32) << -1 << QByteArray("-6305.32");
    QTest::newRow("double, decimals") << QVariant(1234567.5) << 2 << QByteArray("1234567.50");
    QTest::newRow("double, shortest")
        << QVariant(1.0 / 3) << -1 << QByteArray("0.3333333333333333");
    QTest::newRow("bool") << QVariant(true) << -1 << QByteArray("true");
    QTest::newRow("date") << QVariant(QDate(2020, 1, 2)) << -1 << QByteArray("2020-01-02");
    QTest::newRow("time in another zone")
        << QVariant(QDateTime(QDate(2020, 1, 2), QTime(3, 4, 5), QTimeZone(3600))) << -1
        << QByteArray("2020-01-02T02:04:05Z");
    QTest::newRow("time with fraction")
        << QVariant(QDateTime(QDate(2020, 1, 2), QTime(3, 4, 5, 60), Qt::UTC)) << -1
        << QByteArray("2020-01-02T03:04:05.060Z");
    QTest::newRow("time to the microsecond")
        << QVariant::fromValue(utc("2020-01-02 03:04:05.060250")) << -1
        << QByteArray("2020-01-02T03:04:05.060250Z");
    QTest::newRow("whole time") << QVariant::fromValue(utc("2020-01-02 03:04:05")) << -1
                                << QByteArray("2020-01-02T03:04:05Z");
    QTest::newRow("time of a plant") << QVariant::fromValue(oslo("2021-03-28 01:00:00.5")) << -1
                                     << QByteArray("2021-03-28T03:00:00.500+02:00");
}

void tst_CsvWriter::writesCells()
{
    QFETCH(QVariant, value);
    QFETCH(int, decimals);
    QFETCH(QByteArray, cell);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    CsvWriter writer(buffer);
    QVERIFY(writer.writeRow({value, u"x"_s}, {decimals, -1}).ok());
    QVERIFY(writer.flush().ok());
    QCOMPARE(buffer.data(), cell + ",x\n");
}

void tst_CsvWriter::writesRows()
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    CsvWriter writer(buffer);
    QVERIFY(writer.writeHeader({u"Total equipment failures"_s}).ok());
    QVERIFY(writer.writeRow({13}, {}).ok());
    QVERIFY(writer.writeRow({QVariant()}, {}).ok());
    QVERIFY(writer.writeRow({u"a"_s, QVariant(), QVariant()}, {}).ok());
    QVERIFY(writer.flush().ok());
    QCOMPARE(buffer.data(), QByteArray("Total equipment failures\n13\n\"\"\na,,\n"));
}

void tst_CsvWriter::guardsFormulas_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("guarded");
    QTest::newRow("=") << u"=1+1"_s << QByteArray("'=1+1");
    QTest::newRow("+") << u"+1"_s << QByteArray("'+1");
    QTest::newRow("-") << u"-1"_s << QByteArray("'-1");
    QTest::newRow("@") << u"@SUM(A1)"_s << QByteArray("'@SUM(A1)");
    QTest::newRow("tab") << u"\t=1"_s << QByteArray("'\t=1");
    QTest::newRow("carriage return") << u"\r=1"_s << QByteArray("\"'\r=1\"");
    QTest::newRow("quoted as well") << u"=a,\"b\""_s << QByteArray("\"'=a,\"\"b\"\"\"");
    QTest::newRow("inside") << u"a=1"_s << QByteArray("a=1");
    QTest::newRow("number sign") << u"#7"_s << QByteArray("#7");
}

void tst_CsvWriter::guardsFormulas()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, guarded);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    CsvWriter writer(buffer);
    QVERIFY(writer.writeHeader({text}).ok());
    QVERIFY(writer.writeRow({text}, {-1}).ok());
    QVERIFY(writer.flush().ok());
    QCOMPARE(buffer.data(), guarded + '\n' + guarded + '\n');

    QBuffer plain;
    plain.open(QIODevice::WriteOnly);
    CsvWriter unguarded(plain, {',', false});
    QVERIFY(unguarded.writeRow({text}, {-1}).ok());
    QVERIFY(unguarded.flush().ok());
    QVERIFY(!plain.data().contains('\''));
}

void tst_CsvWriter::keepsTextFromExcel_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isKept");
    for (const QString& taken :
         {u"12"_s,           u"0012"_s,      u"314659E12"_s, u"-5"_s,          u"12 %"_s,
          u"(12)"_s,         u"(1,234.5)"_s, u"$12"_s,       u"-$12"_s,        u"$ 1.50"_s,
          u"12 €"_s,         u"US$12"_s,     u"(€12)"_s,     u"2020-01"_s,     u"1/2"_s,
          u"2020-01-02 x"_s, u"7:30"_s,      u"7 PM"_s,      u"7pm"_s,         u"7 a.m."_s,
          u"7 p"_s,          u"11:30 pm"_s,  u"Jan 20"_s,    u"20-Mai-2020"_s, u"1 1/2"_s,
          u"TRUE"_s,         u"Falsch"_s,    u"#N/A"_s,      u"#NAME?"_s,      u"#DIV/0!"_s})
        QTest::newRow(qPrintable(taken)) << taken << true;
    for (const QString& plain :
         {u"E1AD07D4"_s, u"pump 12 west"_s, u"(none)"_s, u"$"_s, u"G1"_s, u"7P"_s, u"#7 left"_s,
          u"a (12)"_s, u"12 pumps of 3"_s, QString()})
        QTest::newRow(qPrintable(u"not "_s + plain)) << plain << false;
}

void tst_CsvWriter::keepsTextFromExcel()
{
    QFETCH(QString, text);
    QFETCH(bool, isKept);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    CsvWriter writer(buffer, CsvOptions::excel(QLocale::c()));
    QVERIFY(writer.writeRow({text, u"x"_s}, {-1, -1}).ok());
    QVERIFY(writer.flush().ok());
    const QByteArray quoted = "\"=\"\"" + text.toUtf8() + "\"\"\",x\r\n";
    QCOMPARE(buffer.data() == quoted, isKept);
}

void tst_CsvWriter::usesTheDelimiter()
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    CsvWriter writer(buffer, {';'});
    QVERIFY(writer.writeRow({u"a;b"_s, u"a,b"_s}, {}).ok());
    QVERIFY(writer.flush().ok());
    QCOMPARE(buffer.data(), QByteArray("\"a;b\";a,b\n"));
}

void tst_CsvWriter::keepsTheFirstFailure_data()
{
    QTest::addColumn<int>("failAt");
    QTest::newRow("1st write") << 1;
    QTest::newRow("2nd write") << 2;
    QTest::newRow("3rd write") << 3;
}

void tst_CsvWriter::keepsTheFirstFailure()
{
    QFETCH(int, failAt);
    const QString text(1000, u'x');
    const auto writeAll = [&](FailingDevice& device, int& failedCalls) {
        CsvWriter writer(device);
        Result<void> last = writer.writeHeader({u"a"_s});
        for (int row = 0; row < 200; ++row) {
            last = writer.writeRow({text}, {});
            failedCalls += last ? 0 : 1;
            if (!last && last.error().why != u"No space left on device"_s)
                return Result<void>(UserMessage::error(u"another failure"_s));
        }
        return writer.flush();
    };
    int failedCalls = 0;
    FailingDevice good;
    QVERIFY(writeAll(good, failedCalls).ok());
    QCOMPARE(failedCalls, 0);
    QVERIFY(good.writes() >= 3);

    FailingDevice bad(failAt);
    const auto written = writeAll(bad, failedCalls);
    QVERIFY(!written.ok());
    QCOMPARE(written.error().why, u"No space left on device"_s);
    QCOMPARE(written.error().code, u"write"_s);
    QVERIFY(good.data().startsWith(bad.data()));
    QVERIFY(failedCalls > 1 || failAt == 3);
}

QTEST_GUILESS_MAIN(tst_CsvWriter)
#include "tst_CsvWriter.moc"
