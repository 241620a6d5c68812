// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/RejectedLineQuery.h"

#include "LoadFixture.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QByteArray badLines(int sensors, int severities)
{
    return QByteArray("[2020-01-01 00:00:00] ERROR sensor[]: (temperature 1)\n").repeated(sensors)
           + QByteArray("[2020-01-01 00:00:00] ERR0R sensor[1]: (temperature 1)\n")
                 .repeated(severities);
}

/// "reason lines/files" for each.
QStringList describe(const RejectedCounts& counts)
{
    QStringList text;
    for (const RejectedReasonCount& count : counts.reasons)
        text << u"%1 %2/%3"_s.arg(count.reason).arg(count.lines).arg(count.files);
    return text;
}

} // namespace

class tst_RejectedLineQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        m_session.emplace(*std::move(session));
    }
    void cleanup() { m_session.reset(); }

    void emptyDatabaseHasNoRejectedLines()
    {
        const auto counts = countRejectedLines(*m_session);
        VERIFY_RESULT(counts);
        QCOMPARE(counts->lines, 0);
        QVERIFY(counts->reasons.isEmpty() && counts->files.isEmpty());
        QVERIFY(fetchRejectedLines(*m_session, {}, {}, 10)->isEmpty());
    }

    void linesAreAsInTheirFile()
    {
        m_fixture->load(LoadFixture::sampleFolder());
        const QList<StoredRejectedLine> all = fetch({}, 100);
        QCOMPARE(all.size(), 7);
        QFile log(LoadFixture::sampleFolder() + u"/equipment_failure_sensors.log"_s);
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArray content = log.readAll();
        for (const StoredRejectedLine& line : all) {
            QCOMPARE(content.mid(line.key.byteOffset, line.raw.size()), line.raw);
            QCOMPARE(content.left(line.key.byteOffset).count('\n') + 1, line.key.lineNumber);
            QVERIFY(!line.rawText().isEmpty());
            QVERIFY(!line.isRecord);
            QCOMPARE(line.location().raw, line.raw);
        }
    }

    // Chunks and pages from one line each to all lines in one: the result is the same.
    void pagesHaveEachLineOnce_data()
    {
        QTest::addColumn<int>("chunkRows");
        QTest::addColumn<int>("pageRows");
        for (const int chunkRows : {1, 3, 1000}) {
            for (const int pageRows : {1, 2, 5, 100})
                QTest::addRow("chunks of %d, pages of %d", chunkRows, pageRows)
                    << chunkRows << pageRows;
        }
    }
    void pagesHaveEachLineOnce()
    {
        QFETCH(int, chunkRows);
        QFETCH(int, pageRows);
        loadTwoFiles(chunkRows);
        RejectedLineFilter severity;
        severity.reason = u"severity"_s;
        RejectedLineFilter file;
        file.fileId = fileNamed(u"a.log"_s);
        RejectedLineFilter both = severity;
        both.fileId = file.fileId;
        RejectedLineFilter nothing;
        nothing.reason = u"timestamp"_s;
        RejectedLineFilter otherLoad;
        otherLoad.loadId = 4711;
        for (const auto& [filter, expected] :
             {std::pair(RejectedLineFilter(), 12),
              {severity, 5},
              {file, 8},
              {both, 3},
              {nothing, 0},
              {otherLoad, 0}}) {
            QList<StoredRejectedLine> lines;
            std::optional<RejectedLineKey> after;
            while (true) {
                const auto page = fetchRejectedLines(*m_session, filter, after, pageRows);
                VERIFY_RESULT(page);
                lines += *page;
                if (page->size() < pageRows)
                    break;
                after = page->last().key;
            }
            QCOMPARE(lines.size(), expected);
            QCOMPARE(countRejectedLines(*m_session, filter)->lines, expected);
            for (qsizetype i = 1; i < lines.size(); ++i) {
                const RejectedLineKey& a = lines.at(i - 1).key;
                const RejectedLineKey& b = lines.at(i).key;
                QVERIFY(
                    std::tie(a.chunkId, a.lineNumber, a.byteOffset)
                    < std::tie(b.chunkId, b.lineNumber, b.byteOffset));
            }
        }
    }

    void countsByReasonAndFile()
    {
        loadTwoFiles(4);
        const auto counts = countRejectedLines(*m_session);
        VERIFY_RESULT(counts);
        QCOMPARE(describe(*counts), (QStringList{u"sensor-id 7/2"_s, u"severity 5/2"_s}));
        QCOMPARE(counts->files.size(), 2);
        QVERIFY(counts->files.first().path.endsWith(u"/a.log"_s));
        QCOMPARE(counts->files.first().lines, 8);
        QCOMPARE(counts->lines, 12);
        RejectedLineFilter file;
        file.fileId = fileNamed(u"b.log"_s);
        QCOMPARE(
            describe(*countRejectedLines(*m_session, file)),
            (QStringList{u"sensor-id 2/1"_s, u"severity 2/1"_s}));
    }

    // However lines are stored or removed, the counts follow, even after a rollback.
    void countsFollowTheLines()
    {
        loadTwoFiles(2);
        QCOMPARE(countMismatch(), u"0"_s);
        m_fixture->execute("DELETE FROM faultline.rejected_line WHERE line_number % 2 = 0");
        QCOMPARE(countMismatch(), u"0"_s);
        m_fixture->execute("BEGIN; DELETE FROM faultline.rejected_line; ROLLBACK");
        QCOMPARE(countMismatch(), u"0"_s);
        const qint64 left = countRejectedLines(*m_session)->lines;
        QVERIFY(left > 0 && left < 12);
        m_fixture->execute("DELETE FROM faultline.rejected_line");
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.rejected_reason"), u"0"_s);
    }

    void recordsOfListsAreTold()
    {
        m_fixture->write(
            u"equipment.ndjson"_s, "{\"equipment_id\": 1, \"code\": \"A\"}\n{\"code\": 2}\n");
        m_fixture->write(u"a.log"_s, logLines(3));
        m_fixture->load();
        const QList<StoredRejectedLine> lines = fetch({}, 10);
        QCOMPARE(lines.size(), 1);
        QVERIFY(lines.first().isRecord);
        QCOMPARE(lines.first().reason, u"missing-field"_s);
    }

    void namesReasonsAlsoUnknownOnes()
    {
        QCOMPARE(reasonNameOf(u"sensor-id"_s), u"Sensor"_s);
        QVERIFY(reasonTextOf(u"sensor-id"_s).contains(u"128 bytes"_s));
        // From a newer program.
        QCOMPARE(reasonNameOf(u"colour"_s), u"colour"_s);
        QCOMPARE(reasonTextOf(u"colour"_s), u"colour"_s);
    }

private:
    QList<StoredRejectedLine> fetch(const RejectedLineFilter& filter, int limit)
    {
        const auto lines = fetchRejectedLines(*m_session, filter, {}, limit);
        return lines ? *lines : QList<StoredRejectedLine>();
    }
    void loadTwoFiles(int chunkRows) const
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(3) + badLines(5, 3) + logLines(2, 7));
        m_fixture->write(u"b.log"_s, badLines(2, 2) + logLines(2, 9));
        LoadOptions options;
        options.chunkRows = chunkRows;
        m_fixture->load(options);
    }
    qint32 fileNamed(const QString& name) const
    {
        return m_fixture
            ->ask(
                "SELECT file_id FROM faultline.source_file WHERE path LIKE '%/" + name.toUtf8()
                + "'")
            .toInt();
    }
    // Chunks and reasons with a wrong count.
    QString countMismatch() const
    {
        return m_fixture->ask("SELECT count(*) FROM faultline.rejected_reason n FULL JOIN"
                              " (SELECT reason, chunk_id, count(*) AS lines FROM "
                              "faultline.rejected_line GROUP BY 1, 2)"
                              " l USING (reason, chunk_id) WHERE n.lines IS DISTINCT FROM l.lines");
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    std::optional<SqlSession> m_session;
};

QTEST_GUILESS_MAIN(tst_RejectedLineQuery)
#include "tst_RejectedLineQuery.moc"
