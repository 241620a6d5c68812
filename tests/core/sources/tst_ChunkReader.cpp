// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/ChunkReader.h"

#include "readings/RejectedLine.h"
#include "sources/input/ContentHash.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QByteArray bytesOf(const RawChunk& chunk)
{
    const auto view = chunk.bytes.view();
    return {view.data(), static_cast<qsizetype>(view.size())};
}

} // namespace

class tst_ChunkReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // However a file is cut, the pieces together are the file, line by line.
    void piecesAreTheWhole_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("isFinal");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("empty") << QByteArray() << true << QByteArray();
        QTest::newRow("lines") << QByteArray("a\nbb\nccc\n") << false << QByteArray("a\nbb\nccc\n");
        QTest::newRow("CRLF") << QByteArray("a\r\nbb\r\n") << false << QByteArray("a\r\nbb\r\n");
        QTest::newRow("empty lines") << QByteArray("\n\na\n\n") << false << QByteArray("\n\na\n\n");
        QTest::newRow("unfinished") << QByteArray("a\nbb\ncc") << false << QByteArray("a\nbb\n");
        QTest::newRow("final") << QByteArray("a\nbb\ncc") << true << QByteArray("a\nbb\ncc");
        QTest::newRow("one unfinished") << QByteArray("abc") << false << QByteArray();
        QTest::newRow("one final") << QByteArray("abc") << true << QByteArray("abc");
    }
    void piecesAreTheWhole()
    {
        QFETCH(QByteArray, content);
        QFETCH(bool, isFinal);
        QFETCH(QByteArray, expected);
        const auto file = write(content);
        for (const qint64 rows : {1, 2, 7, 100'000}) {
            for (const qint64 readBytes : {1, 2, 3, 64}) {
                ChunkLimits limits;
                limits.rows = rows;
                limits.readBytes = readBytes;
                ChunkReader reader(file, 0, file.size(), 1, isFinal, limits);
                RawChunk chunk;
                QByteArray whole;
                qint64 nextByte = 0;
                qint64 nextLine = 1;
                for (;;) {
                    const auto more = reader.next(chunk);
                    QVERIFY(more.ok());
                    if (!*more)
                        break;
                    QCOMPARE(chunk.firstByte, nextByte);
                    QCOMPARE(chunk.firstLine, nextLine);
                    QCOMPARE(
                        chunk.endByte - chunk.firstByte, static_cast<qint64>(chunk.bytes.size()));
                    QVERIFY(chunk.lines > 0 && chunk.lines <= rows);
                    whole += bytesOf(chunk);
                    nextByte = chunk.endByte;
                    nextLine += chunk.lines;
                }
                QCOMPARE(whole, expected);
                QCOMPARE(reader.unfinishedBytes(), content.size() - expected.size());
            }
        }
    }

    // Multi-byte characters and two-byte line ends, split by every read.
    void everySplitPointGivesTheSameLines()
    {
        const QByteArray content =
            "Gr\xC3\xBC\xC3\x9F\r\n\xF0\x9F\x9A\xA2;\"a\nb\"\r\n\r\n\xE2\x82\xAC\n";
        const auto file = write(content);
        for (qint64 readBytes = 1; readBytes <= content.size(); ++readBytes) {
            ChunkLimits limits;
            limits.readBytes = readBytes;
            for (limits.rows = 1; limits.rows <= 6; ++limits.rows) {
                ChunkReader reader(file, 0, file.size(), 1, false, limits);
                RawChunk chunk;
                QByteArray whole;
                qint64 lines = 0;
                while (*reader.next(chunk)) {
                    whole += bytesOf(chunk);
                    lines += chunk.lines;
                    QVERIFY(chunk.lines <= limits.rows);
                    QVERIFY(whole.endsWith('\n'));
                }
                QCOMPARE(whole, content);
                QCOMPARE(lines, content.count('\n'));
            }
        }
    }

    void partOfAFile()
    {
        const auto file = write("one\ntwo\nthree\nfour\n");
        ChunkReader reader(file, 4, 14, 2, true, ChunkLimits{});
        RawChunk chunk;
        QVERIFY(*reader.next(chunk));
        QCOMPARE(bytesOf(chunk), QByteArray("two\nthree\n"));
        QCOMPARE(chunk.firstLine, 2);
        QCOMPARE(chunk.endByte, 14);
        QVERIFY(!*reader.next(chunk));
    }

    void byteLimitCutsBetweenLines()
    {
        const auto file = write("12345678\n12345678\n12345678\n");
        ChunkLimits limits;
        limits.bytes = 16;
        limits.readBytes = 4;
        ChunkReader reader(file, 0, file.size(), 1, false, limits);
        RawChunk chunk;
        qint64 lines = 0;
        while (*reader.next(chunk)) {
            QVERIFY(chunk.bytes.size() <= 20);
            QVERIFY(bytesOf(chunk).endsWith('\n'));
            lines += chunk.lines;
        }
        QCOMPARE(lines, 3);
    }

    // A line that is too long is skipped in a chunk of its own, in little memory.
    void giantLineIsPassedOver_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("alone") << QByteArray() << QByteArray();
        QTest::newRow("first") << QByteArray() << QByteArray("a\nb\n");
        QTest::newRow("between") << QByteArray("a\nb\n") << QByteArray("c\n");
    }
    void giantLineIsPassedOver()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const QByteArray giant = QByteArray(3'000'000, 'x') + "END\n";
        const auto file = write(before + giant + after);
        ChunkReader reader(file, 0, file.size(), 1, false, ChunkLimits{});
        RawChunk chunk;
        QByteArray small;
        int giants = 0;
        qint64 nextByte = 0;
        while (*reader.next(chunk)) {
            QCOMPARE(chunk.firstByte, nextByte);
            nextByte = chunk.endByte;
            if (!chunk.unkept) {
                small += bytesOf(chunk);
                continue;
            }
            ++giants;
            QCOMPARE(chunk.lines, 1);
            QCOMPARE(chunk.firstByte, before.size());
            QCOMPARE(chunk.firstLine, before.count('\n') + 1);
            QCOMPARE(chunk.endByte - chunk.firstByte, giant.size());
            QCOMPARE(chunk.unkept->recordBytes, giant.size() - 1);
            QCOMPARE(static_cast<qint64>(chunk.bytes.size()), kMaxRawBytes);
            const auto view = [](const QByteArray& bytes) {
                return std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
            };
            QCOMPARE(chunk.unkept->contentHash, contentHash(view(giant)));
            QCOMPARE(chunk.unkept->tailHash, contentHash(view(giant.right(kTailBytes))));
        }
        QCOMPARE(giants, 1);
        QCOMPARE(small, before + after);
        QCOMPARE(nextByte, file.size());
    }

    void giantLineWithoutEnd()
    {
        const auto file = write("a\n" + QByteArray(3'000'000, 'x'));
        for (const bool isFinal : {false, true}) {
            ChunkReader reader(file, 0, file.size(), 1, isFinal, ChunkLimits{});
            RawChunk chunk;
            QVERIFY(*reader.next(chunk));
            QCOMPARE(bytesOf(chunk), QByteArray("a\n"));
            const auto more = reader.next(chunk);
            QCOMPARE(*more, isFinal);
            QCOMPARE(reader.unfinishedBytes(), isFinal ? 0 : 3'000'000);
            if (isFinal)
                QCOMPARE(chunk.unkept->recordBytes, 3'000'000);
        }
    }

    // Truncated and rewritten to a larger size.
    void rewrittenWhileReadIsAnError()
    {
        const auto file = write("a1\na2\na3\n");
        ChunkLimits limits;
        limits.rows = 1;
        limits.readBytes = 3;
        ChunkReader reader(file, 0, file.size(), 1, false, limits);
        RawChunk chunk;
        QVERIFY(*reader.next(chunk));
        QFile other(file.path());
        QVERIFY(other.open(QIODevice::WriteOnly | QIODevice::Truncate));
        other.write("b1\nb2\nb3\nb4\n");
        other.close();
        const auto more = reader.next(chunk);
        QVERIFY(!more.ok());
        QCOMPARE(more.error().code, u"file-rewritten"_s);
    }

    void truncatedWhileReadIsAnError()
    {
        const auto file = write(QByteArray(10'000, 'x') + '\n');
        QVERIFY(QFile::resize(file.path(), 100));
        ChunkReader reader(file, 0, file.size(), 1, false, ChunkLimits{});
        RawChunk chunk;
        const auto more = reader.next(chunk);
        QVERIFY(!more.ok());
        QCOMPARE(more.error().code, u"file-shrank"_s);
    }

private:
    InputFile write(const QByteArray& content)
    {
        const QString path = m_directory.filePath(QString::number(++m_files));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("can't write %s", qPrintable(path));
        file.close();
        return *InputFile::open(path);
    }

    QTemporaryDir m_directory;
    int m_files = 0;
};

QTEST_GUILESS_MAIN(tst_ChunkReader)
#include "tst_ChunkReader.moc"
