// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/Period.h"

#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

class tst_Period : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndWrites_data();
    void readsAndWrites();
    void refuses_data();
    void refuses();
};

void tst_Period::readsAndWrites_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QDate>("first");
    QTest::addColumn<QDate>("last");
    QTest::addColumn<QString>("shortest");

    const QDate open;
    QTest::newRow("nothing") << u""_s << open << open << u"all"_s;
    QTest::newRow("all") << u" All "_s << open << open << u"all"_s;
    QTest::newRow("both ends open") << u".."_s << open << open << u"all"_s;
    QTest::newRow("year") << u"2020"_s << QDate(2020, 1, 1) << QDate(2020, 12, 31) << u"2020"_s;
    QTest::newRow("month") << u"2020-02"_s << QDate(2020, 2, 1) << QDate(2020, 2, 29)
                           << u"2020-02"_s;
    QTest::newRow("day") << u"2020-01-15"_s << QDate(2020, 1, 15) << QDate(2020, 1, 15)
                         << u"2020-01-15"_s;
    QTest::newRow("first day of a year")
        << u"2020-01-01"_s << QDate(2020, 1, 1) << QDate(2020, 1, 1) << u"2020-01-01"_s;
    QTest::newRow("months") << u"2019-12..2020-02"_s << QDate(2019, 12, 1) << QDate(2020, 2, 29)
                            << u"2019-12..2020-02"_s;
    QTest::newRow("years") << u"2019 .. 2020"_s << QDate(2019, 1, 1) << QDate(2020, 12, 31)
                           << u"2019..2020"_s;
    QTest::newRow("year to month")
        << u"2019..2020-02"_s << QDate(2019, 1, 1) << QDate(2020, 2, 29) << u"2019..2020-02"_s;
    QTest::newRow("days") << u"2020-01-02..2020-01-30"_s << QDate(2020, 1, 2) << QDate(2020, 1, 30)
                          << u"2020-01-02..2020-01-30"_s;
    QTest::newRow("days that make a month")
        << u"2020-01-01..2020-01-31"_s << QDate(2020, 1, 1) << QDate(2020, 1, 31) << u"2020-01"_s;
    QTest::newRow("months that make a year")
        << u"2020-01..2020-12"_s << QDate(2020, 1, 1) << QDate(2020, 12, 31) << u"2020"_s;
    QTest::newRow("open end") << u"2020-02.."_s << QDate(2020, 2, 1) << open << u"2020-02.."_s;
    QTest::newRow("open start") << u"..2020"_s << open << QDate(2020, 12, 31) << u"..2020"_s;
}

void tst_Period::readsAndWrites()
{
    QFETCH(QString, text);
    QFETCH(QDate, first);
    QFETCH(QDate, last);
    QFETCH(QString, shortest);

    const auto period = Period::fromText(text);
    QVERIFY(period.ok());
    QCOMPARE(period->firstDay, first);
    QCOMPARE(period->lastDay, last);
    QCOMPARE(period->toText(), shortest);
    const auto again = Period::fromText(shortest);
    QVERIFY(again.ok());
    QCOMPARE(*again, *period);
}

void tst_Period::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("why");
    QTest::newRow("word") << u"yesterday"_s << u"form is wrong"_s;
    QTest::newRow("two digits") << u"20"_s << u"form is wrong"_s;
    QTest::newRow("one-digit month") << u"2020-1"_s << u"form is wrong"_s;
    QTest::newRow("month 13") << u"2020-13"_s << u"date doesn't exist"_s;
    QTest::newRow("30 February") << u"2020-02-30"_s << u"date doesn't exist"_s;
    QTest::newRow("year 0") << u"0000"_s << u"date doesn't exist"_s;
    QTest::newRow("line end") << u"2020\n2021"_s << u"form is wrong"_s;
    QTest::newRow("other digits") << u"२०२०"_s << u"form is wrong"_s;
    QTest::newRow("broken start") << u"x..2020"_s << u"“x”"_s;
    QTest::newRow("broken end") << u"2020..2020-02-30"_s << u"“2020-02-30”"_s;
    QTest::newRow("three dots") << u"2020...2021"_s << u"“.2021”"_s;
    QTest::newRow("backwards") << u"2020-03..2020-01"_s << u"ends before it begins"_s;
}

void tst_Period::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, why);
    const auto period = Period::fromText(text);
    QVERIFY(!period.ok());
    QCOMPARE(period.error().code, u"period"_s);
    QVERIFY2(period.error().why.contains(why), qPrintable(period.error().why));
    QVERIFY(!period.error().remedy.isEmpty());
}

QTEST_GUILESS_MAIN(tst_Period)
#include "tst_Period.moc"
