// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/SourceFile.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

const QByteArray kLog =
    "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t1, vibration\t2)\r\n";
const QByteArray kMap = "equipment_id;sensor_id\r\n4;1\r\n";
const QByteArray kList = "[{\"equipment_id\": 1, \"code\": \"A\", \"group_name\": \"G\"}]";

} // namespace

class tst_SourceFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void roleComesFromContent_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("role"); // empty: not recognised
        const auto row = [](const char* title, const QString& name, const QByteArray& content,
                            const QString& role) {
            QTest::newRow(title) << name << content << role;
        };
        const QByteArray mark = "\xEF\xBB\xBF";
        row("log", u"x.log"_s, kLog, u"readings"_s);
        row("log named csv", u"x.csv"_s, kLog, u"readings"_s);
        row("log in capitals", u"X.LOG"_s, kLog, u"readings"_s);
        row("log after a heading", u"x.txt"_s, "Export of vessel 7\n\n" + kLog, u"readings"_s);
        row("log with a mark", u"x.log"_s, mark + kLog, u"readings"_s);
        row("map", u"x.csv"_s, kMap, u"sensor_map"_s);
        row("map with commas", u"x.csv"_s, "sensor_id,equipment_id\n1,4\n", u"sensor_map"_s);
        row("map with tabs", u"x.txt"_s, "note\tsensor_id\tequipment_id\na\t1\t4\n",
            u"sensor_map"_s);
        row("map with quotes", u"x.csv"_s, "\"equipment_id\";\"sensor_id\"\n4;1\n",
            u"sensor_map"_s);
        row("map with a line end in its header", u"x.csv"_s,
            "equipment_id;\"a;\r\nb\";sensor_id\r\n4;x;1\r\n", u"sensor_map"_s);
        row("map with a mark", u"x.csv"_s, mark + kMap, u"sensor_map"_s);
        // A name decides nothing.
        for (const QString& name :
             {u"plant.log.1"_s, u"plant.log.2021-02-07"_s, u"history.dat"_s, u"EXPORT.TSV"_s,
              u"log"_s, u"plant.log~"_s, u"x.jpg"_s, u"x.log.gz"_s, u"x.xlsx"_s, u"swp"_s})
            row(qPrintable(u"log named "_s + name), name, kLog, u"readings"_s);
        row("map without an ending", u"map"_s, kMap, u"sensor_map"_s);
        row("list named txt", u"list.txt"_s, kList, u"equipment_list"_s);
        row("list", u"x.json"_s, kList, u"equipment_list"_s);
        row("list of lines", u"x.ndjson"_s, "{\"equipment_id\":1,\"name\":\"A\"}\n",
            u"equipment_list"_s);
        row("export of this program", u"x.json"_s,
            "{\"context\":{\"program\":\"Faultline\",\"data\":{}},\n\"equipment_id\":1}\n",
            QString());
        row("export in another layout", u"x.json"_s,
            "{\n  \"context\": {\n    \"program\": \"Faultline\", \"equipment_id\": 1}}\n",
            QString());
        row("list with a context", u"x.json"_s,
            "{\"context\":{\"program\":\"Other\"},\"equipment_id\":1}\n", u"equipment_list"_s);
        row("list as CSV", u"x.csv"_s, "Machine ID|Code\n1|A\n", u"equipment_list"_s);
        row("list in a wrapper", u"x.json"_s, R"({"n":1,"rows":[{"asset":1,"name":"A"}]})",
            u"equipment_list"_s);
        row("map as JSON", u"x.json"_s, R"([{"machine":1,"sensor":"TI-1"}])", u"sensor_map"_s);
        row("table with times", u"x.csv"_s, "datetime,machineID,code\n2021-02-01,1,E5\n",
            QString());
        row("failure list with the columns of an equipment list", u"x.csv"_s,
            "machine,machine_name,failed_at,failure_mode,cause\nM1,Pump,2021-02-01,leak,wear\n",
            u"readings"_s);
        row("equipment list with a failure class", u"x.csv"_s,
            "equipment_id,code,start_date,failure_class\n7,P-7,2021-02-01,A\n",
            u"equipment_list"_s);
        row("own report", u"x.csv"_s, "code,group_name,failure_events,equipment_id\nA,G,1,1\n",
            QString());
        row("other JSON", u"x.json"_s, "{\"a\": 1}", QString());
        row("other CSV", u"x.csv"_s, "a;b\n1;2\n", QString());
        row("prose", u"notes.txt"_s, "Call Ann about pump 4.\n", QString());
        row("empty", u"x.log"_s, "", QString());
        row("spaces", u"x.log"_s, " \n\n", QString());
        row("UTF-16", u"x.log"_s, "\xFF\xFE[\x00", QString());
        row("binary", u"x.log"_s, QByteArray(100, '\0'), QString());
        row("lone returns", u"x.log"_s, "a\rb\rc\r", QString());
        row("compressed", u"x.log.gz"_s, "\x1F\x8B", QString());
        row("compressed and named log", u"x.log"_s, "\x1F\x8B\x08" + kLog, QString());
        row("zip that holds a log as it is", u"x.log"_s, "PK\x03\x04\n" + kLog, QString());
        row("map with lone returns", u"x.csv"_s, "equipment_id;sensor_id\r4;1\r", QString());
    }
    void roleComesFromContent()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, role);
        write(name, content);
        const auto found = findSources(m_directory->path());
        QVERIFY(found.ok());
        QCOMPARE(found->files.size(), 1);
        const SourceFile& file = found->files.first();
        QCOMPARE(file.role ? sourceRoleWord(*file.role) : QString(), role);
        QCOMPARE(file.bytes, content.size());
        // A refused file has a reason.
        QCOMPARE(file.problem->what.isEmpty(), file.role.has_value());
        if (!file.format.table)
            QCOMPARE(file.dataBegin, content.startsWith("\xEF\xBB\xBF") ? 3 : 0);
    }

    void listAndMapInOneFileAreTwoSources()
    {
        write(u"plant.csv"_s, "equipment_id;code;sensor_id\n1;A;5\n");
        const auto found = findSources(m_directory->path());
        QVERIFY(found.ok());
        QCOMPARE(found->files.size(), 2);
        QVERIFY(found->files.at(0).role == SourceRole::EquipmentList);
        QVERIFY(found->files.at(1).role == SourceRole::SensorMap);
        QCOMPARE(found->files.at(0).path, found->files.at(1).path);
    }

    void looksThroughFoldersInOrder()
    {
        write(u"b/log2.log"_s, kLog);
        write(u"a.log"_s, kLog);
        write(u"deep/er/map.csv"_s, kMap);
        write(u"z.json"_s, kList);
        write(u"notes.txt"_s, "hello\n");
        write(u"photo.jpg"_s, "\xFF\xD8");
        const auto found = findSources(m_directory->path());
        QVERIFY(found.ok());
        QStringList names;
        for (const SourceFile& file : found->files)
            names << file.relativePath;
        QCOMPARE(
            names, QStringList(
                       {u"z.json"_s, u"deep/er/map.csv"_s, u"a.log"_s, u"b/log2.log"_s,
                        u"notes.txt"_s, u"photo.jpg"_s}));
        QCOMPARE(found->otherCount(), 2);
        QCOMPARE(found->bytesToLoad(), kLog.size() * 2 + kMap.size() + kList.size());
    }

    void litterIsSkippedAndCounted();
    void settingsOfFaultlineAreNotCounted();
    void hiddenOnesAreListed();
    void specialOnesAreListedAndNotOpened();
    void manyOfAKindAreOneEntry();

    void newestListComesLast()
    {
        write(u"new.csv"_s, kMap);
        write(u"old.csv"_s, kMap);
        QFile old(m_directory->filePath(u"old.csv"_s));
        QVERIFY(old.open(QIODevice::ReadWrite));
        QVERIFY(old.setFileTime(
            QDateTime::currentDateTime().addDays(-1), QFileDevice::FileModificationTime));
        old.close();
        const auto found = findSources(m_directory->path());
        QCOMPARE(found->files.at(0).relativePath, u"old.csv"_s);
        QCOMPARE(found->files.at(1).relativePath, u"new.csv"_s);
    }

    // Other things that are named like files must neither hang nor fail the folder.
    void oddEntriesDoNotFailTheFolder()
    {
        write(u"good.log"_s, kLog);
        QDir root(m_directory->path());
        QVERIFY(root.mkdir(u"folder.log"_s));
        QVERIFY(QFile::link(m_directory->path(), root.filePath(u"loop"_s)));
        QVERIFY(QFile::link(u"nowhere"_s, root.filePath(u"broken.log"_s)));
        QCOMPARE(::mkfifo(QFile::encodeName(root.filePath(u"pipe.log"_s)).constData(), 0600), 0);
        const auto found = findSources(m_directory->path());
        QVERIFY(found.ok());
        int readings = 0;
        for (const SourceFile& file : found->files) {
            readings += file.role ? 1 : 0;
            QVERIFY(file.role || !file.problem->what.isEmpty());
        }
        QCOMPARE(readings, 1);
    }

    // Latin-1, as old systems wrote them.
    void namesThatAreNotUtf8AreReported()
    {
        write(u"good.log"_s, kLog);
        const QByteArray root = QFile::encodeName(m_directory->path());
        QCOMPARE(::mkdir((root + "/Ger\xE4te").constData(), 0700), 0);
        for (const QByteArray& name : {QByteArray("Ger\xE4t.log"), QByteArray("Bild\xE4.jpg")}) {
            const int descriptor =
                ::open((root + '/' + name).constData(), O_CREAT | O_WRONLY, 0600);
            QVERIFY(descriptor >= 0);
            ::close(descriptor);
        }
        const auto found = findSources(m_directory->path());
        QVERIFY(found.ok());
        QCOMPARE(found->files.size(), 3);
        QCOMPARE(found->files.at(0).relativePath, u"good.log"_s);
        QCOMPARE(found->files.at(1).relativePath, u"Bild\\xe4.jpg"_s);
        QCOMPARE(found->files.at(2).relativePath, u"Ger\\xe4t.log"_s);
        for (const SourceFile& file : found->files.mid(1)) {
            QCOMPARE(file.problem->code, u"name"_s);
            QVERIFY(!file.problem->remedy.isEmpty());
        }
        QCOMPARE(found->warnings.size(), 1);
        QCOMPARE(found->warnings.first().where, m_directory->filePath(u"Ger\\xe4te"_s));
    }

    void folderThatCantBeOpened()
    {
        const auto missing = findSources(m_directory->filePath(u"missing"_s));
        QVERIFY(!missing.ok());
        QVERIFY(!missing.error().why.isEmpty());
        QVERIFY(!missing.error().remedy.isEmpty());
        write(u"a.log"_s, kLog);
        QVERIFY(!findSources(m_directory->filePath(u"a.log"_s)).ok());
        QVERIFY(!findSources(QString()).ok());
    }

private:
    void write(const QString& name, const QByteArray& content)
    {
        const QString path = m_directory->filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("can't write %s", qPrintable(path));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_SourceFile::litterIsSkippedAndCounted()
{
    write(u"good.log"_s, kLog);
    const QStringList files{u".DS_Store"_s,      u"._plant.log"_s, u"Thumbs.db"_s,
                            u"desktop.ini"_s,    u"~$list.xlsx"_s, u".~lock.map.csv#"_s,
                            u".plant.log.swp"_s, u".#plant.log"_s, u"sub/DESKTOP.INI"_s};
    const QStringList folders{u"__MACOSX"_s,         u".git"_s,
                              u"lost+found"_s,       u".Trash-1000"_s,
                              u"$RECYCLE.BIN"_s,     u"System Volume Information"_s,
                              u".faultline-AbC123"_s};
    for (const QString& name : files)
        write(name, kLog);
    for (const QString& name : folders)
        write(name + u"/plant.log"_s, kLog);
    const auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    QCOMPARE(found->files.size(), 1);
    QCOMPARE(found->litterFiles, files.size());
    QCOMPARE(found->litterFolders, folders.size());
    const auto notes = found->notes();
    QCOMPARE(notes.size(), 1);
    QVERIFY2(
        notes.first().what.contains(u"files: 9, folders: 7"_s), qPrintable(notes.first().what));
    QVERIFY2(notes.first().why.contains(u"$RECYCLE.BIN"_s), qPrintable(notes.first().why));
    QCOMPARE(found->otherCount(), 0);
}

void tst_SourceFile::settingsOfFaultlineAreNotCounted()
{
    write(u"good.log"_s, kLog);
    write(u".env"_s, "PG_DB=x\n");
    const auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    QCOMPARE(found->files.size(), 1);
    QVERIFY(found->notes().isEmpty());
}

void tst_SourceFile::hiddenOnesAreListed()
{
    write(u"good.log"_s, kLog);
    write(u".plant.log"_s, kLog);
    write(u".old/plant.log"_s, kLog);
    const auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    QCOMPARE(found->files.size(), 3);
    const SourceFile& folder = found->files.at(1);
    QCOMPARE(folder.relativePath, u".old"_s);
    QCOMPARE(folder.problem->code, u"hidden-folder"_s);
    const SourceFile& file = found->files.at(2);
    QCOMPARE(file.relativePath, u".plant.log"_s);
    QCOMPARE(file.problem->code, u"hidden"_s);
    QCOMPARE(file.problem->kind, UserMessage::Kind::Warning);
    QVERIFY(!file.problem->remedy.isEmpty());
    QCOMPARE(file.bytes, kLog.size());
}

void tst_SourceFile::specialOnesAreListedAndNotOpened()
{
    write(u"good.log"_s, kLog);
    const QString pipe = m_directory->filePath(u"plant.log"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    const auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    QCOMPARE(found->files.size(), 2);
    QCOMPARE(found->files.last().problem->code, u"special"_s);
    QCOMPARE(found->files.last().problem->kind, UserMessage::Kind::Warning);
}

void tst_SourceFile::manyOfAKindAreOneEntry()
{
    constexpr int kPictures = 200;
    constexpr int kFew = 20;
    write(u"good.log"_s, kLog);
    for (int i = 0; i < kPictures; ++i) {
        const QString ending = i % 50 == 0 ? u"PNG"_s : i % 50 == 1 ? u"7"_s : u"jpg"_s;
        write(
            u"pictures/%1.%2"_s.arg(QString::number(1000 + i).mid(1), ending), "\xFF\xD8\xFF\xE0");
    }
    for (int i = 0; i < kFew; ++i)
        write(u"notes%1.txt"_s.arg(i), "hello\n");
    auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    QCOMPARE(found->files.size(), 1 + kFew);
    QCOMPARE(found->others.size(), 1);
    const OtherFiles& pictures = found->others.first();
    QCOMPARE(pictures.files.size(), kPictures);
    QCOMPARE(pictures.files.first().relativePath, QByteArray("pictures/000.PNG"));
    QCOMPARE(pictures.files.first().bytes, 4);
    QCOMPARE(pictures.files.last().relativePath, QByteArray("pictures/199.jpg"));
    QCOMPARE(pictures.endingsText(), u".jpg 192, .png 4, others 4"_s);
    QCOMPARE(found->otherCount(), kPictures + kFew);
    const auto notes = found->notes();
    QCOMPARE(notes.size(), 1);
    QVERIFY2(notes.first().what.startsWith(u"200 file"_s), qPrintable(notes.first().what));
    QVERIFY(notes.first().why.contains(u"picture"_s));
    // A receipt keeps only the first few names.
    QVERIFY(QJsonDocument(notes.first().toJson()).toJson().size() < 2'000);

    // One more, and these are one entry too; the largest comes first.
    write(u"more.txt"_s, "hello\n");
    found = findSources(m_directory->path());
    QCOMPARE(found->files.size(), 1);
    QCOMPARE(found->others.size(), 2);
    QCOMPARE(found->others.last().files.size(), kFew + 1);
}

QTEST_GUILESS_MAIN(tst_SourceFile)
#include "tst_SourceFile.moc"
