// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/Instant.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_Instant : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
};

void tst_Instant::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("instant");
    QTest::newRow("year") << u"2020"_s << u"2020-01-01T00:00:00.000Z"_s;
    QTest::newRow("month") << u"2020-03"_s << u"2020-03-01T00:00:00.000Z"_s;
    QTest::newRow("day") << u" 2020-03-29 "_s << u"2020-03-29T00:00:00.000Z"_s;
    QTest::newRow("minute") << u"2020-03-29 01:30"_s << u"2020-03-29T01:30:00.000Z"_s;
    QTest::newRow("second") << u"2020-03-29 01:30:05"_s << u"2020-03-29T01:30:05.000Z"_s;
    QTest::newRow("fraction") << u"2020-03-29 01:30:05.25"_s << u"2020-03-29T01:30:05.250Z"_s;
    QTest::newRow("as machines write")
        << u"2020-03-29T01:30:05Z"_s << u"2020-03-29T01:30:05.000Z"_s;
}

void tst_Instant::reads()
{
    QFETCH(const QString, text);
    const auto instant = instantFromText(text);
    QVERIFY(instant.ok());
    QTEST(instant->toString(Qt::ISODateWithMs), "instant");
}

void tst_Instant::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "all", "yesterday", "2020-13", "2020-02-30", "2020-01-01 24:30", "2020-01-01 1:30",
          "2020-01..2020-02", "10:30", "2020-01-01 10:30 or so"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void tst_Instant::refuses()
{
    QFETCH(const QString, text);
    const auto instant = instantFromText(text);
    QVERIFY(!instant.ok());
    QCOMPARE(instant.error().code, u"time"_s);
    QVERIFY(!instant.error().remedy.isEmpty());
}

QTEST_GUILESS_MAIN(tst_Instant)
#include "tst_Instant.moc"
