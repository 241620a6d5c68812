// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "database/connection/SqlSession.h"
#include "loading/chunks/ReadingOrigin.h"
#include "loading/ledger/LedgerCheck.h"
#include "sources/input/LineContext.h"
#include "support/TestArchive.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

// Compressed files and members of archives are loaded exactly once, like plain files.
class tst_Archives : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        m_fixture->writeLists();
        m_options = {};
        m_options.chunkRows = 500;
    }
    void cleanup()
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto ledger = verifyLedger(*connection, CancelToken());
        VERIFY_RESULT(ledger);
        QVERIFY2(
            ledger->verified(),
            ledger->verified() ? "" : qPrintable(ledger->discrepancies.first().toText()));
    }

    // In any container, and then in each other one.
    void sameContentInOtherContainers_data()
    {
        QTest::addColumn<int>("first");
        const QList<QByteArray> names{"plain", "gz", "zip", "tar.zst", "7z"};
        for (int first = 0; first < names.size(); ++first)
            QTest::addRow("%s first", names.at(first).constData()) << first;
    }
    void sameContentInOtherContainers()
    {
        QFETCH(const int, first);
        const QByteArray text = logLines(3'000);
        const QString expected = digestOf(text);
        const QList<std::pair<QString, QByteArray>> files{
            {u"a.log"_s, text},
            {u"a.log.gz"_s, gzipped(text)},
            {u"a.zip"_s, packed({{"logs/a.log", text}}, {"zip", nullptr, {}, {}})},
            {u"a.tar.zst"_s, packed({{"a.log", text}}, {"gnutar", "zstd", {}, {}})},
            {u"a.7z"_s, packed({{"a.log", text}}, {"7zip", nullptr, {}, {}})}};
        m_fixture->write(files.at(first).first, files.at(first).second);
        const LoadReceipt receipt = load();
        QCOMPARE(receipt.readings(), (RecordCounts{3'000, 3'000, 0, 0, 0}));
        QVERIFY(receipt.balanced());
        QCOMPARE(m_fixture->digest(), expected);
        QCOMPARE(load().readings().loaded, 0);
        QString last = files.at(first).first;
        for (int i = 1; i <= files.size(); ++i) {
            const auto& [name, bytes] = files.at((first + i) % files.size());
            // First instead of the file, then beside it.
            QFile::remove(m_fixture->path(last));
            m_fixture->write(name, bytes);
            QCOMPARE(load().readings(), (RecordCounts{3'000, 0, 0, 0, 3'000}));
            last = name;
        }
        for (const auto& [name, bytes] : files)
            m_fixture->write(name, bytes);
        QCOMPARE(load().readings().loaded, 0);
        QCOMPARE(m_fixture->digest(), expected);
    }

    void compressedAgain()
    {
        const QByteArray text = logLines(3'000);
        m_fixture->write(u"a.log.gz"_s, gzipped(text, 1));
        m_fixture->write(u"b.zip"_s, zipOf(logLines(2'000, 5), logLines(1'000, 6)));
        QCOMPARE(load().readings().loaded, 6'000);
        m_fixture->write(u"a.log.gz"_s, gzipped(text.left(5'000), 9) + gzipped(text.mid(5'000), 9));
        m_fixture->write(
            u"b.zip"_s, zipOf(logLines(2'000, 5), logLines(1'000, 6), "zip:compression=store"));
        QCOMPARE(load().readings(), (RecordCounts{6'000, 0, 0, 0, 6'000}));
    }

    void growingGzip()
    {
        const QByteArray text = logLines(3'000);
        const auto half = text.indexOf('\n', text.size() / 2) + 1;
        m_fixture->write(u"a.log.gz"_s, gzipped(text.left(half)));
        const auto lines = text.left(half).count('\n');
        QCOMPARE(load().readings().loaded, lines);
        m_fixture->append(u"a.log.gz"_s, gzipped(text.mid(half)));
        QCOMPARE(load().readings().loaded, 3'000 - lines);
        QCOMPARE(m_fixture->digest(), digestOf(text));
        QCOMPARE(load().readings().loaded, 0);
    }

    // What precedes the fault is loaded; what follows is loaded when it is there.
    void truncatedThenComplete_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("whole");
        const QByteArray text = logLines(20'000);
        QTest::newRow("gzip") << u"a.log.gz"_s << gzipped(text);
        QTest::newRow("xz") << u"a.log.xz"_s << packed({{"x", text}}, {"raw", "xz", {}, {}});
        QTest::newRow("zstd") << u"a.log.zst"_s << packed({{"x", text}}, {"raw", "zstd", {}, {}});
        QTest::newRow("tar.gz") << u"a.tgz"_s
                                << packed({{"a.log", text}}, {"gnutar", "gzip", {}, {}});
    }
    void truncatedThenComplete()
    {
        QFETCH(const QString, name);
        QFETCH(const QByteArray, whole);
        m_options.isFinal = true; // must not make a record of half a line
        qint64 before = 0;
        for (const int quarters : {2, 3, 3}) {
            m_fixture->write(name, whole.left(whole.size() * quarters / 4));
            const LoadReceipt receipt = load();
            QVERIFY(std::any_of(receipt.files.begin(), receipt.files.end(), [](const auto& file) {
                return file.state == FileState::Failed;
            }));
            const qint64 now =
                m_fixture->ask("SELECT count(*) FROM faultline.reading").toLongLong();
            QVERIFY(now >= before && now < 20'000);
            QCOMPARE(receipt.readings().rejected, 0);
            before = now;
        }
        m_fixture->write(name, whole);
        load();
        QCOMPARE(m_fixture->digest(), digestOf(logLines(20'000)));
    }

    void wrongChecksum()
    {
        QByteArray bytes = gzipped(logLines(1'000));
        bytes[bytes.size() - 6] = static_cast<char>(bytes.at(bytes.size() - 6) ^ 1);
        m_fixture->write(u"a.log.gz"_s, gzipped(logLines(500, 9)) + bytes);
        const LoadReceipt receipt = load();
        QCOMPARE(receipt.readings().loaded, 500);
        const FileReceipt& file = receipt.files.last();
        QCOMPARE(file.state, FileState::Failed);
        QVERIFY(file.message.contains(u"checksum"));
    }

    // A damaged list isn't loaded by halves.
    void truncatedList()
    {
        QByteArray map = "equipment_id;sensor_id\n";
        for (int i = 0; i < 50'000; ++i)
            map += QByteArray::number(i % 7) + ';' + QByteArray::number(i) + '\n';
        const QByteArray whole = gzipped(map);
        m_fixture->write(u"map.csv.gz"_s, whole.left(whole.size() / 2));
        const LoadReceipt receipt = load();
        QVERIFY(std::any_of(receipt.files.begin(), receipt.files.end(), [](const auto& file) {
            return file.relativePath == u"map.csv.gz" && file.state == FileState::Failed;
        }));
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.sensor_entry"), u"9"_s);
        m_fixture->write(u"map.csv.gz"_s, whole);
        load();
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.sensor_entry"), u"50009"_s);
    }

    void listsInAnArchive()
    {
        const QDir folder(m_fixture->folder());
        QList<TestMember> members;
        for (const QString& name : folder.entryList(QDir::Files)) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            members << TestMember{name.toUtf8(), file.readAll()};
            file.remove();
        }
        members << TestMember{"plant.log", logLines(300)};
        m_fixture->write(u"all.zip"_s, packed(members, {"zip", nullptr, {}, {}}));
        const LoadReceipt receipt = load();
        QCOMPARE(receipt.files.size(), 3);
        QCOMPARE(receipt.readings().loaded, 300);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.equipment_sensor"), u"9"_s);
        QCOMPARE(load().readings().loaded, 0);
    }

    void replacedMember()
    {
        const QByteArray a = logLines(2'000, 1);
        const QByteArray b = logLines(2'000, 2);
        m_fixture->write(u"a.zip"_s, zipOf(a, b));
        load();
        const QByteArray c = b.left(b.indexOf('\n', b.size() / 2) + 1) + logLines(700, 3);
        m_fixture->write(u"a.zip"_s, zipOf(a, c));
        QCOMPARE(load().readings().loaded, 700);
        QCOMPARE(load().readings().loaded, 0);
    }

    void manyMembers()
    {
        m_options = {};
        QList<TestMember> members;
        QByteArray all;
        for (int i = 0; i < 10'000; ++i) {
            members << TestMember{QByteArray::number(i) + ".log", logLines(2, 100 + i)};
            all += members.last().content;
        }
        m_fixture->write(u"a.tgz"_s, packed(members, {"gnutar", "gzip", {}, {}}));
        QCOMPARE(load().readings().in, 20'000);
        const QString digest = m_fixture->digest();
        QCOMPARE(load().readings().loaded, 0);
        m_fixture->write(u"a.tgz"_s, packed(members, {"zip", nullptr, {}, {}}));
        QCOMPARE(load().readings().loaded, 0);
        QCOMPARE(m_fixture->digest(), digest);
    }

    void originalLine()
    {
        const QByteArray text = "nonsense\n" + logLines(2'000);
        m_fixture->write(u"a.zip"_s, zipOf(logLines(10, 77), text));
        load();
        const QString path = m_fixture->path(u"a.zip › b.log"_s);
        QCOMPARE(
            m_fixture->ask("SELECT f.path FROM faultline.rejected_line"
                           " JOIN faultline.load_chunk USING (chunk_id)"
                           " JOIN faultline.source_file f USING (file_id)"),
            path);
        LineLocation location;
        location.lineBytes = 8;
        location.raw = "nonsense";
        const auto context = readLineContext(InputName::fromText(path), location);
        VERIFY_RESULT(context);
        QCOMPARE(context->lines.first().bytes, QByteArray("nonsense"));
        QCOMPARE(context->after.size(), 4);
        m_fixture->write(u"a.zip"_s, packed({{"a.log", "x"}}, {"zip", nullptr, {}, {}}));
        VERIFY_ERROR(readLineContext(InputName::fromText(path), location), u"file-gone");
    }

    void chosenEncoding()
    {
        QByteArray text;
        for (int i = 10; i < 60; ++i)
            text += "[2020-01-30 23:00:" + QByteArray::number(i)
                    + "] ERROR sensor[TI-\xB0-1]: (temperature 1.5)\n";
        m_fixture->write(u"a.log.gz"_s, gzipped(text));
        m_fixture->write(u"b.log"_s, logLines(10));
        LoadReceipt receipt = load();
        QCOMPARE(receipt.readings().in, 10);
        const auto isOffered = [](const FileReceipt& file) {
            return file.message.contains(
                u"iso-8859-15: [2020-01-30 23:00:10] ERROR sensor[TI-°-1]");
        };
        QCOMPARE(std::count_if(receipt.files.begin(), receipt.files.end(), isOffered), 1);
        m_options.encoding = TextEncoding::Windows1252;
        QCOMPARE(load().readings().loaded, 50);
        QCOMPARE(
            m_fixture->ask("SELECT sensor_id FROM faultline.sensor WHERE sensor_id ~ 'TI'"),
            u"TI-°-1"_s);
        // Later loads know it.
        m_options.encoding.reset();
        text += "[2020-01-31 23:00:00] ERROR sensor[TI-\xB0-2]: (temperature 1.5)\n";
        m_fixture->write(u"a.log.gz"_s, gzipped(text));
        receipt = load();
        QCOMPARE(receipt.readings().loaded, 1);
        QCOMPARE(std::count_if(receipt.files.begin(), receipt.files.end(), isOffered), 0);
    }

    // It is in the folder twice, but not side by side.
    void chosenEncodingOfAListThatIsAlsoAMap()
    {
        QByteArray both = "equipment_id;code;sensor_id\n";
        for (int i = 10; i < 20; ++i)
            both += QByteArray::number(i) + ";C" + QByteArray::number(i) + ';'
                    + QByteArray::number(i) + '\n';
        m_fixture->write(u"both.csv"_s, both + "20;P\xFCmp;20\n");
        QTest::qWait(20);
        m_fixture->writeLists();
        m_options.encoding = TextEncoding::Windows1252;
        const auto namesOf = [](const LoadReceipt& receipt) {
            QStringList names;
            for (const FileReceipt& file : receipt.files)
                names << file.relativePath;
            return names;
        };
        const QStringList names = namesOf(load());
        QCOMPARE(names.count(u"both.csv"_s), 2);
        QVERIFY(names.indexOf(u"both.csv"_s) + 1 != names.lastIndexOf(u"both.csv"_s));
        const QByteArray codes = "SELECT string_agg(code, ' ') FROM faultline.equipment"
                                 " WHERE equipment_id = '20'";
        QCOMPARE(m_fixture->ask(codes), u"Pümp"_s);
        m_options.encoding.reset();
        QCOMPARE(namesOf(load()), names);
        QCOMPARE(m_fixture->ask(codes), u"Pümp"_s);
    }

private:
    LoadReceipt load() const { return m_fixture->load(m_options); }

    static QByteArray
    zipOf(const QByteArray& a, const QByteArray& b, const QByteArray& options = {})
    {
        return packed({{"a.log", a}, {"b.log", b}}, {"zip", nullptr, options, {}});
    }

    // What a plain file with this content gives.
    QString digestOf(const QByteArray& text)
    {
        auto fixture = LoadFixture::make(m_server);
        if (!fixture)
            return fixture.error().toText();
        (*fixture)->writeLists();
        (*fixture)->write(u"a.log"_s, text);
        (*fixture)->load(LoadOptions());
        return (*fixture)->digest();
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    LoadOptions m_options;
};

QTEST_GUILESS_MAIN(tst_Archives)
#include "tst_Archives.moc"
