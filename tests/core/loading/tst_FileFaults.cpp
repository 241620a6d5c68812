// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "support/PeakMemory.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

const QByteArray kMark = "\xEF\xBB\xBF";

QByteArray utf16(const QByteArray& text, bool bigEndian)
{
    QByteArray bytes = bigEndian ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : text) {
        bytes += bigEndian ? '\0' : c;
        bytes += bigEndian ? c : '\0';
    }
    return bytes;
}

} // namespace

// Files that are odd or bad in themselves: the file in question is refused or loaded as it must be,
// and its neighbour is loaded.
class tst_FileFaults : public QObject
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
    }
    void cleanup()
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
    }

    void fileDeletedDuringLoadFailsAlone();
    void fileWithoutReadPermissionFailsAlone();
    void fileWithReadErrorFailsAlone();
    void fifoAndLinkLoopFailAlone();
    void compressedFilesThatCantBeOpenedAreRefused_data();
    void compressedFilesThatCantBeOpenedAreRefused();
    void utf16FilesAreLoaded_data();
    void utf16FilesAreLoaded();
    void lineEndsAndByteOrderMarkDoNotMatter_data();
    void lineEndsAndByteOrderMarkDoNotMatter();
    void loneReturnsAreRefused();
    void badBytesAreRejectedWithTheirPosition();
    void lineOf100MBIsRejectedInLittleMemory();
    void emptyFilesAndOtherHeadersAreRefused_data();
    void emptyFilesAndOtherHeadersAreRefused();
    void badRowsCostOnlyThemselves();
    void textIsKeptVerbatim();
    void loadsWithoutListOrMap_data();
    void loadsWithoutListOrMap();
    void equipmentListedTwiceMultipliesNoRecords();
    void hostileIdentifiersAreStoredVerbatim();
    void filesWithHostileNamesAreLoaded_data();
    void filesWithHostileNamesAreLoaded();

private:
    // The file with this name in the receipt, or an empty one.
    static FileReceipt fileOf(const LoadReceipt& receipt, const QString& name)
    {
        for (const FileReceipt& file : receipt.files) {
            if (file.relativePath == name)
                return file;
        }
        return {};
    }
    QString count(const QByteArray& table) const
    {
        return m_fixture->ask("SELECT count(*) FROM faultline." + table);
    }
    void verifyRefused(const QString& name, const QString& word);
    void verifyFailed(const QString& name);

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

// The file is reported and not loaded; good.log beside it is loaded.
void tst_FileFaults::verifyRefused(const QString& name, const QString& word)
{
    m_fixture->write(u"good.log"_s, logLines(10));
    const LoadReceipt receipt = m_fixture->load();
    const FileReceipt file = fileOf(receipt, name);
    QCOMPARE(file.state, FileState::NotRecognised);
    QVERIFY2(file.message.contains(word), qPrintable(file.message));
    QCOMPARE(receipt.readings(), (RecordCounts{10, 10, 0, 0, 0}));
    QCOMPARE(count("reading"), u"10"_s);
    QCOMPARE(count("rejected_line"), u"0"_s);
}

// The file fails with its reason, and so does the load; good.log beside it is loaded.
void tst_FileFaults::verifyFailed(const QString& name)
{
    m_fixture->write(u"good.log"_s, logLines(10));
    const LoadReceipt receipt = m_fixture->load();
    const FileReceipt file = fileOf(receipt, name);
    QCOMPARE(file.state, FileState::Failed);
    QVERIFY(!file.message.isEmpty());
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Failed);
    const RecordCounts records = fileOf(receipt, u"good.log"_s).records;
    QCOMPARE(records.loaded + records.skipped, 10);
}

void tst_FileFaults::fileDeletedDuringLoadFailsAlone()
{
    m_fixture->write(u"a.log"_s, logLines(60'000));
    m_fixture->write(u"b.log"_s, logLines(10, 2));
    m_fixture->write(u"c.log"_s, logLines(10, 3));
    LoadOptions options;
    options.chunkRows = 500;
    const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
    QTRY_VERIFY(job.progress().readings.loaded > 0);
    QVERIFY(QFile::remove(m_fixture->path(u"b.log"_s)));
    const LoadReceipt receipt = job.future().result();
    QVERIFY(receipt.balanced());
    QCOMPARE(fileOf(receipt, u"a.log"_s).state, FileState::Loaded);
    QCOMPARE(fileOf(receipt, u"c.log"_s).state, FileState::Loaded);
    // It may have been read before; there is no other outcome.
    const FileReceipt gone = fileOf(receipt, u"b.log"_s);
    if (gone.state == FileState::Failed)
        QVERIFY(!gone.message.isEmpty());
    else
        QCOMPARE(gone.records, (RecordCounts{10, 10, 0, 0, 0}));
}

void tst_FileFaults::fileWithoutReadPermissionFailsAlone()
{
    if (::geteuid() == 0)
        QSKIP("root may read every file");
    m_fixture->write(u"x.log"_s, logLines(10, 2));
    QVERIFY(QFile::setPermissions(m_fixture->path(u"x.log"_s), QFile::WriteOwner));
    verifyFailed(u"x.log"_s);
}

// A file that can be opened, but whose first byte can't be read, as on a broken disk.
void tst_FileFaults::fileWithReadErrorFailsAlone()
{
    QVERIFY(QFile::link(u"/proc/self/mem"_s, m_fixture->path(u"x.log"_s)));
    verifyFailed(u"x.log"_s);
}

void tst_FileFaults::fifoAndLinkLoopFailAlone()
{
    QDir root(m_fixture->folder());
    QVERIFY(root.mkdir(u"folder.log"_s));
    m_fixture->write(u"folder.log/inside.log"_s, logLines(5, 2));
    QVERIFY(QFile::link(root.path(), root.filePath(u"loop"_s)));
    QVERIFY(QFile::link(u"self.log"_s, root.filePath(u"self.log"_s)));
    QCOMPARE(::mkfifo(QFile::encodeName(root.filePath(u"pipe.log"_s)).constData(), 0600), 0);
    verifyFailed(u"self.log"_s);
    // It holds no data that could be missing.
    const FileReceipt pipe = fileOf(m_fixture->load(), u"pipe.log"_s);
    QCOMPARE(pipe.state, FileState::NotRecognised);
    QVERIFY2(pipe.message.contains(u"not a file"_s), qPrintable(pipe.message));
    QCOMPARE(count("reading"), u"15"_s);
}

void tst_FileFaults::compressedFilesThatCantBeOpenedAreRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("word");
    const QByteArray zeros(64, '\0');
    QTest::newRow("LZ4") << "\x04\x22\x4D\x18" + zeros << u"LZ4"_s;
    QTest::newRow("CAB") << "MSCF" + zeros << u"CAB"_s;
}

void tst_FileFaults::compressedFilesThatCantBeOpenedAreRefused()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, word);
    m_fixture->write(u"x.log"_s, content);
    verifyRefused(u"x.log"_s, word);
}

void tst_FileFaults::utf16FilesAreLoaded_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("readings");
    const QByteArray map = "equipment_id;sensor_id\r\n1;1\r\n";
    const QByteArray list = R"([{"equipment_id":9,"code":"Z"}])";
    QTest::newRow("log LE") << u"x.log"_s << utf16(logLines(3, 2), false) << 13;
    QTest::newRow("log BE") << u"x.log"_s << utf16(logLines(3, 2), true) << 13;
    QTest::newRow("map LE") << u"x.csv"_s << utf16(map, false) << 10;
    QTest::newRow("map BE") << u"x.csv"_s << utf16(map, true) << 10;
    QTest::newRow("list LE") << u"x.json"_s << utf16(list, false) << 10;
    QTest::newRow("list BE") << u"x.json"_s << utf16(list, true) << 10;
}

void tst_FileFaults::utf16FilesAreLoaded()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(int, readings);
    m_fixture->write(name, content);
    m_fixture->write(u"good.log"_s, logLines(10));
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(fileOf(receipt, name).state, FileState::Loaded);
    QCOMPARE(receipt.readings(), (RecordCounts{readings, readings, 0, 0, 0}));
}

void tst_FileFaults::lineEndsAndByteOrderMarkDoNotMatter_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray crlf = logLines(100);
    const QByteArray lf = QByteArray(crlf).replace("\r\n", "\n");
    const qsizetype half = lf.indexOf('\n', lf.size() / 2) + 1;
    QTest::newRow("CRLF") << crlf;
    QTest::newRow("LF") << lf;
    QTest::newRow("mixed") << lf.left(half) + QByteArray(lf.mid(half)).replace("\n", "\r\n");
    QTest::newRow("mark") << kMark + crlf;
}

void tst_FileFaults::lineEndsAndByteOrderMarkDoNotMatter()
{
    QFETCH(QByteArray, content);
    m_fixture->write(u"x.log"_s, content);
    QCOMPARE(m_fixture->load().readings(), (RecordCounts{100, 100, 0, 0, 0}));
    static QString digest = m_fixture->digest();
    QCOMPARE(m_fixture->digest(), digest);
}

void tst_FileFaults::loneReturnsAreRefused()
{
    m_fixture->write(u"x.log"_s, logLines(10, 2).replace("\r\n", "\r"));
    verifyRefused(u"x.log"_s, u"carriage return"_s);
}

void tst_FileFaults::badBytesAreRejectedWithTheirPosition()
{
    const QByteArray good = logLines(2);
    const QByteArray bad = QByteArray(good).replace("ERROR", "ERR\xFFR");
    const QByteArray lone = good.left(good.indexOf('\r')) + '\r' + good;
    m_fixture->write(u"x.log"_s, kMark + good + bad + QByteArray("a\0b\n", 4) + lone);
    const LoadReceipt receipt = m_fixture->load();
    QVERIFY(receipt.balanced());
    const QString places =
        m_fixture->ask("SELECT string_agg(format('%s@%s:%s:%s', line_number, byte_offset,"
                       " column_number, reason), ' ' ORDER BY line_number)"
                       " FROM faultline.rejected_line");
    const qsizetype badStart = kMark.size() + good.size();
    const qsizetype nulStart = badStart + bad.size();
    QStringList expected;
    qsizetype start = badStart;
    int line = 3;
    for (const QByteArray& text : bad.left(bad.size() - 1).split('\n')) {
        const qsizetype column = text.indexOf('\xFF');
        if (column >= 0)
            expected << u"%1@%2:%3:encoding"_s.arg(line).arg(start).arg(column + 1);
        start += text.size() + 1;
        ++line;
    }
    QVERIFY(!expected.isEmpty());
    expected << u"5@%1:2:encoding"_s.arg(nulStart)
             << u"6@%1:%2:encoding"_s.arg(nulStart + 4).arg(lone.indexOf('\r') + 1);
    QCOMPARE(places, expected.join(u' '));
}

void tst_FileFaults::lineOf100MBIsRejectedInLittleMemory()
{
    constexpr qint64 kMegabyte = 1'000'000;
    const QByteArray before = logLines(10);
    m_fixture->write(u"x.log"_s, before);
    {
        QFile file(m_fixture->path(u"x.log"_s));
        QVERIFY(file.open(QIODevice::Append));
        const QByteArray piece(kMegabyte, 'x');
        for (int i = 0; i < 100; ++i)
            QCOMPARE(file.write(piece), piece.size());
    }
    m_fixture->append(u"x.log"_s, '\n' + logLines(10, 2));
    const PeakMemory memory;
    QCOMPARE(m_fixture->load().readings(), (RecordCounts{21, 20, 1, 0, 0}));
    // At most three chunks of 16 MiB, plus what a load needs besides.
    QVERIFY2(memory.growth() < 80 * kMegabyte, qPrintable(QString::number(memory.growth())));
    QCOMPARE(
        m_fixture->ask("SELECT format('%s@%s %s %s %s', line_number, byte_offset, line_bytes,"
                       " reason, length(raw)) FROM faultline.rejected_line"),
        u"11@%1 100000000 too-long 8192"_s.arg(before.size()));
}

void tst_FileFaults::emptyFilesAndOtherHeadersAreRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("word");
    QTest::newRow("empty log") << u"x.log"_s << QByteArray() << u"empty"_s;
    QTest::newRow("log of spaces") << u"x.log"_s << QByteArray(" \r\n\t\r\n") << u"empty"_s;
    QTest::newRow("map with another header")
        << u"x.csv"_s << QByteArray("shape;colour\r\n1;1\r\n") << u"equipment_id"_s;
    QTest::newRow("list with another key")
        << u"x.json"_s << QByteArray(R"([{"number":1,"code":"A"}])") << u"equipment_id"_s;
}

void tst_FileFaults::emptyFilesAndOtherHeadersAreRefused()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(QString, word);
    m_fixture->write(name, content);
    verifyRefused(name, word);
}

// Missing or extra columns cost their row; an unclosed quote costs its line.
void tst_FileFaults::badRowsCostOnlyThemselves()
{
    m_fixture->write(
        u"sensors.csv"_s, "equipment_id;sensor_id\r\n1;1\r\n1\r\n1;2;3\r\n\"1;4\r\n2;5\r\n");
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(fileOf(receipt, u"sensors.csv"_s).records, (RecordCounts{5, 2, 3, 0, 0}));
    QCOMPARE(
        m_fixture->ask("SELECT string_agg(line_number || ':' || reason, ' ' ORDER BY line_number)"
                       " FROM faultline.rejected_line"),
        u"3:shape 4:shape 5:shape"_s);
    QCOMPARE(count("equipment_sensor"), u"2"_s);
}

void tst_FileFaults::textIsKeptVerbatim()
{
    const QByteArray note = R"(\N \. C:\temp\n "it's" $$ %s {1} => NULL)";
    const QByteArray line = "[2020-01-01 10:00:00]\tERROR\tsensor[1]:\t(note\t" + note + ")\n";
    m_fixture->write(u"x.log"_s, line + "\\.\n" + line + "\\N\n" + line);
    QCOMPARE(m_fixture->load().readings(), (RecordCounts{5, 3, 2, 0, 0}));
    QCOMPARE(
        m_fixture->ask("SELECT min(extra -> 'note') FROM faultline.reading"
                       " HAVING count(DISTINCT extra -> 'note') = 1"),
        QString::fromLatin1(note));
    QCOMPARE(
        m_fixture->ask("SELECT string_agg(convert_from(raw, 'UTF8'), ' ' ORDER BY line_number)"
                       " FROM faultline.rejected_line"),
        uR"(\. \N)"_s);
}

void tst_FileFaults::loadsWithoutListOrMap_data()
{
    QTest::addColumn<QString>("missing");
    QTest::newRow("list") << u"equipment.json"_s;
    QTest::newRow("map") << u"sensors.csv"_s;
}

void tst_FileFaults::loadsWithoutListOrMap()
{
    QFETCH(QString, missing);
    QVERIFY(QFile::remove(m_fixture->path(missing)));
    m_fixture->write(u"x.log"_s, logLines(100));
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(receipt.readings(), (RecordCounts{100, 100, 0, 0, 0}));
    QVERIFY(!receipt.findings.isEmpty());
    QCOMPARE(
        m_fixture->ask("SELECT sum(error_records) FROM faultline.error_records(null, null)"),
        m_fixture->ask("SELECT count(*) FROM faultline.logs WHERE status = 'ERROR'"));
    // If it comes later, the readings stay as they are.
    m_fixture->writeLists();
    QCOMPARE(m_fixture->load().readings(), (RecordCounts{100, 0, 0, 0, 100}));
}

// The last one counts, a finding says so, and records aren't multiplied.
void tst_FileFaults::equipmentListedTwiceMultipliesNoRecords()
{
    m_fixture->write(
        u"equipment.json"_s,
        R"([{"equipment_id":1,"code":"OLD"},{"equipment_id":1,"code":"NEW"}])");
    m_fixture->write(u"x.log"_s, logLines(100));
    const LoadReceipt receipt = m_fixture->load();
    QVERIFY(!receipt.findings.isEmpty());
    QCOMPARE(m_fixture->ask("SELECT string_agg(code, ' ') FROM faultline.equipment"), u"NEW"_s);
    QCOMPARE(count("reading"), u"100"_s);
    QCOMPARE(
        m_fixture->ask("SELECT sum(error_records) FROM faultline.error_records(null, null)"),
        m_fixture->ask("SELECT count(*) FROM faultline.logs WHERE status = 'ERROR'"));
}

void tst_FileFaults::hostileIdentifiersAreStoredVerbatim()
{
    const QString code = u"\"; DROP TABLE faultline.reading; -- '$1\\\n\U0001F6A2"_s;
    const QString group = u"'); DELETE FROM faultline.equipment; --\t=cmd|' /C calc'!A0"_s;
    const auto json = [](QString text) {
        return text.replace(u"\\"_s, u"\\\\"_s)
            .replace(u"\""_s, u"\\\""_s)
            .replace(u"\n"_s, u"\\n"_s)
            .replace(u"\t"_s, u"\\t"_s)
            .toUtf8();
    };
    m_fixture->write(
        u"equipment.json"_s, "[{\"equipment_id\":1,\"code\":\"" + json(code)
                                 + "\",\"group_name\":\"" + json(group) + "\",\"" + json(code)
                                 + "\":\"" + json(group) + "\"}]");
    m_fixture->write(u"x.log"_s, logLines(100));
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(receipt.readings(), (RecordCounts{100, 100, 0, 0, 0}));
    QCOMPARE(m_fixture->ask("SELECT code FROM faultline.equipment WHERE equipment_id = '1'"), code);
    QCOMPARE(
        m_fixture->ask("SELECT group_name FROM faultline.equipment WHERE equipment_id = '1'"),
        group);
    QCOMPARE(
        m_fixture->ask(
            "SELECT (akeys(attributes))[1] FROM faultline.equipment WHERE equipment_id = '1'"),
        code);
    QCOMPARE(
        m_fixture->ask(
            "SELECT (avals(attributes))[1] FROM faultline.equipment WHERE equipment_id = '1'"),
        group);
    QCOMPARE(count("reading"), u"100"_s);
}

void tst_FileFaults::filesWithHostileNamesAreLoaded_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("quotes") << u"a'b\"c`d.log"_s;
    QTest::newRow("statement") << u"'; DROP TABLE faultline.reading; --.log"_s;
    QTest::newRow("shell") << u"$(touch x) && rm -rf *;.log"_s;
    QTest::newRow("line end") << u"a\nb.log"_s;
    QTest::newRow("backslash and percent") << u"a\\n%s%1%n.log"_s;
    QTest::newRow("markup") << u"<b>&amp;<img src=x>.log"_s;
    QTest::newRow("emoji") << u"\U0001F6A2 Schiff.log"_s;
    QTest::newRow("option") << u"--final.log"_s;
    QTest::newRow("folder") << u"a';b\n\U0001F6A2/x.log"_s;
    QTest::newRow("spaces") << u" .log"_s;
}

void tst_FileFaults::filesWithHostileNamesAreLoaded()
{
    QFETCH(QString, name);
    m_fixture->write(name, logLines(10));
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(fileOf(receipt, name).records, (RecordCounts{10, 10, 0, 0, 0}));
    QCOMPARE(
        m_fixture->ask("SELECT path FROM faultline.source_file WHERE role = 'readings'"),
        m_fixture->path(name));
    QCOMPARE(m_fixture->load().readings(), (RecordCounts{10, 0, 0, 0, 10}));
}

QTEST_GUILESS_MAIN(tst_FileFaults)
#include "tst_FileFaults.moc"
