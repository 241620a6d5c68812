// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "base/Translations.h"
#include "loading/findings/MeasurementFindings.h"
#include "loading/ledger/UndoLoad.h"
#include "sources/lines/MeasurementValue.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QByteArray line(int second, const QByteArray& measurements, const QByteArray& sensor = "1")
{
    return "[2021-02-07 03:" + QByteArray::number(second / 60).rightJustified(2, '0') + ':'
           + QByteArray::number(second % 60).rightJustified(2, '0') + "]\tERROR\tsensor[" + sensor
           + "]:\t(" + measurements + ")\n";
}

std::optional<UserMessage> finding(const QList<UserMessage>& findings, const QString& code)
{
    const auto found =
        std::find_if(findings.begin(), findings.end(), [&code](const UserMessage& message) {
            return message.code == code;
        });
    return found == findings.end() ? std::nullopt : std::optional(*found);
}

void add(MeasurementNotes& notes, std::string_view name, std::string_view value, int times = 1)
{
    Reading reading;
    reading.extras.push_back({name, value});
    for (int i = 0; i < times; ++i)
        notes.add(reading, "the line\r", 7);
}

} // namespace

// Measurements that aren't numbers, and names that are new: what a load says about them.
class tst_Measurements : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations();
        VERIFY_RESULT(m_server.start());
    }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        m_fixture->writeLists();
    }

    // Whatever the chunks, each is counted once.
    void wordsAreCounted_data()
    {
        QTest::addColumn<qint64>("chunkRows");
        for (const qint64 rows : {1, 7, 100'000})
            QTest::addRow("%lld", rows) << rows;
    }
    void wordsAreCounted()
    {
        QFETCH(qint64, chunkRows);
        QByteArray log;
        for (int i = 0; i < 30; ++i)
            log += line(i, i % 3 == 0 ? "temperature err, vibration 2" : "vibration\t1");
        log += line(30, "temperature N/A, vibration , pressure 5, state OPEN");
        log += line(31, "temperature N/A, vibration 1, pressure err, state SHUT");
        m_fixture->write(u"a.log"_s, log);
        LoadOptions options;
        options.chunkRows = chunkRows;
        const LoadReceipt receipt = m_fixture->load(options);
        QCOMPARE(receipt.readings().loaded, 32);
        const auto words = finding(receipt.findings, u"unreadable-measurements"_s);
        QVERIFY(words);
        // States are never numbers, so they are no finding.
        QCOMPARE(
            words->why.section(u'.', 0, 0),
            u"temperature: “err” 10 times, “N/A” 2 times; vibration: (empty) 1 time; "
            "pressure: “err” 1 time"_s);
        QCOMPARE(words->what, u"14 measurements are not numbers"_s);
        QVERIFY(!finding(m_fixture->load().findings, u"unreadable-measurements"_s));
    }

    void newNamesAreShownOnce()
    {
        m_fixture->write(u"a.log"_s, line(0, "temperature 1") + line(1, "pressure 5, flow 3"));
        const auto isNew = finding(m_fixture->load().findings, u"new-measurements"_s);
        QVERIFY(isNew);
        QCOMPARE(isNew->what, u"2 measurement names are new"_s);
        QVERIFY(isNew->why.startsWith(u"“pressure” in 1 reading, “flow” in 1 reading."_s));
        QVERIFY(isNew->where.contains(u"a.log, line 2: [2021-02-07 03:00:01]"_s));
        m_fixture->append(u"a.log"_s, line(2, "Pressure 5") + line(3, "level 5"));
        const LoadReceipt second = m_fixture->load();
        const auto level = finding(second.findings, u"new-measurements"_s);
        QVERIFY(level);
        QVERIFY(level->why.startsWith(u"“level” in 1 reading."_s));
        QVERIFY(level->where.contains(u"a.log, line 4:"_s));
        QVERIFY(!finding(m_fixture->load().findings, u"new-measurements"_s));
        // Undo forgets what only that load had.
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{second.loadId}, CancelToken()));
        const auto again = finding(m_fixture->load().findings, u"new-measurements"_s);
        QVERIFY(again);
        QVERIFY(again->why.startsWith(u"“level” in 1 reading."_s));
        QCOMPARE(m_fixture->journalMismatch(), QString());
    }

    void nameThatOccursOnceIsProbablyDamage()
    {
        QByteArray log;
        for (int i = 0; i < 1'200; ++i)
            log += line(i, i == 700 ? "temperature\t1, vibratiom\t2" : "temperature\t1, flow 3");
        m_fixture->write(u"a.log"_s, log);
        const LoadReceipt receipt = m_fixture->load();
        const auto rare = finding(receipt.findings, u"rare-measurements"_s);
        QVERIFY(rare);
        QCOMPARE(rare->kind, UserMessage::Kind::Warning);
        QCOMPARE(
            rare->why,
            u"“vibratiom” in 1 reading, of 1,200 readings. Their lines are probably damaged."_s);
        QVERIFY(rare->where.contains(u"line 701:"_s));
        QVERIFY(finding(receipt.findings, u"new-measurements"_s)->why.contains(u"“flow”"_s));
    }

    // A quoted line has its texts in the parser while its sensor waits for its key.
    void quotedLinesOfNewSensors()
    {
        QByteArray log;
        for (int i = 0; i < 50; ++i) {
            QByteArray text = line(
                i, "note \"" + QByteArray::number(i) + "\", temperature\t1",
                "TI-\"" + QByteArray::number(i % 10) + '"');
            text.chop(1);
            log += '"'
                   + text.replace("note \"", "note ")
                         .replace("\", temp", ", temp")
                         .replace("\"", "\"\"")
                   + "\"\r\n";
        }
        m_fixture->write(u"a.log"_s, log);
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{50, 50, 0, 0, 0}));
        QCOMPARE(
            m_fixture->ask("SELECT count(DISTINCT (n.sensor_id, r.extra -> 'note'))"
                           " FROM faultline.reading r JOIN faultline.sensor n USING (sensor_key)"
                           " WHERE n.sensor_id = 'TI-\"' || (r.extra -> 'note')::int % 10 || '\"'"),
            u"50"_s);
        QCOMPARE(m_fixture->journalMismatch(), QString());
    }

    void notesAreBounded()
    {
        MeasurementNotes notes;
        for (int i = 0; i < 200; ++i)
            add(notes, "name" + std::to_string(i), "1");
        add(notes, std::string(1'000, 'x'), "1");
        for (int i = 0; i < 100; ++i)
            add(notes, "temperature", "bad " + std::string(1, static_cast<char>('!' + i)));
        QCOMPARE(notes.notes().front().example, std::string("the line"));
        QCOMPARE(notes.notes().size(), MeasurementNotes::kMaxNames + 1);
        QCOMPARE(notes.otherNames(), 200 - 64 + 1);
        const MeasurementNote& temperature = notes.notes().back();
        QCOMPARE(temperature.readings, 100);
        QCOMPARE(temperature.words.size(), MeasurementNotes::kMaxWords);
        QCOMPARE(temperature.otherWords, 100 - 16);
        QVERIFY(finding(findNewNames(notes, {}, 300), u"many-measurements"_s));
        QVERIFY(findWords(notes).first().why.contains(u"other text 94 times"_s));
    }

    void journalKeepsNotes()
    {
        MeasurementNotes notes;
        add(notes, "temperature", "N/A", 3);
        add(notes, "\u00D8l \\ \"x\"", "5");
        add(notes, "pressure", std::string(100, 'x'));
        const MeasurementNotes read = MeasurementNotes::fromJson(notes.toJson());
        QCOMPARE(read.toJson(), notes.toJson());
        MeasurementNotes sum = notes;
        sum += read;
        QCOMPARE(sum.notes().front().readings, 6);
        QCOMPARE(sum.notes().front().words.front().count, 6);
        QCOMPARE(sum.notes().back().otherWords, 2);
        QCOMPARE(sum.notes().front().line, 7);
    }

private:
    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_Measurements)
#include "tst_Measurements.moc"
