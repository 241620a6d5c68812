// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/SourceFile.h"
#include "sources/input/ArchivePass.h"
#include "sources/input/ChunkReader.h"
#include "sources/input/InputFile.h"
#include "support/TestArchive.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QByteArray logOf(int lines, int seed = 0)
{
    QRandomGenerator random(static_cast<quint32>(seed));
    QByteArray text;
    for (int i = 0; i < lines; ++i) {
        text += "[2020-01-30 23:00:" + QByteArray::number(10 + i % 50) + "]\tERROR\tsensor["
                + QByteArray::number(i % 9) + "]:\t(temperature\t"
                + QByteArray::number(random.bounded(100000)) + ".25, vibration\t-1.5)\n";
    }
    return text;
}

QByteArray wholeOf(const InputFile& file)
{
    QByteArray bytes(file.size(), Qt::Uninitialized);
    const auto read = file.readExactly(0, {bytes.data(), static_cast<std::size_t>(bytes.size())});
    return read ? bytes : "ERROR: " + read.error().toText().toUtf8();
}

} // namespace

// Compressed files, archives and other encodings are read like plain files.
class tst_InputFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void compressedFile_data()
    {
        QTest::addColumn<QByteArray>("filter");
        QTest::addColumn<int>("lines");
        for (const char* const filter : {"gzip", "xz", "zstd", "bzip2"}) {
            for (const int lines : {1, 100, 60'000})
                QTest::addRow("%s, %d lines", filter, lines) << QByteArray(filter) << lines;
        }
    }
    void compressedFile()
    {
        QFETCH(const QByteArray, filter);
        QFETCH(const int, lines);
        const QByteArray text = logOf(lines);
        const QString path = write(
            u"plant.log.packed"_s, packed({{"x", text}}, {"raw", filter.constData(), {}, {}}));
        const auto file = InputFile::open(path);
        VERIFY_RESULT(file);
        QVERIFY(file->isDecoded());
        QCOMPARE(file->size(), text.size());
        QVERIFY(wholeOf(*file) == text);
        // Backwards, forwards, over the end.
        QRandomGenerator random(7);
        for (int i = 0; i < 20; ++i) {
            const qint64 at = random.bounded(text.size() + 5);
            QByteArray piece(random.bounded(200'000), '\0');
            const auto count =
                file->read(at, {piece.data(), static_cast<std::size_t>(piece.size())});
            VERIFY_RESULT(count);
            piece.truncate(*count);
            QVERIFY(piece == text.mid(at, std::max<qint64>(piece.size(), 0)));
            QCOMPARE(*count, std::min<qint64>(std::max<qint64>(text.size() - at, 0), piece.size()));
        }
        QVERIFY(!file->damage());
    }

    // As `cat a.gz b.gz` makes it, and with the zeros that tapes add.
    void gzipStreams()
    {
        const QByteArray a = logOf(3'000, 1);
        const QByteArray b = logOf(5'000, 2);
        const QByteArray bytes = gzipped(a) + gzipped(b, 1) + gzipped({});
        const auto file = InputFile::open(write(u"a.gz"_s, bytes));
        VERIFY_RESULT(file);
        QVERIFY(wholeOf(*file) == a + b);
        const auto padded = InputFile::open(write(u"b.gz"_s, bytes + QByteArray(1000, '\0')));
        VERIFY_RESULT(padded);
        QVERIFY(wholeOf(*padded) == a + b);
        QVERIFY(!padded->damage());
    }

    void damagedFile_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("least"); // bytes that can be read
        QTest::addColumn<qint64>("most");
        const QByteArray a = logOf(3'000, 1);
        const QByteArray b = logOf(30'000, 2);
        const QByteArray gzip = gzipped(a) + gzipped(b);
        const qint64 half = (a.size() + b.size()) / 2;
        QTest::newRow("gzip, cut off")
            << gzip.left(gzip.size() / 2) << a + b << half / 2 << a.size() + b.size() - 1;
        QTest::newRow("gzip, without its last byte")
            << gzip.chopped(1) << a + b << a.size() + b.size() << a.size() + b.size();
        QByteArray wrongSum = gzip;
        wrongSum[wrongSum.size() - 6] = static_cast<char>(wrongSum.at(wrongSum.size() - 6) ^ 1);
        QTest::newRow("gzip, wrong checksum")
            << wrongSum << a + b << qint64{a.size()} << qint64{a.size()};
        QTest::newRow("gzip, something behind it")
            << gzip + "rest" << a + b << a.size() + b.size() << a.size() + b.size();
        for (const char* const filter : {"xz", "zstd", "bzip2"}) {
            const QByteArray whole = packed({{"x", b}}, {"raw", filter, {}, {}});
            QTest::addRow("%s, cut off", filter)
                << whole.left(whole.size() / 2) << b << qint64{0} << b.size() - 1;
        }
    }
    void damagedFile()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, text);
        QFETCH(const qint64, least);
        QFETCH(const qint64, most);
        const auto file = InputFile::open(write(u"a.gz"_s, bytes));
        if (!file) {
            QCOMPARE(least, 0);
            VERIFY_ERROR(file, u"damaged");
            return;
        }
        VERIFY_RESULT(file->measure(CancelToken()));
        QVERIFY2(file->size() >= least, QByteArray::number(file->size()).constData());
        QVERIFY2(file->size() <= most, QByteArray::number(file->size()).constData());
        QVERIFY(wholeOf(*file) == text.left(file->size()));
        QVERIFY(file->damage());
        QCOMPARE(file->damage()->code, u"damaged"_s);
        QVERIFY(file->damage()->why.contains(u"byte %1"_s.arg(file->size())));
    }

    void archive_data()
    {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("filter");
        QTest::newRow("zip") << QByteArray("zip") << QByteArray();
        QTest::newRow("7z") << QByteArray("7zip") << QByteArray();
        QTest::newRow("tar") << QByteArray("gnutar") << QByteArray();
        QTest::newRow("pax") << QByteArray("pax") << QByteArray();
        for (const char* const filter : {"gzip", "xz", "zstd", "bzip2"})
            QTest::addRow("tar.%s", filter) << QByteArray("gnutar") << QByteArray(filter);
    }
    void archive()
    {
        QFETCH(const QByteArray, format);
        QFETCH(const QByteArray, filter);
        const QByteArray a = logOf(20'000, 1);
        const QByteArray b = logOf(10, 2);
        write(
            u"export.zip"_s,
            packed(
                {{"logs/a.log", a}, {"b.log", b}, {"c.png", "\x89PNG"}},
                {format.constData(), filter.isEmpty() ? nullptr : filter.constData(), {}, {}}));
        const auto found = findSources(m_folder->path());
        VERIFY_RESULT(found);
        QCOMPARE(found->files.size(), 3);
        QCOMPARE(found->files.at(2).relativePath, u"export.zip › c.png"_s);
        QVERIFY(!found->files.at(2).role);
        const SourceFile& first = found->files.at(0);
        QCOMPARE(first.relativePath, u"export.zip › logs/a.log"_s);
        QCOMPARE(first.role, SourceRole::Readings);
        QCOMPARE(first.bytes, a.size());
        QCOMPARE(first.modifiedAt.toSecsSinceEpoch(), 1'600'000'000);
        QCOMPARE(found->files.at(1).relativePath, u"export.zip › b.log"_s);
        for (const bool isKept : {false, true}) {
            const std::unique_ptr<ArchivePass> pass(isKept ? new ArchivePass : nullptr);
            for (const SourceFile& source : found->files.mid(0, 2)) {
                const auto file = InputFile::open(source.input);
                VERIFY_RESULT(file);
                QVERIFY(wholeOf(*file) == (source.input.member == u"b.log" ? b : a));
            }
            // The file itself, which is content of its own if it is a compressed tar.
            VERIFY_RESULT(InputFile::open(path(u"export.zip"_s)));
            // As the database knows it.
            const auto again = InputFile::open(InputName::fromText(first.path));
            VERIFY_RESULT(again);
            QVERIFY(wholeOf(*again) == a);
            QVERIFY(again->systemId() != InputFile::open(found->files.at(1).input)->systemId());
        }
        VERIFY_ERROR(
            InputFile::open(InputName::fromText(path(u"export.zip › none"_s))), u"member-gone");
    }

    void namesOfMembers()
    {
        const QByteArray text = logOf(3);
        write(
            u"a.tar"_s, packed(
                            {{"../../etc/a.log", text},
                             {"/tmp/b.log", text},
                             {"c.log", text},
                             {"c.log", text + text},
                             {"gr\xFC\x1B.log", text},
                             {".hidden/d.log", text},
                             {"__MACOSX/._c.log", text},
                             {"a \xE2\x80\xBA b.log", text}},
                            {"gnutar", nullptr, {}, {}}));
        const auto found = findSources(m_folder->path());
        VERIFY_RESULT(found);
        QStringList names;
        QCOMPARE(found->litterFiles, 1);
        for (const SourceFile& source : found->files) {
            if (!source.role) {
                QCOMPARE(source.input.member, u".hidden/d.log"_s);
                QCOMPARE(source.problem->code, u"hidden"_s);
                continue;
            }
            names << source.input.member;
            QCOMPARE(source.role, SourceRole::Readings);
            const auto file = InputFile::open(InputName::fromText(source.path));
            VERIFY_RESULT(file);
            QCOMPARE(file->size(), text.size() * (names.last() == u"c [2].log" ? 2 : 1));
        }
        QCOMPARE(
            names, (QStringList{
                       u"../../etc/a.log"_s, u"/tmp/b.log"_s, u"c.log"_s, u"c [2].log"_s,
                       u"gr\\xfc\\x1b.log"_s, u"a › b.log"_s}));
    }

    void refusedArchive_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("problems"); // codes
        const QByteArray text = logOf(100);
        QTest::newRow("encrypted zip") << packed(
            {{"a.log", text}, {"b.log", text}}, {"zip", nullptr, "zip:encryption=aes256", "secret"})
                                       << QStringList{u"encrypted"_s, u"encrypted"_s};
        QTest::newRow("empty zip")
            << packed({}, {"zip", nullptr, {}, {}}) << QStringList{u"empty-archive"_s};
        const QByteArray inner = packed({{"a.log", text}}, {"zip", nullptr, {}, {}});
        QTest::newRow("archive in an archive")
            << packed({{"a.zip", inner}, {"b.log", text}}, {"zip", nullptr, {}, {}})
            << QStringList{u"zip"_s, QString()};
        QTest::newRow("compressed in an archive")
            << packed({{"a.log.gz", gzipped(text)}}, {"gnutar", "zstd", {}, {}})
            << QStringList{u"gzip"_s};
        QTest::newRow("compressed twice") << gzipped(gzipped(text)) << QStringList{u"gzip"_s};
        QTest::newRow("zip in gzip") << gzipped(inner) << QStringList{u"zip"_s};
        QTest::newRow("spreadsheet") << packed(
            {{"a.txt", "text"}, {"[Content_Types].xml", "<Types/>"}, {"b.xml", "<x/>"}},
            {"zip", nullptr, {}, {}}) << QStringList{u"document"_s};
        QTest::newRow("cut off") << inner.left(inner.size() / 2)
                                 << QStringList{QString(), u"damaged"_s};
        QTest::newRow("bomb") << gzipped(QByteArray(qsizetype{200} << 20, '\0'), 9)
                              << QStringList{u"binary"_s};
        QTest::newRow("only the mark") << QByteArray("\x1F\x8B\x08") << QStringList{u"damaged"_s};
    }
    void refusedArchive()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QStringList, problems);
        QVERIFY(!bytes.isEmpty());
        write(u"a.zip"_s, bytes);
        const auto found = findSources(m_folder->path());
        VERIFY_RESULT(found);
        QStringList codes;
        for (const SourceFile& source : found->files)
            codes << (source.role ? QString() : source.problem->code);
        codes.sort();
        QStringList expected = problems;
        expected.sort();
        QCOMPARE(codes, expected);
    }

    void limits_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("member");
        const QByteArray zeros(qsizetype{3} << 20, '\0');
        QTest::newRow("gzip") << gzipped(zeros, 9) << QString();
        QTest::newRow("zstd") << packed({{"a", zeros}}, {"raw", "zstd", {}, {}}) << QString();
        QTest::newRow("zip") << packed({{"a", zeros}}, {"zip", nullptr, {}, {}}) << u"a"_s;
        QTest::newRow("tar.xz") << packed({{"a", zeros}}, {"gnutar", "xz", {}, {}}) << u"a"_s;
        QTest::newRow("tar.gz") << packed({{"a", zeros}}, {"gnutar", "gzip", {}, {}}) << u"a"_s;
        QList<TestMember> many;
        for (int i = 0; i < 20; ++i)
            many << TestMember{QByteArray::number(i), "x"};
        many << TestMember{"a", "x"};
        QTest::newRow("too many members") << packed(many, {"zip", nullptr, {}, {}}) << u"a"_s;
    }
    void limits()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, member);
        ContainerLimits limits;
        limits.freeBytes = qint64{1} << 20;
        limits.ratio = 100;
        limits.members = 10;
        InputName name;
        name.path = write(u"a"_s, bytes);
        name.member = member;
        const auto file = InputFile::open(name, limits);
        if (!file) {
            VERIFY_ERROR(file, u"too-large");
            return;
        }
        VERIFY_RESULT(file->measure(CancelToken()));
        QVERIFY(file->damage());
        QCOMPARE(file->damage()->code, u"too-large"_s);
        QVERIFY(file->size() <= limits.freeBytes + (qint64{1} << 20));
    }

    // A member is opened where the last one ended.
    void manyMembers_data()
    {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("filter");
        QTest::newRow("zip") << QByteArray("zip") << QByteArray();
        QTest::newRow("tar.zst") << QByteArray("gnutar") << QByteArray("zstd");
    }
    void manyMembers()
    {
        QFETCH(const QByteArray, format);
        QFETCH(const QByteArray, filter);
        constexpr int kMembers = 10'000;
        QList<TestMember> members;
        for (int i = 0; i < kMembers; ++i)
            members << TestMember{QByteArray::number(i) + ".log", logOf(2, i)};
        write(
            u"a.zip"_s,
            packed(
                members,
                {format.constData(), filter.isEmpty() ? nullptr : filter.constData(), {}, {}}));
        const auto found = findSources(m_folder->path());
        VERIFY_RESULT(found);
        QCOMPARE(found->files.size(), kMembers);
        const ArchivePass pass;
        for (int i = 0; i < kMembers; ++i) {
            // Also without knowing where it is.
            const SourceFile& source = found->files.at(i);
            const auto file =
                InputFile::open(i % 2 == 0 ? source.input : InputName::fromText(source.path));
            VERIFY_RESULT(file);
            QVERIFY(wholeOf(*file) == members.at(i).content);
        }
    }

    void rewrittenWhileItIsRead()
    {
        const QString path = write(u"a.gz"_s, gzipped(logOf(60'000, 1)));
        const auto file = InputFile::open(path);
        VERIFY_RESULT(file);
        ChunkReader reader(*file, 0, 1 << 20, 1, true, ChunkLimits{1000});
        RawChunk chunk;
        VERIFY_RESULT(reader.next(chunk));
        write(u"a.gz"_s, gzipped(logOf(60'000, 2), 1));
        Result<bool> more = true;
        while (more && *more)
            more = reader.next(chunk);
        VERIFY_ERROR(more, u"file-rewritten");
    }

    void utf16_data()
    {
        QTest::addColumn<bool>("isBigEndian");
        QTest::addColumn<bool>("isCompressed");
        for (const bool isBigEndian : {false, true}) {
            for (const bool isCompressed : {false, true})
                QTest::addRow("%d %d", isBigEndian, isCompressed) << isBigEndian << isCompressed;
        }
    }
    void utf16()
    {
        QFETCH(const bool, isBigEndian);
        QFETCH(const bool, isCompressed);
        QString text = QString::fromLatin1(logOf(20'000));
        text.insert(10'000, u"°C € 😀"_s);
        text.prepend(QChar::ByteOrderMark);
        QByteArray bytes;
        for (const QChar unit : text) {
            const char low = static_cast<char>(unit.unicode() & 0xFF);
            const char high = static_cast<char>(unit.unicode() >> 8);
            bytes += isBigEndian ? high : low;
            bytes += isBigEndian ? low : high;
        }
        write(u"a.log"_s, isCompressed ? gzipped(bytes) : bytes);
        const auto found = findSources(m_folder->path());
        VERIFY_RESULT(found);
        QCOMPARE(found->files.at(0).role, SourceRole::Readings);
        QCOMPARE(found->files.at(0).dataBegin, 3);
        const auto file = InputFile::open(found->files.at(0).input);
        VERIFY_RESULT(file);
        QVERIFY(wholeOf(*file) == text.toUtf8());
    }

    void oneByteEncodings_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("1252") << u"Windows-1252"_s
                              << QByteArray("20 \xB0"
                                            "C \x80 \x96 \x81")
                              << QByteArray("20 °C € – \xFF");
        QTest::newRow("1") << u"iso-8859-1"_s
                           << QByteArray("20 \xB0"
                                         "C \xA4")
                           << QByteArray("20 °C ¤");
        QTest::newRow("15") << u"latin9"_s
                            << QByteArray("20 \xB0"
                                          "C \xA4 \xBE")
                            << QByteArray("20 °C € Ÿ");
    }
    void oneByteEncodings()
    {
        QFETCH(const QString, word);
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, text);
        InputName name;
        name.path = write(u"a.log"_s, bytes);
        const auto encoding = encodingOfWord(word);
        QVERIFY(encoding);
        name.encoding = *encoding;
        const auto file = InputFile::open(name);
        VERIFY_RESULT(file);
        QCOMPARE(wholeOf(*file), text);
    }

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    QString write(const QString& name, const QByteArray& bytes) const
    {
        writeFile(path(name), bytes);
        return path(name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(tst_InputFile)
#include "tst_InputFile.moc"
