// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/json/JsonReader.h"

#include <QTest>

#include <string_view>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// Writes down what it receives.
class Recorder : public JsonSink
{
public:
    bool value(Kind kind, const QByteArray& text, qint64 /*begin*/) override
    {
        static constexpr std::string_view kLetters = "nwdt";
        m_text += kLetters[static_cast<std::size_t>(kind)] + text + ' ';
        return true;
    }
    bool key(const QByteArray& text) override
    {
        m_text += text + ':';
        return true;
    }
    bool beginObject() override { return add('{'); }
    bool endObject() override { return add('}'); }
    bool beginArray() override { return add('['); }
    bool endArray() override { return add(']'); }
    void fault(RejectReason /*reason*/) override { m_text += '!'; }

    const QByteArray& text() const { return m_text; }

private:
    bool add(char c)
    {
        m_text += c;
        return true;
    }

    QByteArray m_text;
};

} // namespace

class tst_JsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsValues_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<int>("lenient");
        const auto row = [](const QByteArray& json, const QByteArray& expected, int lenient = 0) {
            QTest::newRow(json.left(40).constData()) << json << expected << lenient;
        };
        // What JSON is.
        row("[]", "[]");
        row("{}", "{}");
        row(" [ 1 , 2 ] ", "[d1 d2 ]");
        row("[[[]],{}]", "[[[]]{}]");
        row("true", "wtrue ");
        row("[null,false]", "[nnull wfalse ]");
        row("-0.0e+10", "d-0.0e+10 ");
        row("[1E400,0e-0]", "[d1E400 d0e-0 ]");
        row("{\"a\":{\"a\":\"b\"},\"a\":1}", "{a:{a:tb }a:d1 }");
        row("{\"\":\"\"}", "{:t }");
        row("\"\\\"\\\\\\/\\b\\u0041\"", "t\"\\/\bA ");
        row("\"\\uD83D\\uDEA2\"", "t\xF0\x9F\x9A\xA2 ");
        row("\"\xC3\xA9\"", "t\xC3\xA9 ");
        // What is clear.
        row("[NaN]", "[nNaN ]", 1);
        row("[Infinity,-Infinity]", "[nInfinity n-Infinity ]", 2);
        row("[1,]", "[d1 ]", 1);
        row("{\"a\":[{},],}", "{a:[{}]}", 2);
        // Values that are wrong in themselves.
        row("[01]", "[!t01 ]");
        row("[1.]", "[!t1. ]");
        row("[.5]", "[!t.5 ]");
        row("[+1]", "[!t+1 ]");
        row("[-]", "[!t- ]");
        row("[1e]", "[!t1e ]");
        row("[0x1F]", "[!t0x1F ]");
        row("[nan]", "[!tnan ]");
        row("[None,True,undefined]", "[!tNone !tTrue !tundefined ]");
        row("[\"\\x\"]", "[!tx ]");
        row("[\"\\u00G0\"]", "[!tG0 ]");
        row("[\"a\tb\"]", "[!ta\tb ]");
    }
    void readsValues()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, expected);
        QFETCH(int, lenient);
        JsonFileStream stream(viewOf(json));
        Recorder recorder;
        JsonReader reader(stream, false);
        QCOMPARE(reader.read(recorder), JsonReader::Outcome::Complete);
        QCOMPARE(recorder.text(), expected);
        QCOMPARE(reader.leniency().count(), lenient);
        stream.skipWhitespace();
        QVERIFY(stream.atEnd());
    }

    void unclearStructureIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<qint64>("byte");
        const auto row = [](const QByteArray& json, qint64 byte) {
            QTest::newRow(json.left(40).constData()) << json << byte;
        };
        row("[", 1);
        row("[1", 2);
        row("[1,", 3);
        row("[,]", 1);
        row("[1,,2]", 3);
        row("[,1]", 1);
        row("[1}", 2);
        row("{]", 1);
        row("{,}", 1);
        row("{\"a\"}", 4);
        row("{\"a\":}", 5);
        row("{\"a\":,\"b\":1}", 5);
        row("{\"a\" 1}", 5);
        row("{\"a\"::1}", 5);
        row("{\"a\":1 \"b\":2}", 7);
        row("{\"a\":1,,}", 7);
        row("{a:1}", 1);
        row("{'a':1}", 1);
        row("{1:1}", 1);
        row("{null:1}", 1);
        row("[\"a\" \"b\"]", 5);
        row("[1 2]", 3);
        row("[1:2]", 2);
        row("[{}{}]", 3);
        row("\"a", 2);
        row("[\"a\\", 4);
        row("]", 0);
        row(":", 0);
        row("", 0);
    }
    void unclearStructureIsRefused()
    {
        QFETCH(QByteArray, json);
        QFETCH(qint64, byte);
        JsonFileStream stream(viewOf(json));
        Recorder recorder;
        JsonReader reader(stream, false);
        QCOMPARE(reader.read(recorder), JsonReader::Outcome::Broken);
        QCOMPARE(stream.position(), byte);
        QVERIFY(!reader.problem().isEmpty());
        QVERIFY(!reader.remedy().isEmpty());
    }

private:
    static std::string_view viewOf(const QByteArray& bytes)
    {
        return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
    }
};

QTEST_GUILESS_MAIN(tst_JsonReader)
#include "tst_JsonReader.moc"
