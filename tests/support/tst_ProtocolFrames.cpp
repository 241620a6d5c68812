// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ProtocolFrames.h"

#include <QTest>
#include <QtEndian>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QByteArray bigEndian(qint32 number)
{
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(number, bytes.data());
    return bytes;
}

QByteArray opening(qint32 code, const QByteArray& rest = {})
{
    return bigEndian(static_cast<qint32>(8 + rest.size())) + bigEndian(code) + rest;
}

QByteArray message(char type, const QByteArray& body)
{
    return type + bigEndian(static_cast<qint32>(4 + body.size())) + body;
}

constexpr qint32 kVersion3 = 3 << 16;
constexpr qint32 kSslRequest = 80877103;

} // namespace

class tst_ProtocolFrames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsMessagesInPieces_data();
    void findsMessagesInPieces();
    void answerToAnEncryptionRequest();
    void tellsCommits_data();
    void tellsCommits();
};

void tst_ProtocolFrames::findsMessagesInPieces_data()
{
    QTest::addColumn<qsizetype>("pieceBytes");
    for (const int bytes : {1, 2, 3, 5, 7, 100, 10'000})
        QTest::addRow("%d bytes", bytes) << qsizetype{bytes};
}

void tst_ProtocolFrames::findsMessagesInPieces()
{
    QFETCH(qsizetype, pieceBytes);
    const QByteArray sent = opening(kSslRequest) + opening(kVersion3, "user\0x\0\0"_ba)
                            + message('Q', "SELECT 1\0"_ba) + message('d', QByteArray(3'000, 'Q'))
                            + message('S', {}) + message('Q', "COMMIT\0"_ba);
    ProtocolFrames frames(ProtocolFrames::Side::Client);
    QByteArray types;
    QByteArray last;
    for (qsizetype at = 0; at < sent.size(); at += pieceBytes) {
        QByteArrayView piece =
            QByteArrayView(sent).sliced(at, std::min(pieceBytes, sent.size() - at));
        while (!piece.isEmpty()) {
            const auto taken = frames.take(piece);
            QVERIFY(taken.bytes > 0);
            piece = piece.sliced(taken.bytes);
            if (taken.message) {
                types += taken.message->type;
                last = taken.message->body;
                QVERIFY(last.size() <= 64);
            }
        }
    }
    QCOMPARE(types, "\0\0QdSQ"_ba);
    QCOMPARE(last, "COMMIT\0"_ba);
}

void tst_ProtocolFrames::answerToAnEncryptionRequest()
{
    ProtocolFrames frames(ProtocolFrames::Side::Server);
    frames.expectSingleByte();
    const QByteArray sent = 'N' + message('Z', "I"_ba);
    const auto answer = frames.take(sent);
    QCOMPARE(answer.bytes, 1);
    QCOMPARE(answer.message->type, 'N');
    const auto ready = frames.take(QByteArrayView(sent).sliced(1));
    QCOMPARE(ready.bytes, sent.size() - 1);
    QCOMPARE(ready.message->type, 'Z');
}

void tst_ProtocolFrames::tellsCommits_data()
{
    QTest::addColumn<char>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isCommit");
    QTest::newRow("simple") << 'Q' << "COMMIT\0"_ba << true;
    QTest::newRow("prepared") << 'P' << "\0COMMIT\0\0\0"_ba << true;
    QTest::newRow("another statement") << 'Q' << "ROLLBACK\0"_ba << false;
    QTest::newRow("a longer statement") << 'Q' << "COMMIT AND CHAIN\0"_ba << false;
    QTest::newRow("data") << 'd' << "COMMIT\0"_ba << false;
}

void tst_ProtocolFrames::tellsCommits()
{
    QFETCH(char, type);
    QFETCH(QByteArray, body);
    QFETCH(bool, isCommit);
    QCOMPARE((ProtocolMessage{type, body}.isCommit()), isCommit);
}

QTEST_GUILESS_MAIN(tst_ProtocolFrames)
#include "tst_ProtocolFrames.moc"
