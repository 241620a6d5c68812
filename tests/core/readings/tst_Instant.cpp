// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/Instant.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_Instant : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isOfIso_data();
    void isOfIso();
};

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
    QCOMPARE(*Instant::fromIso(instant->digits(u' ').toStdString()), *instant);
    QCOMPARE(Instant::of(instant->toDateTime()).toIso(3).left(23), instant->toIso(3).left(23));
}

QTEST_GUILESS_MAIN(tst_Instant)
#include "tst_Instant.moc"
