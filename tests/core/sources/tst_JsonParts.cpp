// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/JsonParts.h"

#include <QStringList>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// key:content of each array of objects; + for one of something else, … for one without an end.
QString partsOf(const QByteArray& text, qsizetype piece)
{
    JsonPartScanner scanner;
    for (qsizetype at = 0; at < text.size(); at += piece) {
        const QByteArray bytes = text.mid(at, piece);
        scanner.add({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    }
    QStringList parts;
    for (const JsonPart& part : scanner.parts()) {
        parts << QString::fromStdString(part.key) + (part.isObjects ? u":"_s : u"+"_s)
                     + QString::fromUtf8(text.mid(part.begin, part.end - part.begin));
    }
    if (scanner.open())
        parts << QString::fromStdString(scanner.open()->key) + u'…';
    return parts.join(u' ') + (scanner.hasEnded() ? u"|%1"_s.arg(scanner.endByte()) : QString());
}

} // namespace

class tst_JsonParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsArrays_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("parts");
        const auto row = [](const char* name, const QByteArray& text, const QString& parts) {
            QTest::newRow(name) << text << parts;
        };
        row("two", "{\"a\": [ {\"x\":[1]} , {} ], \"b\":[{}]}",
            u"a:[ {\"x\":[1]} , {} ] b:[{}]|35"_s);
        row("a mark and space", "\xEF\xBB\xBF {\"a\":[{}]}\n", u"a:[{}]|14"_s);
        row("of something else", "{\"a\":[1,{}],\"b\":[],\"c\":[[{}]]}",
            u"a+[1,{}] b+[] c+[[{}]]|30"_s);
        row("brackets in strings", "{\"a\":\"[{\",\"b\\\"]\":[{\"k\":\"}]\\\\\"}]}",
            u"b\\]:[{\"k\":\"}]\\\\\"}]|32"_s);
        row("deeper", "{\"a\":{\"b\":[{}]},\"c\":[{\"d\":[{}]}]}", u"c:[{\"d\":[{}]}]|33"_s);
        row("without an end", "{\"a\":[{}],\"b\":[{}", u"a:[{}] b…"_s);
        row("no object", "[{\"a\":[{}]}]", u"|1"_s);
        row("another document behind it", "{\"a\":[{}]}\n{\"b\":[{}]}", u"a:[{}]|10"_s);
        row("damaged", "}{\"a\":[{}]}", u"|1"_s);
        row("empty", "", QString());
    }
    void findsArrays()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, parts);
        for (const qsizetype piece : {1, 2, 3, 1000})
            QCOMPARE(partsOf(text, piece), parts);
    }
};

QTEST_APPLESS_MAIN(tst_JsonParts)
#include "tst_JsonParts.moc"
