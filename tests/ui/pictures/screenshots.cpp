// SPDX-License-Identifier: GPL-3.0-or-later
// Shows the window in its states and saves what it looks like: for people who judge it, not a test.
//   screenshots DIRECTORY [FOLDER [WIDTHxHEIGHT]]
// QT_SCALE_FACTOR=2 for a dense screen, FAULTLINE_DARK=1, FAULTLINE_ONLY_REPORTS=1,
// FAULTLINE_ONLY_PLANTS=1, FAULTLINE_ONLY_PREVIEW=1, FAULTLINE_ONLY_CHECK=1,
// FAULTLINE_ONLY_TIMES=1
// FAULTLINE_README=1: those of docs/images, of the local database, for which FAULTLINE_LOCAL_DIR
// names an empty directory.
#include "Palettes.h"
#include "WindowFixture.h"

#include "base/Translations.h"
#include "charts/ChartView.h"
#include "core/loading/LoadFixture.h"
#include "database/connection/Connection.h"
#include "database/reader/ReaderRole.h"
#include "dialogs/ConnectionDialog.h"
#include "dialogs/DateQuestionDialog.h"
#include "dialogs/PlantQuestionDialog.h"
#include "dialogs/SaveReportDialog.h"
#include "loading/plants/Exclusions.h"
#include "pages/preview/PreviewColumnsModel.h"
#include "pages/preview/PreviewPane.h"
#include "pages/readings/ReadingsModel.h"
#include "pages/readings/ReadingsTable.h"
#include "pages/receipt/SourceFilesModel.h"
#include "pages/rejected/RejectedGroups.h"
#include "pages/reports/ReportList.h"
#include "pages/reports/ReportTableModel.h"
#include "pages/sql/SqlEditor.h"
#include "style/Formatting.h"
#include "support/ClockChanges.h"
#include "support/TemporaryServer.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"
#include "widgets/MultiChoiceBox.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QCompleter>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>

#include <cstdio>
#include <tuple>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr int kWaitMs = 60'000;

template<typename Condition>
void waitUntil(Condition condition, int milliseconds)
{
    if (!QTest::qWaitFor(condition, milliseconds))
        std::fputs("A state didn't come; what is there is taken.\n", stderr);
}

class Album
{
public:
    Album(const QString& directory, const QString& prefix)
        : m_directory(directory)
        , m_prefix(prefix)
    {
        QDir().mkpath(directory);
    }

    void take(QWidget& widget, const QString& name)
    {
        // Process layouts and late repaints first.
        QTest::qWait(80);
        const QString path = QDir(m_directory).filePath(m_prefix + name + u".png"_s);
        if (!widget.grab().save(path))
            qFatal("Can't save %s", qPrintable(path));
        std::printf("%s\n", qPrintable(path));
    }

private:
    QString m_directory;
    QString m_prefix;
};

void takeReports(WindowFixture& fixture, Album& album)
{
    auto* list = fixture.window->findChild<ReportList*>();
    auto* table = fixture.find<DataTable>("reportTable");
    for (const ReportDefinition& report : fixture.workbench->catalogue->reports()) {
        if (!report.listed)
            continue;
        list->selectReport(report.name);
        const auto* model = qobject_cast<ReportTableModel*>(table->model());
        const auto* chart = fixture.find<ChartView>("chartView");
        const bool isDrawn = report.chart.has_value();
        waitUntil(
            [&] {
                return model->rowCount() > 0 && !model->isBusy()
                       && (!isDrawn || !chart->data().isEmpty());
            },
            10'000);
        if (isDrawn)
            table->selectRow(2);
        album.take(*fixture.window, u"reports-"_s + report.name);
    }
    auto* period = fixture.find<QComboBox>("periodBox");
    period->lineEdit()->setText(u"2020-13"_s);
    Q_EMIT period->lineEdit()->editingFinished();
    album.take(*fixture.window, u"reports-invalid-period"_s);
    period->lineEdit()->setText(u"1999"_s);
    Q_EMIT period->lineEdit()->editingFinished();
    waitUntil([table] { return !table->isVisible(); }, 3000);
    album.take(*fixture.window, u"reports-no-rows"_s);
    fixture.click("clearFiltersButton");
    waitUntil([table] { return table->isVisible(); }, 3000);
}

// From a bar to the line of the file, one picture per step.
void takeWayDown(WindowFixture& fixture, Album& album)
{
    fixture.window->findChild<ReportList*>()->selectReport(u"failures_by_equipment"_s);
    auto* table = fixture.find<DataTable>("reportTable");
    const auto* model = qobject_cast<ReportTableModel*>(table->model());
    for (const QString& report : {u"failures_by_equipment"_s, u"sensors"_s, u"failure_events"_s}) {
        waitUntil([&] { return model->report().name == report && model->rowCount() > 0; }, kWaitMs);
        table->selectRow(0);
        album.take(*fixture.window, u"down-"_s + report);
        QTest::keyClick(table, Qt::Key_Return);
    }
    auto* readings = fixture.find<ReadingsTable>("readingsTable");
    waitUntil([&] { return readings->isVisible() && readings->model()->rowCount() > 0; }, kWaitMs);
    readings->selectRow(0);
    QTest::keyClick(readings, Qt::Key_Return);
    waitUntil([&] { return !fixture.labelText("originNote").isEmpty(); }, kWaitMs);
    album.take(*fixture.window, u"down-readings"_s);
    fixture.click("originCloseButton");
    fixture.click("clearReadingFiltersButton");
    fixture.window->showPage(MainWindow::Reports);
    fixture.click("clearFiltersButton");
}

void takeMenu(QMenu* menu, Album& album, const QString& name)
{
    menu->popup(QPoint());
    album.take(*menu, name);
    menu->close();
}

void takeExports(WindowFixture& fixture, Album& album)
{
    const QTemporaryDir directory;
    fixture.window->findChild<ReportList*>()->selectReport(u"failures_by_equipment"_s);
    takeMenu(fixture.find<QMenu>("exportMenu"), album, u"export-menu"_s);
    takeMenu(fixture.find<QMenu>("exportAllMenu"), album, u"export-all-menu"_s);
    takeMenu(fixture.find<QPushButton>("chartMenuButton")->menu(), album, u"chart-menu"_s);
    auto* strip = fixture.find<MessageStrip>("reportsStrip");
    fixture.dialogs.saveFile = directory.filePath(u"failures_by_equipment.csv"_s);
    fixture.find<QAction>("exportCsv")->trigger();
    waitUntil([&] { return strip->isVisible(); }, kWaitMs);
    album.take(*fixture.window, u"export-done"_s);
    fixture.dialogs.saveFile = u"/proc/failures_by_equipment.csv"_s;
    fixture.find<QAction>("exportCsv")->trigger();
    waitUntil([&] { return strip->message().kind == UserMessage::Kind::Error; }, kWaitMs);
    album.take(*fixture.window, u"export-failed"_s);
}

void takeNarrow(WindowFixture& fixture, Album& album)
{
    const QSize size = fixture.window->size();
    fixture.window->resize(960, 720);
    for (const QString& report :
         {u"failures_by_equipment"_s, u"failures_by_month"_s, u"time_between_failures"_s}) {
        fixture.window->findChild<ReportList*>()->selectReport(report);
        const auto* chart = fixture.find<ChartView>("chartView");
        waitUntil([&] { return !chart->data().isEmpty(); }, kWaitMs);
        album.take(*fixture.window, u"narrow-"_s + report);
    }
    fixture.window->resize(size);
}

void takeOrigin(WindowFixture& fixture, Album& album)
{
    fixture.click("showOriginButton");
    waitUntil([&] { return !fixture.labelText("originNote").isEmpty(); }, kWaitMs);
    album.take(*fixture.window, u"readings-origin"_s);
    // Don't touch the user's file.
    auto connection = Connection::open(fixture.workbench->database.access()->settings());
    const auto rename = [&connection](const QByteArray& from, const QByteArray& to) {
        if (!connection
            || !connection->execute(
                "UPDATE faultline.source_file SET path = replace(path, '" + from + "', '" + to
                + "')"))
            qFatal("The file can't be renamed");
    };
    rename(".log", "_before.log");
    auto* table = fixture.find<ReadingsTable>("readingsTable");
    table->selectRow(3);
    waitUntil([&] { return fixture.find("originStrip")->isVisible(); }, kWaitMs);
    album.take(*fixture.window, u"readings-origin-gone"_s);
    rename("_before.log", ".log");
    fixture.click("originCloseButton");
}

void takeReadings(WindowFixture& fixture, Album& album)
{
    fixture.window->showPage(MainWindow::Readings);
    auto* table = fixture.find<ReadingsTable>("readingsTable");
    const auto* model = qobject_cast<ReadingsModel*>(table->model());
    const auto isRead = [model] { return model->rowCount() > 0 && !model->isBusy(); };
    waitUntil(isRead, kWaitMs);
    album.take(*fixture.window, u"readings"_s);
    // Simulates a load in another program, to gain time for a picture of the preparation.
    auto load = Connection::open(fixture.workbench->database.access()->settings());
    if (!load || !load->execute("BEGIN; LOCK TABLE faultline.reading IN ROW EXCLUSIVE MODE"))
        qFatal("The readings can't be locked");
    table->horizontalHeader()->setSortIndicator(ReadingsModel::Time, Qt::DescendingOrder);
    waitUntil([&] { return fixture.find("preparingText")->isVisible() || isRead(); }, 3000);
    album.take(*fixture.window, u"readings-preparing"_s);
    load->rollback();
    waitUntil([&] { return model->order().by == ReadingOrder::By::Time && isRead(); }, kWaitMs);
    table->selectRow(2);
    album.take(*fixture.window, u"readings-by-time"_s);
    takeOrigin(fixture, album);
    auto* sensor = fixture.find<QLineEdit>("readingsSensorField");
    sensor->setText(u"twelve"_s);
    Q_EMIT sensor->editingFinished();
    album.take(*fixture.window, u"readings-invalid-sensor"_s);
    sensor->setText(u"999999"_s);
    Q_EMIT sensor->editingFinished();
    waitUntil([table] { return !table->isVisible(); }, 3000);
    album.take(*fixture.window, u"readings-none"_s);
    fixture.click("clearReadingFiltersButton");
    waitUntil([table] { return table->isVisible(); }, 3000);
    QTest::keyClick(table, Qt::Key_End);
    waitUntil([&] { return !model->hasAfter() && isRead(); }, 3000);
    album.take(*fixture.window, u"readings-end"_s);
}

void takeSql(WindowFixture& fixture, Album& album)
{
    auto owner = Connection::open(fixture.workbench->database.access()->settings());
    if (!owner || !createReader(*owner, {}))
        qFatal("The role for queries can't be made");
    fixture.window->showPage(MainWindow::Sql);
    auto* editor = fixture.find<SqlEditor>("sqlEditor");
    auto* strip = fixture.find<MessageStrip>("sqlStrip");
    const auto isIdle = [&] { return fixture.find("sqlRunButton")->isEnabled(); };
    const auto run = [&](const QString& sql) {
        editor->setPlainText(sql);
        editor->moveCursor(QTextCursor::End);
        QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
        waitUntil(isIdle, kWaitMs);
    };
    album.take(*fixture.window, u"sql-examples"_s);
    run(u"-- Which equipment fails on most days?\n"
        "SELECT code, count(*) AS days, sum(failure_events) AS failure_events,\n"
        "       min(day) AS first_day, max(day) AS last_day\n"
        "FROM failure_events_by_day\nWHERE day >= '2020-01-01'\n"
        "GROUP BY code\nORDER BY days DESC, code"_s);
    album.take(*fixture.window, u"sql-result"_s);
    run(u"SELECT * FROM logs CROSS JOIN generate_series(1, 20) AS n"_s);
    album.take(*fixture.window, u"sql-capped"_s);
    run(u"SELECT code, failure_evnts\nFROM failure_events_by_day"_s);
    waitUntil([&] { return strip->isVisible(); }, 3000);
    album.take(*fixture.window, u"sql-error"_s);
    editor->setPlainText(u"SELECT code, "_s);
    editor->moveCursor(QTextCursor::End);
    QTest::keyClicks(editor, u"fa"_s);
    album.take(*editor->completer()->popup(), u"sql-names"_s);
    editor->completer()->popup()->hide();
    const ReportCatalogue& catalogue = *fixture.workbench->catalogue;
    const ReportDefinition& report = *catalogue.find(u"failures_by_equipment"_s);
    fixture.window->showPage(MainWindow::Reports);
    fixture.window->findChild<ReportList*>()->selectReport(report.name);
    fixture.click("openReportButton");
    album.take(*fixture.window, u"sql-report"_s);
    SaveReportDialog save(report, catalogue, fixture.window.get());
    save.show();
    album.take(save, u"sql-save"_s);
    save.close();
    fixture.click("otherToolsButton");
    auto* tools = fixture.window->findChild<QDialog*>(u"otherToolsDialog"_s);
    auto* uri = tools->findChild<QLineEdit*>(u"readerUri"_s);
    waitUntil([&] { return !uri->text().isEmpty(); }, kWaitMs);
    album.take(*tools, u"sql-other-tools"_s);
    tools->close();
}

void takeRejected(WindowFixture& fixture, Album& album)
{
    fixture.window->showPage(MainWindow::Rejected);
    const auto isRead = [&] { return fixture.labelText("rejectedNote").startsWith(u"The "_s); };
    waitUntil(isRead, kWaitMs);
    album.take(*fixture.window, u"rejected"_s);
    auto* groups = fixture.find<RejectedGroups>("rejectedGroups");
    auto* table = fixture.find<DataTable>("rejectedTable");
    groups->setCurrentItem(groups->topLevelItem(1)->child(0));
    waitUntil([table] { return table->model()->rowCount() > 0; }, kWaitMs);
    table->selectRow(table->model()->rowCount() - 1);
    QTest::qWait(500);
    album.take(*fixture.window, u"rejected-reason"_s);
    // Don't touch the user's file.
    auto connection = Connection::open(fixture.workbench->database.access()->settings());
    if (!connection
        || !connection->execute("UPDATE faultline.source_file SET path = replace(path, '.log',"
                                " '_of_the_vessel_with_the_longest_name_of_all.log')"))
        qFatal("The file can't be renamed");
    groups->setCurrentItem(groups->topLevelItem(0));
    QTest::keyClick(fixture.window.get(), Qt::Key_F5);
    waitUntil(
        [&] { return fixture.labelText("rejectedNote").contains(u"no longer there"_s); }, kWaitMs);
    album.take(*fixture.window, u"rejected-file-gone"_s);
}

// The history after some loads: one undone, one failed, one from a folder with a long name.
void takeLoads(WindowFixture& fixture, Album& album)
{
    auto database = Connection::open(fixture.workbench->database.access()->settings());
    if (!database
        || !database->execute(
            "INSERT INTO faultline.load_run (folder, state, program_version, settings, started_at,"
            " ended_at, failure, undone_at) VALUES ('/exports/2021/north-sea/vessel-7-engine-room"
            "-and-deck-machinery-second-half', 'failed', '0.1.0', '{}'::jsonb, now(), now(),"
            "  '{\"what\": \"The disk of the database is full\", \"why\": \"No space left on"
            " device.\", \"remedy\": \"Make room, then load again.\", \"code\": \"53100\"}'::jsonb,"
            " NULL), ('/exports/vessel-8', 'succeeded', '0.1.0', '{}'::jsonb, now(), now(), NULL, "
            "now()),"
            " ('/exports/vessel-9', 'running', '0.1.0', '{}'::jsonb, now(), NULL, NULL, NULL)"))
        qFatal("The loads can't be made up");
    fixture.window->showPage(MainWindow::Loads);
    auto* table = fixture.find<DataTable>("loadsTable");
    fixture.window->activateWindow(); // the dialogs before had the focus
    waitUntil([&] { return fixture.window->isActiveWindow(); }, kWaitMs);
    QTest::keyClick(fixture.window.get(), Qt::Key_F5);
    waitUntil([table] { return table->model()->rowCount() >= 4; }, kWaitMs);
    table->selectRow(table->model()->rowCount() - 1);
    album.take(*fixture.window, u"loads"_s);
    table->selectRow(table->model()->rowCount() - 2);
    album.take(*fixture.window, u"loads-failed"_s);
    table->selectRow(table->model()->rowCount() - 3);
    album.take(*fixture.window, u"loads-undone"_s);
    fixture.click("checkLedgerButton");
    auto* strip = fixture.find<MessageStrip>("loadsStrip");
    waitUntil([strip] { return strip->isVisible(); }, kWaitMs);
    album.take(*fixture.window, u"loads-checked"_s);
}

// As a killed program leaves it.
void takeOffer(const StartOptions& options, Album& album, const QSize& size)
{
    {
        WindowFixture before(options);
        waitUntil([&] { return before.workbench->database.access().has_value(); }, kWaitMs);
        auto database = Connection::open(before.workbench->database.access()->settings());
        if (!database
            || !database->execute("UPDATE faultline.load_run SET state = 'running', ended_at = NULL"
                                  " WHERE load_id = 1; DELETE FROM faultline.load_file WHERE "
                                  "load_id = 1; DELETE FROM faultline.load_run WHERE load_id NOT IN"
                                  " (SELECT load_id FROM faultline.load_chunk)"
                                  " AND load_id NOT IN (SELECT load_id FROM faultline.load_file)"))
            qFatal("The load can't be interrupted");
    }
    WindowFixture fixture(options);
    fixture.window->resize(size);
    auto* strip = fixture.find<MessageStrip>("windowStrip");
    waitUntil([strip] { return strip->isVisible(); }, kWaitMs);
    album.take(*fixture.window, u"loads-interrupted-offer"_s);
    fixture.window->showPage(MainWindow::Reports);
    const auto* note = fixture.find("dataState");
    waitUntil([note] { return note->isVisible(); }, kWaitMs);
    album.take(*fixture.window, u"reports-of-a-part"_s);
}

void takeLoad(WindowFixture& fixture, Album& album, const QString& folder)
{
    LoadController& loads = fixture.workbench->loads;
    album.take(*fixture.window, u"load-no-folder"_s);
    fixture.typeFolder(folder);
    waitUntil([&] { return loads.canStart(); }, kWaitMs);
    fixture.find("navigation")->setFocus();
    album.take(*fixture.window, u"load-files"_s);
    fixture.window->showPage(MainWindow::Reports);
    album.take(*fixture.window, u"reports-nothing-loaded"_s);
    fixture.window->showPage(MainWindow::Readings);
    album.take(*fixture.window, u"readings-nothing-loaded"_s);
    fixture.window->showPage(MainWindow::Rejected);
    album.take(*fixture.window, u"rejected-nothing-loaded"_s);
    fixture.window->showPage(MainWindow::Loads);
    album.take(*fixture.window, u"loads-empty"_s);
    fixture.click("loadButton");
    album.take(*fixture.window, u"load-opening"_s);
    waitUntil(
        [&] {
            return !loads.isBusy() || loads.progress().bytesDone > loads.progress().bytesTotal / 5;
        },
        kWaitMs);
    if (loads.isBusy())
        album.take(*fixture.window, u"load-running"_s);
    waitUntil([&] { return !loads.isBusy(); }, 10 * kWaitMs);
    waitUntil([&] { return fixture.workbench->database.hasReadings(); }, kWaitMs);
    album.take(*fixture.window, u"load-receipt"_s);
}

void takeMessages(WindowFixture& fixture, Album& album)
{
    fixture.click("loadButton");
    waitUntil([&] { return !fixture.workbench->loads.isBusy(); }, kWaitMs);
    album.take(*fixture.window, u"load-again"_s);
    ConnectionDialog dialog(fixture.dialogs, fixture.passwords, fixture.window.get());
    dialog.show();
    album.take(dialog, u"dialog"_s);
    dialog.findChild<QLineEdit*>(u"hostField"_s)->setText(u"127.0.0.1"_s);
    dialog.findChild<QLineEdit*>(u"databaseField"_s)->setText(u"vessels"_s);
    QTest::mouseClick(dialog.findChild<QPushButton*>(u"testButton"_s), Qt::LeftButton);
    waitUntil([&] { return dialog.strip()->isVisible(); }, kWaitMs);
    album.take(dialog, u"dialog-error"_s);
    dialog.close();
    DatabaseController& database = fixture.workbench->database;
    ConnectionChoice typed = database.currentChoice();
    typed.settings.keywords.insert(u"application_name"_s, u"typed"_s);
    database.addConnection(typed);
    waitUntil([&] { return database.state() == DatabaseState::Ready; }, kWaitMs);
    auto* box = fixture.find<QComboBox>("databaseBox");
    box->showPopup();
    album.take(*box->view()->window(), u"database-list"_s);
    box->hidePopup();
}

int takeForReadme(Album& album, const QString& folder, const QSize& size)
{
    StartOptions options;
    options.folder = folder;
    WindowFixture fixture(options);
    fixture.window->resize(size);
    LoadController& loads = fixture.workbench->loads;
    waitUntil([&] { return loads.canStart(); }, kWaitMs);
    fixture.window->show();
    fixture.window->showPage(MainWindow::Load);
    fixture.find("navigation")->setFocus();
    fixture.click("checkButton");
    waitUntil([&] { return fixture.workbench->check.receipt().has_value(); }, kWaitMs);
    waitUntil([&] { return fixture.labelText("foundNote").startsWith(u"The "_s); }, kWaitMs);
    album.take(*fixture.window, u"check"_s);
    fixture.click("loadButton");
    waitUntil(
        [&] { return !loads.isBusy() && fixture.workbench->database.hasReadings(); }, kWaitMs);
    album.take(*fixture.window, u"load"_s);
    fixture.window->showPage(MainWindow::Reports);
    fixture.window->findChild<ReportList*>()->selectReport(u"failures_by_equipment"_s);
    const auto* chart = fixture.find<ChartView>("chartView");
    auto* table = fixture.find<DataTable>("reportTable");
    waitUntil([&] { return !chart->data().isEmpty() && table->model()->rowCount() > 0; }, kWaitMs);
    table->selectRow(0);
    album.take(*fixture.window, u"reports"_s);
    fixture.window->showPage(MainWindow::Rejected);
    waitUntil([&] { return fixture.labelText("rejectedNote").startsWith(u"The "_s); }, kWaitMs);
    album.take(*fixture.window, u"rejected"_s);
    return 0;
}

void writeEquipment(const QString& folder, const QByteArray& codes)
{
    QFile list(folder + u"/equipment.json"_s);
    const QByteArray text = R"([{"equipment_id": 1, "code": ")" + codes
                            + R"(01", "group_name": "NORTH"}, {"equipment_id": 2, "code": ")"
                            + codes + R"(02", "group_name": "SOUTH"}])";
    if (!list.open(QIODevice::WriteOnly) || list.write(text) != text.size())
        qFatal("The equipment list can't be written");
}

void takeExcludedTime(WindowFixture& fixture, Album& album)
{
    auto connection = Connection::open(fixture.workbench->database.access()->settings());
    const auto plants = fixture.workbench->database.summary().plants;
    Exclusion docking;
    docking.plant = plants.constFirst();
    docking.reason = u"Docking 2020"_s;
    docking.startsAt = QDateTime(QDate(2020, 7, 1), QTime(0, 0), Qt::UTC);
    docking.endsAt = QDateTime(QDate(2020, 7, 15), QTime(0, 0), Qt::UTC);
    Exclusion service = docking;
    service.reason = u"Planned service, without operation"_s;
    service.repeats = Exclusion::Repeats::Weekly;
    service.weekdays = {7};
    service.timeFrom = QTime(6, 0);
    service.timeTo = QTime(14, 0);
    service.since = QDate(2019, 1, 1);
    for (const Exclusion& exclusion : {docking, service}) {
        if (!connection || !storeExclusion(*connection, exclusion))
            qFatal("Can't store excluded time");
    }
    auto* box = fixture.find<QComboBox>("plantBox");
    Q_EMIT box->activated(box->findText(u"Excluded time…"_s));
    auto* dialog = fixture.find<QDialog>("exclusionsDialog");
    auto* table = dialog->findChild<DataTable*>(u"exclusionsTable"_s);
    waitUntil([table] { return table->model()->rowCount() > 1; }, kWaitMs);
    album.take(*dialog, u"excluded-time"_s);
    for (const int row : {0, 1}) {
        table->selectRow(row);
        dialog->findChild<QPushButton*>(u"editExclusionButton"_s)->click();
        auto* edit = dialog->findChild<QDialog*>(u"exclusionDialog"_s);
        album.take(*edit, u"excluded-time-"_s + (row == 0 ? u"once"_s : u"weekly"_s));
        if (row == 0) {
            edit->findChild<QComboBox*>(u"exclusionScope"_s)->setCurrentIndex(2);
            edit->findChild<QComboBox*>(u"exclusionRepeats"_s)->setCurrentIndex(2);
            album.take(*edit, u"excluded-time-yearly"_s);
        }
        edit->close();
        waitUntil([dialog] { return !dialog->findChild<QDialog*>(u"exclusionDialog"_s); }, kWaitMs);
    }
    dialog->close();
}

// The questions about plants, with three vessels that use the same ids.
void takePlantQuestions(WindowFixture& fixture, Album& album, const QDir& folders)
{
    LoadController& loads = fixture.workbench->loads;
    const auto load = [&](const QString& folder) {
        fixture.typeFolder(folders.filePath(folder));
        waitUntil([&] { return loads.canStart(); }, kWaitMs);
        fixture.click("loadButton");
    };
    const auto takeQuestion = [&](const QString& folder, const QString& name) {
        load(folder);
        waitUntil([&] { return fixture.window->findChild<PlantQuestionDialog*>(); }, kWaitMs);
        auto* dialog = fixture.window->findChild<PlantQuestionDialog*>();
        album.take(*dialog, name);
        return dialog;
    };
    const auto answer = [&](QDialog* dialog, const QString& button) {
        dialog->findChild<QPushButton*>(button)->click();
        waitUntil([&] { return !loads.isBusy() && loads.receipt().has_value(); }, kWaitMs);
        QTest::qWait(300);
    };
    load(u"vessel-7"_s);
    waitUntil([&] { return loads.receipt().has_value(); }, kWaitMs);
    QTest::qWait(300);
    album.take(*fixture.window, u"plant-first"_s);
    answer(takeQuestion(u"vessel-8"_s, u"plant-question"_s), u"newPlantButton"_s);
    album.take(*fixture.window, u"plant-receipt"_s);
    takeQuestion(u"vessel-9"_s, u"plant-question-of-many"_s)->reject();
    takeQuestion(u"logs"_s, u"plant-question-without-lists"_s)->reject();
    load(u"dates"_s);
    waitUntil([&] { return fixture.window->findChild<DateQuestionDialog*>(); }, kWaitMs);
    album.take(*fixture.window, u"date-question-files"_s);
    auto* dates = fixture.window->findChild<DateQuestionDialog*>();
    album.take(*dates, u"date-question"_s);
    dates->reject();
    answer(takeQuestion(u"fleet"_s, u"plant-question-subfolders"_s), u"dividePlantsButton"_s);
    album.take(*fixture.window, u"plant-receipt-subfolders"_s);
    auto* plants = fixture.find<QComboBox>("plantBox");
    plants->showPopup();
    album.take(*plants->view()->window(), u"plant-choice"_s);
    plants->hidePopup();
    Q_EMIT plants->activated(plants->findText(u"Manage plants…"_s));
    auto* dialog = fixture.find<QDialog>("plantsDialog");
    const auto* table = dialog->findChild<DataTable*>(u"plantsTable"_s);
    waitUntil([table] { return table->model()->rowCount() > 0; }, kWaitMs);
    album.take(*dialog, u"plants"_s);
    dialog->findChild<QPushButton*>(u"plantSettingsButton"_s)->click();
    auto* settings = fixture.find<QDialog>("plantSettingsDialog");
    const auto* severities = settings->findChild<QListWidget*>(u"failureSeverityList"_s);
    waitUntil([severities] { return severities->count() > 0; }, kWaitMs);
    album.take(*settings, u"plant-settings"_s);
    settings->close();
    dialog->findChild<QPushButton*>(u"renamePlantButton"_s)->click();
    album.take(*fixture.find<QDialog>("plantNameDialog"), u"plant-rename"_s);
    dialog->close();
    takeExcludedTime(fixture, album);
    const QSize now = fixture.window->size();
    fixture.window->resize(fixture.window->minimumSize());
    album.take(*fixture.window, u"plant-narrow"_s);
    fixture.window->resize(now);
}

// The pages with a filter for plants, and a column that says which one a row is of.
void takePlantPages(WindowFixture& fixture, Album& album, const QString& suffix)
{
    const auto take = [&](MainWindow::Page page, const char* table, const QString& name) {
        fixture.window->showPage(page);
        auto* rows = fixture.find<DataTable>(table);
        waitUntil([rows] { return rows->isVisible() && rows->model()->rowCount() > 0; }, kWaitMs);
        QTest::qWait(500); // what belongs to the selected row comes later
        album.take(*fixture.window, u"plant-"_s + name + suffix);
    };
    fixture.window->showPage(MainWindow::Reports);
    for (const QString& report :
         {u"failures_by_equipment"_s, u"failures_by_month"_s, u"measurement_quartiles"_s,
          u"plants"_s}) {
        fixture.window->findChild<ReportList*>()->selectReport(report);
        const auto* model = fixture.find<DataTable>("reportTable")->model();
        waitUntil(
            [model, &report] {
                const auto* rows = qobject_cast<const ReportTableModel*>(model);
                return rows->report().name == report && !rows->isBusy();
            },
            kWaitMs);
        take(MainWindow::Reports, "reportTable", report);
    }
    take(MainWindow::Readings, "readingsTable", u"readings"_s);
    take(MainWindow::Rejected, "rejectedTable", u"rejected"_s);
    take(MainWindow::Loads, "loadsTable", u"loads"_s);
    auto* box = fixture.find<QComboBox>("loadsPlantsBox");
    box->showPopup();
    album.take(*box->view()->window(), u"plant-filter"_s + suffix);
    box->hidePopup();
}

void giveLongNames(WindowFixture& fixture)
{
    auto connection = Connection::open(fixture.workbench->database.access()->settings());
    if (!connection
        || !connection->execute(
            "UPDATE faultline.plant SET name = 'North Sea drilling & production unit ' || name"))
        qFatal("The plants can't be renamed");
    fixture.workbench->refresh();
    waitUntil(
        [&] { return fixture.workbench->database.summary().plants.first().startsWith(u"North"_s); },
        kWaitMs);
}

// A log that doesn't show whether the day or the month comes first.
void writeOpenDates(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("Can't write %s", qPrintable(path));
    for (const char* const time : {"01/02/2021 14:00:00", "03/02/2021 15:30:00"})
        file.write(
            '[' + QByteArray(time) + "]\tERROR\tsensor[1]:\t(temperature\t1.0, vibration\t2.0)\n");
}

int takePlants(Album& album, const QSize& size)
{
    TemporaryServer server;
    if (const auto started = server.start(); !started)
        qFatal("%s", qPrintable(started.error().toText()));
    const QTemporaryDir directory;
    const QDir folders(directory.path());
    for (const QString& folder :
         {u"vessel-7"_s, u"vessel-8"_s, u"vessel-9"_s, u"logs"_s, u"fleet/east"_s, u"fleet/west"_s})
        writeSmallFolder(folders.filePath(folder), 400);
    writeSmallFolder(folders.filePath(u"dates"_s), 400);
    for (const QString& log : {u"pumps.log"_s, u"winches.log"_s})
        writeOpenDates(folders.filePath(u"dates/"_s + log));
    for (const QString& folder : {u"vessel-7"_s, u"dates"_s})
        writeEquipment(folders.filePath(folder), "PUMP-");
    writeEquipment(folders.filePath(u"vessel-8"_s), "FAN-");
    writeEquipment(folders.filePath(u"vessel-9"_s), "WINCH-");
    writeEquipment(folders.filePath(u"fleet/east"_s), "DRILL-");
    writeEquipment(folders.filePath(u"fleet/west"_s), "MILL-");
    for (const QString& list : {u"logs/equipment.json"_s, u"logs/equipment_sensors.csv"_s})
        QFile::remove(folders.filePath(list));
    StartOptions options;
    options.conninfo = conninfoOf(server.settings());
    WindowFixture fixture(options);
    fixture.window->resize(size);
    takePlantQuestions(fixture, album, folders);
    takePlantPages(fixture, album, {});
    giveLongNames(fixture);
    takePlantPages(fixture, album, u"-long-names"_s);
    fixture.window->resize(fixture.window->minimumSize());
    takePlantPages(fixture, album, u"-long-names-narrow"_s);
    return 0;
}

void writeFile(const QString& path, const QByteArray& text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("Can't write %s", qPrintable(path));
}

// Tables as other programs write them, each with something to see or to choose.
void writeTables(const QString& folder)
{
    const auto wide = [](int day, const char* unit) {
        QByteArray text = QByteArray("Zeit;\xD6"
                                     "ldruck P1 [")
                          + unit
                          + "];Motor M1 [\xB0"
                            "C];Drehzahl N1\r\n";
        for (int i = 0; i < 40; ++i) {
            const QByteArray minute = QByteArray::number(i).rightJustified(2, '0');
            text += "0" + QByteArray::number(day) + "/02/2021 14:" + minute + ":00;3,"
                    + QByteArray::number(10 + i) + ";" + (i == 7 ? "Bad" : "71,5") + ";"
                    + (i == 3 ? "12 rpm" : "1480") + "\r\n";
        }
        return text;
    };
    for (int day = 1; day <= 4; ++day)
        writeFile(folder + u"/historian/export_0%1.csv"_s.arg(day), wide(day, "bar"));
    QByteArray alarms = "datetime,machineID,errorID\n";
    QByteArray telemetry = "datetime,machineID,volt,rotate,vibration\n";
    for (int i = 0; i < 60; ++i) {
        const QByteArray hour = QByteArray::number(i % 24).rightJustified(2, '0');
        alarms += "2021-03-04 " + hour + ":10:00," + QByteArray::number(i % 7) + ",error"
                  + QByteArray::number(1 + i % 5) + "\n";
        telemetry += "2021-03-04 " + hour + ":00:00," + QByteArray::number(i % 7) + ",17"
                     + QByteArray::number(i % 10) + ".5,4" + QByteArray::number(i) + ",39.25\n";
    }
    QByteArray orders = "Order;Functional location;Reported;Finished;Failure mode;Cause;Down (h);"
                        "Planned\n";
    for (int i = 0; i < 40; ++i) {
        const QByteArray day = QByteArray::number(1 + i % 28).rightJustified(2, '0');
        orders += QByteArray::number(400100 + i) + ";P-10" + QByteArray::number(i % 7) + ";2021-03-"
                  + day + " 06:10;2021-03-" + day + " 14:40;"
                  + (i % 3 == 0 ? "bearing seized on the drive side" : "leak") + ";"
                  + (i % 4 == 0 ? "no grease since the last overhaul" : "worn seal") + ";8,5;"
                  + (i % 5 == 0 ? "yes" : "no") + "\n";
    }
    writeFile(folder + u"/work-orders.csv"_s, orders);
    QByteArray machines = "Anlage;Bereich;Benennung;Baujahr\n";
    for (int i = 0; i < 30; ++i) {
        machines += QByteArray::number(i) + ";Halle " + QByteArray::number(1 + i % 3) + ";Pumpe "
                    + QByteArray::number(100 + i) + ";" + QByteArray::number(1990 + i) + "\n";
    }
    writeFile(folder + u"/anlagen.csv"_s, machines);
    writeFile(folder + u"/alarms.csv"_s, alarms);
    writeFile(folder + u"/telemetry.csv"_s, telemetry);
    QByteArray many = "time";
    for (int i = 0; i < 1000; ++i)
        many += ",TI-" + QByteArray::number(i).rightJustified(4, '0');
    for (int row = 0; row < 60; ++row) {
        many += "\n2021-03-04T10:" + QByteArray::number(row % 60).rightJustified(2, '0') + ":00Z";
        for (int i = 0; i < 1000; ++i)
            many += "," + QByteArray::number(i + row / 10.0);
    }
    writeFile(
        folder
            + u"/compressor-station-north-second-half-of-the-year/"
              "all-tags-of-the-vessel-with-the-longest-name.csv"_s,
        many);
}

void selectFile(WindowFixture& fixture, const QString& name)
{
    auto* table = fixture.find<DataTable>("filesTable");
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        const auto index = table->model()->index(row, SourceFilesModel::File);
        if (index.data().toString().contains(name))
            table->setCurrentIndex(index);
    }
    const auto* pane = fixture.find<PreviewPane>("previewPane");
    waitUntil([pane] { return !pane->isBusy(); }, kWaitMs);
    QTest::qWait(200);
}

// A list whose names say nothing.
void takeListColumns(Album& album, WindowFixture& fixture)
{
    selectFile(fixture, u"anlagen.csv"_s);
    album.take(*fixture.window, u"preview-list-unknown"_s);
    auto* role = fixture.find<QComboBox>("roleBox");
    role->setCurrentIndex(role->findData(static_cast<int>(SourceRole::EquipmentList)));
    Q_EMIT role->activated(role->currentIndex());
    selectFile(fixture, u"anlagen.csv"_s);
    album.take(*fixture.window, u"preview-list-role"_s);
    auto* columns = fixture.find<DataTable>("previewColumns")->model();
    for (const auto& [row, field] :
         {std::pair(2, TableField::Code), std::pair(1, TableField::Group)}) {
        columns->setData(
            columns->index(row, PreviewColumnsModel::Field), static_cast<int>(field), Qt::EditRole);
        selectFile(fixture, u"anlagen.csv"_s);
    }
    waitUntil([&] { return !fixture.workbench->loads.isGettingReady(); }, kWaitMs);
    album.take(*fixture.window, u"preview-list-columns"_s);
}

// The files of a folder, before they are loaded.
int takePreviews(Album& album, const QSize& size)
{
    const QTemporaryDir directory;
    const QString folder = directory.filePath(u"vessel-7"_s);
    writeSmallFolder(folder);
    writeTables(folder);
    StartOptions options;
    options.conninfo = u"host=127.0.0.1 port=1 dbname=vessels user=planner"_s;
    options.folder = folder;
    WindowFixture fixture(options);
    fixture.window->resize(size);
    waitUntil([&] { return fixture.workbench->loads.canStart(); }, kWaitMs);
    const auto* pane = fixture.find<PreviewPane>("previewPane");
    const auto settle = [&] {
        QTest::qWait(100);
        waitUntil(
            [&] { return !pane->isBusy() && !fixture.workbench->loads.isGettingReady(); }, kWaitMs);
        QTest::qWait(200);
    };
    settle();
    album.take(*fixture.window, u"preview-first"_s);
    for (const QString& name :
         {u"failures.log"_s, u"equipment.json"_s, u"equipment_sensors.csv"_s, u"telemetry.csv"_s,
          u"all-tags"_s, u"work-orders"_s, u"alarms.csv"_s}) {
        selectFile(fixture, name);
        album.take(*fixture.window, u"preview-"_s + QFileInfo(name).baseName());
    }
    fixture.click("answer0");
    settle();
    album.take(*fixture.window, u"preview-alarms-answered"_s);
    takeListColumns(album, fixture);
    selectFile(fixture, u"export_03"_s);
    album.take(*fixture.window, u"preview-historian-encoding"_s);
    fixture.click("answer0");
    settle();
    album.take(*fixture.window, u"preview-historian-dates"_s);
    fixture.click("answer0");
    settle();
    album.take(*fixture.window, u"preview-historian-read"_s);
    fixture.find<QAbstractButton>("onlyRejectedBox")->click();
    settle();
    album.take(*fixture.window, u"preview-historian-rejected"_s);
    auto* columns = fixture.find<DataTable>("previewColumns");
    columns->setFocus();
    columns->selectRow(0);
    QTest::keyClick(columns, Qt::Key_Return);
    QTest::qWait(200);
    if (auto* box = columns->findChild<QComboBox*>(u"fieldBox"_s)) {
        album.take(*box->view()->window(), u"preview-fields"_s);
        box->setCurrentIndex(box->findData(static_cast<int>(TableField::Ignored)));
        Q_EMIT box->activated(box->currentIndex());
        box->hidePopup();
    }
    settle();
    album.take(*fixture.window, u"preview-historian-without-time"_s);
    fixture.window->resize(fixture.window->minimumSize());
    selectFile(fixture, u"alarms.csv"_s);
    album.take(*fixture.window, u"preview-narrow"_s);
    return 0;
}

// What a check of a folder finds.
int takeChecks(Album& album, const QSize& size)
{
    const QTemporaryDir directory;
    const QString folder = directory.filePath(u"vessel-7"_s);
    writeSmallFolder(folder);
    const auto line = [](int day, const QByteArray& sensor, const QByteArray& measurements) {
        return "[2021-03-" + QByteArray::number(day).rightJustified(2, '0')
               + " 10:00:00]\tINFO\tsensor[" + sensor + "]:\t(" + measurements + ")\n";
    };
    QByteArray log;
    for (int day = 1; day <= 28; ++day) {
        for (const char* sensor : {"1", "2", "PT-4711"})
            log += line(day, sensor, "temperature\t1.5, vibration\t2.5");
    }
    log += line(2, "2", "temperature\tI/O Timeout, vibration\t2.5")
           + line(2, "2", "temperature\t1.5, vibration\t2.5, pressure\t7 bar")
           + "[2021-02-30 10:00:00]\tINFO\tsensor[1]:\t(temperature\t1, vibration\t2)\n"
           + "Log file was rotated\n";
    writeFile(
        folder
            + u"/compressor-station-north-second-half-of-the-year/"
              "all-readings-of-the-vessel-with-the-longest-name.log"_s,
        log);
    StartOptions options;
    options.conninfo = u"host=127.0.0.1 port=1 dbname=vessels user=planner"_s;
    options.folder = folder;
    WindowFixture fixture(options);
    fixture.window->resize(size);
    waitUntil([&] { return fixture.workbench->loads.canStart(); }, kWaitMs);
    QTest::qWait(300);
    album.take(*fixture.window, u"check-before"_s);
    const CheckController& check = fixture.workbench->check;
    fixture.click("checkButton");
    waitUntil([&] { return check.receipt().has_value(); }, kWaitMs);
    QTest::qWait(400);
    album.take(*fixture.window, u"check-rejected"_s);
    const auto buttons = fixture.window->findChildren<QPushButton*>(u"showLinesButton"_s);
    if (buttons.size() > 2) {
        buttons.at(2)->click();
        QTest::qWait(400);
        album.take(*fixture.window, u"check-finding"_s);
    }
    selectFile(fixture, u"failures.log"_s);
    album.take(*fixture.window, u"check-preview"_s);
    fixture.window->resize(fixture.window->minimumSize());
    fixture.find<QTabWidget>("fileTabs")->setCurrentIndex(1);
    QTest::qWait(200);
    album.take(*fixture.window, u"check-narrow"_s);
    return 0;
}

// Plants in different time zones, around the changes of their clocks.
int takeTimes(Album& album, const QSize& size)
{
    TemporaryServer server;
    if (const auto started = server.start(); !started)
        qFatal("%s", qPrintable(started.error().toText()));
    const auto data = LoadFixture::make(server);
    if (!data)
        qFatal("%s", qPrintable(data.error().toText()));
    for (const auto& [plant, zone] :
         {std::pair(u"oslo"_s, u"Europe/Oslo"_s), std::pair(u"offshore"_s, u"UTC"_s)}) {
        ClockChanges::write(**data, plant);
        LoadOptions options;
        options.plant.name = plant;
        options.plant.timeZone = zone;
        (*data)->load((*data)->path(plant), options);
    }
    StartOptions options;
    options.conninfo = conninfoOf((*data)->settings());
    WindowFixture fixture(options);
    fixture.window->resize(size);
    waitUntil([&] { return fixture.workbench->database.hasReadings(); }, kWaitMs);
    const auto take = [&](const QString& name) {
        for (const auto& [page, box, table, of] :
             {std::tuple(MainWindow::Readings, "readingsPlantsBox", "readingsTable", u"readings"_s),
              std::tuple(MainWindow::Reports, "plantsBox", "reportTable", u"events"_s)}) {
            fixture.window->showPage(page);
            if (page == MainWindow::Reports)
                fixture.window->findChild<ReportList*>()->selectReport(u"failure_events"_s);
            const QStringList chosen =
                name == "both"_L1 ? QStringList() : QStringList{name.section(u'-', 0, 0)};
            Q_EMIT fixture.find<MultiChoiceBox>(box)->chosenChanged(chosen);
            const auto* model = fixture.find<DataTable>(table)->model();
            waitUntil([&] { return model->rowCount() > 0; }, kWaitMs);
            QTest::qWait(300);
            album.take(*fixture.window, u"times-"_s + of + u'-' + name);
        }
    };
    take(u"both"_s);
    take(u"oslo"_s);
    fixture.window->findChild<ReportList*>()->selectReport(u"failure_trend"_s);
    QTest::qWait(500);
    album.take(*fixture.window, u"times-trend-oslo"_s);
    fixture.window->resize(fixture.window->minimumSize());
    take(u"oslo-narrow"_s);
    return 0;
}

int takeAll(Album& album, const QString& folder, const QSize& size)
{
    TemporaryServer server;
    if (const auto started = server.start(); !started)
        qFatal("%s", qPrintable(started.error().toText()));
    {
        StartOptions options;
        options.conninfo = conninfoOf(server.settings());
        WindowFixture fixture(options);
        fixture.window->resize(size);
        takeLoad(fixture, album, folder);
        fixture.window->showPage(MainWindow::Reports);
        takeReports(fixture, album);
        takeWayDown(fixture, album);
        takeExports(fixture, album);
        takeNarrow(fixture, album);
        if (qEnvironmentVariableIntValue("FAULTLINE_ONLY_REPORTS") != 0)
            return 0;
        takeReadings(fixture, album);
        takeSql(fixture, album);
        takeLoads(fixture, album);
        fixture.window->close();
        options.folder = folder;
        takeOffer(options, album, size);
    }
    {
        StartOptions options;
        options.conninfo = conninfoOf(server.settings());
        options.folder = folder;
        WindowFixture fixture(options);
        fixture.window->resize(size);
        waitUntil([&] { return fixture.workbench->loads.canStart(); }, kWaitMs);
        fixture.window->showPage(MainWindow::Load);
        takeMessages(fixture, album);
        takeRejected(fixture, album);
    }
    StartOptions unreachable;
    unreachable.conninfo = u"host=127.0.0.1 port=1 dbname=vessels user=planner"_s;
    unreachable.folder = folder;
    WindowFixture fixture(unreachable);
    fixture.window->resize(size);
    waitUntil(
        [&] { return fixture.workbench->database.state() == DatabaseState::Unreachable; }, kWaitMs);
    album.take(*fixture.window, u"unreachable"_s);
    return 0;
}

} // namespace

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    QLocale::setDefault(format::displayLocale());
    installTranslations();
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2) {
        std::fputs("screenshots DIRECTORY [FOLDER [WIDTHxHEIGHT]]\n", stderr);
        return 2;
    }
    const bool dark = qEnvironmentVariableIntValue("FAULTLINE_DARK") != 0;
    QApplication::setStyle(u"fusion"_s);
    if (dark)
        QApplication::setPalette(darkPalette());
    QTemporaryDir directory;
    QString folder = directory.filePath(u"vessel-7"_s);
    if (arguments.size() > 2)
        folder = arguments.at(2);
    else
        writeSmallFolder(folder, 4000);
    QSize size(1180, 760);
    if (const QStringList parts = arguments.value(3).split(u'x'); parts.size() == 2)
        size = QSize(parts.at(0).toInt(), parts.at(1).toInt());
    if (qEnvironmentVariableIntValue("FAULTLINE_README") != 0) {
        Album album(arguments.at(1), QString());
        return takeForReadme(album, folder, size);
    }
    Album album(arguments.at(1), dark ? u"dark-"_s : u"light-"_s);
    if (qEnvironmentVariableIntValue("FAULTLINE_ONLY_PLANTS") != 0)
        return takePlants(album, size);
    if (qEnvironmentVariableIntValue("FAULTLINE_ONLY_TIMES") != 0)
        return takeTimes(album, size);
    if (qEnvironmentVariableIntValue("FAULTLINE_ONLY_CHECK") != 0)
        return takeChecks(album, size);
    if (qEnvironmentVariableIntValue("FAULTLINE_ONLY_PREVIEW") != 0)
        return takePreviews(album, size);
    takePreviews(album, size);
    takeChecks(album, size);
    takeTimes(album, size);
    takePlants(album, size);
    return takeAll(album, folder, size);
}
