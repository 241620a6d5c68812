// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/LineContext.h"

#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

/// Numbered lines; "<" and ">" mark omitted parts.
QByteArray describe(const QList<ContextLine>& lines)
{
    QByteArray text;
    for (const ContextLine& line : lines) {
        text += QByteArray::number(line.lineNumber) + (line.isCutBefore ? '<' : ':') + line.bytes
                + (line.isCutAfter ? ">|" : "|");
    }
    return text;
}

} // namespace

class tst_LineContext : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(m_directory.isValid()); }

    void linesAround_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("line"); // the first such one
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char* name, const QByteArray& content, const QByteArray& line,
                            const QByteArray& before, const QByteArray& after) {
            QTest::newRow(name) << content << line << before << after;
        };
        row("in the middle", "a\nb\nBAD\nc\nd\n", "BAD", "1:a|2:b|", "4:c|5:d|");
        row("at most two", "a\nb\nc\nBAD\nd\ne\nf\n", "BAD", "2:b|3:c|", "5:d|6:e|");
        row("first", "BAD\nc\nd\n", "BAD", "", "2:c|3:d|");
        row("last", "a\nb\nBAD\n", "BAD", "1:a|2:b|", "");
        row("last without end", "a\nb\nBAD", "BAD", "1:a|2:b|", "");
        row("last with half a line end", "a\nb\nBAD\r", "BAD", "1:a|2:b|", "");
        row("alone", "BAD", "BAD", "", "");
        row("next without end", "BAD\nc", "BAD", "", "2:c|");
        row("CRLF", "a\r\nBAD\r\nc\r\n", "BAD", "1:a|", "3:c|");
        row("blank lines", "a\n\nBAD\n\n\n", "BAD", "1:a|2:|", "4:|5:|");
        row("no text", "\xff\xfd\nBAD\n\0x\n"_ba, "BAD", "1:\xff\xfd|", "3:\0x|"_ba);
        row("behind a byte order mark",
            "\xEF\xBB\xBF"
            "BAD\nc\n",
            "BAD", "", "2:c|");
        row("long before", QByteArray(60, 'x') + "yyyyyyyyyy\nBAD\n", "BAD", "1<yyyyyyyyyy|", "");
        row("long after", "BAD\nyyyyyyyyyy" + QByteArray(60, 'x') + "\nc\n", "BAD", "",
            "2:yyyyyyyyyy>|");
        row("long before those", QByteArray(60, 'x') + "\nb\nBAD\n", "BAD", "1<xxxxxxxxxx|2:b|",
            "");
    }
    void linesAround()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, line);
        const auto context = read(write(content), locationOf(content, line));
        VERIFY_RESULT(context);
        QTEST(describe(context->before), "before");
        QTEST(describe(context->after), "after");
        QCOMPARE(context->lines.size(), 1);
        QCOMPARE(context->lines.first().bytes, line);
        QVERIFY(!context->lines.first().isCutBefore && !context->lines.first().isCutAfter);
        QCOMPARE(context->markedByte, 1);
    }

    void longLineIsReadAroundTheMark_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QByteArray>("piece");
        QTest::addColumn<int>("mark");
        QTest::newRow("at its start") << 1 << QByteArray("2:0123456789>|") << 0;
        QTest::newRow("within") << 51 << QByteArray("2<5678901234>|") << 5;
        QTest::newRow("at its end") << 100 << QByteArray("2<0123456789|") << 9;
        QTest::newRow("behind its end") << 101 << QByteArray("2<0123456789|") << 10;
        QTest::newRow("far behind") << 5000 << QByteArray("2<0123456789|") << 10;
    }
    void longLineIsReadAroundTheMark()
    {
        QFETCH(int, column);
        const QByteArray line = QByteArray("0123456789").repeated(10);
        const QByteArray content = "a\n" + line + "\nb\n";
        LineLocation at = locationOf(content, line);
        at.columnNumber = column;
        const auto context = read(write(content), at);
        VERIFY_RESULT(context);
        QTEST(describe(context->lines), "piece");
        QFETCH(int, mark);
        QCOMPARE(context->markedByte, mark);
        QCOMPARE(describe(context->before), QByteArray("1:a|"));
        QCOMPARE(describe(context->after), QByteArray("3:b|"));
    }

    // Only a few pieces of a line of gigabytes are read: its holes are never touched.
    void giantLinesAreReadInPieces()
    {
        const QString path = m_directory.filePath(u"giant.log"_s);
        constexpr qint64 kGiant = qint64{4} << 30;
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.seek(kGiant));
        file.write("x\nBAD");
        QVERIFY(file.seek(2 * kGiant));
        file.write("\nc\n");
        QVERIFY(file.seek(3 * kGiant));
        file.write("\n");
        file.close();
        LineLocation at;
        at.lineNumber = 2;
        at.byteOffset = kGiant + 2;
        at.lineBytes = kGiant - 2;
        at.raw = "BAD";
        const auto context = readLineContext(InputName::fromText(path), at);
        VERIFY_RESULT(context);
        QCOMPARE(context->before.size(), 1);
        QVERIFY(context->before.first().isCutBefore);
        QVERIFY(context->before.first().bytes.endsWith('x'));
        QVERIFY(context->lines.first().bytes.startsWith("BAD"));
        QVERIFY(context->lines.first().isCutAfter);
        QCOMPARE(context->after.size(), 2);
        QCOMPARE(describe({context->after.first()}), QByteArray("3:c|"));
        QVERIFY(context->after.last().isCutAfter);
        for (const auto& lines : {context->before, context->lines, context->after}) {
            for (const ContextLine& line : lines)
                QVERIFY(line.bytes.size() <= ContextLimits().lineBytes);
        }
        QFile::remove(path);
    }

    void recordWithinLines()
    {
        const QByteArray content = "[{\"a\":1}, {\"b\":\n 2}, {\"c\":3}]\nx\n";
        LineLocation at = locationOf(content, "{\"b\":\n 2}");
        at.isRecord = true;
        ContextLimits limits;
        const auto context = readLineContext(InputName::fromText(write(content)), at, limits);
        VERIFY_RESULT(context);
        QCOMPARE(describe(context->lines), QByteArray("1:[{\"a\":1}, {\"b\":|2: 2}, {\"c\":3}]|"));
        QCOMPARE(context->markedLine, 0);
        QCOMPARE(context->markedByte, 11); // the second byte of the record
        QCOMPARE(describe(context->after), QByteArray("3:x|"));
    }

    void tellsWhatBecameOfTheLine_data()
    {
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<QString>("code");
        QTest::newRow("unchanged") << QByteArray("a\nBAD\nb\n") << QString();
        QTest::newRow("grown") << QByteArray("a\nBAD\nb\nc\n") << QString();
        QTest::newRow("changed elsewhere") << QByteArray("x\nBAD\ny\n") << QString();
        QTest::newRow("mended") << QByteArray("a\nGUT\nb\n") << u"line-changed"_s;
        QTest::newRow("moved") << QByteArray("aa\nBAD\nb\n") << u"line-changed"_s;
        QTest::newRow("goes on") << QByteArray("a\nBADLY\n") << u"line-changed"_s;
        QTest::newRow("begins earlier") << QByteArray("axBAD\nb\n") << u"line-changed"_s;
        QTest::newRow("shorter") << QByteArray("a\nBA") << u"file-shrank"_s;
        QTest::newRow("empty") << QByteArray() << u"file-shrank"_s;
    }
    void tellsWhatBecameOfTheLine()
    {
        QFETCH(QByteArray, now);
        QFETCH(QString, code);
        const LineLocation at = locationOf("a\nBAD\nb\n", "BAD");
        const auto context = read(write(now), at);
        QCOMPARE(context.ok() ? QString() : context.error().code, code);
        if (!context) {
            QVERIFY(!context.error().what.isEmpty() && !context.error().why.isEmpty());
            QVERIFY(context.error().where.contains(u"some.log"_s));
        }
    }

    void unreadableFileIsAnError()
    {
        const LineLocation at = locationOf("BAD\n", "BAD");
        auto context = read(m_directory.filePath(u"gone.log"_s), at);
        QVERIFY(!context);
        QCOMPARE(context.error().code, u"file-gone"_s);
        QVERIFY(QDir(m_directory.path()).mkpath(u"folder.log"_s));
        context = read(m_directory.filePath(u"folder.log"_s), at);
        QVERIFY(!context);
        QCOMPARE(context.error().code, u"file"_s);
    }

private:
    static LineLocation locationOf(const QByteArray& content, const QByteArray& line)
    {
        LineLocation at;
        at.byteOffset = content.indexOf(line);
        at.lineNumber = content.left(at.byteOffset).count('\n') + 1;
        at.lineBytes = line.size();
        at.columnNumber = 2;
        at.raw = line.left(50);
        return at;
    }
    // So small that every limit matters.
    static Result<LineContext> read(const QString& path, const LineLocation& at)
    {
        ContextLimits limits;
        limits.linesBefore = 2;
        limits.linesAfter = 2;
        limits.lineBytes = 10;
        limits.searchBytes = 32;
        return readLineContext(InputName::fromText(path), at, limits);
    }
    QString write(const QByteArray& content)
    {
        const QString path = m_directory.filePath(u"some.log"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("Can't write %s", qPrintable(path));
        return path;
    }

    QTemporaryDir m_directory;
};

QTEST_GUILESS_MAIN(tst_LineContext)
#include "tst_LineContext.moc"
