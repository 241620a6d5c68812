// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/chunks/ReadingOrigin.h"
#include "loading/ledger/UndoLoad.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QSqlQuery>
#include <QTest>

#include <algorithm>
#include <memory>
#include <optional>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// Each sensor once, so that it identifies a reading.
QByteArray line(int sensor, const QByteArray& measurements = "temperature 1.5, vibration -2.25")
{
    return "[2020-01-30 23:00:07] ERROR sensor[" + QByteArray::number(sensor) + "]: ("
           + measurements + ")";
}

} // namespace

// From readings in a real database to lines of real files.
class tst_ReadingOrigin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        m_session.reset();
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        m_session.emplace(*std::move(session));
    }
    void cleanupTestCase() { m_session.reset(); }

    void everyReadingHasItsLine_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("lineEnd");
        QTest::addColumn<QByteArray>("between"); // after every third line
        QTest::addColumn<bool>("isTerminated");
        QTest::addColumn<int>("chunkRows");
        const auto rows = [](const char* name, const QByteArray& start, const QByteArray& lineEnd,
                             const QByteArray& between, bool isTerminated) {
            for (const int chunkRows : {1, 2, 7, 100'000}) {
                QTest::addRow("%s, %d", name, chunkRows)
                    << start << lineEnd << between << isTerminated << chunkRows;
            }
        };
        rows("LF", "", "\n", "", true);
        rows("CRLF", "", "\r\n", "", true);
        rows("byte order mark", "\xEF\xBB\xBF", "\r\n", "", true);
        rows("rejected and blank lines", "nonsense\n\n", "\n", "\n\nno reading\n", true);
        rows("last line not ended", "", "\n", "", false);
        rows("last line half ended", "", "\r\n", "", false);
    }
    void everyReadingHasItsLine()
    {
        QFETCH(const QByteArray, start);
        QFETCH(const QByteArray, lineEnd);
        QFETCH(const QByteArray, between);
        QFETCH(const bool, isTerminated);
        QFETCH(const int, chunkRows);
        constexpr int kSensors = 20;
        QByteArray content = start;
        for (int sensor = 1; sensor <= kSensors; ++sensor)
            content += line(sensor) + lineEnd + (sensor % 3 == 0 ? between : QByteArray());
        if (!isTerminated)
            content.chop(1);
        m_fixture->write(u"a.log"_s, content);
        LoadOptions options;
        options.chunkRows = chunkRows;
        options.isFinal = !isTerminated;
        QCOMPARE(m_fixture->load(options).readings().loaded, kSensors);
        for (int sensor = 1; sensor <= kSensors; ++sensor) {
            const auto origin = find(sensor);
            VERIFY_RESULT(origin);
            verifyIs(*origin, content, content.indexOf(line(sensor)), line(sensor));
            QCOMPARE(origin->path, m_fixture->path(u"a.log"_s));
            QCOMPARE(origin->loadId, 1);
            QVERIFY(origin->loadedAt.isValid());
        }
    }

    // Readings are distinguished by their values, however the line was written.
    void tellsReadingsApart()
    {
        const QByteArrayList lines{
            line(1, "temperature 1.5"),
            line(1, "temperature 1.50, pressure 3"),
            line(1, "temperature 1.5, pressure 4, a\\b \"x\""),
            '"' + line(1, "temperature\t1.75, note \"\"x\"\"") + '"',
            "2020-01-30 23:00:08;ERROR;sensor=1;\"temperature 1.5, vibration\";2;;",
            line(1, "temperature err, vibration 2"),
            line(1, "temperature -0, vibration 1e-7"),
            line(1, "vibration 0.1"),
            line(1, ""),
            "[2020-01-30 23:00:07.000001] ERROR sensor[1]: (vibration 0.1)",
            "[2020-01-30 23:00:07] warning sensor[1]: (vibration 0.1)",
            "[1999-12-31 23:59:59.999999] ERROR sensor[1]: (vibration 0.1)",
        };
        const QByteArray content = lines.join('\n') + '\n';
        m_fixture->write(u"a.log"_s, content);
        QCOMPARE(m_fixture->load().readings().loaded, lines.size());
        const QList<ReadingRow> rows = readings();
        QCOMPARE(rows.size(), lines.size());
        QByteArrayList found;
        for (const ReadingRow& row : rows) {
            const auto origin = find(row);
            VERIFY_RESULT(origin);
            found << origin->location.raw;
        }
        // Those with further measurements are stored after the others.
        QCOMPARE(QSet<QByteArray>(found.cbegin(), found.cend()).size(), lines.size());
        for (const QByteArray& one : lines)
            QVERIFY2(found.contains(one), one.constData());
    }

    // The layout is kept with the file: what is appended is read in it, whatever it looks like.
    void linesOfALayoutAreFound()
    {
        const QByteArray first = "2020-01-30 23:00:07 ERROR P-1 temperature 1.5, vibration 2\n";
        const QByteArray second = "2020-01-30 23:00:08 TRIP P-2 temperature 2.5, vibration 3\n";
        m_fixture->write(u"a.log"_s, first);
        QCOMPARE(m_fixture->load().readings().loaded, 1);
        m_fixture->write(u"a.log"_s, first + second);
        QCOMPARE(m_fixture->load().readings().loaded, 1);
        const QList<ReadingRow> rows = readings();
        QCOMPARE(rows.size(), 2);
        for (const ReadingRow& row : rows) {
            const auto origin = find(row);
            VERIFY_RESULT(origin);
            QCOMPARE(origin->location.raw + '\n', row.sensor == u"P-1" ? first : second);
        }
        QCOMPARE(m_fixture->load().readings().loaded, 0);
    }

    // Each of them has its own line, also far apart, in other chunks, and when lines between them
    // are no readings or have measurements that are stored in another way.
    void equalLinesHaveTheirOwnLines_data()
    {
        QTest::addColumn<int>("chunkRows");
        QTest::addColumn<int>("workers");
        for (const int chunkRows : {1, 2, 7, 100'000}) {
            for (const int workers : {1, 4})
                QTest::addRow("%d, %d", chunkRows, workers) << chunkRows << workers;
        }
    }
    void equalLinesHaveTheirOwnLines()
    {
        QFETCH(const int, chunkRows);
        QFETCH(const int, workers);
        QByteArray between;
        for (int sensor = 10; sensor < 1000; ++sensor)
            between += line(sensor) + '\n';
        const QByteArray equal = line(1) + '\n';
        const QByteArray fuller = line(2, "temperature 1, pressure 3") + "\r\n";
        m_fixture->write(
            u"a.log"_s, equal + fuller + "nonsense\n" + equal + equal + between + fuller + "\n\n"
                            + equal + fuller);
        LoadOptions options;
        options.chunkRows = chunkRows;
        options.workers = workers;
        m_fixture->load(options);
        verifyLines(u"n.sensor_id = '1'"_s, {1, 4, 5, 999});
        verifyLines(u"n.sensor_id = '2'"_s, {2, 996, 1000});
    }

    // The first of the equal lines was known from an earlier version of the file.
    void equalLinesOfWhichOneWasSkipped()
    {
        m_fixture->write(u"a.log"_s, line(1) + '\n' + line(2) + '\n');
        m_fixture->load();
        m_fixture->write(u"a.log"_s, line(1) + '\n' + line(1) + '\n' + line(3) + '\n');
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{3, 2, 0, 0, 1}));
        verifyLines(u"n.sensor_id = '1' AND faultline.chunk_of(reading_id) > 1"_s, {2});
        QCOMPARE(find(3)->location.lineNumber, 3);
    }

    // A chunk is stored in halves around a line that the database refuses.
    void linesOfHalvedChunks()
    {
        m_fixture->execute(
            "CREATE FUNCTION faultline.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.sensor_key = (SELECT sensor_key FROM faultline.sensor WHERE sensor_id = '7') "
            "THEN RAISE 'seven' USING ERRCODE = '22003'; END IF;"
            " RETURN NEW; END $$;"
            "CREATE TRIGGER refuse BEFORE INSERT ON faultline.reading FOR EACH ROW"
            " EXECUTE FUNCTION faultline.refuse()");
        m_fixture->write(
            u"a.log"_s,
            line(1) + '\n' + line(1) + '\n' + line(7) + '\n' + line(1) + '\n' + line(1) + '\n');
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{5, 4, 1, 0, 0}));
        verifyLines(u"true"_s, {1, 2, 4, 5});
    }

    void grownFile()
    {
        loadTwoLines();
        m_fixture->append(u"a.log"_s, line(3) + '\n');
        VERIFY_RESULT(find(2));
        QCOMPARE(find(2)->context.after.first().bytes, line(3));
        m_fixture->load();
        QCOMPARE(find(3)->location.lineNumber, 3);
        QCOMPARE(find(3)->loadId, 2);
    }

    void editedElsewhere()
    {
        LoadOptions options;
        options.chunkRows = 1;
        loadTwoLines(options);
        m_fixture->write(u"a.log"_s, line(1) + '\n' + line(2).replace("1.5", "1.6") + '\n');
        VERIFY_RESULT(find(1));
        VERIFY_ERROR(find(2), u"file-changed"_s);
        QVERIFY(find(2).error().remedy.contains(u"Load the folder again"_s));
    }

    // Loading the folder again finds the lines at their new position.
    void editedBefore()
    {
        loadTwoLines();
        m_fixture->write(u"a.log"_s, "a heading\n" + line(1) + '\n' + line(2) + '\n');
        VERIFY_ERROR(find(1), u"file-changed"_s);
        m_fixture->load();
        const auto origin = find(1);
        VERIFY_RESULT(origin);
        QCOMPARE(origin->location.lineNumber, 2);
        QCOMPARE(origin->loadId, 1);
    }

    void replacedFileIsTold()
    {
        loadTwoLines();
        m_fixture->write(u"a.log"_s, line(3) + '\n' + line(4) + '\n' + line(5) + '\n');
        VERIFY_ERROR(find(1), u"file-changed"_s);
        QVERIFY(find(1).error().why.contains(u"has changed"_s));
        m_fixture->load();
        VERIFY_RESULT(find(4));
        VERIFY_ERROR(find(1), u"file-changed"_s);
        QVERIFY(find(1).error().why.contains(u"earlier version"_s));
        QVERIFY(!find(1).error().remedy.isEmpty());
    }

    void shortenedFileIsTold()
    {
        loadTwoLines();
        m_fixture->write(u"a.log"_s, line(1) + '\n');
        VERIFY_ERROR(find(1), u"file-changed"_s);
    }

    void deletedAndRenamed()
    {
        loadTwoLines();
        QVERIFY(QFile::rename(m_fixture->path(u"a.log"_s), m_fixture->path(u"b.log"_s)));
        const auto origin = find(1);
        VERIFY_ERROR(origin, u"file-gone"_s);
        QCOMPARE(origin.error().where, m_fixture->path(u"a.log"_s));
        QVERIFY(!origin.error().why.isEmpty() && !origin.error().remedy.isEmpty());
        m_fixture->load();
        QCOMPARE(find(1)->path, m_fixture->path(u"b.log"_s));
    }

    void unreadableFileIsTold()
    {
        loadTwoLines();
        const QString path = m_fixture->path(u"a.log"_s);
        QVERIFY(QFile::remove(path));
        // Something that not even root can read as a file.
        QVERIFY(QDir().mkpath(path));
        VERIFY_ERROR(find(1), u"file"_s);
        QVERIFY(QDir().rmdir(path));
        m_fixture->write(u"a.log"_s, line(1) + '\n' + line(2) + '\n');
        if (geteuid() == 0)
            QSKIP("root may read every file");
        QVERIFY(QFile::setPermissions(path, {}));
        VERIFY_ERROR(find(1), u"file"_s);
    }

    void undoneReadingIsTold()
    {
        loadTwoLines();
        const ReadingRow row = readings().first();
        undoFirstLoad();
        const auto origin = find(row);
        VERIFY_ERROR(origin, u"reading-gone"_s);
        QVERIFY(!origin.error().why.isEmpty() && !origin.error().remedy.isEmpty());
    }

    // The same lines, loaded again.
    void idsAreNeverUsedAgain()
    {
        loadTwoLines();
        const ReadingRow row = readings().first();
        undoFirstLoad();
        m_fixture->load();
        QCOMPARE(readings().first().occurredAt, row.occurredAt);
        QVERIFY(readings().first().id != row.id);
        VERIFY_ERROR(find(row), u"reading-gone"_s);
    }

    // Two readings were exchanged, so neither is on its line.
    void movedInTheDatabase()
    {
        loadTwoLines();
        m_fixture->execute("UPDATE faultline.reading SET reading_id = reading_id # 1");
        VERIFY_ERROR(find(1), u"line-differs"_s);
        VERIFY_ERROR(find(2), u"line-differs"_s);
        m_fixture->execute("UPDATE faultline.reading SET reading_id = reading_id + 100");
        VERIFY_ERROR(find(1), u"line-differs"_s);
    }

    void changedInTheDatabase()
    {
        loadTwoLines();
        m_fixture->execute("UPDATE faultline.reading SET temperature = 99 WHERE sensor_key ="
                           " (SELECT sensor_key FROM faultline.sensor WHERE sensor_id = '1')");
        const auto origin = find(1);
        VERIFY_ERROR(origin, u"line-differs"_s);
        QVERIFY(!origin.error().remedy.isEmpty());
    }

    void cancelEndsTheSearch()
    {
        loadTwoLines();
        const auto reading = fetchLoadedReading(*m_session, readings().first());
        VERIFY_RESULT(reading);
        const CancelToken cancel;
        cancel.cancel();
        VERIFY_ERROR(findReadingOrigin(*reading, cancel), kCancelledCode);
    }

private:
    void loadTwoLines(const LoadOptions& options = {})
    {
        m_fixture->write(u"a.log"_s, line(1) + '\n' + line(2) + '\n');
        QCOMPARE(m_fixture->load(options).readings().loaded, 2);
    }

    void undoFirstLoad()
    {
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{1}, CancelToken()));
    }

    // As the Readings page reads them.
    QList<ReadingRow> readings(const QString& condition = u"true"_s)
    {
        auto query = m_session->execute(
            u"SELECT r.reading_id, r.occurred_at::text, n.sensor_id, s.name, r.temperature::text,"
            " r.vibration::text, r.extra::text FROM faultline.reading r"
            " JOIN faultline.severity s ON s.code = r.severity"
            " JOIN faultline.sensor n ON n.sensor_key = r.sensor_key WHERE "_s
            + condition + u" ORDER BY r.reading_id"_s);
        if (!query)
            qFatal("%s", qPrintable(query.error().toText()));
        const auto text = [&query](int column) {
            return query->isNull(column) ? QString() : query->value(column).toString();
        };
        QList<ReadingRow> rows;
        while (query->next()) {
            const auto id = static_cast<ReadingId>(query->value(0).toLongLong());
            rows << ReadingRow{id, text(1), text(2), text(3), text(4), text(5), text(6)};
        }
        return rows;
    }

    Result<ReadingOrigin> find(const ReadingRow& row)
    {
        const auto reading = fetchLoadedReading(*m_session, row);
        if (!reading)
            return reading.error();
        return findReadingOrigin(*reading, CancelToken());
    }
    // The sensor's only reading.
    Result<ReadingOrigin> find(int sensor)
    {
        return find(readings(u"n.sensor_id = '%1'"_s.arg(sensor)).at(0));
    }

    // In the order of their ids; but chunks of several workers are in any order.
    void verifyLines(const QString& condition, const QList<qint64>& expected)
    {
        QList<qint64> lines;
        for (const ReadingRow& row : readings(condition)) {
            const auto origin = find(row);
            VERIFY_RESULT(origin);
            lines << origin->location.lineNumber;
        }
        std::sort(lines.begin(), lines.end());
        QCOMPARE(lines, expected);
    }

    static void verifyIs(
        const ReadingOrigin& origin, const QByteArray& content, qsizetype byteOffset,
        const QByteArray& expected)
    {
        QCOMPARE(origin.location.raw, expected);
        QCOMPARE(origin.location.lineBytes, expected.size());
        QCOMPARE(origin.location.byteOffset, byteOffset);
        QCOMPARE(origin.location.lineNumber, content.left(byteOffset).count('\n') + 1);
        QCOMPARE(origin.context.lines.size(), 1);
        QCOMPARE(origin.context.lines.first().bytes, expected);
        QCOMPARE(origin.context.lines.first().lineNumber, origin.location.lineNumber);
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    std::optional<SqlSession> m_session;
};

QTEST_GUILESS_MAIN(tst_ReadingOrigin)
#include "tst_ReadingOrigin.moc"
