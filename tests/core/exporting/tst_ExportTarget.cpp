// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/reader/ReaderRole.h"
#include "exporting/output/ExportTarget.h"

#include "database/reader/ReaderAccess.h"
#include "exporting/QueryExport.h"
#include "exporting/ReportFiles.h"
#include "reports/ReportCatalogue.h"
#include "reports/definition/ReportParser.h"
#include "sources/folder/SourceFile.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

// Its rows as CSV are a sensor map, which could be loaded.
ReportDefinition mapReport()
{
    const auto report = parseReport(
        u"map"_s, u"-- title: Map\n-- section: S\n-- explanation: E.\n"
                  "-- column equipment_id: Equipment | integer\n"
                  "-- column sensor_id: Sensor | integer\n"
                  "SELECT equipment_id, sensor_id FROM faultline.equipment_sensors"_s);
    return report ? *report : ReportDefinition{};
}

const QString kMapQuery = u"SELECT equipment_id, sensor_id FROM faultline.equipment_sensors"_s;

} // namespace

/// What an export may overwrite: earlier exports, whatever they look like, but no source file.
class tst_ExportTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_catalogue = *ReportCatalogue::builtIn();
        VERIFY_RESULT(m_server.start());
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        m_settings = *settings;
        VERIFY_RESULT(fillWithReportFixture(m_settings));
        auto connection = Connection::open(m_settings);
        VERIFY_RESULT(connection);
        VERIFY_RESULT(createReader(*connection, {}));
        const auto reader = reachReader(m_settings, {});
        VERIFY_RESULT(reader);
        m_reader = *reader;
    }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void documentReplacesItself_data();
    void documentReplacesItself();
    void folderReplacesItself_data();
    void folderReplacesItself();
    void queryReplacesItself();
    void sourcesStay_data();
    void sourcesStay();
    void mapThatWasLoadedStays();
    void exportsAreNoSources();

private:
    QString path(const QString& name) const { return m_directory->filePath(name); }
    SqlSession session() const
    {
        auto opened = SqlSession::open(m_settings);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().toText()));
        return std::move(opened).value();
    }
    Result<qint64> exportQuery(const QString& sql, const QString& file) const
    {
        return exportCustomQuery(m_settings, m_reader, sql, {}, {}, file);
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    ConnectionSettings m_reader;
    std::optional<ReportCatalogue> m_catalogue;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_ExportTarget::documentReplacesItself_data()
{
    QTest::addColumn<ReportFormat>("format");
    QTest::addColumn<bool>("all");
    for (const ReportFormat format :
         {ReportFormat::Csv, ReportFormat::Xlsx, ReportFormat::Html, ReportFormat::Notebook,
          ReportFormat::Json}) {
        QTest::addRow("%s", qPrintable(formatWord(format))) << format << false;
        if (format != ReportFormat::Csv)
            QTest::addRow("%s of all", qPrintable(formatWord(format))) << format << true;
    }
}

void tst_ExportTarget::documentReplacesItself()
{
    QFETCH(ReportFormat, format);
    QFETCH(bool, all);
    ReportJob job;
    job.reports = all ? m_catalogue->reports() : QList<ReportDefinition>{mapReport()};
    ExportOptions options;
    options.format = format;
    const QString file = path(u"out."_s + formatWord(format));
    auto open = session();
    VERIFY_RESULT(exportDocument(open, job, options, file));
    VERIFY_RESULT(exportDocument(open, job, options, file));
}

void tst_ExportTarget::folderReplacesItself_data()
{
    QTest::addColumn<bool>("forExcel");
    QTest::newRow("for programs") << false;
    QTest::newRow("for Excel") << true;
}

void tst_ExportTarget::folderReplacesItself()
{
    QFETCH(bool, forExcel);
    ReportJob job;
    job.reports = m_catalogue->reports() + QList<ReportDefinition>{mapReport()};
    ExportOptions options;
    options.sidecar = true;
    if (forExcel)
        options.csv = CsvOptions::excel(QLocale(QLocale::German, QLocale::Germany));
    auto open = session();
    VERIFY_RESULT(exportCsvFiles(open, job, options, path(u"folder"_s)));
    VERIFY_RESULT(exportCsvFiles(open, job, options, path(u"folder"_s)));
}

void tst_ExportTarget::queryReplacesItself()
{
    const QString file = path(u"s.csv"_s);
    VERIFY_RESULT(exportQuery(kMapQuery, file));
    VERIFY_RESULT(exportQuery(kMapQuery, file));
    // Another query's file might be a person's sensor map.
    const QByteArray map = contentOf(file);
    VERIFY_ERROR(exportQuery(u"SELECT 1 AS one"_s, file), u"source-file"_s);
    QCOMPARE(contentOf(file), map);
}

void tst_ExportTarget::sourcesStay_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("log") << QByteArray("[2020-01-01 00:00:00]\tERROR\tsensor[1]:\t"
                                       "(temperature\t1.0, vibration\t2.0)\n");
    QTest::newRow("map") << QByteArray("equipment_id;sensor_id\n1;1\n");
    QTest::newRow("list") << QByteArray(R"([{"equipment_id": 1, "code": "A"}])");
    QTest::newRow("list that mentions the program")
        << QByteArray(R"({"equipment_id": 1, "context": {"program": "Faultline"}})");
}

void tst_ExportTarget::sourcesStay()
{
    QFETCH(QByteArray, content);
    const QString file = path(u"map.csv"_s);
    writeFile(file, content);
    ReportJob job;
    job.reports = {mapReport()};
    for (const ReportFormat format : {ReportFormat::Csv, ReportFormat::Json}) {
        ExportOptions options;
        options.format = format;
        auto open = session();
        VERIFY_ERROR(exportDocument(open, job, options, file), u"source-file"_s);
    }
    VERIFY_ERROR(exportQuery(kMapQuery, file), u"source-file"_s);
    QCOMPARE(contentOf(file), content);
}

void tst_ExportTarget::mapThatWasLoadedStays()
{
    const QString file = path(u"s.csv"_s);
    VERIFY_RESULT(exportQuery(kMapQuery, file));
    auto open = session();
    VERIFY_RESULT(open.execute(
        u"INSERT INTO faultline.source_file (plant_id, path, role, head_bytes, head_hash)"
        " VALUES (1, :path, 'sensor_map', 1, '\\x00')"_s,
        {{u"path"_s, file}}));
    const QByteArray map = contentOf(file);
    VERIFY_ERROR(exportQuery(kMapQuery, file), u"source-file"_s);
    QCOMPARE(contentOf(file), map);
}

void tst_ExportTarget::exportsAreNoSources()
{
    ReportJob job;
    job.reports = {mapReport()};
    ExportOptions options;
    options.format = ReportFormat::Json;
    auto open = session();
    VERIFY_RESULT(exportDocument(open, job, options, path(u"fe.json"_s)));
    options.format = ReportFormat::Csv;
    options.sidecar = true;
    VERIFY_RESULT(exportDocument(open, job, options, path(u"fe.csv"_s)));
    QVERIFY(QFile::rename(path(u"fe.csv.meta.json"_s), path(u"sidecar.json"_s)));
    const auto folder = findSources(m_directory->path());
    VERIFY_RESULT(folder);
    for (const SourceFile& file : folder->files) {
        if (file.relativePath.endsWith(u".json"_s)) {
            QVERIFY2(!file.role, qPrintable(file.relativePath));
            QVERIFY2(
                file.problem->why.contains(u"Faultline"_s), qPrintable(file.problem->toText()));
        }
    }
}

QTEST_GUILESS_MAIN(tst_ExportTarget)
#include "tst_ExportTarget.moc"
