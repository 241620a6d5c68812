// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "core/loading/LoadFixture.h"
#include "pages/readings/ReadingsModel.h"
#include "pages/reports/ReportList.h"
#include "pages/reports/ReportTableModel.h"
#include "readings/ZonedTime.h"
#include "support/ClockChanges.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MultiChoiceBox.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLineEdit>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// Times in the window are those of the plants, around the changes of their clocks.
class tst_PlantTimes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }
    void readingsOfOnePlant();
    void readingsOfPlantsInTwoZones();
    void readingsFromATypedTime_data();
    void readingsFromATypedTime();
    void periodWithATimeOfDay();
    void eventsOfOnePlant();
    void eventsOfPlantsInTwoZones();
    void eventOpensItsReadings();
    void statusLineNamesTheZone();

private:
    void choose(MainWindow::Page page, const char* box, const QStringList& plants) const;
    QString header(const char* table, int column) const;
    QStringList column(const char* table, int column) const;
    void showEvents() const;

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_data;
    std::unique_ptr<WindowFixture> m_window;
};

void tst_PlantTimes::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    auto made = LoadFixture::make(m_server);
    VERIFY_RESULT(made);
    m_data = *std::move(made);
    for (const auto& [plant, zone] :
         {std::pair(u"oslo"_s, u"Europe/Oslo"_s), std::pair(u"utc"_s, u"UTC"_s)}) {
        ClockChanges::write(*m_data, plant);
        LoadOptions options;
        options.plant.name = plant;
        options.plant.timeZone = zone;
        QCOMPARE(
            m_data->load(m_data->path(plant), options).outcome, LoadReceipt::Outcome::Succeeded);
    }
}

void tst_PlantTimes::init()
{
    StartOptions options;
    options.conninfo = conninfoOf(m_data->settings());
    m_window = std::make_unique<WindowFixture>(options);
    QTRY_VERIFY(m_window->workbench->database.hasReadings());
}

void tst_PlantTimes::choose(MainWindow::Page page, const char* box, const QStringList& plants) const
{
    m_window->window->showPage(page);
    auto* plantsBox = m_window->find<MultiChoiceBox>(box);
    QTRY_VERIFY(plantsBox->isVisible());
    plantsBox->setChosen(plants);
    Q_EMIT plantsBox->chosenChanged(plants);
}

QString tst_PlantTimes::header(const char* table, int column) const
{
    return m_window->find<DataTable>(table)->model()->headerData(column, Qt::Horizontal).toString();
}

QStringList tst_PlantTimes::column(const char* table, int column) const
{
    const auto* model = m_window->find<DataTable>(table)->model();
    QStringList texts;
    for (int row = 0; row < model->rowCount(); ++row)
        texts << model->index(row, column).data().toString();
    return texts;
}

void tst_PlantTimes::readingsOfOnePlant()
{
    choose(MainWindow::Readings, "readingsPlantsBox", {u"oslo"_s});
    QTRY_COMPARE(
        column("readingsTable", ReadingsModel::Time),
        QStringList(
            {u"2021-03-28 01:30:00"_s, u"2021-03-28 03:30:00"_s, u"2021-10-31 01:30:00"_s,
             u"2021-10-31 02:30:00+02:00"_s, u"2021-10-31 02:30:00+01:00"_s,
             u"2021-10-31 03:30:00"_s}));
    QCOMPARE(header("readingsTable", ReadingsModel::Time), u"Time (Europe/Oslo)"_s);
    QVERIFY(m_window->find("readingsPeriodBox")->toolTip().contains(u"Europe/Oslo"_s));
    QCOMPARE(m_window->find("goToTimeField")->accessibleName(), u"Go to time (Europe/Oslo)"_s);
    auto* table = m_window->find<DataTable>("readingsTable");
    table->selectRow(3);
    table->setFocus();
    QTest::keySequence(table, QKeySequence::Copy);
    QVERIFY2(
        QGuiApplication::clipboard()->text().contains(u"2021-10-31 02:30:00+02:00\t"_s),
        qPrintable(QGuiApplication::clipboard()->text()));

    choose(MainWindow::Readings, "readingsPlantsBox", {u"utc"_s});
    QTRY_COMPARE(header("readingsTable", ReadingsModel::Time), u"Time (UTC)"_s);
    QCOMPARE(
        column("readingsTable", ReadingsModel::Time),
        QStringList(
            {u"2021-03-28 01:30:00"_s, u"2021-03-28 03:30:00"_s, u"2021-10-31 01:30:00"_s,
             u"2021-10-31 02:30:00"_s, u"2021-10-31 01:30:00"_s, u"2021-10-31 03:30:00"_s}));
}

void tst_PlantTimes::readingsOfPlantsInTwoZones()
{
    m_window->window->showPage(MainWindow::Readings);
    QTRY_COMPARE(column("readingsTable", ReadingsModel::Time).size(), 12);
    QCOMPARE(header("readingsTable", ReadingsModel::Time), u"Time"_s);
    const QStringList times = column("readingsTable", ReadingsModel::Time);
    const QStringList plants = column("readingsTable", ReadingsModel::Plant);
    const qsizetype oslo = plants.indexOf(u"oslo"_s);
    QCOMPARE(times.at(oslo + 1), u"2021-03-28 03:30:00+02:00"_s);
    QCOMPARE(times.at(oslo + 3), u"2021-10-31 02:30:00+02:00"_s);
    QCOMPARE(times.at(oslo + 4), u"2021-10-31 02:30:00+01:00"_s);
    QCOMPARE(times.at(plants.indexOf(u"utc"_s)), u"2021-03-28 01:30:00+00:00"_s);
    QTRY_VERIFY(m_window->find("readingsPeriodBox")->toolTip().contains(u"each plant's"_s));
    QCOMPARE(m_window->find("goToTimeField")->accessibleName(), u"Go to time (UTC)"_s);
}

void tst_PlantTimes::readingsFromATypedTime_data()
{
    QTest::addColumn<QStringList>("plants");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("first");
    QTest::newRow("in the plant's zone")
        << QStringList{u"oslo"_s} << u"2021-03-28 03:00"_s << u"2021-03-28 03:30:00"_s;
    QTest::newRow("the first of two")
        << QStringList{u"oslo"_s} << u"2021-10-31 02:30"_s << u"2021-10-31 02:30:00+02:00"_s;
    QTest::newRow("the second one")
        << QStringList{u"oslo"_s} << u"2021-10-31 02:30+01:00"_s << u"2021-10-31 02:30:00+01:00"_s;
    QTest::newRow("in UTC") << QStringList{u"utc"_s} << u"2021-03-28 03:00"_s
                            << u"2021-03-28 03:30:00"_s;
    QTest::newRow("of both") << QStringList() << u"2021-10-31 00:30"_s
                             << u"2021-10-31 02:30:00+02:00"_s;
}

void tst_PlantTimes::readingsFromATypedTime()
{
    QFETCH(const QStringList, plants);
    QFETCH(const QString, typed);
    QFETCH(const QString, first);
    choose(MainWindow::Readings, "readingsPlantsBox", plants);
    QTRY_COMPARE(column("readingsTable", ReadingsModel::Time).size(), plants.isEmpty() ? 12 : 6);
    auto* field = m_window->find<QLineEdit>("goToTimeField");
    field->setText(typed);
    m_window->click("goToTimeButton");
    const auto* table = m_window->find<DataTable>("readingsTable");
    const auto* model = qobject_cast<ReadingsModel*>(table->model());
    QTRY_COMPARE(model->order().by, ReadingOrder::By::Time);
    QTRY_VERIFY(!model->isBusy() && table->rowAt(0) >= 0);
    QTRY_COMPARE(
        table->currentIndex().siblingAtColumn(ReadingsModel::Time).data().toString(), first);
}

void tst_PlantTimes::periodWithATimeOfDay()
{
    choose(MainWindow::Readings, "readingsPlantsBox", {u"oslo"_s});
    QTRY_COMPARE(column("readingsTable", ReadingsModel::Time).size(), 6);
    auto* period = m_window->find<QComboBox>("readingsPeriodBox");
    period->setFocus();
    period->lineEdit()->setText(u"2021-10-31 01:30..2021-10-31 02:30"_s);
    QTest::keyClick(period, Qt::Key_Return);
    QTRY_COMPARE(
        column("readingsTable", ReadingsModel::Time),
        QStringList({u"2021-10-31 01:30:00"_s, u"2021-10-31 02:30:00+02:00"_s}));
    QCOMPARE(period->currentText(), u"2021-10-31 01:30:00..2021-10-31 02:30:00+02:00"_s);
    // What it shows is what it reads.
    period->lineEdit()->setText(period->currentText() + u' ');
    QTest::keyClick(period, Qt::Key_Return);
    QCOMPARE(period->currentText(), u"2021-10-31 01:30:00..2021-10-31 02:30:00+02:00"_s);
    QCOMPARE(column("readingsTable", ReadingsModel::Time).size(), 2);
}

void tst_PlantTimes::showEvents() const
{
    m_window->window->showPage(MainWindow::Reports);
    m_window->window->findChild<ReportList*>()->selectReport(u"failure_events"_s);
}

void tst_PlantTimes::eventsOfOnePlant()
{
    showEvents();
    choose(MainWindow::Reports, "plantsBox", {u"oslo"_s});
    QTRY_COMPARE(header("reportTable", 3), u"Time (Europe/Oslo)"_s);
    QCOMPARE(header("reportTable", 4), u"Last event (Europe/Oslo)"_s);
    QCOMPARE(
        column("reportTable", 3), QStringList(
                                      {u"2021-10-31 03:30:00"_s, u"2021-10-31 02:30:00+01:00"_s,
                                       u"2021-10-31 02:30:00+02:00"_s, u"2021-10-31 01:30:00"_s,
                                       u"2021-03-28 03:30:00"_s, u"2021-03-28 01:30:00"_s}));
    choose(MainWindow::Reports, "plantsBox", {u"utc"_s});
    QTRY_COMPARE(header("reportTable", 3), u"Time (UTC)"_s);
    QVERIFY(column("reportTable", 3).contains(u"2021-10-31 02:30:00"_s));
}

void tst_PlantTimes::eventsOfPlantsInTwoZones()
{
    showEvents();
    QTRY_COMPARE(column("reportTable", 3).size(), 11);
    QCOMPARE(header("reportTable", 3), u"Time"_s);
    QVERIFY(column("reportTable", 3).contains(u"2021-10-31 02:30:00+00:00"_s));
    QVERIFY(column("reportTable", 3).contains(u"2021-10-31 02:30:00+01:00"_s));
}

void tst_PlantTimes::eventOpensItsReadings()
{
    showEvents();
    QTRY_COMPARE(column("reportTable", 3).size(), 11);
    auto* table = m_window->find<DataTable>("reportTable");
    table->setCurrentIndex(table->model()->index(
        int(column("reportTable", 3).indexOf(u"2021-10-31 02:30:00+01:00"_s)), 0));
    QTest::keyClick(table, Qt::Key_Return);
    // Of the row's plant, so in its zone.
    QTRY_COMPARE(
        column("readingsTable", ReadingsModel::Time), QStringList{u"2021-10-31 02:30:00+01:00"_s});
    QCOMPARE(header("readingsTable", ReadingsModel::Time), u"Time (Europe/Oslo)"_s);
    QTRY_COMPARE(
        m_window->find<QComboBox>("readingsPeriodBox")->currentText(),
        u"2021-10-31 02:30:00+01:00"_s);
}

void tst_PlantTimes::statusLineNamesTheZone()
{
    bool isNamed = false;
    for (const QLabel* label : m_window->window->findChildren<QLabel*>())
        isNamed = isNamed
                  || label->toolTip() == u"From 2021-03-28 00:30:00 to 2021-10-31 03:30:00 (UTC)"_s;
    QVERIFY(isNamed);
}

QTEST_MAIN(tst_PlantTimes)
#include "tst_PlantTimes.moc"
