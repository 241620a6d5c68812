// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/SqlTokens.h"

#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

class tst_SqlTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesApart_data();
    void takesApart();
    void endsAnywhere();
};

namespace {

// "W" for a word, and so on, each with its text.
QString told(const QString& sql)
{
    QStringList parts;
    const auto tokens = sqlTokens(sql);
    for (const SqlToken& token : tokens)
        parts << u"WQNSCPO"_s.at(static_cast<int>(token.kind)) + token.in(sql).toString();
    return parts.join(u'~');
}

} // namespace

void tst_SqlTokens::takesApart_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("tokens");
    QTest::newRow("words") << u"SELECT a_1\tFROM\n b$"_s << u"WSELECT~Wa_1~WFROM~Wb$"_s;
    QTest::newRow("numbers") << u"1.5 .5 1e10"_s << u"N1.5~N.5~N1e10"_s;
    QTest::newRow("strings") << u"'it''s' E'a\\'b' '"_s << u"S'it'~S's'~SE'a\\'b'~S'"_s;
    QTest::newRow("dollars") << u"$$a'b$$ $x$ $$ $x$ $1"_s << u"S$$a'b$$~S$x$ $$ $x$~O$1"_s;
    QTest::newRow("names") << u"\"a b\".c"_s << u"Q\"a b\"~O.~Wc"_s;
    QTest::newRow("comments") << u"a--b\n/* c /* d */ e */f"_s
                              << u"Wa~C--b~C/* c /* d */ e */~Wf"_s;
    QTest::newRow("comment that ends as on old Macs") << u"a--b\rc"_s << u"Wa~C--b~Wc"_s;
    QTest::newRow("bounds of slices")
        << u"a[b:c] a[1:(:d)][:e] :f"_s
        << u"Wa~O[~Wb~O:~Wc~O]~Wa~O[~N1~O:~O(~O:~Wd~O)~O]~O[~O:~We~O]~P:f"_s;
    QTest::newRow("placeholders") << u":from::date a[1:2] ':x'"_s
                                  << u"P:from~O:~O:~Wdate~Wa~O[~N1~O:~N2~O]~S':x'"_s;
    QTest::newRow("nothing") << u" \n"_s << u""_s;
}

void tst_SqlTokens::takesApart()
{
    QFETCH(QString, sql);
    QFETCH(QString, tokens);
    QCOMPARE(told(sql), tokens);
}

// Wherever a text is cut off, its tokens are consecutive and inside it.
void tst_SqlTokens::endsAnywhere()
{
    const QString whole =
        u"SELECT 'a''b', E'c\\'d', $x$ e $x$, \"f\" /* g /* h */ i */ FROM :j -- k\n;"_s;
    for (qsizetype length = 0; length <= whole.size(); ++length) {
        const QString sql = whole.first(length);
        qsizetype end = 0;
        const auto tokens = sqlTokens(sql);
        for (const SqlToken& token : tokens) {
            QVERIFY(token.start >= end && token.length > 0);
            end = token.end();
        }
        QVERIFY(end <= sql.size());
    }
}

QTEST_APPLESS_MAIN(tst_SqlTokens)
#include "tst_SqlTokens.moc"
