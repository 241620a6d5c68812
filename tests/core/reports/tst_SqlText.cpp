// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/SqlText.h"

#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

class tst_SqlText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsPlaceholders_data();
    void findsPlaceholders();
    void leavesCommentsOut();
    void refuses_data();
    void refuses();
    void replacesPlaceholders_data();
    void replacesPlaceholders();
};

void tst_SqlText::findsPlaceholders_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("cast") << u"SELECT :from::date, 1::int"_s << QStringList{u"from"_s};
    QTest::newRow("twice") << u":from::date OR :from::date"_s << QStringList{u"from"_s};
    QTest::newRow("string") << u"':from' || ':to''s' || :group_name"_s
                            << QStringList{u"group_name"_s};
    QTest::newRow("identifier") << u"\"a:from\"\":to\" :to"_s << QStringList{u"to"_s};
    QTest::newRow("comments") << u"-- isn't :from\n/* ' /* :from */ ' */ :to"_s
                              << QStringList{u"to"_s};
    QTest::newRow("comment that ends as on old Macs")
        << u"-- isn't :from\r:to"_s << QStringList{u"to"_s};
    QTest::newRow("array") << u"a[1:2] + :to"_s << QStringList{u"to"_s};
    QTest::newRow("letters that aren't ASCII")
        << u":größe::text || größe$1"_s << QStringList{u"größe"_s};
    QTest::newRow("dollar sign") << u":a$b"_s << QStringList{u"a$b"_s};
}

void tst_SqlText::findsPlaceholders()
{
    QFETCH(QString, sql);
    QFETCH(QStringList, names);
    const SqlText text = readSqlText(sql);
    QVERIFY2(text.problem.isEmpty(), qPrintable(text.problem));
    QCOMPARE(text.placeholders, QSet<QString>(names.begin(), names.end()));
}

void tst_SqlText::leavesCommentsOut()
{
    const SqlText text = readSqlText(u"SELECT 1 -- don't; ask?\n/* a ;\n b */, '--' /**/AS x"_s);
    QVERIFY2(text.problem.isEmpty(), qPrintable(text.problem));
    QCOMPARE(text.withoutComments, u"SELECT 1 \n\n , '--'  AS x"_s);
}

void tst_SqlText::refuses_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<int>("line");
    QTest::newRow("second statement") << u"SELECT 1;\nDROP TABLE x"_s << u"single statement"_s << 0;
    QTest::newRow("closes the wrapper") << u"SELECT 1\n) x, (SELECT 2"_s << u"no opening"_s << 1;
    QTest::newRow("open parenthesis") << u"SELECT (1"_s << u"not closed"_s << 0;
    QTest::newRow("open quote") << u"\n\nSELECT 'a"_s << u"quotation mark"_s << 2;
    QTest::newRow("open identifier") << u"SELECT \"a"_s << u"quotation mark"_s << 0;
    QTest::newRow("open comment") << u"SELECT 1\n/* a /* b */"_s << u"comment"_s << 1;
    QTest::newRow("question mark") << u"SELECT a ? 'b'"_s << u"::jsonb"_s << 0;
    QTest::newRow("backslash string") << u"SELECT E'\\''"_s << u"backslashes"_s << 0;
    QTest::newRow("dollar string") << u"SELECT $$;$$"_s << u"Dollar-quoted"_s << 0;
    QTest::newRow("numbered parameter") << u"SELECT $1"_s << u"numbered"_s << 0;
    QTest::newRow("name in brackets") << u"SELECT a[1:b]"_s << u"quare brackets"_s << 0;
    QTest::newRow("placeholder in brackets")
        << u"SELECT ARRAY[:from::date]"_s << u"quare brackets"_s << 0;
    QTest::newRow("backtick") << u"SELECT `a`"_s << u"character `"_s << 0;
}

void tst_SqlText::refuses()
{
    QFETCH(QString, sql);
    QFETCH(QString, problem);
    QFETCH(int, line);
    const SqlText text = readSqlText(sql);
    QVERIFY2(text.problem.contains(problem), qPrintable(text.problem));
    QCOMPARE(text.problemLine, line);
}

void tst_SqlText::replacesPlaceholders_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("replaced");
    QTest::newRow("cast") << u"SELECT :from::date, 1::int"_s << u"SELECT <from>::date, 1::int"_s;
    QTest::newRow("twice") << u":a OR :a"_s << u"<a> OR <a>"_s;
    QTest::newRow("at the end") << u"x = :a"_s << u"x = <a>"_s;
    QTest::newRow("string") << u"':a' || ':b''s :a' || :b"_s << u"':a' || ':b''s :a' || <b>"_s;
    QTest::newRow("identifier") << u"\"x:a\"\":b\" :b"_s << u"\"x:a\"\":b\" <b>"_s;
    QTest::newRow("slice") << u"a[1:2] + :a"_s << u"a[1:2] + <a>"_s;
    QTest::newRow("letters that aren't ASCII") << u"x=:größe, y"_s << u"x=<größe>, y"_s;
    QTest::newRow("behind a cast") << u"x::a:b"_s << u"x::a<b>"_s;
    QTest::newRow("nothing") << QString() << QString();
}

void tst_SqlText::replacesPlaceholders()
{
    QFETCH(QString, sql);
    QFETCH(QString, replaced);
    QCOMPARE(
        replacePlaceholders(sql, [](const QString& name) { return u'<' + name + u'>'; }), replaced);
    QVERIFY(readSqlText(sql).problem.isEmpty());
}

QTEST_GUILESS_MAIN(tst_SqlText)
#include "tst_SqlText.moc"
