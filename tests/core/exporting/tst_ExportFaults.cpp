// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/ReportExport.h"
#include "exporting/ReportFiles.h"
#include "reports/definition/ReportParser.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto kExport = "--export-and-die";

// 200,000 rows of about 30 bytes each.
ReportDefinition longReport()
{
    const auto report = parseReport(
        u"made"_s, u"-- title: T\n-- section: S\n-- explanation: E.\n-- column a: A | text\n"
                   "SELECT 'a row of the report ' || n AS a FROM generate_series(1, 200000) n"
                   " WHERE (:from::date IS NULL OR true) AND (:to::date IS NULL OR true)"
                   " AND (:group_name::text IS NULL OR true)"_s);
    return report ? *report : ReportDefinition{};
}

// Run as a second program until the system kills it, for the byte after the first million.
int exportAndDie(const QString& conninfo, const QString& path)
{
    const auto settings = ConnectionSettings::fromConninfo(conninfo, QString());
    if (!settings)
        return 1;
    auto session = SqlSession::open(*settings);
    if (!session)
        return 1;
    const rlimit none{0, 0};
    const rlimit million{1'000'000, 1'000'000};
    if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::setrlimit(RLIMIT_FSIZE, &million) != 0)
        return 1;
    return exportReport(*session, longReport(), {}, {}, path).ok() ? 0 : 1;
}

} // namespace

// Whatever happens to an export, the existing file stays intact.
class tst_ExportFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void refusesToReplaceASourceFile_data();
    void refusesToReplaceASourceFile();
    void refusesToReplaceALoadedFile();
    void writesNothingWhenOneTargetIsASourceFile();
    void cancelKeepsAllOldFiles();
    void failedQueryLeavesNoFilesAndNoWarnings();
    void fullDiskKeepsTheOldFile();
    void fullDiskKeepsAllOldFiles();
    void killedExportKeepsTheOldFile();

private:
    QString path(const QString& name) const { return m_directory->filePath(name); }
    Result<qint64> exportTo(const QString& filePath, const ReportDefinition& report) const
    {
        auto session = SqlSession::open(m_settings);
        return session ? exportReport(*session, report, {}, {}, filePath)
                       : Result<qint64>(session.error());
    }
    const ReportDefinition& totals() const { return *m_catalogue->find(u"totals"_s); }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::optional<ReportCatalogue> m_catalogue;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_ExportFaults::initTestCase()
{
    m_catalogue = *ReportCatalogue::builtIn();
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    VERIFY_RESULT(fillWithReportFixture(m_settings));
}

void tst_ExportFaults::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
}

void tst_ExportFaults::refusesToReplaceASourceFile_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("isRefused");
    QTest::newRow("readings") << QByteArray("[2020-01-01 00:00:00]\tERROR\tsensor[1]:\t"
                                            "(temperature\t1.0, vibration\t2.0)\n")
                              << true;
    QTest::newRow("sensor map") << QByteArray("equipment_id;sensor_id\n1;1\n") << true;
    QTest::newRow("equipment list")
        << QByteArray(R"([{"equipment_id": 1, "code": "A", "group_name": "G"}])") << true;
    QTest::newRow("an earlier export") << QByteArray("code,group_name,sensor_id\nA,G,1\n") << false;
}

void tst_ExportFaults::refusesToReplaceASourceFile()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, isRefused);
    const QString file = path(u"file.csv"_s);
    writeFile(file, content);
    QVERIFY(QFile::link(file, path(u"link.csv"_s)));
    for (const QString& target : {file, path(u"link.csv"_s)}) {
        const auto done = exportTo(target, totals());
        QCOMPARE(done.ok(), !isRefused);
        if (!isRefused)
            continue;
        QCOMPARE(done.error().code, u"source-file"_s);
        QCOMPARE(done.error().where, target);
        QVERIFY(!done.error().remedy.isEmpty());
        QCOMPARE(contentOf(file), content);
    }
    QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files | QDir::Hidden).size(), 2);
}

// Its content is no longer a source, but what was loaded from it is still in the database.
void tst_ExportFaults::refusesToReplaceALoadedFile()
{
    const QString file = path(u"rotated.log"_s);
    writeFile(file, "# put aside\n");
    QVERIFY(QFile::link(file, path(u"link.log"_s)));
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    VERIFY_RESULT(session->execute(
        u"INSERT INTO faultline.source_file (plant_id, path, role, head_bytes, head_hash)"
        " VALUES (1, :path, 'readings', 1, '\\x00')"_s,
        {{u"path"_s, QFileInfo(file).canonicalFilePath()}}));
    for (const QString& target :
         {file, path(u"link.log"_s), path(u"./rotated.log"_s), QDir().relativeFilePath(file)}) {
        VERIFY_ERROR(exportTo(target, totals()), u"source-file"_s);
        QCOMPARE(contentOf(file), QByteArray("# put aside\n"));
    }
}

void tst_ExportFaults::writesNothingWhenOneTargetIsASourceFile()
{
    const QString map = path(m_catalogue->reports().constLast().fileName);
    writeFile(map, "equipment_id;sensor_id\n1;1\n");
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    VERIFY_ERROR(
        exportAllReports(*session, m_catalogue->reports(), {}, m_directory->path()),
        u"source-file"_s);
    // Nothing was written, not even the files without a problem.
    QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

// A folder of all reports, the last of which is long: only the old files or only the new ones.
void tst_ExportFaults::cancelKeepsAllOldFiles()
{
    ReportJob job;
    job.reports = m_catalogue->reports() + QList<ReportDefinition>{longReport()};
    for (const ReportDefinition& report : job.reports)
        writeFile(path(report.fileName), "old");
    job.progress = [&job](qint64 rows) {
        if (rows >= 100'000)
            job.cancel.cancel();
    };
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    ExportOptions options;
    options.sidecar = true;
    VERIFY_ERROR(
        exportCsvFiles(*session, job, options, m_directory->path()), kCancelledCode.toString());
    for (const ReportDefinition& report : job.reports)
        QCOMPARE(contentOf(path(report.fileName)), QByteArray("old"));
    QCOMPARE(
        QDir(m_directory->path()).entryList(QDir::Files | QDir::Hidden).size(), job.reports.size());
    job.cancel = {};
    job.progress = {};
    const auto exported = exportCsvFiles(*session, job, options, m_directory->path());
    VERIFY_RESULT(exported);
    QCOMPARE(exported->paths.size(), 2 * job.reports.size());
    for (const QString& each : exported->paths)
        QVERIFY(contentOf(each) != "old");
}

// A report that fails after many rows prints nothing but its message.
void tst_ExportFaults::failedQueryLeavesNoFilesAndNoWarnings()
{
    QTest::failOnWarning(QRegularExpression(u"."_s));
    const auto broken = parseReport(
        u"broken"_s, u"-- title: T\n-- section: S\n-- explanation: E.\n-- column a: A | integer\n"
                     "SELECT 1 / (100000 - n) AS a FROM generate_series(1, 100000) n"
                     " WHERE (:from::date IS NULL OR true) AND (:to::date IS NULL OR true)"
                     " AND (:group_name::text IS NULL OR true)"_s);
    VERIFY_RESULT(broken);
    ReportJob job;
    job.reports = {totals(), *broken};
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    VERIFY_ERROR(exportCsvFiles(*session, job, {}, m_directory->path()), u"22012"_s);
    QVERIFY(QDir(m_directory->path()).isEmpty());
    VERIFY_RESULT(session->execute(u"SELECT 1"_s));
}

void tst_ExportFaults::fullDiskKeepsTheOldFile()
{
    if (geteuid() != 0)
        QSKIP("only root can mount a small file system");
    const QString disk = path(u"small"_s);
    QVERIFY(QDir().mkdir(disk));
    const QByteArray mountPoint = QFile::encodeName(disk);
    if (::mount("tmpfs", mountPoint.constData(), "tmpfs", 0, "size=1m") != 0)
        QSKIP(qPrintable(u"nothing can be mounted here: %1"_s.arg(qt_error_string(errno))));
    const auto unmount = qScopeGuard([&] { ::umount2(mountPoint.constData(), MNT_DETACH); });

    const QString file = disk + u"/report.csv"_s;
    writeFile(file, "old");
    const auto done = exportTo(file, longReport());
    VERIFY_ERROR(done, kWriteCode.toString());
    QVERIFY2(done.error().why.contains(qt_error_string(ENOSPC)), qPrintable(done.error().toText()));
    QVERIFY(done.error().remedy.contains(u"unchanged"_s));
    QCOMPARE(contentOf(file), QByteArray("old"));
    QCOMPARE(QDir(disk).entryList(QDir::Files | QDir::Hidden), QStringList{u"report.csv"_s});
    // A small one still fits, and replaces the file.
    VERIFY_RESULT(exportTo(file, totals()));
    QVERIFY(contentOf(file) != "old");
}

void tst_ExportFaults::fullDiskKeepsAllOldFiles()
{
    if (geteuid() != 0)
        QSKIP("only root can mount a small file system");
    const QString disk = path(u"small"_s);
    QVERIFY(QDir().mkdir(disk));
    const QByteArray mountPoint = QFile::encodeName(disk);
    if (::mount("tmpfs", mountPoint.constData(), "tmpfs", 0, "size=1m") != 0)
        QSKIP(qPrintable(u"nothing can be mounted here: %1"_s.arg(qt_error_string(errno))));
    const auto unmount = qScopeGuard([&] { ::umount2(mountPoint.constData(), MNT_DETACH); });
    ReportJob job;
    job.reports = {totals(), longReport()};
    for (const ReportDefinition& report : job.reports)
        writeFile(QDir(disk).filePath(report.fileName), "old");
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    VERIFY_ERROR(exportCsvFiles(*session, job, {}, disk), kWriteCode.toString());
    for (const ReportDefinition& report : job.reports)
        QCOMPARE(contentOf(QDir(disk).filePath(report.fileName)), QByteArray("old"));
    QCOMPARE(QDir(disk).entryList(QDir::Files | QDir::Hidden).size(), job.reports.size());
}

void tst_ExportFaults::killedExportKeepsTheOldFile()
{
    const QString file = path(u"report.csv"_s);
    writeFile(file, "old");
    QString conninfo;
    for (auto it = m_settings.keywords.cbegin(); it != m_settings.keywords.cend(); ++it)
        conninfo += it.key() + u"='"_s + it.value() + u"' "_s;
    QProcess exporter;
    exporter.start(
        QCoreApplication::applicationFilePath(), {QString::fromLatin1(kExport), conninfo, file});
    QVERIFY(exporter.waitForFinished(60'000));
    QCOMPARE(exporter.exitStatus(), QProcess::CrashExit);
    QCOMPARE(contentOf(file), QByteArray("old"));
    // What may be left has a name that no load takes for a source, and the next export succeeds.
    VERIFY_RESULT(exportTo(file, totals()));
    const QStringList names = QDir(m_directory->path()).entryList(QDir::Files);
    QCOMPARE(names.filter(QRegularExpression(u"\\.csv$"_s)), QStringList{u"report.csv"_s});
}

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1StringView(kExport))
        return exportAndDie(arguments.value(2), arguments.value(3));
    tst_ExportFaults test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ExportFaults.moc"
