// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/JsonColumnRows.h"

#include <QTest>

#include <algorithm>
#include <string>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

ContentReader readerOf(const QByteArray& content)
{
    return [content](qint64 position, std::span<char> buffer) -> Result<qint64> {
        const auto at = std::min<qsizetype>(position, content.size());
        const auto count = std::min<qsizetype>(content.size() - at, std::ssize(buffer));
        std::copy_n(content.constData() + at, count, buffer.data());
        return count;
    };
}

// The rows without their line ends, and why there are no more if that is an error.
QString rowsOf(const QByteArray& content)
{
    auto rows = JsonColumnRows::open(readerOf(content));
    if (!rows)
        return u"! "_s + rows.error().why;
    std::string text;
    for (;;) {
        const auto more = rows->next(text);
        if (!more)
            text += "! " + more.error().why.toStdString();
        if (!more || !*more)
            return QString::fromStdString(text).replace(u'\n', u' ').trimmed();
    }
}

} // namespace

class tst_JsonColumnRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rows_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("rows");
        const QString both = QString::fromLatin1(R"({"a":1,"b":"x"} {"a":2,"b":"y"})");
        QTest::newRow("objects") << QByteArray(R"({"a":{"0":1,"1":2},"b":{"0":"x","1":"y"}})")
                                 << both;
        QTest::newRow("arrays") << QByteArray(R"({"a":[1,2],"b":["x","y"]})") << both;
        QTest::newRow("space") << QByteArray(" { \"a\" : [ 1 ,\n2 ] , \"b\":[\"x\"\n,\"y\"] }\n")
                               << both;
        QTest::newRow("rows") << QByteArray(R"({"columns":["a","b"],"data":[[1,"x"],[2,"y"]]})")
                              << both;
        QTest::newRow("rows first")
            << QByteArray(R"({"data":[[1,"x"],[2,"y"]],"index":[0,1],"columns":["a","b"]})")
            << both;
        QTest::newRow("other values beside columns")
            << QByteArray(R"({"n":2,"a":[1,2],"s":{"k":{"x":1}},"b":["x","y"],"t":[[1]]})") << both;
        QTest::newRow("escapes, and braces in strings")
            // No raw strings: moc loses its way in these.
            << QByteArray("{'a\\'':{'k\\'}':'}\\\\'},'b':{'k\\'}':'],\\''}}").replace('\'', '"')
            << QString::fromLatin1("{'a\\'':'}\\\\','b':'],\\''}").replace(u'\'', u'"');
        QTest::newRow("nested values further down")
            << QByteArray(R"({"a":[1, {"x": [1, 2]}],"b":[2,[]]})")
            << QString::fromLatin1(R"({"a":1,"b":2} {"a":{"x":[1,2]},"b":[]})");
        QTest::newRow("none") << QByteArray(R"({"a":[],"b":[]})") << QString();
        QTest::newRow("shorter column")
            << QByteArray(R"({"a":[1,2],"b":["x"]})")
            << QString::fromLatin1(
                   R"({"a":1,"b":"x"} ! The column "b" has another row than the first one at byte 19.)");
        QTest::newRow("longer column")
            << QByteArray(R"({"a":[1],"b":["x","y"]})")
            << QString::fromLatin1(
                   R"({"a":1,"b":"x"} ! The column "b" has more rows than the first one.)");
        QTest::newRow("rows after none")
            << QByteArray(R"({"a":[],"b":["x"]})")
            << u"! The column \"b\" has more rows than the first one."_s;
        QTest::newRow("other keys")
            << QByteArray(R"({"a":{"0":1},"b":{"1":"x"}})")
            << QString::fromLatin1(
                   R"(! The column "b" has another row than the first one at byte 25.)");
        QTest::newRow("cut off") << QByteArray(R"({"a":[1,2],"b":["x")")
                                 << u"! The column \"b\" has no end."_s;
        QTest::newRow("other JSON")
            << QByteArray(R"([1])") << u"! It doesn't begin with an object."_s;
        QTest::newRow("no columns") << QByteArray(R"({"a":1})") << u"! It has no columns."_s;
    }
    void rows()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, rows);
        QCOMPARE(rowsOf(content), rows);
    }

    void manyRowsAndLongValues()
    {
        QByteArray numbers;
        QByteArray texts;
        QString expected;
        for (int i = 0; i < 5'000; ++i) {
            numbers += (i > 0 ? "," : "") + QByteArray::number(i);
            texts += (i > 0 ? ",\"" : "\"") + QByteArray(i % 700, 'x') + '"';
            expected += u"{\"a\":%1,\"b\":\"%2\"} "_s.arg(i).arg(QString(i % 700, u'x'));
        }
        QCOMPARE(rowsOf("{\"a\":[" + numbers + "],\"b\":[" + texts + "]}"), expected.trimmed());
    }

    void mayBegin_data()
    {
        QTest::addColumn<QByteArray>("sample");
        QTest::addColumn<bool>("may");
        QTest::newRow("objects") << QByteArray(R"({"a":{"0":1,"1":)") << true;
        QTest::newRow("arrays") << QByteArray(R"({"a": ["x", )") << true;
        QTest::newRow("columns") << QByteArray(R"({"columns":["a",)") << true;
        QTest::newRow("an object") << QByteArray(R"({"a":1,"b":2})") << false;
        QTest::newRow("objects in an array") << QByteArray(R"({"rows":[{"a":1}]})") << false;
        QTest::newRow("an array") << QByteArray("[1, 2]") << false;
        QTest::newRow("text") << QByteArray("a,b\n1,2\n") << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }
    void mayBegin()
    {
        QFETCH(const QByteArray, sample);
        QTEST(
            JsonColumnRows::mayBegin({sample.constData(), static_cast<std::size_t>(sample.size())}),
            "may");
    }
};

QTEST_GUILESS_MAIN(tst_JsonColumnRows)
#include "tst_JsonColumnRows.moc"
