// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "pages/filters/ReportFilterBar.h"
#include "pages/lines/LineContextView.h"
#include "pages/readings/ReadingsModel.h"
#include "pages/readings/ReadingsTable.h"
#include "pages/reports/ReportList.h"
#include "pages/reports/ReportTableModel.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/BreadcrumbBar.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"
#include "window/NavigationList.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// From a figure to the readings behind it, and back.
class tst_DrillDown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fromEquipmentToReadingsAndBack();
    void keysLeadToTheLineAndBack();
    void anotherReportBeginsAnotherWay();
    void whatWasChosenStays();
    void filtersAreThoseOfTheReport();
    void footerSumsUpTheWholeResult();
    void pathSaysWhatIsShown();
    void pathOfReadingsLeadsWhereItSays();
    void sensorGoesWithItsEquipment();
    void choicesLeaveWhatIsTyped();
    void tabGoesThroughTheChoices();
    void failureIsNotAnEmptyResult();
    void escStopsASlowReport();
    void footerFollowsALoad();

private:
    void choose(const QString& report) const;
    /// Waits until the table has its rows.
    ReportTableModel* rows() const;
    void openFirstRow() const;
    void type(const char* box, const QString& text) const;
    void execute(const QByteArray& sql) const;
    void showsTheLine(const QDateTime& at) const;
    QString title() const { return m_fixture->labelText("reportTitle"); }
    BreadcrumbBar* reportBreadcrumbs() const
    {
        return m_fixture->find<BreadcrumbBar>("reportBreadcrumbs");
    }

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    std::unique_ptr<WindowFixture> m_fixture;
};

void tst_DrillDown::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    m_fixture = windowWithReadings(m_server, m_directory);
    m_fixture->find<NavigationList>("navigation")->setCurrentRow(1);
}

void tst_DrillDown::choose(const QString& report) const
{
    auto* list = m_fixture->window->findChild<ReportList*>();
    list->selectReport(u"totals"_s); // so that the selection changes
    list->selectReport(report);
}

ReportTableModel* tst_DrillDown::rows() const
{
    auto* model = m_fixture->window->findChild<ReportTableModel*>();
    [model] { QTRY_VERIFY(!model->isBusy()); }();
    return model;
}

void tst_DrillDown::openFirstRow() const
{
    rows();
    auto* table = m_fixture->find<DataTable>("reportTable");
    [table] { QTRY_VERIFY(table->model()->rowCount() > 0); }();
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
}

void tst_DrillDown::type(const char* box, const QString& text) const
{
    QLineEdit* edit = m_fixture->find<QComboBox>(box)->lineEdit();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, Qt::Key_Return);
}

void tst_DrillDown::execute(const QByteArray& sql) const
{
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(m_server.settings(), {sql}));
}

// Enter on a reading shows its line in the log.
void tst_DrillDown::showsTheLine(const QDateTime& at) const
{
    auto* table = m_fixture->find<ReadingsTable>("readingsTable");
    table->setCurrentIndex(table->model()->index(0, 0));
    const QString sensor = table->model()->index(0, ReadingsModel::Sensor).data().toString();
    QTest::keyClick(table, Qt::Key_Return);
    QVERIFY(m_fixture->find("originPane")->isVisible());
    QTRY_VERIFY(m_fixture->labelText("originLocation").startsWith(u"line "_s));
    QVERIFY(m_fixture->find("originPath")->toolTip().endsWith(u"failures.log"_s));
    const QString line =
        u"[%1]\\tERROR\\tsensor[%2]"_s.arg(at.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s), sensor);
    const QString shown = m_fixture->find<LineContextView>("originContext")->toPlainText();
    QVERIFY2(shown.contains(line), qPrintable(shown));
}

void tst_DrillDown::fromEquipmentToReadingsAndBack()
{
    choose(u"failures_by_equipment"_s);
    const QString code = [this] {
        const auto* model = rows();
        return model->index(0, static_cast<int>(model->report().columnAt(u"code"_s)))
            .data()
            .toString();
    }();
    QVERIFY(!code.isEmpty());
    QVERIFY(!reportBreadcrumbs()->isVisible());
    openFirstRow();
    QCOMPARE(title(), u"Sensors"_s);
    QCOMPARE(rows()->filter().equipment, code);
    const auto* equipment = m_fixture->find<QComboBox>("equipmentBox");
    QCOMPARE(equipment->currentText(), code);
    QCOMPARE(equipment->currentData().toString(), code); // the arrow keys continue from here
    QVERIFY(reportBreadcrumbs()->isVisible());
    openFirstRow();
    QCOMPARE(title(), u"Failure events"_s);
    QVERIFY(!rows()->filter().sensor.isEmpty());
    QTRY_VERIFY(rows()->rowCount() > 0);
    const QDateTime at = rows()
                             ->index(0, static_cast<int>(rows()->report().columnAt(u"failed_at"_s)))
                             .data(ReportTableModel::SortRole)
                             .toDateTime();
    openFirstRow();
    QCOMPARE(m_fixture->find<NavigationList>("navigation")->currentRow(), 2);
    auto* readings = m_fixture->window->findChild<ReadingsModel*>();
    QTRY_VERIFY(!readings->isBusy() && readings->rowCount() > 0);
    for (int row = 0; row < readings->rowCount(); ++row) {
        QCOMPARE(
            readings->index(row, 0).data().toString(),
            at.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s));
    }
    showsTheLine(at);
    // Two steps back by the path, and one more by the key.
    auto* path = m_fixture->find<BreadcrumbBar>("readingsBreadcrumbs");
    QVERIFY(path->isVisible());
    QVERIFY(path->text().contains(code));
    Q_EMIT path->linkActivated(u"1"_s);
    QCOMPARE(m_fixture->find<NavigationList>("navigation")->currentRow(), 1);
    QCOMPARE(title(), u"Sensors"_s);
    m_fixture->window->activateWindow();
    auto* table = m_fixture->find<DataTable>("reportTable");
    table->setFocus();
    QTRY_VERIFY(table->hasFocus());
    QTest::keyClick(table, Qt::Key_Backspace);
    QCOMPARE(title(), u"Failures by equipment"_s);
    QVERIFY(!reportBreadcrumbs()->isVisible());
    QVERIFY(rows()->filter().equipment.isEmpty());
}

// Only with keys, pressed on the widget with the focus.
void tst_DrillDown::keysLeadToTheLineAndBack()
{
    const auto press = [](Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); };
    m_fixture->window->activateWindow();
    choose(u"failure_events"_s);
    QTRY_VERIFY(rows()->rowCount() > 0);
    auto* table = m_fixture->find<DataTable>("reportTable");
    table->setFocus();
    QTRY_VERIFY(table->hasFocus());
    // A piece of equipment with two sensors.
    const auto codeColumn = static_cast<int>(rows()->report().columnAt(u"code"_s));
    do
        press(Qt::Key_Down);
    while (table->currentIndex().siblingAtColumn(codeColumn).data() != u"AAAA0001"_s);
    auto* model = m_fixture->window->findChild<ReadingsModel*>();
    QSignalSpy shown(model, &ReadingsModel::shown);
    press(Qt::Key_Return);
    auto* navigation = m_fixture->find<NavigationList>("navigation");
    QCOMPARE(navigation->currentRow(), 2);
    auto* readings = m_fixture->find<ReadingsTable>("readingsTable");
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(QApplication::focusWidget(), readings);
    QCOMPARE(readings->currentIndex().row(), 0);
    QVERIFY(m_fixture->find("showOriginButton")->isEnabled());
    QCOMPARE(model->rowCount(), 2);
    press(Qt::Key_Down);
    QCOMPARE(readings->currentIndex().row(), 1);
    press(Qt::Key_Return);
    QVERIFY(m_fixture->find("originPane")->isVisible());
    // In a field, it undoes the typing.
    auto* sensor = m_fixture->find<QLineEdit>("readingsSensorField");
    sensor->setFocus();
    QTest::keyClicks(sensor, u"12"_s);
    press(Qt::Key_Backspace);
    QCOMPARE(navigation->currentRow(), 2);
    sensor->clear();
    readings->setFocus();
    press(Qt::Key_Backspace);
    QCOMPARE(navigation->currentRow(), 1);
    QCOMPARE(title(), u"Failure events"_s);
    QCOMPARE(QApplication::focusWidget(), table);
}

void tst_DrillDown::anotherReportBeginsAnotherWay()
{
    choose(u"failures_by_equipment"_s);
    openFirstRow();
    QVERIFY(reportBreadcrumbs()->isVisible());
    choose(u"time_between_failures"_s);
    QVERIFY(!reportBreadcrumbs()->isVisible());
    // The filter of the step is removed with it.
    QVERIFY(rows()->filter() == ReportFilter());
    QCOMPARE(m_fixture->find<QComboBox>("equipmentBox")->currentText(), u"All"_s);
}

void tst_DrillDown::whatWasChosenStays()
{
    choose(u"failures_by_equipment"_s);
    rows();
    type("periodBox", u"2020"_s);
    openFirstRow();
    const QString code = rows()->filter().equipment;
    QVERIFY(!code.isEmpty());
    choose(u"time_between_failures"_s);
    QCOMPARE(rows()->filter().period.toText(), u"2020"_s);
    QVERIFY(rows()->filter().equipment.isEmpty());
    // Chosen during the drill-down, which starts a new path.
    choose(u"failures_by_equipment"_s);
    openFirstRow();
    const QString other = code == u"AAAA0001"_s ? u"BBBB0002"_s : u"AAAA0001"_s;
    type("equipmentBox", other.toLower());
    choose(u"time_between_failures"_s);
    QCOMPARE(rows()->filter().period.toText(), u"2020"_s);
    QCOMPARE(rows()->filter().equipment, other);
    m_fixture->click("clearFiltersButton");
    choose(u"failures_by_equipment"_s);
    QVERIFY(rows()->filter() == ReportFilter());
}

void tst_DrillDown::filtersAreThoseOfTheReport()
{
    choose(u"failure_trend"_s);
    QVERIFY(m_fixture->find("severityBox")->isVisible());
    QVERIFY(m_fixture->find("burstBox")->isVisible());
    QVERIFY(m_fixture->find("choiceBox")->isVisible());
    auto* step = m_fixture->find<QComboBox>("choiceBox");
    const int months = rows()->rowCount();
    step->setCurrentIndex(2);
    Q_EMIT step->activated(2);
    QCOMPARE(rows()->filter().choices.value(u"step"_s), u"day"_s);
    QVERIFY(rows()->rowCount() >= months);
    // Each report defines its default choice.
    auto* severity = m_fixture->find<QComboBox>("severityBox");
    QCOMPARE(severity->currentText(), u"Failures"_s);
    choose(u"records_by_severity"_s);
    QCOMPARE(severity->currentText(), u"All"_s);
    const int error = severity->findData(u"ERROR"_s);
    QVERIFY(error > 0);
    severity->setCurrentIndex(error);
    Q_EMIT severity->activated(error);
    QCOMPARE(rows()->filter().severity, u"ERROR"_s);
    choose(u"failure_trend"_s);
    QCOMPARE(severity->currentText(), u"ERROR"_s);
    m_fixture->click("clearFiltersButton");
    choose(u"records_without_equipment"_s);
    QVERIFY(!m_fixture->find("severityBox")->isVisible());
    QVERIFY(!m_fixture->find("burstBox")->isVisible());
}

void tst_DrillDown::footerSumsUpTheWholeResult()
{
    choose(u"failures_by_equipment"_s);
    rows();
    QTRY_VERIFY(m_fixture->labelText("reportFooter").contains(u"Failure events"_s));
    const QString footer = m_fixture->labelText("reportFooter");
    QVERIFY2(footer.startsWith(u"2 rows · Total (2): "_s), qPrintable(footer));
}

void tst_DrillDown::pathSaysWhatIsShown()
{
    choose(u"failures_by_equipment"_s);
    openFirstRow();
    QVERIFY(reportBreadcrumbs()->isVisible());
    // A filter that the path doesn't mention.
    type("periodBox", u"2020"_s);
    QCOMPARE(rows()->filter().period.toText(), u"2020"_s);
    QVERIFY(reportBreadcrumbs()->isVisible());
    const QString other =
        rows()->filter().equipment == u"AAAA0001"_s ? u"BBBB0002"_s : u"AAAA0001"_s;
    type("equipmentBox", other);
    QCOMPARE(rows()->filter().equipment, other);
    QVERIFY(!reportBreadcrumbs()->isVisible());
    m_fixture->click("clearFiltersButton");
    QVERIFY(!reportBreadcrumbs()->isVisible());
}

void tst_DrillDown::pathOfReadingsLeadsWhereItSays()
{
    choose(u"failures_by_equipment"_s);
    openFirstRow();
    rows();
    openFirstRow();
    rows();
    openFirstRow();
    auto* navigation = m_fixture->find<NavigationList>("navigation");
    QCOMPARE(navigation->currentRow(), 2);
    navigation->setCurrentRow(1);
    choose(u"time_between_failures"_s);
    navigation->setCurrentRow(2);
    auto* path = m_fixture->find<BreadcrumbBar>("readingsBreadcrumbs");
    QVERIFY(path->isVisible());
    Q_EMIT path->linkActivated(u"1"_s);
    QCOMPARE(title(), u"Sensors"_s);
    QVERIFY(!rows()->filter().equipment.isEmpty());
    QVERIFY(reportBreadcrumbs()->text().contains(u"Failures by equipment"_s));
    m_fixture->click("clearFiltersButton");
}

void tst_DrillDown::sensorGoesWithItsEquipment()
{
    const auto downToSensor = [this] {
        choose(u"failures_by_equipment"_s);
        openFirstRow();
        rows();
        openFirstRow();
        QVERIFY(!rows()->filter().sensor.isEmpty());
    };
    downToSensor();
    type("equipmentBox", u"All"_s);
    QVERIFY(rows()->filter().sensor.isEmpty());
    downToSensor();
    auto* group = m_fixture->find<QComboBox>("groupBox");
    group->setCurrentIndex(1);
    Q_EMIT group->activated(1);
    QVERIFY(rows()->filter().sensor.isEmpty());
    QVERIFY(rows()->filter().equipment.isEmpty());
    QCOMPARE(rows()->filter().group, group->itemText(1));
    m_fixture->click("clearFiltersButton");
}

void tst_DrillDown::choicesLeaveWhatIsTyped()
{
    choose(u"failures_by_equipment"_s);
    rows();
    auto* bar = m_fixture->window->findChild<ReportFilterBar*>();
    QLineEdit* edit = m_fixture->find<QComboBox>("periodBox")->lineEdit();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, u"2020-0"_s);
    edit->setCursorPosition(4);
    const QString typed = edit->text();
    QVERIFY(typed.startsWith(u"2020-0"_s));
    bar->setChoices({{u"2021"_s}, {}, {}, {}, {}, {}, {}});
    QCOMPARE(edit->text(), typed);
    QCOMPARE(edit->cursorPosition(), 4);
    QVERIFY(bar->cancelTyping());
    QCOMPARE(edit->text(), u"All"_s);
    QVERIFY(!bar->cancelTyping());
    QTest::keyClick(m_fixture->window.get(), Qt::Key_F5); // reloads the choices
}

void tst_DrillDown::tabGoesThroughTheChoices()
{
    choose(u"failure_trend"_s);
    rows();
    const auto* clear = m_fixture->find("clearFiltersButton");
    QStringList passed;
    for (QWidget* next = m_fixture->find("burstBox")->nextInFocusChain(); next != clear;
         next = next->nextInFocusChain()) {
        if (next->focusPolicy() != Qt::NoFocus && next->isVisible())
            passed << next->objectName();
    }
    QCOMPARE(passed, QStringList{u"choiceBox"_s});
}

void tst_DrillDown::failureIsNotAnEmptyResult()
{
    choose(u"failure_events"_s);
    rows();
    type("periodBox", u"2031"_s);
    auto* table = m_fixture->find<DataTable>("reportTable");
    QTRY_VERIFY(!table->isVisible());
    execute("ALTER TABLE faultline.failure_day RENAME TO failure_day_away");
    m_fixture->click("clearFiltersButton");
    auto* strip = m_fixture->find<MessageStrip>("reportsStrip");
    QTRY_VERIFY(strip->isVisible());
    execute("ALTER TABLE faultline.failure_day_away RENAME TO failure_day");
    QCOMPARE(strip->message().kind, UserMessage::Kind::Error);
    QVERIFY(table->isVisible());
    QTest::mouseClick(strip->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    QTRY_VERIFY(rows()->rowCount() > 0);
    QVERIFY(!strip->isVisible());
}

void tst_DrillDown::escStopsASlowReport()
{
    choose(u"time_between_failures"_s);
    rows();
    auto session = SqlSession::open(m_server.settings());
    VERIFY_RESULT(session);
    VERIFY_RESULT(session->execute(u"BEGIN"_s));
    VERIFY_RESULT(session->execute(u"LOCK TABLE faultline.failure_day"_s));
    choose(u"failure_events"_s);
    auto* model = m_fixture->window->findChild<ReportTableModel*>();
    QVERIFY(model->isBusy());
    m_fixture->window->activateWindow();
    QTest::keyClick(m_fixture->window.get(), Qt::Key_Escape);
    const bool isStopped = !model->isBusy();
    VERIFY_RESULT(session->execute(u"ROLLBACK"_s));
    QVERIFY(isStopped);
    // No rows that would look like the answer.
    QCOMPARE(model->rowCount(), 0);
    auto* strip = m_fixture->find<MessageStrip>("reportsStrip");
    QVERIFY(strip->isVisible());
    QTest::mouseClick(strip->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    QTRY_VERIFY(model->rowCount() > 0);
    QVERIFY(!strip->isVisible());
}

// The last one: there are more readings after it.
void tst_DrillDown::footerFollowsALoad()
{
    auto* model = m_fixture->window->findChild<ReportTableModel*>();
    model->setPageRows(1);
    choose(u"failure_trend"_s);
    auto* step = m_fixture->find<QComboBox>("choiceBox");
    step->setCurrentIndex(2);
    Q_EMIT step->activated(2);
    const auto footer = [this] { return m_fixture->labelText("reportFooter"); };
    QTRY_VERIFY2(footer().contains(u"Total (17)"_s), qPrintable(footer()));
    // They came with the chart: nothing is run again for the rows below.
    QVERIFY(model->isComplete() && model->rowCount() == 17);
    constexpr int kMore = 60;
    const QString folder = m_directory.filePath(u"further"_s);
    writeSmallFolder(folder, kMore);
    m_fixture->typeFolder(folder);
    QTRY_VERIFY(m_fixture->workbench->loads.canStart());
    m_fixture->click("loadButton");
    m_fixture->window->showPage(MainWindow::Reports);
    QTRY_VERIFY_WITH_TIMEOUT(footer().contains(u"Total (25)"_s), 60'000);
}

QTEST_MAIN(tst_DrillDown)
#include "tst_DrillDown.moc"
