// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "pages/receipt/SourceFilesModel.h"
#include "pages/rejected/RejectedLinesModel.h"
#include "pages/reports/ReportFooter.h"
#include "pages/reports/ReportTableModel.h"
#include "style/Formatting.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

using Mode = QAbstractItemModelTester::FailureReportingMode;

/// The models against a real server, with pages small enough to need several.
class tst_Models : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void sourceFiles();
    void otherFilesAreOneRowThatOpens();
    void sourceFilesKeepRowsWhileLoading();
    void reportComesPageByPage_data();
    void reportComesPageByPage();
    void reportDropsOvertakenAnswers();
    void footerAsksForSums();
    void reportTellsFailure();
    void rejectedLinesComePageByPage_data();
    void rejectedLinesComePageByPage();
    void rejectedMark_data();
    void rejectedMark();
    void furtherMeasurements_data();
    void furtherMeasurements();

private:
    const ReportDefinition& report(const char* name) const
    {
        return *m_fixture->workbench->catalogue->find(QString::fromLatin1(name));
    }
    QueryRunner& queries() const { return m_fixture->workbench->database.queries(); }
    template<typename Model>
    static void fetchAll(Model& model)
    {
        QTRY_VERIFY(!model.isBusy());
        while (model.canFetchMore({})) {
            model.fetchMore({});
            QTRY_VERIFY(!model.isBusy());
        }
    }

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    std::unique_ptr<WindowFixture> m_fixture;
};

void tst_Models::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    m_fixture = windowWithReadings(m_server, m_directory);
}

void tst_Models::cleanupTestCase()
{
    m_fixture.reset();
}

void tst_Models::sourceFiles()
{
    SourceFilesModel model;
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    const auto& sources = m_fixture->workbench->loads.sources();
    model.showFolder(sources->value());
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.index(2, SourceFilesModel::File).data().toString(), u"failures.log"_s);
    QVERIFY(model.index(2, SourceFilesModel::Records).data().toString().isEmpty());
    QVERIFY(!model.index(3, 0).data(SourceFilesModel::FractionRole).isValid());
    model.showReceipt(*m_fixture->workbench->loads.receipt());
    QCOMPARE(model.index(2, SourceFilesModel::Rejected).data().toString(), u"2"_s);
    QCOMPARE(model.index(2, 0).data(SourceFilesModel::FractionRole).toDouble(), 1.0);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

// Many files of a kind are one row, which opens to list them.
void tst_Models::otherFilesAreOneRowThatOpens()
{
    DataFolder folder = m_fixture->workbench->loads.sources()->value();
    const auto listed = static_cast<int>(folder.files.size());
    OtherFiles pictures;
    pictures.problem = UserMessage::warning(u"Not recognised"_s).because(u"It is a picture."_s);
    for (int i = 0; i < 30; ++i)
        pictures.files << OtherFiles::File{"deck/" + QByteArray::number(i) + ".jpg", 1'000};
    folder.others << pictures << pictures;
    folder.others.last().files.resize(21);

    SourceFilesModel model;
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.showFolder(folder);
    QCOMPARE(model.rowCount(), listed + 2);
    const auto text = [&model](int row, int column) {
        return model.index(row, column).data().toString();
    };
    QCOMPARE(text(listed, SourceFilesModel::File), u"▸ 30 files: .jpg 30"_s);
    QCOMPARE(text(listed, SourceFilesModel::State), u"Not loaded: It is a picture."_s);
    QVERIFY(text(listed, SourceFilesModel::Size).startsWith(u"30"_s));

    model.toggle(model.index(0, 0)); // a file: nothing happens
    QCOMPARE(model.rowCount(), listed + 2);
    model.toggle(model.index(listed, 0));
    QCOMPARE(model.rowCount(), listed + 2 + 30);
    QCOMPARE(text(listed, SourceFilesModel::File), u"▾ 30 files: .jpg 30"_s);
    QCOMPARE(text(listed + 30, SourceFilesModel::File).trimmed(), u"deck/29.jpg"_s);
    QCOMPARE(
        model.index(listed + 30, SourceFilesModel::File).data(Qt::ToolTipRole).toString(),
        QDir(folder.path).filePath(u"deck/29.jpg"_s));
    QCOMPARE(text(listed + 31, SourceFilesModel::File), u"▸ 21 files: .jpg 21"_s);

    // Progress leaves it open.
    LoadProgress progress = m_fixture->workbench->loads.progress();
    model.showProgress(progress);
    QCOMPARE(model.rowCount(), listed + 2 + 30);
    model.toggle(model.index(listed, 0));
    QCOMPARE(model.rowCount(), listed + 2);

    LoadReceipt receipt = *m_fixture->workbench->loads.receipt();
    receipt.others = folder.others;
    model.showReceipt(receipt);
    QCOMPARE(model.rowCount(), listed + 2);
}

void tst_Models::sourceFilesKeepRowsWhileLoading()
{
    SourceFilesModel model;
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.showFolder(m_fixture->workbench->loads.sources()->value());
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    LoadProgress progress = m_fixture->workbench->loads.progress();
    progress.files[2].state = FileState::Loading;
    progress.files[2].bytesDone = progress.files[2].bytes / 2;
    model.showProgress(progress);
    QCOMPARE(reset.size(), 0);
    const double fraction = model.index(2, 0).data(SourceFilesModel::FractionRole).toDouble();
    QVERIFY(fraction > 0.4 && fraction < 0.6);
}

void tst_Models::reportComesPageByPage_data()
{
    QTest::addColumn<int>("pageRows");
    for (const int rows : {1, 2, 3, 200})
        QTest::addRow("%d", rows) << rows;
}

void tst_Models::reportComesPageByPage()
{
    QFETCH(const int, pageRows);
    ReportTableModel model(queries());
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setPageRows(pageRows);
    model.showReport(report("sensors"), {});
    fetchAll(model);
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(model.isComplete());
    model.sort(0, Qt::DescendingOrder);
    fetchAll(model);
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(
        model.index(0, 0).data(ReportTableModel::SortRole).toString()
        >= model.index(2, 0).data(ReportTableModel::SortRole).toString());
    ReportFilter filter;
    filter.group = u"SOUTH"_s;
    model.showReport(report("sensors"), filter);
    fetchAll(model);
    QCOMPARE(model.rowCount(), 1);
}

void tst_Models::reportDropsOvertakenAnswers()
{
    ReportTableModel model(queries());
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    QSignalSpy loaded(&model, &ReportTableModel::rowsLoaded);
    ReportFilter south;
    south.group = u"SOUTH"_s;
    for (int i = 0; i < 20; ++i)
        model.showReport(report("failures_by_equipment"), i % 2 == 0 ? ReportFilter() : south);
    QTRY_VERIFY(!model.isBusy());
    QCOMPARE(loaded.size(), 1);
    QCOMPARE(model.rowCount(), 1);
}

// For a report without a chart whose last rows haven't been fetched.
void tst_Models::footerAsksForSums()
{
    ReportTableModel model(queries());
    ReportFooter footer(queries());
    connect(&model, &ReportTableModel::rowsLoaded, &footer, [&](bool isFirst) {
        footer.showRows(model, isFirst, {});
    });
    model.showReport(report("records_by_severity"), {});
    QTRY_VERIFY2(footer.text().contains(u"Total"_s), qPrintable(footer.text()));
    const QString sums = footer.text().mid(footer.text().indexOf(u" · "_s));
    QVERIFY(model.isComplete() && model.rowCount() > 1);
    model.setPageRows(1);
    model.showReport(report("records_by_severity"), {});
    QTRY_VERIFY(!model.isBusy() && !model.isComplete());
    QTRY_VERIFY2(footer.text().endsWith(sums), qPrintable(footer.text()));
}

void tst_Models::reportTellsFailure()
{
    ReportTableModel model(queries());
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    QSignalSpy failed(&model, &ReportTableModel::loadFailed);
    ReportDefinition broken = report("totals");
    broken.name = u"broken"_s;
    broken.sql = u"SELECT nothing FROM nowhere"_s;
    model.showReport(broken, {});
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!model.isBusy());
    QCOMPARE(model.rowCount(), 0);
    // The session still works.
    model.showReport(report("totals"), {});
    QTRY_VERIFY(model.rowCount() > 0);
}

void tst_Models::rejectedLinesComePageByPage_data()
{
    reportComesPageByPage_data();
}

void tst_Models::rejectedLinesComePageByPage()
{
    QFETCH(const int, pageRows);
    RejectedLinesModel model(queries());
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setPageRows(pageRows);
    model.showLines({});
    fetchAll(model);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.isComplete());
    QVERIFY(model.line(0).key.lineNumber < model.line(1).key.lineNumber);
    QCOMPARE(model.rowOf(model.line(1).key), 1);
    QCOMPARE(model.rowOf({-1, 0, 0}), 0);
    // The rows stay.
    model.refresh();
    QTRY_VERIFY(!model.isBusy());
    QCOMPARE(model.rowCount(), 2);
    RejectedLineFilter sensors;
    sensors.reason = u"sensor-id"_s;
    model.showLines(sensors);
    fetchAll(model);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, RejectedLinesModel::Reason).data().toString(), u"Sensor"_s);
    model.showLines({});
    fetchAll(model);
    QCOMPARE(model.index(0, RejectedLinesModel::File).data().toString(), u"failures.log"_s);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void tst_Models::rejectedMark_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("column");
    QTest::addColumn<int>("mark");
    QTest::addRow("first") << QByteArray("abc") << 1 << 0;
    QTest::addRow("third") << QByteArray("abc") << 3 << 2;
    QTest::addRow("behind the end") << QByteArray("abc") << 4 << 3;
    QTest::addRow("after two bytes of UTF-8") << QByteArray("\xc3\xa9x") << 3 << 1;
    QTest::addRow("far behind a cut text") << QByteArray("abc") << 9000 << 3;
}

void tst_Models::rejectedMark()
{
    QFETCH(const QByteArray, raw);
    QFETCH(const int, column);
    StoredRejectedLine line;
    line.raw = raw;
    line.key.columnNumber = column;
    QTEST(RejectedLinesModel::markOf(line), "mark");
}

void tst_Models::furtherMeasurements_data()
{
    QTest::addColumn<QString>("hstore");
    QTest::addColumn<QString>("text");
    QTest::addRow("none") << u""_s << u""_s;
    QTest::addRow("one") << u"\"pressure\"=>\"1.25\""_s << u"pressure 1.25"_s;
    QTest::addRow("two") << u"\"humidity\"=>\"40\", \"pressure\"=>\"1.25\""_s
                         << u"humidity 40, pressure 1.25"_s;
    QTest::addRow("null") << u"\"a\"=>NULL, \"b\"=>\"1\""_s << u"b 1"_s;
    QTest::addRow("quotes") << uR"("a\"=>\"b"=>"c\\d")"_s << uR"(a"=>"b c\d)"_s;
}

void tst_Models::furtherMeasurements()
{
    QFETCH(const QString, hstore);
    QTEST(format::measurements(hstore), "text");
}

QTEST_MAIN(tst_Models)
#include "tst_Models.moc"
