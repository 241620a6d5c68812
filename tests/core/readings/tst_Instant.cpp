// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/Instant.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_Instant : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsUnambiguousTimes_data();
    void readsUnambiguousTimes();
    void refusesOtherTexts_data();
    void refusesOtherTexts();
    void isOfIso_data();
    void isOfIso();
    void isACell();
};

void tst_Instant::readsUnambiguousTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("instant");
    QTest::newRow("year") << u"2020"_s << u"2020-01-01T00:00:00Z"_s;
    QTest::newRow("month") << u"2020-03"_s << u"2020-03-01T00:00:00Z"_s;
    QTest::newRow("day") << u" 2020-03-29 "_s << u"2020-03-29T00:00:00Z"_s;
    QTest::newRow("minute") << u"2020-03-29 01:30"_s << u"2020-03-29T01:30:00Z"_s;
    QTest::newRow("second") << u"2020-03-29 01:30:05"_s << u"2020-03-29T01:30:05Z"_s;
    QTest::newRow("fraction") << u"2020-03-29 01:30:05.25"_s << u"2020-03-29T01:30:05.250Z"_s;
    QTest::newRow("to the microsecond")
        << u"2020-03-29 01:30:05.060250"_s << u"2020-03-29T01:30:05.060250Z"_s;
    QTest::newRow("as machines write") << u"2020-03-29T01:30:05Z"_s << u"2020-03-29T01:30:05Z"_s;
}

void tst_Instant::readsUnambiguousTimes()
{
    QFETCH(const QString, text);
    const auto instant = instantFromText(text);
    QVERIFY(instant.ok());
    QTEST(instant->toIso(), "instant");
}

void tst_Instant::refusesOtherTexts_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "all", "yesterday", "2020-13", "2020-02-30", "2020-01-01 24:30", "2020-01-01 1:30",
          "2020-01..2020-02", "10:30", "2020-01-01 10:30:00.1234567", "2020-01-01 10:30 or so"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void tst_Instant::refusesOtherTexts()
{
    QFETCH(const QString, text);
    const auto instant = instantFromText(text);
    QVERIFY(!instant.ok());
    QCOMPARE(instant.error().code, u"time"_s);
    QVERIFY(!instant.error().remedy.isEmpty());
}

void tst_Instant::isOfIso_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("iso"); // empty: not an instant
    const auto row = [](const char* text, const char* iso) {
        QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(iso);
    };
    row("2020-01-02 03:04:05+00", "2020-01-02T03:04:05Z");
    row("2020-01-02T03:04:05Z", "2020-01-02T03:04:05Z");
    row("2020-01-02 03:04:05", "2020-01-02T03:04:05Z");
    row("2020-01-02 03:04:05.25+00", "2020-01-02T03:04:05.250Z");
    row("2020-01-02T03:04:05.000001Z", "2020-01-02T03:04:05.000001Z");
    row("1969-12-31 23:59:59.999999+00", "1969-12-31T23:59:59.999999Z");
    row("0001-01-01 00:00:00.5+00", "0001-01-01T00:00:00.500Z");
    row("9999-12-31 23:59:59.999999+00", "9999-12-31T23:59:59.999999Z");
    for (const char* other :
         {"", "infinity", "-infinity", "2020-01-02", "2020-13-02 03:04:05", "2020-01-02 25:04:05",
          "10000-01-02 03:04:05", "0044-03-15 12:00:00+00 BC", "2020-01-02 03:04:05+01"})
        row(other, "");
}

void tst_Instant::isOfIso()
{
    QFETCH(QByteArray, text);
    const auto instant = Instant::fromIso(std::string_view(text.constData(), text.size()));
    QTEST(instant ? instant->toIso() : QString(), "iso");
    if (!instant)
        return;
    QCOMPARE(*Instant::fromIso(instant->toText().toStdString()), *instant);
    QCOMPARE(*instantFromText(instant->toText()), *instant); // as a filter shows and reads it
    QCOMPARE(Instant::of(instant->toDateTime()).toIso(3).left(23), instant->toIso(3).left(23));
}

void tst_Instant::isACell()
{
    const Instant instant = *Instant::fromIso("2020-01-02 03:04:05.060250");
    const auto cell = QVariant::fromValue(instant);
    QCOMPARE(instantOf(cell), instant);
    QCOMPARE(cell.toString(), u"2020-01-02 03:04:05.060250"_s);
    QCOMPARE(cell.toDateTime(), QDateTime(QDate(2020, 1, 2), QTime(3, 4, 5, 60), Qt::UTC));
    QCOMPARE(cell, QVariant::fromValue(instant));
    QCOMPARE(instantOf(cell.toDateTime())->toIso(), u"2020-01-02T03:04:05.060Z"_s);
    QCOMPARE(instant.toIso(6), instant.toIso(3));
    QVERIFY(!instantOf(QVariant()));
    QVERIFY(!instantOf(QDateTime()));
    QVERIFY(!instantOf(u"2020-01-02 03:04:05"_s));
}

QTEST_GUILESS_MAIN(tst_Instant)
#include "tst_Instant.moc"
