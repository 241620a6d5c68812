// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/RecordCutter.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace faultline;

namespace {

struct Pieces
{
    std::vector<std::string> records;
    std::vector<std::size_t> lineFeeds;
    bool ended = false;

    bool operator==(const Pieces&) const = default;
};

// As a reader cuts a file of which it sees `atOnce` more bytes each time.
Pieces piecesOf(std::string_view text, RecordCutter cutter, std::size_t atOnce)
{
    Pieces pieces;
    std::size_t begin = 0;
    std::size_t end = 0;
    do {
        end = std::min(text.size(), end + atOnce);
        const bool isLast = end == text.size();
        for (;;) {
            const auto cut = cutter.cut(text.substr(begin, end - begin), 1, isLast);
            pieces.ended = cut.ended;
            if (cut.records == 0)
                break;
            pieces.records.emplace_back(text.substr(begin, cut.bytes));
            pieces.lineFeeds.push_back(cut.lineFeeds);
            begin += cut.bytes;
        }
    } while (end < text.size());
    return pieces;
}

QStringList toList(const std::vector<std::string>& records)
{
    QStringList list;
    for (const std::string& record : records)
        list.append(QString::fromStdString(record));
    return list;
}

const RecordCutter kRows = RecordCutter::rows(',', '"');
const RecordCutter kElements = RecordCutter::elements();

std::string longText(std::size_t bytes)
{
    return std::string(bytes, 'x');
}

} // namespace

Q_DECLARE_METATYPE(RecordCutter)

class tst_RecordCutter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsEndWhereTheyShould_data()
    {
        QTest::addColumn<RecordCutter>("cutter");
        QTest::addColumn<QStringList>("records");
        const auto row = [](const char* name, const RecordCutter& cutter,
                            const std::vector<std::string>& records) {
            QTest::newRow(name) << cutter << toList(records);
        };
        row("lines", RecordCutter::lines(), {"a\n", "\"b\n", "c\"\r\n", "\n", "d"});
        row("rows", kRows, {"a,b\n", "c,d\r\n", "\n", "e"});
        row("quoted cell", kRows, {"\"a\",b\n", "c,\"d,e\"\n"});
        row("line feed in a cell", kRows, {"\"a\nb\",c\n", "d,\"\ne\n\"\r\n", "f\n"});
        row("doubled quotes", kRows, {"\"a\"\"\nb\",c\n", "\"\"\"\n\"\n", "d"});
        row("spaces around quotes", kRows, {"a,  \"b\nc\" ,d\n", "e\n"});
        row("quote in a cell", kRows, {"5\" pipe,b\n", "6\" pipe,c\n"});
        row("unclosed quote", kRows, {"\"a,b\n", "c,\"d\"\n", "e\n"});
        row("unclosed quote before other quotes", kRows, {"a,\"b\n", "\"x\",y\n", "z\n"});
        row("text behind a quote", kRows, {"\"a\" b,c\n", "d\n"});
        row("unclosed in the last line", kRows, {"a\n", "\"b\n", "c"});
        row("closed at the end", kRows, {"a\n", "\"b\nc\""});
        row("two line feeds before the damage", kRows, {"\"a\n", "b\n", "c\"d\n", "e\n"});
        row("unclosed for long", kRows,
            {"\"a\n", "b" + longText(RowScanner::kMaxQuotedBytes) + "\n", "\"\n\"\n"});
        row("a cell as long as may be", kRows,
            {"\"\n" + longText(RowScanner::kMaxQuotedBytes - 4) + "\"\n", "b\n"});
        row("elements", kElements, {"{\"a\":1},\n", "{\"b\":[{},{}]} , ", "{\"c\":{\"d\":2}}"});
        row("objects one after another", kElements, {"{\"a\":\n1}\n", "{\"b\":2}", "{}\n"});
        row("brackets in strings", kElements, {"{\"a}\":\"]\\\"}\"},", "{}"});
        row("missing brace", kElements, {"{\"a\":1,\n", "{\"b\":2},\n", "{}"});
        row("missing brace in an object", kElements, {"{\"a\":{\"b\":1},\n", "{\"c\":2}"});
        row("missing bracket", kElements, {"{\"a\":[1,2},\n", "{\"b\":2}"});
        row("a bracket too many in an object", kElements, {"{\"a\":1],\n", "{\"b\":2}"});
        row("a bracket too many", kElements, {"{\"a\":1}\n", "],\n", "{\"b\":2}"});
        row("a brace too many", kElements, {"{\"a\":1}", "},\n", "{\"b\":2}"});
        row("unclosed string", kElements, {"{\"a\":\"x},\n", "{\"b\":\"y\"}\n"});
        row("unclosed string in one line", kElements, {"{\"a\":\"x, \"b\":1}, ", "{\"b\":\"y\"}"});
        row("other values", kElements, {"1,\n", "nothing here,", "\"", "{}"});
        row("only space", kElements, {" \n, "});
    }
    void recordsEndWhereTheyShould()
    {
        QFETCH(RecordCutter, cutter);
        QFETCH(QStringList, records);
        const std::string text = records.join(QString()).toStdString();
        const Pieces pieces = piecesOf(text, cutter, text.size());
        QCOMPARE(toList(pieces.records), records);
        QVERIFY(!pieces.ended);
        for (std::size_t i = 0; i < pieces.records.size(); ++i) {
            const std::string& record = pieces.records[i];
            QCOMPARE(
                pieces.lineFeeds[i],
                static_cast<std::size_t>(std::count(record.begin(), record.end(), '\n')));
        }
        for (const std::size_t atOnce : {1, 2, 3, 7, 64, 1000}) {
            if (text.size() / atOnce < 10'000)
                QVERIFY(piecesOf(text, cutter, atOnce) == pieces);
        }
    }

    void arrayEnds_data()
    {
        QTest::addColumn<QByteArray>("tail");
        QTest::newRow("bracket") << QByteArray("]");
        QTest::newRow("space") << QByteArray(" ] \n");
        QTest::newRow("wrapper") << QByteArray("],\"next\":{\"a\":[{}]}}\n");
    }
    void arrayEnds()
    {
        QFETCH(QByteArray, tail);
        const std::string text = "{\"a\":1}" + tail.toStdString();
        for (const std::size_t atOnce : {1, 2, 100}) {
            const Pieces pieces = piecesOf(text, kElements, atOnce);
            QCOMPARE(pieces.records.size(), std::size_t{1});
            QVERIFY(pieces.ended);
        }
        RecordCutter cutter = kElements;
        const auto cut = cutter.cut(text, 10, true);
        QCOMPARE(cut.records, std::size_t{1});
        QVERIFY(std::string_view(text).substr(cut.bytes).starts_with(']'));
        QVERIFY(cut.ended);
    }

    void countsUpToTheMaximum()
    {
        std::string text;
        for (int i = 0; i < 10'000; ++i)
            text += i % 100 == 7 ? "\"a\nb\",c\n" : "a,b\n";
        RecordCutter all = kRows;
        const auto total = all.cut(text, text.size(), false);
        QCOMPARE(total.records, std::size_t{10'000});
        QCOMPARE(total.lineFeeds, std::size_t{10'100});
        QCOMPARE(total.bytes, text.size());
        for (const std::size_t maximum : {1, 7, 100, 999, 9'999}) {
            RecordCutter cutter = kRows;
            RecordCutter::Cut sum;
            while (sum.bytes < text.size()) {
                const auto cut =
                    cutter.cut(std::string_view(text).substr(sum.bytes), maximum, false);
                QVERIFY(cut.records == maximum || sum.bytes + cut.bytes == text.size());
                sum.records += cut.records;
                sum.lineFeeds += cut.lineFeeds;
                sum.bytes += cut.bytes;
            }
            QCOMPARE(sum, total);
        }
    }

    void anyTextIsCutTheSame_data()
    {
        QTest::addColumn<RecordCutter>("cutter");
        QTest::addColumn<QByteArray>("characters");
        QTest::newRow("lines") << RecordCutter::lines() << QByteArray("a\n\r");
        QTest::newRow("rows") << kRows << QByteArray("a,\n\"\" \r");
        QTest::newRow("tabs") << RecordCutter::rows('\t', '"') << QByteArray("a\t\n\"\" ");
        QTest::newRow("elements") << kElements << QByteArray("a,\n\"\\ :{}[]{}");
    }
    void anyTextIsCutTheSame()
    {
        QFETCH(RecordCutter, cutter);
        QFETCH(QByteArray, characters);
        QRandomGenerator random(7);
        for (int i = 0; i < 2'000; ++i) {
            std::string text;
            for (int length = random.bounded(60); length >= 0; --length)
                text += characters[random.bounded(static_cast<int>(characters.size()))];
            const Pieces pieces = piecesOf(text, cutter, text.size());
            for (const std::size_t atOnce : {1, 2, 5, 13})
                QVERIFY2(piecesOf(text, cutter, atOnce) == pieces, text.c_str());
        }
    }

    void giantRecordNeedsNoMemory_data()
    {
        QTest::addColumn<RecordCutter>("cutter");
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("middle");
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("line") << RecordCutter::lines() << QByteArray("a") << QByteArray("bcd")
                              << QByteArray("e\n");
        QTest::newRow("row") << kRows << QByteArray("\"a\nb\",") << QByteArray("\"c\n\",")
                             << QByteArray("d\n");
        QTest::newRow("row without quotes")
            << kRows << QByteArray("a,") << QByteArray("bcd,") << QByteArray("\"e\n\"\n");
        QTest::newRow("unclosed quote")
            << kRows << QByteArray("a,\"") << QByteArray("b,") << QByteArray("c\n");
        QTest::newRow("element") << kElements << QByteArray("{\"a\":[")
                                 << QByteArray("{\"b\":\n1},") << QByteArray("{}]}\n");
    }
    void giantRecordNeedsNoMemory()
    {
        QFETCH(RecordCutter, cutter);
        QFETCH(QByteArray, begin);
        QFETCH(QByteArray, middle);
        QFETCH(QByteArray, end);
        const std::string text = (begin + middle.repeated(100'000) + end).toStdString();
        constexpr std::size_t kBuffer = 100'000;
        std::string buffer;
        std::size_t at = 0;
        RecordCutter::Cut cut;
        while (cut.records == 0) {
            QVERIFY(at < text.size());
            const std::size_t more = std::min(kBuffer - buffer.size(), text.size() - at);
            QVERIFY(more > 0);
            buffer.append(text, at, more);
            at += more;
            // What follows belongs to the next one.
            cut = cutter.cut(buffer, 1, at == text.size());
            if (cut.records == 0)
                buffer.erase(0, cutter.release(buffer));
        }
        QCOMPARE(at, text.size());
        QCOMPARE(cut.bytes, buffer.size());
        QCOMPARE(
            cut.lineFeeds, static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
    }
};

QTEST_APPLESS_MAIN(tst_RecordCutter)
#include "tst_RecordCutter.moc"
