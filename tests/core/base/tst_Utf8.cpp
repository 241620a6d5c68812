// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Utf8.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_Utf8 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void validTextPrefix_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qsizetype>("validBytes");
        const auto row = [](const char* name, const QByteArray& text, qsizetype valid) {
            QTest::newRow(name) << text << valid;
        };
        row("empty", "", 0);
        row("ascii", "abc", 3);
        row("two bytes", "a\xC3\xA9", 3);
        row("three bytes", "\xE2\x82\xAC", 3);
        row("four bytes", "\xF0\x9F\x98\x80", 4);
        row("lone continuation", "ab\x80", 2);
        row("cut character", "ab\xE2\x82", 2);
        row("overlong slash", "\xC0\xAF", 0);
        row("overlong three", "\xE0\x80\xAF", 0);
        row("surrogate", "\xED\xA0\x80", 0);
        row("beyond unicode", "\xF4\x90\x80\x80", 0);
        row("latin-1", "caf\xE9 x", 3);
        row("nul", QByteArray("ab\0c", 4), 2);
    }
    void validTextPrefix()
    {
        QFETCH(QByteArray, text);
        QFETCH(qsizetype, validBytes);
        // At any place in the eight bytes that are looked at together.
        for (qsizetype before = 0; before < 20; ++before) {
            for (qsizetype after = 0; after < 20; ++after) {
                const QByteArray padded =
                    QByteArray(before, 'x') + text + QByteArray(after, '\x7F');
                const std::string_view view(
                    padded.constData(), static_cast<std::size_t>(padded.size()));
                QCOMPARE(
                    static_cast<qsizetype>(faultline::validTextPrefix(view)),
                    validBytes == text.size() ? padded.size() : before + validBytes);
            }
        }
    }

    void readableText()
    {
        using namespace std::string_view_literals;
        QCOMPARE(
            faultline::readableText("a\tb\xFF\xC3\xA9\0\x7F\r"sv), u"a\\tb\\xffé\\x00\\x7f\\x0d"_s);
        QCOMPARE(faultline::readableText("\\t\\"sv), u"\\t\\"_s);
        QCOMPARE(
            faultline::readableText("\xEF\xBB\xBF"
                                    "a\xEF\xBB\xBF"sv),
            u"\uFEFFa\uFEFF"_s);
    }

    void reversibleText()
    {
        using namespace std::string_view_literals;
        QCOMPARE(faultline::reversibleText("\t"sv), u"\\t"_s);
        QCOMPARE(faultline::reversibleText("\\t"sv), u"\\\\t"_s);
        QCOMPARE(faultline::reversibleText("\\\t\\x41A\xFF"sv), u"\\\\\\t\\\\x41A\\xff"_s);
    }

    void decodedUtf8()
    {
        using namespace std::string_view_literals;
        QCOMPARE(faultline::decodedUtf8(""sv), QString());
        QCOMPARE(faultline::decodedUtf8("größe"sv), u"größe"_s);
        QCOMPARE(faultline::decodedUtf8("\xEF\xBB\xBF"sv), u"\uFEFF"_s);
        QCOMPARE(
            faultline::decodedUtf8("\xEF\xBB\xBF\xEF\xBB\xBF"
                                   "a\xEF\xBB\xBF"
                                   "b"sv),
            u"\uFEFF\uFEFFa\uFEFFb"_s);
    }

    void visibleText()
    {
        QCOMPARE(
            faultline::visibleText(u"größe \t\r\n\uFEFF \U0001F600"),
            u"größe \t\r\n\uFEFF \U0001F600"_s);
        QCOMPARE(
            faultline::visibleText(u"\u0001 \u007F \u0085 \uFFFE \uFFFF \uFDD0 \U0001FFFE"),
            u"‹U+0001› ‹U+007F› ‹U+0085› ‹U+FFFE› ‹U+FFFF› ‹U+FDD0› ‹U+1FFFE›"_s);
        const QString half{QChar(0xD83D)};
        QCOMPARE(faultline::visibleText(half), u"‹U+D83D›"_s);
        QCOMPARE(faultline::visibleText(half + u'a'), u"‹U+D83D›a"_s);
    }
};

QTEST_GUILESS_MAIN(tst_Utf8)
#include "tst_Utf8.moc"
