// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/settings/ConnectionSettings.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_ConnectionSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsConnectionStrings_data();
    void readsConnectionStrings();
    void refusesBrokenConnectionStrings_data();
    void refusesBrokenConnectionStrings();
    void displayNameHasNoSecret_data();
    void displayNameHasNoSecret();
    void withoutSecrets_data();
    void withoutSecrets();
};

using Keywords = QMap<QString, QString>;

void tst_ConnectionSettings::readsConnectionStrings_data()
{
    QTest::addColumn<QString>("conninfo");
    QTest::addColumn<Keywords>("keywords");
    QTest::newRow("keywords") << u"host=db port=5433 dbname=vessels user=planner"_s
                              << Keywords{
                                     {u"host"_s, u"db"_s},
                                     {u"port"_s, u"5433"_s},
                                     {u"dbname"_s, u"vessels"_s},
                                     {u"user"_s, u"planner"_s}};
    QTest::newRow("quoted value") << u"dbname='my \\'data\\'' sslmode=verify-full"_s
                                  << Keywords{
                                         {u"dbname"_s, u"my 'data'"_s},
                                         {u"sslmode"_s, u"verify-full"_s}};
    QTest::newRow("address") << u"postgresql://planner:p%40ss@db:5433/vessels?sslmode=require"_s
                             << Keywords{{u"host"_s, u"db"_s},        {u"port"_s, u"5433"_s},
                                         {u"dbname"_s, u"vessels"_s}, {u"user"_s, u"planner"_s},
                                         {u"password"_s, u"p@ss"_s},  {u"sslmode"_s, u"require"_s}};
    QTest::newRow("socket") << u"postgres:///vessels?host=/run/pg"_s
                            << Keywords{{u"host"_s, u"/run/pg"_s}, {u"dbname"_s, u"vessels"_s}};
    QTest::newRow("beyond ASCII") << u"dbname=Züge"_s << Keywords{{u"dbname"_s, u"Züge"_s}};
}

void tst_ConnectionSettings::readsConnectionStrings()
{
    QFETCH(QString, conninfo);
    QFETCH(Keywords, keywords);
    const auto settings = ConnectionSettings::fromConninfo(conninfo, u"--database"_s);
    VERIFY_RESULT(settings);
    QCOMPARE(settings->keywords, keywords);
    QCOMPARE(settings->origin, u"--database"_s);
    QVERIFY(!settings->isLocalServer);
}

void tst_ConnectionSettings::refusesBrokenConnectionStrings_data()
{
    QTest::addColumn<QString>("conninfo");
    QTest::newRow("only a word") << u"c4nary"_s;
    QTest::newRow("unknown keyword") << u"password=c4nary nonsense=c4nary"_s;
    QTest::newRow("open quote") << u"password='c4nary"_s;
    QTest::newRow("bad address") << u"postgresql://u:c4nary@[::1/db"_s;
}

void tst_ConnectionSettings::refusesBrokenConnectionStrings()
{
    QFETCH(QString, conninfo);
    const auto settings = ConnectionSettings::fromConninfo(conninfo, u"--database"_s);
    VERIFY_ERROR(settings, u"connection-string"_s);
    QVERIFY(!settings.error().toText().contains(u"c4nary"_s));
    QVERIFY(!settings.error().remedy.isEmpty());
}

void tst_ConnectionSettings::displayNameHasNoSecret_data()
{
    QTest::addColumn<Keywords>("keywords");
    QTest::addColumn<QString>("name");
    const std::pair secret{u"password"_s, u"c4nary"_s};
    QTest::newRow("database") << Keywords{{u"dbname"_s, u"vessels"_s}, secret} << u"vessels"_s;
    QTest::newRow("all") << Keywords{
        {u"dbname"_s, u"vessels"_s},
        {u"host"_s, u"db"_s},
        {u"port"_s, u"5433"_s},
        {u"user"_s, u"planner"_s},
        secret} << u"vessels on db:5433 as planner"_s;
    QTest::newRow("service") << Keywords{{u"service"_s, u"plant"_s}} << u"service plant"_s;
    QTest::newRow("nothing") << Keywords{} << u"default database"_s;
}

void tst_ConnectionSettings::displayNameHasNoSecret()
{
    QFETCH(Keywords, keywords);
    QFETCH(QString, name);
    ConnectionSettings settings;
    settings.keywords = keywords;
    QCOMPARE(settings.displayName(), name);
    settings.isLocalServer = true;
    QCOMPARE(settings.displayName(), u"Local database"_s);
}

void tst_ConnectionSettings::withoutSecrets_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("as it is") << u"c4nary"_s << u"bad c4nary!"_s << u"bad ********!"_s;
    QTest::newRow("quoted by libpq")
        << u"c4'n\\ary"_s << u"password='c4\\'n\\\\ary'"_s << u"password='********'"_s;
    QTest::newRow("none") << QString() << u"text"_s << u"text"_s;
}

void tst_ConnectionSettings::withoutSecrets()
{
    QFETCH(QString, password);
    QFETCH(QString, text);
    QFETCH(QString, expected);
    ConnectionSettings settings;
    settings.keywords.insert(u"password"_s, password);
    QCOMPARE(settings.withoutSecrets(text), expected);
}

QTEST_GUILESS_MAIN(tst_ConnectionSettings)
#include "tst_ConnectionSettings.moc"
