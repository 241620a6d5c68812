// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "dialogs/PlantQuestionDialog.h"
#include "dialogs/PlantsDialog.h"
#include "pages/loads/LoadsModel.h"
#include "pages/readings/ReadingsModel.h"
#include "pages/rejected/RejectedGroups.h"
#include "pages/rejected/RejectedLinesModel.h"
#include "pages/reports/ReportList.h"
#include "pages/reports/ReportTableModel.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MultiChoiceBox.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFile>
#include <QPushButton>
#include <QTest>

#include <array>
#include <set>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr int kLoadMs = 60'000;

// A page with a plant filter and a table with a column for the plant.
struct FilteredPage
{
    MainWindow::Page page;
    const char* box;
    const char* table;
};
constexpr std::array kPages{
    FilteredPage{MainWindow::Reports, "plantsBox", "reportTable"},
    FilteredPage{MainWindow::Readings, "readingsPlantsBox", "readingsTable"},
    FilteredPage{MainWindow::Rejected, "rejectedPlantsBox", "rejectedTable"},
    FilteredPage{MainWindow::Loads, "loadsPlantsBox", "loadsTable"}};

void writeVessel(const QString& folder, const QByteArray& code)
{
    writeSmallFolder(folder);
    QFile list(folder + u"/equipment.json"_s);
    const QByteArray text = R"([{"equipment_id": 1, "code": ")" + code
                            + R"(1", "group_name": "NORTH"}, {"equipment_id": 2, "code": ")" + code
                            + R"(2", "group_name": "SOUTH"}])";
    if (!list.open(QIODevice::WriteOnly) || list.write(text) != text.size())
        qFatal("The equipment list can't be written");
}

} // namespace

/// The plant filter of the pages, and the column that says which plant a row is of. The vessels use
/// the same numbers.
class tst_PlantFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void appearsWithTheSecondPlant();
    void showsOneSeveralOrAll_data();
    void showsOneSeveralOrAll();
    void groupsOfRejectedLinesNameThePlant();
    void loadOfSeveralPlantsNamesThem();
    void drillDownPassesIt_data();
    void drillDownPassesIt();
    void survivesReloads();
    void goesWithThePlant();
    void keepsThePlantsThatRemain();

private:
    std::unique_ptr<WindowFixture> windowWith(const QStringList& vessels);
    void load(const WindowFixture& fixture, const QString& vessel) const;
    static void remove(const WindowFixture& fixture, const QString& plant);
    static MultiChoiceBox* show(const WindowFixture& fixture, const FilteredPage& page);
    static void toggle(const WindowFixture& fixture, const FilteredPage& page, int item);
    /// The plants of the rows; waits until there are rows of no others.
    static QStringList
    plantsIn(const WindowFixture& fixture, const FilteredPage& page, const QStringList& expected);
    static QStringList plantsNow(const WindowFixture& fixture, const FilteredPage& page);
    static int plantColumn(const WindowFixture& fixture, const FilteredPage& page);

    TemporaryServer m_server;
    QTemporaryDir m_directory;
};

void tst_PlantFilter::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    writeVessel(m_directory.filePath(u"vessel-7"_s), "PUMP-");
    writeVessel(m_directory.filePath(u"vessel-8"_s), "FAN-");
    writeVessel(m_directory.filePath(u"vessel-9"_s), "WINCH-");
    writeVessel(m_directory.filePath(u"fleet/east"_s), "DRILL-");
    writeVessel(m_directory.filePath(u"fleet/west"_s), "MILL-");
}

std::unique_ptr<WindowFixture> tst_PlantFilter::windowWith(const QStringList& vessels)
{
    const auto settings = m_server.createDatabase();
    if (!settings)
        qFatal("%s", whyNot(settings).constData());
    StartOptions options;
    options.conninfo = conninfoOf(*settings);
    options.folder = m_directory.filePath(vessels.first());
    auto fixture = std::make_unique<WindowFixture>(options);
    for (const QString& vessel : vessels)
        load(*fixture, vessel);
    fixture->window->showPage(MainWindow::Reports);
    fixture->window->findChild<ReportList*>()->selectReport(u"failures_by_equipment"_s);
    return fixture;
}

void tst_PlantFilter::load(const WindowFixture& fixture, const QString& vessel) const
{
    LoadController& loads = fixture.workbench->loads;
    DatabaseController& database = fixture.workbench->database;
    fixture.window->showPage(MainWindow::Load);
    fixture.typeFolder(m_directory.filePath(vessel));
    QTRY_VERIFY(loads.canStart());
    QTRY_COMPARE(database.state(), DatabaseState::Ready);
    const bool isNew =
        !database.summary().plants.isEmpty() && !database.summary().plants.contains(vessel);
    fixture.click("loadButton");
    if (isNew) {
        const auto question = [&fixture] {
            return fixture.window->findChild<PlantQuestionDialog*>();
        };
        QTRY_VERIFY_WITH_TIMEOUT(question() && question()->isVisible(), kLoadMs);
        auto* divide = question()->findChild<QPushButton*>(u"dividePlantsButton"_s);
        auto* single = question()->findChild<QPushButton*>(u"newPlantButton"_s);
        QTest::mouseClick(divide->isVisible() ? divide : single, Qt::LeftButton);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!loads.isBusy() && loads.receipt().has_value(), kLoadMs);
    QVERIFY(!loads.receipt()->failure);
    QTRY_VERIFY(database.summary().plants.contains(loads.receipt()->plants.first().name));
}

void tst_PlantFilter::remove(const WindowFixture& fixture, const QString& plant)
{
    fixture.window->showPage(MainWindow::Load);
    auto* box = fixture.find<QComboBox>("plantBox");
    Q_EMIT box->activated(box->findText(u"Manage plants…"_s));
    const auto* dialog = fixture.find<PlantsDialog>("plantsDialog");
    auto* table = dialog->findChild<DataTable*>(u"plantsTable"_s);
    QTRY_VERIFY(table->model()->rowCount() > 1);
    const QModelIndex start = table->model()->index(0, 0);
    table->selectRow(table->model()->match(start, Qt::DisplayRole, plant).first().row());
    fixture.click("removePlantButton");
    QTRY_VERIFY_WITH_TIMEOUT(
        !fixture.workbench->database.summary().plants.contains(plant), kLoadMs);
    QTRY_VERIFY(fixture.find("closePlantsButton")->isEnabled());
    fixture.click("closePlantsButton");
}

MultiChoiceBox* tst_PlantFilter::show(const WindowFixture& fixture, const FilteredPage& page)
{
    fixture.window->showPage(page.page);
    return fixture.find<MultiChoiceBox>(page.box);
}

// With the mouse, in the open list.
void tst_PlantFilter::toggle(const WindowFixture& fixture, const FilteredPage& page, int item)
{
    MultiChoiceBox* box = show(fixture, page);
    QTRY_VERIFY(box->isVisible());
    QTRY_VERIFY(box->count() > item);
    box->showPopup();
    QAbstractItemView* view = box->view();
    QTRY_VERIFY(view->isVisible());
    QTest::mouseClick(
        view->viewport(), Qt::LeftButton, {},
        view->visualRect(box->model()->index(item, 0)).center());
    QVERIFY(view->isVisible());
    box->hidePopup();
}

int tst_PlantFilter::plantColumn(const WindowFixture& fixture, const FilteredPage& page)
{
    const auto* table = fixture.find<DataTable>(page.table);
    for (int column = 0; column < table->model()->columnCount(); ++column) {
        const QString title = table->model()->headerData(column, Qt::Horizontal).toString();
        if (title == u"Plant"_s && !table->isColumnHidden(column))
            return column;
    }
    return -1;
}

QStringList tst_PlantFilter::plantsNow(const WindowFixture& fixture, const FilteredPage& page)
{
    const auto* model = fixture.find<DataTable>(page.table)->model();
    const int column = plantColumn(fixture, page);
    std::set<QString> plants;
    for (int row = 0; row < model->rowCount() && column >= 0; ++row)
        plants.insert(model->index(row, column).data().toString());
    return {plants.begin(), plants.end()};
}

QStringList tst_PlantFilter::plantsIn(
    const WindowFixture& fixture, const FilteredPage& page, const QStringList& expected)
{
    show(fixture, page);
    [&] { QTRY_COMPARE(plantsNow(fixture, page), expected); }();
    return plantsNow(fixture, page);
}

void tst_PlantFilter::appearsWithTheSecondPlant()
{
    const auto fixture = windowWith({u"vessel-7"_s});
    for (const FilteredPage& page : kPages) {
        const MultiChoiceBox* box = show(*fixture, page);
        QTRY_VERIFY(fixture->find<DataTable>(page.table)->model()->rowCount() > 0);
        QVERIFY(!box->isVisible());
        QCOMPARE(plantColumn(*fixture, page), -1);
    }
    load(*fixture, u"vessel-8"_s);
    for (const FilteredPage& page : kPages) {
        const MultiChoiceBox* box = show(*fixture, page);
        QTRY_VERIFY(box->isVisible());
        const QStringList both{u"vessel-7"_s, u"vessel-8"_s};
        QCOMPARE(plantsIn(*fixture, page, both), both);
    }
}

void tst_PlantFilter::showsOneSeveralOrAll_data()
{
    QTest::addColumn<int>("index");
    QTest::newRow("reports") << 0;
    QTest::newRow("readings") << 1;
    QTest::newRow("rejected lines") << 2;
    QTest::newRow("loads") << 3;
}

void tst_PlantFilter::showsOneSeveralOrAll()
{
    QFETCH(int, index);
    const FilteredPage& page = kPages.at(static_cast<std::size_t>(index));
    const QStringList all{u"vessel-7"_s, u"vessel-8"_s, u"vessel-9"_s};
    const auto fixture = windowWith(all);
    QCOMPARE(plantsIn(*fixture, page, all), all);
    toggle(*fixture, page, 3);
    QCOMPARE(plantsIn(*fixture, page, {u"vessel-9"_s}), QStringList{u"vessel-9"_s});
    toggle(*fixture, page, 1);
    const QStringList two{u"vessel-7"_s, u"vessel-9"_s};
    QCOMPARE(plantsIn(*fixture, page, two), two);
    QCOMPARE(fixture->find<MultiChoiceBox>(page.box)->chosen(), two);
    // All of them is no filter.
    toggle(*fixture, page, 2);
    QVERIFY(fixture->find<MultiChoiceBox>(page.box)->chosen().isEmpty());
    QCOMPARE(plantsIn(*fixture, page, all), all);
    toggle(*fixture, page, 2);
    QCOMPARE(plantsIn(*fixture, page, {u"vessel-8"_s}), QStringList{u"vessel-8"_s});
    toggle(*fixture, page, 0);
    QCOMPARE(plantsIn(*fixture, page, all), all);
}

void tst_PlantFilter::groupsOfRejectedLinesNameThePlant()
{
    const auto fixture = windowWith({u"vessel-7"_s});
    fixture->window->showPage(MainWindow::Rejected);
    const auto* groups = fixture->find<RejectedGroups>("rejectedGroups");
    const auto files = [groups] {
        QStringList names;
        const QTreeWidgetItem* section = groups->topLevelItem(2);
        for (int i = 0; section && i < section->childCount(); ++i)
            names << section->child(i)->text(0);
        names.sort();
        return names;
    };
    QTRY_COMPARE(files(), QStringList{u"failures.log"_s});
    load(*fixture, u"vessel-8"_s);
    QTRY_COMPARE(
        files(), QStringList({u"failures.log · vessel-7"_s, u"failures.log · vessel-8"_s}));
}

void tst_PlantFilter::loadOfSeveralPlantsNamesThem()
{
    const auto fixture = windowWith({u"vessel-7"_s, u"fleet"_s});
    const FilteredPage& loads = kPages.back();
    const QStringList all{u"east, west"_s, u"vessel-7"_s};
    QCOMPARE(plantsIn(*fixture, loads, all), all);
    const auto* model = fixture->find<DataTable>(loads.table)->model();
    QCOMPARE(model->index(0, LoadsModel::Plant).data(Qt::ToolTipRole).toString(), u"east\nwest"_s);
    toggle(*fixture, loads, 3); // west
    QCOMPARE(plantsIn(*fixture, loads, {u"east, west"_s}), QStringList{u"east, west"_s});
}

void tst_PlantFilter::drillDownPassesIt_data()
{
    QTest::addColumn<bool>("isChosen");
    QTest::newRow("the chosen plant") << true;
    QTest::newRow("the plant of the row") << false;
}

void tst_PlantFilter::drillDownPassesIt()
{
    QFETCH(bool, isChosen);
    const auto fixture = windowWith({u"vessel-7"_s, u"vessel-8"_s});
    const FilteredPage& reports = kPages.front();
    const QStringList plant{u"vessel-8"_s};
    if (isChosen) {
        toggle(*fixture, reports, 2);
        QCOMPARE(plantsIn(*fixture, reports, plant), plant);
    }
    auto* table = fixture->find<DataTable>("reportTable");
    const auto* model = qobject_cast<ReportTableModel*>(table->model());
    for (const QString& report : {u"failures_by_equipment"_s, u"sensors"_s, u"failure_events"_s}) {
        const auto rowOfPlant = [&]() -> int {
            const int column = plantColumn(*fixture, reports);
            const auto found = model->match(
                model->index(0, std::max(0, column)), Qt::DisplayRole, plant.first(), 1,
                Qt::MatchExactly);
            return column < 0 || found.isEmpty() ? -1 : found.first().row();
        };
        QTRY_VERIFY(model->report().name == report && !model->isBusy() && rowOfPlant() >= 0);
        table->setCurrentIndex(model->index(rowOfPlant(), 0));
        QTest::keyClick(table, Qt::Key_Return);
    }
    const FilteredPage& readings = kPages[1];
    QTRY_VERIFY(fixture->find<DataTable>(readings.table)->isVisible());
    QCOMPARE(fixture->find<MultiChoiceBox>(readings.box)->chosen(), plant);
    QTRY_COMPARE(plantsNow(*fixture, readings), plant);
    // And back: the first report is as it was.
    fixture->window->findChild<ReportList*>()->selectReport(u"failures_by_equipment"_s);
    const QStringList both{u"vessel-7"_s, u"vessel-8"_s};
    QCOMPARE(plantsIn(*fixture, reports, isChosen ? plant : both), isChosen ? plant : both);
}

void tst_PlantFilter::survivesReloads()
{
    const auto fixture = windowWith({u"vessel-7"_s, u"vessel-8"_s});
    const QStringList plant{u"vessel-8"_s};
    for (const FilteredPage& page : kPages)
        toggle(*fixture, page, 2);
    const auto verifyAll = [&] {
        for (const FilteredPage& page : kPages) {
            QCOMPARE(plantsIn(*fixture, page, plant), plant);
            QCOMPARE(fixture->find<MultiChoiceBox>(page.box)->chosen(), plant);
            QVERIFY(fixture->find(page.box)->isVisible());
        }
    };
    verifyAll();
    QTest::keyClick(fixture->window.get(), Qt::Key_F5);
    verifyAll();
    load(*fixture, u"vessel-7"_s);
    verifyAll();
    load(*fixture, u"vessel-9"_s);
    verifyAll();
    // Even while the database is opened again.
    fixture->workbench->database.check();
    QTRY_COMPARE(fixture->workbench->database.summary().plants.size(), 3);
    verifyAll();
}

void tst_PlantFilter::goesWithThePlant()
{
    const auto fixture = windowWith({u"vessel-7"_s, u"vessel-8"_s});
    // One page filters by the removed plant, another by the remaining one.
    for (const FilteredPage& page : kPages)
        toggle(*fixture, page, page.page == MainWindow::Readings ? 1 : 2);
    remove(*fixture, u"vessel-8"_s);
    for (const FilteredPage& page : kPages) {
        const MultiChoiceBox* box = show(*fixture, page);
        QTRY_VERIFY(box->chosen().isEmpty());
        QTRY_VERIFY(!box->isVisible());
        QTRY_COMPARE(plantColumn(*fixture, page), -1);
        const auto* model = fixture->find<DataTable>(page.table)->model();
        QTRY_VERIFY(model->rowCount() > 0);
    }
    const auto* loads = fixture->find<DataTable>("loadsTable")->model();
    QTRY_COMPARE(loads->rowCount(), 2); // with the receipt of the removed plant
}

void tst_PlantFilter::keepsThePlantsThatRemain()
{
    const auto fixture = windowWith({u"vessel-7"_s, u"vessel-8"_s, u"vessel-9"_s});
    for (const FilteredPage& page : kPages) {
        toggle(*fixture, page, 1);
        toggle(*fixture, page, 2);
    }
    remove(*fixture, u"vessel-8"_s);
    const QStringList plant{u"vessel-7"_s};
    for (const FilteredPage& page : kPages) {
        QCOMPARE(plantsIn(*fixture, page, plant), plant);
        QCOMPARE(fixture->find<MultiChoiceBox>(page.box)->chosen(), plant);
        QVERIFY(fixture->find(page.box)->isVisible());
    }
}

QTEST_MAIN(tst_PlantFilter)
#include "tst_PlantFilter.moc"
