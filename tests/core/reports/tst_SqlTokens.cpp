// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/SqlTokens.h"

#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

class tst_SqlTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesApart_data();
    void takesApart();
    void endsAnywhere();
    void agreesWithTheServer();
};

namespace {

// "W" for a word, and so on, then the token's text, then "…" if it isn't closed.
QString told(const QString& sql)
{
    QStringList parts;
    const auto tokens = sqlTokens(sql);
    for (const SqlToken& token : tokens)
        parts << u"WQNSCPO"_s.at(static_cast<int>(token.kind)) + token.in(sql).toString()
                     + (token.isClosed ? QString() : u"…"_s);
    return parts.join(u'~');
}

// Random texts of pieces that matter to a lexer, the same in every run.
QStringList mixedTexts()
{
    static const QStringList pieces{
        u"a"_s,   u"größe"_s, u"_x1$"_s, u"²"_s,   u"\u00a0"_s, u"n"_s,  u"1"_s,  u"1.5e-3"_s,
        u"."_s,   u"e5"_s,    u"E'"_s,   u"U&'"_s, u"U&\""_s,   u"x'"_s, u"'"_s,  u"''"_s,
        u"\\'"_s, u"\""_s,    u"$$"_s,   u"$t$"_s, u"$ö$"_s,    u"$1"_s, u"["_s,  u"]"_s,
        u":"_s,   u":a"_s,    u"::"_s,   u":="_s,  u"--"_s,     u"/*"_s, u"*/"_s, u"/"_s,
        u"*"_s,   u"-"_s,     u"<"_s,    u" "_s,   u"\t"_s,     u"\n"_s, u"\r"_s, u"("_s};
    std::mt19937 random(20200115); // the standard defines its numbers, unlike a distribution's
    QStringList texts;
    for (int i = 0; i < 3000; ++i) {
        QString text;
        for (auto left = 1 + random() % 8; left > 0; --left)
            text += pieces.at(static_cast<qsizetype>(random()) % pieces.size());
        texts << text;
    }
    return texts;
}

// The first token that the server reads in `sql`: after a complete statement, any token is an
// error, and the message contains it. Null if there is none.
QString firstOnServer(Connection& connection, const QString& sql)
{
    const auto answer = connection.execute(QByteArray("LISTEN a ") + sql.toUtf8());
    if (answer)
        return {};
    const QString why = answer.error().why;
    const QString before = u" at or near \""_s;
    if (why.contains(u"invalid Unicode escape"_s)) // reported after the end of U&'…'
        return sql;
    if (!why.contains(before))
        return {};
    const qsizetype start = why.indexOf(before) + before.size();
    return why.mid(start, why.lastIndexOf(u'"') - start);
}

// PostgreSQL reads an operator as one token, has no placeholders, and joins a string that continues
// on another line. If letters follow a number, its error ends with the first letter.
bool isSame(const SqlToken& token, const QString& text, const QString& onServer)
{
    switch (token.kind) {
    case SqlToken::Kind::Placeholder:
        return onServer == u":"_s;
    case SqlToken::Kind::Number:
    case SqlToken::Kind::Other:
        return onServer.startsWith(text) || (onServer.size() > 1 && text.startsWith(onServer));
    case SqlToken::Kind::String:
        return onServer.startsWith(text);
    default:
        return onServer == text;
    }
}

} // namespace

void tst_SqlTokens::takesApart_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("tokens");
    QTest::newRow("words") << u"SELECT a_1\tFROM\n b$"_s << u"WSELECT~Wa_1~WFROM~Wb$"_s;
    QTest::newRow("words that aren't ASCII")
        << u"größe Ω1 a\u00a0b x²"_s << u"Wgröße~WΩ1~Wa\u00a0b~Wx²"_s;
    QTest::newRow("numbers") << u"1.5 .5 1e10 2.e-3 1.2.3 1..9 7ab 0x1F 1_000"_s
                             << u"N1.5~N.5~N1e10~N2.e-3~N1.2~N.3~N1~O..~N9~N7ab~N0x1F~N1_000"_s;
    QTest::newRow("strings") << u"'it''s' E'a\\'b' e'\\\\' 'a\\' '"_s
                             << u"S'it''s'~SE'a\\'b'~Se'\\\\'~S'a\\'~S'…"_s;
    QTest::newRow("prefixes of strings")
        << u"U&'\\00e4' b'01''2' X'1F' N'a' u & 'c' ue'd'"_s
        << u"SU&'\\00e4'~Sb'01'~S'2'~SX'1F'~WN~S'a'~Wu~O&~S'c'~Wue~S'd'"_s;
    QTest::newRow("continued strings")
        << u"E'a' -- b\n'\\'c' 'd'\n'\\' e"_s << u"SE'a'~C-- b~S'\\'c'~S'd'~S'\\'~We"_s;
    QTest::newRow("not continued")
        << u"E'a' '\\' E'a'/*\n*/'\\'"_s << u"SE'a'~S'\\'~SE'a'~C/*\n*/~S'\\'"_s;
    QTest::newRow("dollars") << u"$$a'b$$ $x$ $$ $x$ $1 $ö$$$o$ö$"_s
                             << u"S$$a'b$$~S$x$ $$ $x$~O$1~S$ö$$$o$ö$"_s;
    QTest::newRow("no dollar strings")
        << u"a$b$c $1$ $x $ $x$ y"_s << u"Wa$b$c~O$1~O$~O$~Wx~O$~S$x$ y…"_s;
    QTest::newRow("names") << u"\"a b\".c \"d\"\"e\" U&\"\\0061\" \"f"_s
                           << u"Q\"a b\"~O.~Wc~Q\"d\"\"e\"~QU&\"\\0061\"~Q\"f…"_s;
    QTest::newRow("comments") << u"a--b\n/* c /* d */ e */f+--g\n@/*/*/*/*/"_s
                              << u"Wa~C--b~C/* c /* d */ e */~Wf~O+~C--g~O@~C/*/*/*/*/…"_s;
    QTest::newRow("comment that ends as on old Macs") << u"a--b\rc"_s << u"Wa~C--b~Wc"_s;
    QTest::newRow("bounds of slices")
        << u"a[b:c] a[1:(:d)][:e] :f"_s
        << u"Wa~O[~Wb~O:~Wc~O]~Wa~O[~N1~O:~O(~O:~Wd~O)~O]~O[~O:~We~O]~P:f"_s;
    QTest::newRow("placeholders") << u":from::date a[1:2] ':x' f(x := :größe) a:b :1 :::c"_s
                                  << u"P:from~O::~Wdate~Wa~O[~N1~O:~N2~O]~S':x'"
                                     "~Wf~O(~Wx~O:=~P:größe~O)~Wa~P:b~O:~N1~O::~P:c"_s;
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

// In any text, each token begins and ends where the server's does.
void tst_SqlTokens::agreesWithTheServer()
{
    TemporaryServer server;
    VERIFY_RESULT(server.start());
    auto connection = Connection::open(server.settings());
    VERIFY_RESULT(connection);
    const QStringList texts = mixedTexts();
    qsizetype compared = 0;
    for (const QString& text : texts) {
        SqlToken::Kind before = SqlToken::Kind::Other;
        const auto tokens = sqlTokens(text);
        for (const SqlToken& token : tokens) {
            const bool isComment = token.kind == SqlToken::Kind::Comment;
            // The continuation of a string means something else on its own.
            const bool continues = token.kind == SqlToken::Kind::String && before == token.kind;
            before = isComment ? before : token.kind;
            if ((isComment && token.isClosed) || continues)
                continue;
            const QString ours = token.in(text).toString();
            // After it, the server looks for UESCAPE, and may fail there.
            const bool looksAhead = ours.startsWith(u"U&"_s) && token.isClosed;
            const QString onServer =
                firstOnServer(*connection, looksAhead ? ours : text.mid(token.start));
            QVERIFY2(
                isSame(token, ours, onServer),
                qPrintable(u"%1: “%2” and not “%3”"_s.arg(text, onServer, ours)));
            ++compared;
        }
    }
    QVERIFY(compared > texts.size());
}

QTEST_GUILESS_MAIN(tst_SqlTokens)
#include "tst_SqlTokens.moc"
