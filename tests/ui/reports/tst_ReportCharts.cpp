// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "charts/ChartView.h"
#include "pages/reports/ChartTableLink.h"
#include "pages/reports/ReportChartPane.h"
#include "pages/reports/ReportList.h"
#include "pages/reports/ReportSplit.h"
#include "pages/reports/ReportTableModel.h"
#include "pages/reports/ReportsPage.h"
#include "reports/charts/ChartBuilder.h"
#include "session/Preferences.h"
#include "support/EnvironmentGuard.h"
#include "support/TemporaryServer.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"
#include "window/NavigationList.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The chart of the Reports page beside the table, with a common selection.
class tst_ReportCharts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void chartStandsBesideItsTable();
    void onlyWhereThereIsOne();
    void chosenFigureStays();
    void chosenFigureIsKept();
    void chosenAxesStay();
    void barSelectsRow();
    void barSelectsRowOfAnyOrder();
    void barFetchesItsRow();
    void sortingKeepsTheChosenRow();
    void leftReportIsNotAskedAgain();
    void escHidesTheWords();
    void rowSelectsBar();
    void barOrRowOpensItsReadings_data();
    void barOrRowOpensItsReadings();
    void followsFilter();
    void copiesAsPictureAndSvg();
    void pictureSaysItsFilters();
    void savesAsPngAndSvg_data();
    void savesAsPngAndSvg();
    void keepsThePictureThatWasThere_data() { savesAsPngAndSvg_data(); }
    void keepsThePictureThatWasThere();
    void keepsSourceFiles();
    void stacksWhenNarrow();
    void proportionsSuitTheTable();
    void remembersProportions();

private:
    ChartView* chart() const { return m_fixture->find<ChartView>("chartView"); }
    DataTable* table() const { return m_fixture->find<DataTable>("reportTable"); }
    ReportTableModel* model() const { return qobject_cast<ReportTableModel*>(table()->model()); }
    ReportsPage* page() const { return m_fixture->window->findChild<ReportsPage*>(); }
    void select(const char* report) const
    {
        m_fixture->window->findChild<ReportList*>()->selectReport(QString::fromLatin1(report));
    }
    /// Starts over, wherever a drill-down has led.
    void showByEquipment() const
    {
        m_fixture->find<NavigationList>("navigation")->setCurrentRow(1);
        select("totals");
        if (m_fixture->find<QAbstractButton>("clearFiltersButton")->isEnabled())
            m_fixture->click("clearFiltersButton");
        select("failures_by_equipment");
        QTRY_VERIFY(isShown() && chart()->data().marks.size() == 2 && model()->rowCount() == 2);
    }
    bool isShown() const
    {
        return !model()->isBusy() && model()->rowCount() > 0 && !chart()->data().isEmpty();
    }
    void clickMark(int mark) const
    {
        QTest::mouseClick(chart(), Qt::LeftButton, {}, chart()->markArea(mark).center().toPoint());
    }
    int codeColumn() const { return static_cast<int>(model()->report().columnAt(u"code"_s)); }
    int groupColumn() const
    {
        return static_cast<int>(model()->report().columnAt(u"group_name"_s));
    }
    QString codeInRow(int row) const { return model()->index(row, codeColumn()).data().toString(); }
    QStringList selectedCodes() const
    {
        QStringList codes;
        for (const QModelIndex& index : table()->selectionModel()->selectedRows())
            codes << codeInRow(index.row());
        return codes;
    }

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    StartOptions m_options;
    std::unique_ptr<WindowFixture> m_fixture;
};

void tst_ReportCharts::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    m_options.conninfo = conninfoOf(m_server.settings());
    m_options.folder = m_directory.filePath(u"vessel"_s);
    writeSmallFolder(m_options.folder);
    m_fixture = std::make_unique<WindowFixture>(m_options, m_directory.filePath(u"settings.ini"_s));
    m_fixture->window->resize(1280, 760);
    m_fixture->loadFolder();
    m_fixture->window->showPage(MainWindow::Reports);
}

void tst_ReportCharts::cleanupTestCase()
{
    m_fixture.reset();
}

void tst_ReportCharts::init()
{
    select("totals");
    // An earlier drill-down has narrowed the filter.
    if (m_fixture->find<QAbstractButton>("clearFiltersButton")->isEnabled())
        m_fixture->click("clearFiltersButton");
    select("failures_by_equipment");
    QTRY_VERIFY(isShown());
    QTRY_COMPARE(chart()->data().marks.size(), 2);
    table()->clearSelection();
}

void tst_ReportCharts::chartStandsBesideItsTable()
{
    const ChartData& data = chart()->data();
    QCOMPARE(data.kind, ChartSpec::Kind::Pareto);
    QCOMPARE(data.title, model()->report().title);
    QCOMPARE(data.marks.size(), 2);
    QVERIFY(chart()->isVisible());
    QVERIFY(chart()->mapTo(page(), QPoint()).x() < table()->mapTo(page(), QPoint()).x());
}

void tst_ReportCharts::onlyWhereThereIsOne()
{
    select("totals");
    QTRY_VERIFY(!model()->isBusy() && model()->rowCount() > 0);
    QVERIFY(!chart()->isVisible());
    QVERIFY(table()->isVisible());
    select("failures_by_equipment");
    QTRY_VERIFY(isShown());
    QVERIFY(chart()->isVisible());
}

void tst_ReportCharts::chosenFigureStays()
{
    auto* box = m_fixture->find<QComboBox>("chartValueBox");
    QCOMPARE(box->count(), 2);
    const double events = chart()->data().total;
    box->setCurrentIndex(1);
    Q_EMIT box->activated(1);
    QCOMPARE(chart()->data().valueTitle, u"Error records"_s);
    QVERIFY(chart()->data().total > events);
    // Also after returning to the report.
    select("sensors");
    select("failures_by_equipment");
    QTRY_VERIFY(isShown());
    QCOMPARE(chart()->data().valueTitle, u"Error records"_s);
    box->setCurrentIndex(0);
    Q_EMIT box->activated(0);
    QCOMPARE(chart()->data().total, events);
}

// Rates at first; the choice of counts is kept when the program starts again.
void tst_ReportCharts::chosenFigureIsKept()
{
    ReportDefinition report;
    report.name = u"months"_s;
    report.columns = {
        {u"month"_s, u"Month"_s},
        {u"code"_s, u"Equipment"_s},
        {u"rate"_s, u"Events per day"_s, ReportColumn::Type::Decimal, 3},
        {u"events"_s, u"Failure events"_s, ReportColumn::Type::Integer},
        {u"complete"_s, u"Complete"_s}};
    report.chart =
        ChartSpec{ChartSpec::Kind::Heatmap, u"month"_s, u"code"_s, {u"rate"_s, u"events"_s}};
    report.chart->complete = u"complete"_s;
    const QList<ReportRow> rows{
        {u"2020-01"_s, u"A"_s, u"0.500"_s, 5, u"no"_s},
        {u"2020-02"_s, u"A"_s, u"1.000"_s, 29, u"yes"_s}};
    const ReportChart chart{
        {chartData(report, rows, 0), chartData(report, rows, 1)},
        {{0, rows.at(0)}, {1, rows.at(1)}}};
    QTemporaryDir directory;
    const QString file = directory.filePath(u"settings.ini"_s);
    {
        Preferences preferences(file);
        ReportChartPane pane(preferences);
        pane.showReport(report);
        pane.showChart(chart, {});
        QCOMPARE(pane.data().valueTitle, u"Events per day"_s);
        QCOMPARE(pane.value(), u"rate"_s);
        auto* box = pane.findChild<QComboBox*>(u"chartValueBox"_s);
        box->setCurrentIndex(1);
        Q_EMIT box->activated(1);
        QCOMPARE(pane.data().marks.at(1).value, 29.0);
    }
    Preferences preferences(file);
    ReportChartPane pane(preferences);
    pane.showReport(report);
    pane.showChart(chart, {});
    QCOMPARE(pane.value(), u"events"_s);
    QCOMPARE(pane.data().valueTitle, u"Failure events"_s);
    QVERIFY(pane.data().marks.at(0).isIncomplete);
    // An export has what is chosen.
    report.chart->showFirst(pane.value());
    QCOMPARE(chartData(report, rows).valueTitle, u"Failure events"_s);
}

// Only curves have a choice of axes, and only above 0.
void tst_ReportCharts::chosenAxesStay()
{
    ReportDefinition report;
    report.name = u"growth"_s;
    ReportColumn age{u"age"_s, u"Age"_s, ReportColumn::Type::Decimal};
    ReportColumn count{u"count"_s, u"Failures"_s, ReportColumn::Type::Integer};
    report.columns = {age, count};
    report.chart = ChartSpec{ChartSpec::Kind::Curve, u"age"_s, {}, {u"count"_s}};
    const auto chartOf = [&report](double first) {
        const QList<ReportRow> rows{{first, 1}, {20.0 * first, 2}};
        return ReportChart{{chartData(report, rows)}, {{0, rows.at(0)}, {1, rows.at(1)}}};
    };
    QTemporaryDir directory;
    Preferences preferences(directory.filePath(u"settings.ini"_s));
    ReportChartPane pane(preferences);
    auto* box = pane.findChild<QComboBox*>(u"chartScaleBox"_s);
    pane.showReport(report);
    pane.showChart(chartOf(10), {});
    QVERIFY(box->isVisibleTo(&pane) && box->isEnabled());
    QVERIFY(!pane.picture().isLogLog());
    box->setCurrentIndex(1);
    Q_EMIT box->activated(1);
    QVERIFY(pane.data().isLogLog() && pane.picture().isLogLog());
    QCOMPARE(pane.scale(), ChartSpec::Scale::LogLog);
    ReportDefinition other = report;
    other.name = u"other"_s;
    pane.showReport(other);
    pane.showChart(chartOf(10), {});
    QCOMPARE(box->currentIndex(), 0);
    pane.showReport(report);
    pane.showChart(chartOf(10), {});
    QCOMPARE(box->currentIndex(), 1);
    QVERIFY(pane.data().isLogLog());
    pane.showChart(chartOf(-10), {});
    QVERIFY(!box->isEnabled());
    QCOMPARE(box->currentIndex(), 0);
    other.chart->kind = ChartSpec::Kind::Trend;
    pane.showReport(other);
    QVERIFY(!box->isVisibleTo(&pane));
}

void tst_ReportCharts::barSelectsRow()
{
    for (const int mark : {1, 0}) {
        clickMark(mark);
        QCOMPARE(selectedCodes(), QStringList{chart()->data().categories.at(mark)});
        QCOMPARE(chart()->selectedMark(), mark);
    }
}

void tst_ReportCharts::barSelectsRowOfAnyOrder()
{
    for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        table()->sortByColumn(codeColumn(), order);
        QTRY_VERIFY(isShown());
        for (const int mark : {0, 1}) {
            clickMark(mark);
            QCOMPARE(selectedCodes(), QStringList{chart()->data().categories.at(mark)});
        }
    }
}

void tst_ReportCharts::barFetchesItsRow()
{
    // In the report's own order all rows have come with the chart; in another, page by page.
    model()->setPageRows(1);
    table()->sortByColumn(codeColumn(), Qt::DescendingOrder);
    QTRY_VERIFY(!model()->isBusy());
    const auto last = static_cast<int>(chart()->data().marks.size()) - 1;
    clickMark(last);
    QTRY_COMPARE(selectedCodes(), QStringList{chart()->data().categories.at(last)});
    QCOMPARE(chart()->selectedMark(), last);
    model()->setPageRows(ReportTableModel::kPageRows);
}

void tst_ReportCharts::sortingKeepsTheChosenRow()
{
    clickMark(1);
    const QStringList chosen = selectedCodes();
    for (const auto order : {Qt::DescendingOrder, Qt::AscendingOrder}) {
        QSignalSpy loaded(model(), &ReportTableModel::rowsLoaded);
        table()->sortByColumn(codeColumn(), order);
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(selectedCodes(), chosen);
        QCOMPARE(chart()->selectedMark(), 1);
    }
    // A row that no longer exists has no frame either.
    auto* group = m_fixture->find<QComboBox>("groupBox");
    const int other = group->findText(
        model()->index(0, 0).siblingAtColumn(codeColumn()).data() == chosen.constFirst()
            ? model()->index(1, groupColumn()).data().toString()
            : model()->index(0, groupColumn()).data().toString());
    group->setCurrentIndex(other);
    Q_EMIT group->activated(other);
    QTRY_VERIFY(isShown() && model()->rowCount() == 1);
    QCOMPARE(chart()->selectedMark(), -1);
    QVERIFY(selectedCodes().isEmpty());
}

void tst_ReportCharts::leftReportIsNotAskedAgain()
{
    table()->sortByColumn(codeColumn(), Qt::AscendingOrder);
    QTRY_VERIFY(!model()->isBusy());
    QStringList asked;
    const QObject watcher;
    connect(model(), &ReportTableModel::busyChanged, &watcher, [&](bool busy) {
        if (busy)
            asked << model()->report().name;
    });
    select("totals");
    QTRY_VERIFY(!model()->isBusy());
    QCOMPARE(asked, QStringList{u"totals"_s});
}

void tst_ReportCharts::escHidesTheWords()
{
    m_fixture->window->activateWindow();
    chart()->setFocus();
    QTRY_VERIFY(chart()->hasFocus());
    QTest::keyClick(chart(), Qt::Key_End);
    QVERIFY(!chart()->labelText().isEmpty());
    QTest::keyClick(chart(), Qt::Key_Escape);
    QVERIFY(chart()->labelText().isEmpty());
}

void tst_ReportCharts::rowSelectsBar()
{
    for (int row = 0; row < model()->rowCount(); ++row) {
        table()->selectRow(row);
        QVERIFY(chart()->selectedMark() >= 0);
        QCOMPARE(chart()->data().categories.at(chart()->selectedMark()), codeInRow(row));
    }
    table()->selectAll();
    QCOMPARE(chart()->selectedMark(), -1);
}

void tst_ReportCharts::barOrRowOpensItsReadings_data()
{
    QTest::addColumn<bool>("inChart");
    QTest::addColumn<bool>("byKey");
    QTest::newRow("double click on a bar") << true << false;
    QTest::newRow("Enter on a bar") << true << true;
    QTest::newRow("double click on a row") << false << false;
    QTest::newRow("Enter on a row") << false << true;
}

void tst_ReportCharts::barOrRowOpensItsReadings()
{
    QFETCH(const bool, inChart);
    QFETCH(const bool, byKey);
    showByEquipment();
    const QSignalSpy opened(page()->findChild<ChartTableLink*>(), &ChartTableLink::rowOpened);
    const int column = codeColumn();
    const QString code = inChart ? chart()->data().categories.at(1) : codeInRow(1);
    if (inChart && byKey) {
        QTest::keyClick(chart(), Qt::Key_End);
        QTest::keyClick(chart(), Qt::Key_Return);
    } else if (inChart) {
        QTest::mouseDClick(chart(), Qt::LeftButton, {}, chart()->markArea(1).center().toPoint());
    } else {
        table()->setCurrentIndex(model()->index(1, 0));
        const QPoint position = table()->visualRect(model()->index(1, 0)).center();
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, position);
        QCOMPARE(opened.size(), 0);
        if (byKey)
            QTest::keyClick(table(), Qt::Key_Return);
        else
            QTest::mouseDClick(table()->viewport(), Qt::LeftButton, {}, position);
    }
    QCOMPARE(opened.size(), 1);
    QCOMPARE(model()->report().name, u"sensors"_s); // one step down
    QCOMPARE(opened.at(0).at(0).value<ReportRow>().at(column).toString(), code);
}

void tst_ReportCharts::followsFilter()
{
    showByEquipment();
    auto* group = m_fixture->find<QComboBox>("groupBox");
    const int south = group->findText(u"SOUTH"_s);
    QVERIFY(south > 0);
    group->setCurrentIndex(south);
    Q_EMIT group->activated(south);
    QTRY_COMPARE(chart()->data().marks.size(), 1);
    m_fixture->click("clearFiltersButton");
    QTRY_COMPARE(chart()->data().marks.size(), 2);
}

void tst_ReportCharts::copiesAsPictureAndSvg()
{
    m_fixture->find<QAction>("copyChartAction")->trigger();
    const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
    QVERIFY(copied->hasImage());
    const auto image = qvariant_cast<QImage>(copied->imageData());
    QVERIFY(image.width() >= 1920);
    // White, whatever the theme of the window.
    QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));
    QVERIFY(copied->data(u"image/svg+xml"_s).contains("<svg"));
}

// A pasted chart must name its filters.
void tst_ReportCharts::pictureSaysItsFilters()
{
    const auto copied = [this] {
        m_fixture->find<QAction>("copyChartAction")->trigger();
        return QGuiApplication::clipboard()->mimeData()->data(u"image/svg+xml"_s);
    };
    QVERIFY(!copied().contains("Group:"));
    auto* group = m_fixture->find<QComboBox>("groupBox");
    const int last = group->count() - 1;
    group->setCurrentIndex(last);
    Q_EMIT group->activated(last);
    QTRY_VERIFY(isShown() && chart()->data().marks.size() == 1);
    const QByteArray svg = copied();
    QVERIFY(svg.contains("Group: " + group->currentText().toHtmlEscaped().toUtf8()));
    QVERIFY(!svg.contains("Period:"));
    QVERIFY(chart()->data().note.isEmpty());
}

void tst_ReportCharts::savesAsPngAndSvg_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("png") << u"chart.png"_s << QByteArray("savePngAction") << QByteArray("\x89PNG");
    QTest::newRow("svg") << u"chart.svg"_s << QByteArray("saveSvgAction") << QByteArray("<?xml");
}

void tst_ReportCharts::savesAsPngAndSvg()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, action);
    QFETCH(const QByteArray, start);
    const QString path = m_directory.filePath(name);
    m_fixture->dialogs.saveFile = path;
    auto* strip = m_fixture->find<MessageStrip>("reportsStrip");
    m_fixture->find<QAction>(action.constData())->trigger();
    QTRY_VERIFY(strip->isVisible());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith(start));
    QVERIFY(m_fixture->dialogs.asked.constLast().contains(chart()->data().title));
    // Named like the report's files: a title may contain a slash.
    const QFileInfo proposed(m_fixture->dialogs.proposedFile);
    QCOMPARE(proposed.completeBaseName(), QFileInfo(model()->report().fileName).completeBaseName());
    QCOMPARE(proposed.suffix(), QFileInfo(name).suffix());
}

// The disk reports that it is full only on fsync.
void tst_ReportCharts::keepsThePictureThatWasThere()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, action);
    const QString path = m_directory.filePath(u"kept-"_s + name);
    writeFile(path, "old");
    m_fixture->dialogs.saveFile = path;
    auto* strip = m_fixture->find<MessageStrip>("reportsStrip");
    EnvironmentGuard environment;
    environment.set(
        "FAULTLINE_FAILING_IO",
        "fsync " + QByteArray::number(ENOSPC) + ' ' + QFile::encodeName(path) + ".*");
    m_fixture->find<QAction>(action.constData())->trigger();
    QTRY_VERIFY(strip->isVisible());
    QCOMPARE(strip->message().kind, UserMessage::Kind::Error);
    QVERIFY(strip->message().why.contains(qt_error_string(ENOSPC)));
    QCOMPARE(strip->message().where, path);
    QCOMPARE(contentOf(path), QByteArray("old"));
}

void tst_ReportCharts::keepsSourceFiles()
{
    const QString log = QDir(m_options.folder).filePath(u"failures.log"_s);
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray before = file.readAll();
    file.close();
    m_fixture->dialogs.saveFile = log;
    auto* strip = m_fixture->find<MessageStrip>("reportsStrip");
    m_fixture->find<QAction>("savePngAction")->trigger();
    QTRY_VERIFY(strip->isVisible());
    QCOMPARE(strip->message().code, u"source-file"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), before);
}

void tst_ReportCharts::stacksWhenNarrow()
{
    auto* split = m_fixture->find<ReportSplit>("reportSplit");
    QCOMPARE(split->orientation(), Qt::Horizontal);
    m_fixture->window->resize(1000, 900);
    QTRY_COMPARE(split->orientation(), Qt::Vertical);
    QVERIFY(chart()->mapTo(page(), QPoint()).y() < table()->mapTo(page(), QPoint()).y());
    m_fixture->window->resize(1280, 760);
    QTRY_COMPARE(split->orientation(), Qt::Horizontal);
}

// Many columns get more width than few, even before there are rows.
void tst_ReportCharts::proportionsSuitTheTable()
{
    auto* split = m_fixture->find<ReportSplit>("reportSplit");
    const QList<int> wide = split->sizes();
    QVERIFY(wide.at(0) < wide.at(1));
    select("failures_by_hour");
    const QList<int> narrow = split->sizes();
    QVERIFY(narrow.at(0) > wide.at(0));
    QTRY_VERIFY(isShown() && model()->report().name == u"failures_by_hour");
    QCOMPARE(split->sizes(), narrow);
}

void tst_ReportCharts::remembersProportions()
{
    auto* split = m_fixture->find<ReportSplit>("reportSplit");
    const QList<int> before = split->sizes();
    auto* handle = split->handle(1);
    const QPoint middle = handle->rect().center();
    constexpr int kBy = 60;
    QTest::mousePress(handle, Qt::LeftButton, {}, middle);
    QTest::mouseMove(handle, middle - QPoint(kBy, 0));
    QTest::mouseRelease(handle, Qt::LeftButton, {}, handle->rect().center());
    const QList<int> beside = split->sizes();
    QVERIFY(beside.at(0) < before.at(0));
    select("failures_by_hour");
    QCOMPARE(split->sizes(), beside);
    select("failures_by_equipment");
    m_fixture->window->resize(1000, 900);
    QTRY_COMPARE(split->orientation(), Qt::Vertical);
    m_fixture->window->resize(1280, 760);
    QTRY_COMPARE(split->orientation(), Qt::Horizontal);
    QCOMPARE(split->sizes(), beside);
    // And in the next window.
    m_fixture.reset();
    m_fixture = std::make_unique<WindowFixture>(m_options, m_directory.filePath(u"settings.ini"_s));
    m_fixture->window->resize(1280, 760);
    m_fixture->window->showPage(MainWindow::Reports);
    select("failures_by_equipment");
    QTRY_VERIFY(isShown());
    QTRY_COMPARE(m_fixture->find<ReportSplit>("reportSplit")->sizes(), beside);
}

QTEST_MAIN(tst_ReportCharts)
#include "tst_ReportCharts.moc"
