// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "pages/receipt/ReceiptView.h"
#include "pages/reports/ReportExports.h"
#include "pages/reports/ReportList.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"
#include "window/FolderField.h"
#include "window/NavigationList.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The complete job by clicks: folder, Load, receipt, reports, filters, export. On its own server.
class tst_MainJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void loadsShowsAndExports();
    void guardsFormulasUnlessToldNotTo();
    void loadingAgainSaysSo();
    void filtersReports();
    void showsRejectedLines();
    void exportsRejectedLines();
    void savesReceipt();
    void loadsLastLineOnRequest();
    void referenceData();

private:
    StartOptions freshDatabase();
    static void load(WindowFixture& fixture, const QString& folder);
    static QByteArray contentOf(const QString& path);
    static void showReports(WindowFixture& fixture);

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    QString m_folder;
    qint64 m_lines = 0;
};

namespace {

constexpr int kLoadMs = 60'000;
constexpr int kListRecords = 5; // 2 pieces of equipment, 3 sensors

} // namespace

void tst_MainJob::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    m_folder = m_directory.filePath(u"vessel-7"_s);
    m_lines = writeSmallFolder(m_folder);
}

StartOptions tst_MainJob::freshDatabase()
{
    const auto settings = m_server.createDatabase();
    if (!settings)
        qFatal("%s", whyNot(settings).constData());
    StartOptions options;
    options.conninfo = conninfoOf(*settings);
    return options;
}

QByteArray tst_MainJob::contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

void tst_MainJob::load(WindowFixture& fixture, const QString& folder)
{
    fixture.typeFolder(folder);
    QTRY_VERIFY(fixture.workbench->loads.canStart());
    QTRY_COMPARE(fixture.workbench->database.state(), DatabaseState::Ready);
    fixture.click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->loads.receipt().has_value(), kLoadMs);
    QTRY_VERIFY(fixture.workbench->database.hasReadings());
}

void tst_MainJob::showReports(WindowFixture& fixture)
{
    fixture.click("seeReportsButton");
    QTRY_VERIFY(fixture.find<DataTable>("reportTable")->isVisible());
    QTRY_VERIFY(fixture.find<DataTable>("reportTable")->model()->rowCount() > 0);
}

void tst_MainJob::loadsShowsAndExports()
{
    WindowFixture fixture(freshDatabase());
    load(fixture, m_folder);
    QCOMPARE(
        fixture.labelText("receiptBalance"),
        u"In balance: %1 records in = %2 loaded + 2 rejected + 0 blank + 0 skipped"_s
            .arg(m_lines + 2 + kListRecords)
            .arg(m_lines + kListRecords));
    QVERIFY(fixture.labelText("dataStatus").startsWith(u"%1 readings"_s.arg(m_lines)));

    showReports(fixture);
    const QString out = m_directory.filePath(u"out"_s);
    fixture.dialogs.folder = out;
    fixture.window->findChild<QAction*>(u"exportAllCsv"_s)->trigger();
    auto* strip = fixture.window->findChild<MessageStrip*>(u"reportsStrip"_s);
    QTRY_VERIFY(strip->isVisible());
    QVERIFY2(
        strip->message().kind == UserMessage::Kind::Information,
        strip->message().toText().toUtf8());
    QCOMPARE(
        contentOf(out + u"/Total_equipment_failures.csv"_s),
        QByteArray("Total equipment failures\n2\n"));

    fixture.window->findChild<ReportList*>()->selectReport(u"failures_by_group"_s);
    QTRY_COMPARE(fixture.labelText("reportTitle"), u"Failures by group"_s);
    QTRY_COMPARE(fixture.find<DataTable>("reportTable")->model()->rowCount(), 2);
    const QString one = m_directory.filePath(u"one.csv"_s);
    fixture.dialogs.saveFile = one;
    fixture.click("exportButton");
    QTRY_VERIFY(QFile::exists(one));
    QCOMPARE(contentOf(one), contentOf(out + u"/failures_by_group.csv"_s));
}

void tst_MainJob::guardsFormulasUnlessToldNotTo()
{
    const QString folder = m_directory.filePath(u"formulas"_s);
    QVERIFY(writeSmallFolder(folder) > 0);
    QFile list(folder + u"/equipment.json"_s);
    QVERIFY(list.open(QIODevice::WriteOnly));
    list.write(R"([{"equipment_id": 1, "code": "=1+1", "group_name": "@NORTH"}])");
    list.close();
    WindowFixture fixture(freshDatabase());
    load(fixture, folder);
    showReports(fixture);
    auto* guard = fixture.window->findChild<QAction*>(u"guardFormulasAction"_s);
    QVERIFY(guard && guard->isChecked());
    for (const bool guards : {true, false}) {
        if (guard->isChecked() != guards)
            guard->trigger();
        const QString one = m_directory.filePath(guards ? u"guarded.csv"_s : u"plain.csv"_s);
        fixture.dialogs.saveFile = one;
        fixture.window->findChild<ReportList*>()->selectReport(u"sensors"_s);
        QTRY_COMPARE(fixture.labelText("reportTitle"), u"Sensors"_s);
        QTRY_VERIFY(fixture.find("exportButton")->isEnabled());
        // The file exists before its export has ended; until then the button does nothing.
        QTRY_VERIFY(!fixture.window->findChild<ReportExports*>()->isExporting());
        fixture.click("exportButton");
        QTRY_VERIFY(QFile::exists(one));
        QCOMPARE(contentOf(one).contains("\n'=1+1,'@NORTH,"), guards);
        QCOMPARE(contentOf(one).contains("\n=1+1,@NORTH,"), !guards);
    }
    QVERIFY(!fixture.preferences->guardsFormulas());
}

void tst_MainJob::loadingAgainSaysSo()
{
    WindowFixture fixture(freshDatabase());
    load(fixture, m_folder);
    fixture.click("loadButton");
    QTRY_COMPARE_WITH_TIMEOUT(
        fixture.labelText("receiptFigure"),
        u"Nothing new: all %1 records were already loaded"_s.arg(m_lines + 2 + kListRecords),
        kLoadMs);
}

void tst_MainJob::filtersReports()
{
    WindowFixture fixture(freshDatabase());
    load(fixture, m_folder);
    showReports(fixture);
    fixture.window->findChild<ReportList*>()->selectReport(u"failures_by_equipment"_s);
    auto* table = fixture.find<DataTable>("reportTable");
    QTRY_COMPARE(table->model()->rowCount(), 2);

    auto* group = fixture.find<QComboBox>("groupBox");
    QTRY_VERIFY(group->findText(u"SOUTH"_s) > 0);
    group->setFocus();
    QTest::keyClicks(group, u"SOUTH"_s);
    Q_EMIT group->activated(group->currentIndex());
    QTRY_COMPARE(table->model()->rowCount(), 1);

    auto* period = fixture.find<QComboBox>("periodBox")->lineEdit();
    const auto typePeriod = [period](const QString& text) {
        period->setFocus();
        period->selectAll();
        QTest::keyClicks(period, text);
        QTest::keyClick(period, Qt::Key_Return);
    };
    typePeriod(u"2020-13"_s);
    QTRY_VERIFY(fixture.find("periodProblem")->isVisible());
    // The rows on screen don't match the filter text, so they can't be exported.
    QVERIFY(!fixture.find("exportButton")->isEnabled());
    QVERIFY(!fixture.find("reportTable")->isEnabled());
    QCOMPARE(table->model()->rowCount(), 1);

    typePeriod(u"1999"_s);
    QTRY_VERIFY(!fixture.find("periodProblem")->isVisible());
    QVERIFY(fixture.find("exportButton")->isEnabled());
    fixture.click("clearFiltersButton");
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QVERIFY(!fixture.find<QAbstractButton>("clearFiltersButton")->isEnabled());

    // The database sorts.
    table->horizontalHeader()->setSortIndicator(3, Qt::AscendingOrder);
    QTRY_COMPARE(table->model()->index(0, 0).data().toString(), u"BBBB0002"_s);
    table->horizontalHeader()->setSortIndicator(3, Qt::DescendingOrder);
    QTRY_COMPARE(table->model()->index(0, 0).data().toString(), u"AAAA0001"_s);
}

void tst_MainJob::showsRejectedLines()
{
    WindowFixture fixture(freshDatabase());
    load(fixture, m_folder);
    auto* navigation = fixture.find<NavigationList>("navigation");
    QTRY_COMPARE(
        navigation->item(MainWindow::Rejected)->data(NavigationList::CountRole).toInt(), 2);
    fixture.click("seeRejectedButton");
    auto* table = fixture.find<DataTable>("rejectedTable");
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QVERIFY(table->isVisible());
    table->selectAll();
    const QStringList lines = table->selectedText().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.at(0).startsWith(u"File\tLine\tColumn\tReason\tLine text"_s));
    QVERIFY(lines.at(1).contains(u"2020-02-30"_s));
}

void tst_MainJob::exportsRejectedLines()
{
    WindowFixture fixture(freshDatabase());
    load(fixture, m_folder);
    fixture.click("seeRejectedButton");
    const QString path = m_directory.filePath(u"rejected.csv"_s);
    fixture.dialogs.saveFile = path;
    fixture.click("exportRejectedButton");
    QTRY_VERIFY(QFile::exists(path));
    const QList<QByteArray> lines = contentOf(path).split('\n');
    QCOMPARE(lines.size(), 4); // header, two lines, the end
    QCOMPARE(lines.at(0), QByteArray("file,line,byte,column,reason,record,field,text"));
    QVERIFY(lines.at(2).contains("sensor-id"));
}

void tst_MainJob::savesReceipt()
{
    WindowFixture fixture(freshDatabase());
    load(fixture, m_folder);
    const QString path = m_directory.filePath(u"receipt.json"_s);
    fixture.dialogs.saveFile = path;
    fixture.click("saveReceiptButton");
    QTRY_VERIFY(QFile::exists(path));
    QVERIFY(contentOf(path).contains("\"balanced\": true"));
}

void tst_MainJob::loadsLastLineOnRequest()
{
    const QString folder = m_directory.filePath(u"growing"_s);
    const qint64 lines = writeSmallFolder(folder);
    QFile log(folder + u"/failures.log"_s);
    QVERIFY(log.open(QIODevice::Append));
    log.write("[2020-05-01 10:00:00]\tERROR\tsensor[1]:\t(temperature\t1.0, vibration\t2.0)");
    log.close();
    WindowFixture fixture(freshDatabase());
    load(fixture, folder);
    auto* strip = fixture.window->findChild<MessageStrip*>(u"loadStrip"_s);
    QTRY_VERIFY(strip->isVisible());
    QTest::mouseClick(strip->findChild<QPushButton*>(u"messageButton"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.workbench->database.summary().readings, lines + 1, kLoadMs);
    QTRY_VERIFY(!strip->isVisible());
}

void tst_MainJob::referenceData()
{
    const QString reference =
        qEnvironmentVariable("FAULTLINE_REFERENCE_DATA", QStringLiteral(FAULTLINE_REFERENCE_DATA));
    if (!QDir(reference + u"/expected"_s).exists())
        QSKIP("There is no reference data here");
    WindowFixture fixture(freshDatabase());
    load(fixture, reference + u"/folder"_s);
    QCOMPARE(
        fixture.labelText("receiptBalance"),
        u"In balance: 37,093 records in = 37,093 loaded + 0 rejected + 0 blank + 0 skipped"_s);
    QCOMPARE(fixture.labelText("dataStatus"), u"36,979 readings · Dec 2019 – Mar 2020"_s);
    showReports(fixture);
    const QString out = m_directory.filePath(u"reference"_s);
    fixture.dialogs.folder = out;
    fixture.window->findChild<QAction*>(u"exportAllCsv"_s)->trigger();
    const QStringList files{
        u"/Total_equipment_failures.csv"_s, u"/Equipment_code_with_most_failures.csv"_s,
        u"/Average_amount_of_failures.csv"_s};
    QTRY_VERIFY(fixture.window->findChild<MessageStrip*>(u"reportsStrip"_s)->isVisible());
    for (const QString& file : files)
        QCOMPARE(contentOf(out + file), contentOf(reference + u"/expected"_s + file));
}

QTEST_MAIN(tst_MainJob)
#include "tst_MainJob.moc"
