// SPDX-License-Identifier: GPL-3.0-or-later
#include "Palettes.h"
#include "WindowFixture.h"

#include "Aside.h"
#include "database/ReaderAccess.h"
#include "database/ReaderRole.h"
#include "models/QueryResultModel.h"
#include "models/ReportTableModel.h"
#include "reports/OwnReports.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"
#include "widgets/ReportList.h"
#include "widgets/SqlEditor.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QCheckBox>
#include <QClipboard>
#include <QCompleter>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The SQL page, by its editor, buttons and keys.
class tst_SqlPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init();
    void cleanup() { m_fixture.reset(); }

    void runsAQuery();
    void groupsFiguresButNoNames();
    void staysOnCtrlF();
    void saysWhyThereIsNothing();
    void runsTheSelection();
    void showsWhereTheErrorIs();
    void marksNothingElse();
    void marksInTheColoursOfThePalette();
    void coloursFollowTheText();
    void cancels_data();
    void cancels();
    void saysThatThereAreMoreRows();
    void exportsAllRows();
    void exportsWhatIsShown();
    void followsTheDatabase();
    void changeOfDatabaseEndsWhatRuns();
    void completesNames();
    void remembersQueries();
    void offersExamples();
    void savesAReport();
    void cancelledReportIsNotSaved_data() { cancels_data(); }
    void cancelledReportIsNotSaved();
    void refusesAReportWithoutNames();
    void tellsOfBrokenReports();
    void makesTheRole();
    void showsThePasswordWhateverIsPressed();
    void newPasswordReplacesTheKeptOne_data();
    void newPasswordReplacesTheKeptOne();
    void tellsWhenThePasswordIsNotKept();
    void takesAPassword();
    void handsOutStatements();
    void reachedByKeyboard();

private:
    void openPage();
    ConnectionSettings makeDatabase();
    QDialog* openOtherTools() const;
    void choose(const ConnectionSettings& settings) const;
    void writeExport(const QString& path) const;
    SqlEditor* editor() const { return m_fixture->find<SqlEditor>("sqlEditor"); }
    QueryResultModel* model() const
    {
        return qobject_cast<QueryResultModel*>(m_fixture->find<DataTable>("sqlTable")->model());
    }
    MessageStrip* strip() const { return m_fixture->find<MessageStrip>("sqlStrip"); }
    bool isIdle() const { return m_fixture->find("sqlRunButton")->isEnabled(); }
    void run(const QString& sql) const;
    template<typename Dialog = QDialog>
    Dialog* dialog(const char* name) const
    {
        return m_fixture->window->findChild<Dialog*>(QString::fromLatin1(name));
    }
    static void click(QDialog* dialog, const char* button)
    {
        QTest::mouseClick(
            dialog->findChild<QAbstractButton*>(QString::fromLatin1(button)), Qt::LeftButton);
    }

    TemporaryServer m_server;
    std::unique_ptr<QTemporaryDir> m_directory;
    ConnectionSettings m_settings;
    std::unique_ptr<WindowFixture> m_fixture;
};

namespace {

const QString kQuery =
    u"SELECT code, error_records FROM error_records(:from::date, :to::date)\n"
    "WHERE :group_name::text IS NULL OR group_name = :group_name::text\nORDER BY 1, 2"_s;

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void tst_SqlPage::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    qputenv("FAULTLINE_REPORTS_DIR", m_directory->filePath(u"reports"_s).toUtf8());
    m_settings = makeDatabase();
    openPage();
}

// With readings, and with the role that reads them.
ConnectionSettings tst_SqlPage::makeDatabase()
{
    const auto settings = m_server.createDatabase();
    if (!settings)
        qFatal("%s", qPrintable(settings.error().toText()));
    const auto reset = TemporaryServer::executeAsSuperuser(
        *settings,
        {"ALTER ROLE faultline NOCREATEROLE", "REVOKE with_password FROM faultline_reader"});
    const auto filled = fillWithReportFixture(*settings);
    auto connection = Connection::open(*settings);
    if (!reset || !filled || !connection || !makeReader(*connection, {}))
        qFatal("The database can't be filled");
    return *settings;
}

// As if its connection had been typed in.
void tst_SqlPage::choose(const ConnectionSettings& settings) const
{
    ConnectionChoice choice;
    choice.kind = ConnectionChoice::Kind::Described;
    choice.settings = settings;
    m_fixture->workbench->database.addTyped(choice);
}

void tst_SqlPage::openPage()
{
    m_fixture.reset();
    StartOptions options;
    options.conninfo = conninfoOf(m_settings);
    m_fixture = std::make_unique<WindowFixture>(options, m_directory->filePath(u"settings.ini"_s));
    QTRY_COMPARE(m_fixture->workbench->database.state(), DatabaseState::Ready);
    QTRY_VERIFY(m_fixture->workbench->database.access().has_value());
    m_fixture->window->showPage(MainWindow::Sql);
    QTRY_VERIFY(editor()->isVisible());
}

void tst_SqlPage::run(const QString& sql) const
{
    editor()->setPlainText(sql);
    QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(isIdle());
}

void tst_SqlPage::writeExport(const QString& path) const
{
    m_fixture->dialogs.saveFile = path;
    m_fixture->click("sqlExportButton");
    QTRY_VERIFY(isIdle());
    QTRY_VERIFY(strip()->isVisible());
}

void tst_SqlPage::runsAQuery()
{
    const QAbstractItemModelTester tester(model());
    run(u"SELECT code, equipment_id, equipment_id * 1000 AS many FROM equipment ORDER BY 2"_s);
    QCOMPARE(model()->rowCount(), 5);
    QCOMPARE(model()->index(0, 0).data().toString(), u"A"_s);
    QCOMPARE(model()->index(0, 2).data().toString(), u"1,000"_s);
    QVERIFY(m_fixture->find("sqlTable")->isVisible());
    QVERIFY(m_fixture->labelText("sqlInfo").startsWith(u"5 row"_s));
    QVERIFY(!strip()->isVisible());
    // By the button, too, and with nothing to run.
    editor()->setPlainText(u"TABLE severity"_s);
    m_fixture->click("sqlRunButton");
    QTRY_COMPARE(model()->columnCount(), 2);
    run(u"  "_s);
    QCOMPARE(model()->columnCount(), 2);
}

void tst_SqlPage::groupsFiguresButNoNames()
{
    run(u"SELECT 1234 AS id, 1234 AS sensor_id, 1234 AS year, 1234 AS paid, 1234 AS humid"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
    QStringList shown;
    for (int i = 0; i < model()->columnCount(); ++i)
        shown << model()->index(0, i).data().toString();
    QCOMPARE(shown, QStringList({u"1234"_s, u"1234"_s, u"1234"_s, u"1,234"_s, u"1,234"_s}));
}

void tst_SqlPage::staysOnCtrlF()
{
    editor()->setFocus();
    QTest::keyClick(editor(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(editor()->isVisible());
    QVERIFY(editor()->hasFocus());
}

void tst_SqlPage::saysWhyThereIsNothing()
{
    const auto title = [this] { return m_fixture->find("sqlNothing")->accessibleName(); };
    choose(makeDatabase());
    QCOMPARE(title(), u"Looking into the database…"_s);
    QTRY_VERIFY(editor()->isVisible());
    choose(TemporaryServer::asRole(m_settings, u"nobody_knows"_s));
    QTRY_COMPARE(m_fixture->workbench->database.state(), DatabaseState::Unreachable);
    QTRY_COMPARE(title(), u"The database can't be used now"_s);
    const auto empty = m_server.createDatabase();
    VERIFY_RESULT(empty);
    choose(*empty);
    QTRY_COMPARE(title(), u"Nothing loaded yet"_s);
}

void tst_SqlPage::runsTheSelection()
{
    editor()->setPlainText(u"SELECT 1 AS one;\nSELECT 2 AS two, nonsense"_s);
    QTextCursor cursor = editor()->textCursor();
    cursor.setPosition(17);
    cursor.setPosition(32, QTextCursor::KeepAnchor);
    editor()->setTextCursor(cursor);
    QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(model()->rowCount(), 1);
    QCOMPARE(model()->columns().first().name, u"two"_s);
    // An error in it is marked where it is in the whole text.
    cursor.setPosition(17);
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    editor()->setTextCursor(cursor);
    QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(strip()->isVisible());
    QCOMPARE(editor()->extraSelections().size(), 1);
    QCOMPARE(editor()->extraSelections().first().cursor.selectedText(), u"nonsense"_s);
}

void tst_SqlPage::showsWhereTheErrorIs()
{
    run(u"SELECT code,\n  nonsense\nFROM equipment"_s);
    QTRY_VERIFY(strip()->isVisible());
    QVERIFY(strip()->message().why.contains(u"nonsense"_s));
    QCOMPARE(strip()->message().where, u"Line 2, column 3"_s);
    QCOMPARE(editor()->extraSelections().size(), 1);
    QCOMPARE(editor()->extraSelections().first().cursor.selectedText(), u"nonsense"_s);
    // Until the text changes.
    QTest::keyClicks(editor(), u" "_s);
    QCOMPARE(editor()->extraSelections().size(), 0);
    run(u"DROP TABLE equipment"_s);
    QTRY_COMPARE(strip()->message().code, u"no-table"_s);
    run(u"SELECT 1"_s);
    QVERIFY(!strip()->isVisible());
}

// Somebody selects, or goes on writing, while it runs.
void tst_SqlPage::marksNothingElse()
{
    const auto runAndThen = [this](const auto& change) {
        editor()->setPlainText(u"SELECT 1;\nSELECT nonsense"_s);
        QTextCursor cursor = editor()->textCursor();
        cursor.setPosition(10);
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        editor()->setTextCursor(cursor);
        QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
        change();
        QTRY_VERIFY(isIdle());
        QTRY_VERIFY(strip()->isVisible());
    };
    runAndThen([this] { editor()->moveCursor(QTextCursor::Start); });
    QCOMPARE(editor()->extraSelections().size(), 1);
    QCOMPARE(editor()->extraSelections().first().cursor.selectedText(), u"nonsense"_s);
    runAndThen([this] {
        editor()->moveCursor(QTextCursor::Start);
        QTest::keyClicks(editor(), u"-- "_s);
    });
    QCOMPARE(editor()->extraSelections().size(), 0);
}

void tst_SqlPage::marksInTheColoursOfThePalette()
{
    run(u"SELECT nonsense"_s);
    const auto ground = [this] {
        return editor()->extraSelections().constFirst().format.background().color();
    };
    QTRY_COMPARE(editor()->extraSelections().size(), 1);
    QVERIFY(ground().lightnessF() > 0.5F);
    editor()->setPalette(darkPalette());
    QCOMPARE(editor()->extraSelections().size(), 1);
    QVERIFY(ground().lightnessF() < 0.5F);
}

void tst_SqlPage::coloursFollowTheText()
{
    const auto weightOfTheFirst = [this] {
        const auto ranges = editor()->document()->firstBlock().layout()->formats();
        return ranges.isEmpty() ? 0 : ranges.constFirst().format.fontWeight();
    };
    editor()->setPlainText(u"SELECT 1"_s);
    QTRY_COMPARE(weightOfTheFirst(), int{QFont::DemiBold});
    // As long as the one before.
    editor()->setPlainText(u"sensor 1"_s);
    QCOMPARE(weightOfTheFirst(), 0);
    // A comment that is opened above takes in what is below.
    editor()->setPlainText(u"SELECT 1\nFROM logs"_s);
    const auto isComment = [this] {
        const auto ranges = editor()->document()->lastBlock().layout()->formats();
        return !ranges.isEmpty() && ranges.constFirst().format.fontItalic();
    };
    QVERIFY(!isComment());
    editor()->moveCursor(QTextCursor::Start);
    editor()->insertPlainText(u"/*"_s);
    QVERIFY(isComment());
}

void tst_SqlPage::cancels_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("Esc") << true;
    QTest::newRow("button") << false;
}

void tst_SqlPage::cancels()
{
    QFETCH(bool, byKey);
    editor()->setPlainText(u"SELECT pg_sleep(3600)"_s);
    QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(m_fixture->find("sqlCancelButton")->isEnabled());
    QVERIFY(!isIdle());
    if (byKey)
        QTest::keyClick(m_fixture->window.get(), Qt::Key_Escape);
    else
        m_fixture->click("sqlCancelButton");
    QTRY_VERIFY(isIdle());
    QVERIFY(strip()->message().what.contains(u"cancelled"_s));
    run(u"SELECT 1"_s);
    QCOMPARE(model()->rowCount(), 1);
}

void tst_SqlPage::saysThatThereAreMoreRows()
{
    run(u"SELECT generate_series(1, 10001) AS n"_s);
    QTRY_COMPARE(model()->rowCount(), 10'000);
    QVERIFY(m_fixture->labelText("sqlInfo").startsWith(u"The first 10,000 rows"_s));
}

void tst_SqlPage::exportsAllRows()
{
    run(u"SELECT generate_series(1, 10001) AS n, '=1+1' AS formula, -5 AS minus"_s);
    QTRY_COMPARE(model()->rowCount(), 10'000);
    const QString path = m_directory->filePath(u"all.csv"_s);
    writeExport(path);
    QVERIFY2(
        strip()->message().what.startsWith(u"Exported 10,001 rows"_s),
        qPrintable(strip()->message().toText()));
    const QByteArray content = contentOf(path);
    QVERIFY(content.startsWith("n,formula,minus\n1,'=1+1,-5\n"));
    QCOMPARE(content.count('\n'), 10'002);
    // What was there stays when it fails: here behind the rows that are shown.
    run(u"SELECT 1 / (10005 - n) AS n FROM generate_series(1, 20000) AS n"_s);
    QTRY_COMPARE(model()->columnCount(), 1);
    writeExport(path);
    QCOMPARE(strip()->message().code, u"22012"_s);
    QCOMPARE(contentOf(path), content);
}

// The rows of a query that failed never came.
void tst_SqlPage::exportsWhatIsShown()
{
    run(u"SELECT 1 AS shown"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
    run(u"SELECT 2 AS failed, nonsense"_s);
    QTRY_VERIFY(strip()->isVisible());
    QCOMPARE(model()->columns().first().name, u"shown"_s);
    const QString path = m_directory->filePath(u"shown.csv"_s);
    writeExport(path);
    QVERIFY2(
        strip()->message().what.startsWith(u"Exported 1 row"_s),
        qPrintable(strip()->message().toText()));
    QCOMPARE(contentOf(path), QByteArray("shown\n1\n"));
}

// Rows of one database are never shown, or exported, as those of another.
void tst_SqlPage::followsTheDatabase()
{
    run(u"SELECT 1 AS n"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
    // Looking again at the same one changes nothing.
    m_fixture->workbench->database.check();
    QTRY_VERIFY(m_fixture->find("sqlTable")->isVisible());
    QCOMPARE(model()->rowCount(), 1);
    choose(makeDatabase());
    QTRY_VERIFY(editor()->isVisible());
    QTRY_VERIFY(m_fixture->find("sqlExamples")->isVisible());
    QCOMPARE(model()->columnCount(), 0);
    QVERIFY(!m_fixture->find("sqlExportButton")->isEnabled());
    // A failure that was on its way while there was no database.
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"DROP OWNED BY faultline_reader"}));
    choose(m_settings);
    QTRY_VERIFY(editor()->isVisible());
    QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
    choose(makeDatabase());
    QTRY_VERIFY(editor()->isVisible());
    QTRY_VERIFY(isIdle());
    QVERIFY(!strip()->isVisible());
}

void tst_SqlPage::changeOfDatabaseEndsWhatRuns()
{
    editor()->setPlainText(u"SELECT pg_sleep(3600)"_s);
    QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(!isIdle());
    choose(makeDatabase());
    QTRY_VERIFY(editor()->isVisible());
    QTRY_VERIFY(isIdle());
    QVERIFY(!strip()->isVisible());
    QVERIFY(asidePool()->waitForDone());
    run(u"SELECT count(*) AS n FROM equipment"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
}

void tst_SqlPage::completesNames()
{
    auto* list = editor()->completer()->popup();
    const auto first = [list] { return list->model()->index(0, 0).data().toString(); };
    editor()->setFocus();
    // The names come from the database.
    QTRY_VERIFY([&] {
        editor()->setPlainText(u"SELECT FROM failure_events_by_day WHERE "_s);
        editor()->moveCursor(QTextCursor::End);
        QTest::keyClicks(editor(), u"cod"_s);
        return list->isVisible();
    }());
    QCOMPARE(first(), u"code"_s);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(editor()->toPlainText(), u"SELECT FROM failure_events_by_day WHERE code"_s);
    QVERIFY(!list->isVisible());
    // Tables, keywords, functions; Ctrl+Space asks for all. Columns of named tables come first.
    for (const auto& [typed, name] :
         {std::pair(u"known"_s, u"known_equipment"_s), std::pair(u"grou"_s, u"group_name"_s),
          std::pair(u"readings_by_s"_s, u"readings_by_sensor"_s)}) {
        editor()->setPlainText(u"SELECT FROM equipment "_s);
        editor()->moveCursor(QTextCursor::End);
        QTest::keyClicks(editor(), typed);
        QVERIFY(list->isVisible());
        QCOMPARE(first(), name);
        QTest::keyClick(list, Qt::Key_Escape);
        QVERIFY(!list->isVisible());
    }
    QTest::keyClicks(editor(), u" "_s);
    QTest::keyClick(editor(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(list->isVisible());
    QCOMPARE(first(), u"attributes"_s);
    QTest::keyClick(list, Qt::Key_Escape);
}

void tst_SqlPage::remembersQueries()
{
    run(u"SELECT 1 AS first_one"_s);
    run(u"SELECT 2 AS second_one"_s);
    run(u"SELECT 1 AS first_one"_s);
    editor()->setPlainText(u"half a qu"_s);
    openPage();
    QCOMPARE(editor()->toPlainText(), u"half a qu"_s);
    auto* menu = m_fixture->find<QPushButton>("sqlHistoryButton")->menu();
    Q_EMIT menu->aboutToShow();
    QCOMPARE(menu->actions().size(), 2);
    QCOMPARE(menu->actions().first()->text(), u"SELECT 1 AS first_one"_s);
    menu->actions().last()->trigger();
    QCOMPARE(editor()->toPlainText(), u"SELECT 2 AS second_one"_s);
    editor()->undo();
    QCOMPARE(editor()->toPlainText(), u"half a qu"_s);
}

void tst_SqlPage::offersExamples()
{
    auto* examples = m_fixture->find<QListWidget>("sqlExamples");
    QVERIFY(examples->isVisible());
    QVERIFY(examples->count() >= 5);
    // Every one of them can be run.
    for (int i = 0; i < examples->count(); ++i) {
        Q_EMIT examples->itemActivated(examples->item(i));
        const QString sql = editor()->toPlainText();
        QVERIFY(sql.startsWith(u"SELECT"_s));
        run(sql);
        QVERIFY2(!strip()->isVisible(), qPrintable(strip()->message().toText()));
    }
}

void tst_SqlPage::savesAReport()
{
    editor()->setPlainText(kQuery);
    m_fixture->click("sqlSaveButton");
    auto* asked = dialog("saveReportDialog");
    QVERIFY(asked);
    auto* save = asked->findChild<QAbstractButton*>(u"saveReportButton"_s);
    QVERIFY(!save->isEnabled());
    QTest::keyClicks(asked->findChild<QLineEdit*>(u"reportTitleField"_s), u"Hot pumps, 2020"_s);
    QCOMPARE(asked->findChild<QLineEdit*>(u"reportNameField"_s)->text(), u"hot_pumps_2020"_s);
    asked->findChild<QPlainTextEdit*>(u"reportExplanationField"_s)
        ->setPlainText(u"Error records\nof each sensor."_s);
    click(asked, "saveReportButton");
    QTRY_VERIFY(strip()->isVisible());
    QVERIFY2(
        strip()->message().kind == UserMessage::Kind::Information,
        qPrintable(strip()->message().toText()));
    QVERIFY(QFile::exists(ownReportsFolder() + u"/hot_pumps_2020.sql"_s));
    // It stands among the reports, and runs there with their filters.
    QTest::mouseClick(strip()->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    auto* list = m_fixture->window->findChild<ReportList*>();
    QVERIFY(list->isVisible());
    QCOMPARE(list->selectedReport(), u"hot_pumps_2020"_s);
    QCOMPARE(list->currentItem()->parent()->text(0), u"My reports"_s);
    auto* table = m_fixture->find<DataTable>("reportTable");
    QTRY_COMPARE(table->model()->rowCount(), 7);
    QCOMPARE(table->model()->index(0, 0).data().toString(), u"#7"_s);
    QVERIFY(m_fixture->labelText("reportTitle").contains(u"Hot pumps"_s));
    // Exported as the role that reads.
    m_fixture->dialogs.saveFile = m_directory->filePath(u"pumps.csv"_s);
    m_fixture->click("exportButton");
    QTRY_VERIFY(QFile::exists(m_fixture->dialogs.saveFile));
    // Changed on the SQL page, and removed.
    m_fixture->click("openReportButton");
    QTRY_VERIFY(editor()->isVisible());
    QCOMPARE(editor()->toPlainText(), kQuery);
    m_fixture->window->showPage(MainWindow::Reports);
    m_fixture->click("removeReportButton");
    QVERIFY(!QFile::exists(ownReportsFolder() + u"/hot_pumps_2020.sql"_s));
    QVERIFY(list->selectedReport() != u"hot_pumps_2020"_s);
    QVERIFY(!m_fixture->find("removeReportButton")->isVisible());
}

// While the server is still being asked which columns it has.
void tst_SqlPage::cancelledReportIsNotSaved()
{
    QFETCH(bool, byKey);
    auto blocker = Connection::open(m_settings);
    VERIFY_RESULT(blocker);
    VERIFY_RESULT(blocker->execute("BEGIN"));
    VERIFY_RESULT(blocker->execute("LOCK TABLE faultline.equipment"));
    editor()->setPlainText(u"SELECT code FROM equipment"_s);
    m_fixture->click("sqlSaveButton");
    QPointer<QDialog> asked = dialog("saveReportDialog");
    QTest::keyClicks(asked->findChild<QLineEdit*>(u"reportTitleField"_s), u"Never"_s);
    asked->findChild<QPlainTextEdit*>(u"reportExplanationField"_s)->setPlainText(u"y"_s);
    click(asked, "saveReportButton");
    QVERIFY(asked->isVisible());
    if (byKey)
        QTest::keyClick(asked, Qt::Key_Escape);
    else
        QTest::mouseClick(
            asked->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Cancel),
            Qt::LeftButton);
    QTRY_VERIFY(!asked);
    VERIFY_RESULT(blocker->execute("ROLLBACK"));
    QVERIFY(asidePool()->waitForDone());
    QVERIFY(!QFile::exists(ownReportsFolder() + u"/never.sql"_s));
    QVERIFY(!strip()->isVisible());
}

void tst_SqlPage::refusesAReportWithoutNames()
{
    editor()->setPlainText(u"SELECT 1, 2"_s);
    m_fixture->click("sqlSaveButton");
    auto* asked = dialog("saveReportDialog");
    asked->findChild<QLineEdit*>(u"reportTitleField"_s)->setText(u"x"_s);
    asked->findChild<QLineEdit*>(u"reportNameField"_s)->setText(u"x"_s);
    asked->findChild<QPlainTextEdit*>(u"reportExplanationField"_s)->setPlainText(u"y"_s);
    click(asked, "saveReportButton");
    auto* problem = asked->findChild<MessageStrip*>();
    QTRY_VERIFY(problem->isVisible());
    QVERIFY(problem->message().remedy.contains(u"AS"_s));
    QVERIFY(asked->isVisible());
    asked->close();
}

void tst_SqlPage::tellsOfBrokenReports()
{
    QVERIFY(QDir().mkpath(ownReportsFolder()));
    QFile file(ownReportsFolder() + u"/broken.sql"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("-- title: T\nnonsense\n");
    file.close();
    openPage();
    m_fixture->window->showPage(MainWindow::Reports);
    auto* reports = m_fixture->find<MessageStrip>("reportsStrip");
    QVERIFY(m_fixture->workbench->catalogue.ok());
    QCOMPARE(m_fixture->workbench->catalogue->problems().size(), 1);
    QVERIFY(m_fixture->workbench->catalogue->problems().first().where.contains(u"broken.sql"_s));
    QVERIFY(m_fixture->workbench->catalogue->reports().size() > 3);
    Q_UNUSED(reports)
}

void tst_SqlPage::makesTheRole()
{
    m_fixture.reset();
    // A server where no role reads yet, and an owner who may make it.
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"DROP OWNED BY faultline_reader"}));
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"ALTER ROLE faultline CREATEROLE"}));
    openPage();
    run(u"SELECT 1"_s);
    QTRY_COMPARE(strip()->message().code, u"reader-rights"_s);
    QTest::mouseClick(strip()->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    auto* asked = dialog("otherToolsDialog");
    QVERIFY(asked);
    auto* uri = asked->findChild<QLineEdit*>(u"readerUri"_s);
    QTRY_VERIFY(uri->text().startsWith(u"postgresql://faultline_reader@"_s));
    auto* password = asked->findChild<QLineEdit*>(u"readerPassword"_s);
    asked->findChild<QCheckBox*>(u"readerKeepBox"_s)->setChecked(true);
    click(asked, "makeReaderButton");
    QTRY_COMPARE(password->text().size(), 24);
    click(asked, "readerUriCopy");
    QCOMPARE(QGuiApplication::clipboard()->text(), uri->text());
    QVERIFY(!uri->text().contains(password->text()));
    QTRY_COMPARE(m_fixture->passwords.passwords.size(), 1);
    QCOMPARE(m_fixture->passwords.passwords.first(), password->text());
    asked->close();
    run(u"SELECT count(*) AS equipment FROM equipment"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
    QCOMPARE(model()->index(0, 0).data().toString(), u"5"_s);
}

// One that is set and that nobody gets to see locks everybody out.
void tst_SqlPage::showsThePasswordWhateverIsPressed()
{
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"ALTER ROLE faultline CREATEROLE"}));
    m_fixture->click("otherToolsButton");
    QPointer<QDialog> asked = dialog("otherToolsDialog");
    QTRY_VERIFY(asked->findChild<QAbstractButton*>(u"makeReaderButton"_s)->isEnabled());
    auto blocker = Connection::open(TemporaryServer::asSuperuser(m_settings));
    VERIFY_RESULT(blocker);
    VERIFY_RESULT(blocker->execute("BEGIN"));
    VERIFY_RESULT(blocker->execute("ALTER ROLE faultline_reader CONNECTION LIMIT 7"));
    click(asked, "makeReaderButton");
    QTest::keyClick(asked, Qt::Key_Escape);
    asked->close();
    auto* close = asked->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Close);
    QVERIFY(!close->isEnabled());
    QVERIFY(asked->isVisible());
    VERIFY_RESULT(blocker->execute("ROLLBACK"));
    QTRY_COMPARE(asked->findChild<QLineEdit*>(u"readerPassword"_s)->text().size(), 24);
    QVERIFY(close->isEnabled());
    QTest::mouseClick(close, Qt::LeftButton);
    QTRY_VERIFY(!asked);
}

QDialog* tst_SqlPage::openOtherTools() const
{
    m_fixture->click("otherToolsButton");
    auto* asked = dialog("otherToolsDialog");
    auto* make = asked->findChild<QAbstractButton*>(u"makeReaderButton"_s);
    auto* keep = asked->findChild<QAbstractButton*>(u"readerKeepBox"_s);
    if (!QTest::qWaitFor([&] { return make->isEnabled() && keep->isEnabled(); }))
        qWarning("The dialog isn't ready");
    return asked;
}

void tst_SqlPage::newPasswordReplacesTheKeptOne_data()
{
    QTest::addColumn<bool>("keeps");
    QTest::newRow("kept again") << true;
    QTest::newRow("kept no more") << false;
}

// An old one in the keyring would be tried at the next start, and refused.
void tst_SqlPage::newPasswordReplacesTheKeptOne()
{
    QFETCH(bool, keeps);
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"ALTER ROLE faultline CREATEROLE"}));
    auto& kept = m_fixture->passwords.passwords;
    const QString key = passwordKey(readerSettings(m_settings));
    auto* first = openOtherTools();
    auto* keep = first->findChild<QCheckBox*>(u"readerKeepBox"_s);
    QVERIFY(!keep->isChecked());
    keep->setChecked(true);
    click(first, "makeReaderButton");
    QTRY_VERIFY(kept.contains(key));
    const QString old = kept.value(key);
    first->close();
    QTRY_VERIFY(!dialog("otherToolsDialog"));
    // It is known that one is kept.
    auto* second = openOtherTools();
    keep = second->findChild<QCheckBox*>(u"readerKeepBox"_s);
    QVERIFY(keep->isChecked());
    keep->setChecked(keeps);
    click(second, "makeReaderButton");
    const QString made = [second] {
        auto* field = second->findChild<QLineEdit*>(u"readerPassword"_s);
        return QTest::qWaitFor([field] { return field->text().size() == 24; }) ? field->text()
                                                                               : QString();
    }();
    QVERIFY(made != old);
    QTRY_COMPARE(kept.value(key), keeps ? made : QString());
    QTRY_COMPARE(m_fixture->preferences->keepsPassword(key), keeps);
    second->close();
}

void tst_SqlPage::tellsWhenThePasswordIsNotKept()
{
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"ALTER ROLE faultline CREATEROLE"}));
    auto* asked = openOtherTools();
    asked->findChild<QCheckBox*>(u"readerKeepBox"_s)->setChecked(true);
    m_fixture->passwords.problem = UserMessage::error(u"Locked"_s).withCode(u"keyring-denied"_s);
    click(asked, "makeReaderButton");
    QTRY_COMPARE(strip()->message().code, u"keyring-denied"_s);
    QVERIFY(!m_fixture->preferences->keepsPassword(passwordKey(readerSettings(m_settings))));
    asked->close();
    // Queries can be run all the same, until the program ends.
    run(u"SELECT 1 AS one"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
}

void tst_SqlPage::takesAPassword()
{
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"ALTER ROLE faultline_reader PASSWORD 'known'",
                     "GRANT with_password TO faultline_reader"}));
    openPage();
    run(u"SELECT 1"_s);
    QTRY_COMPARE(strip()->message().code, u"reader-password"_s);
    QTest::mouseClick(strip()->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    auto* asked = dialog("otherToolsDialog");
    auto* use = asked->findChild<QAbstractButton*>(u"useReaderPasswordButton"_s);
    QTRY_VERIFY(use->isEnabled());
    auto* problem = asked->findChild<MessageStrip*>(u"otherToolsStrip"_s);
    asked->findChild<QLineEdit*>(u"readerPassword"_s)->setText(u"wrong"_s);
    click(asked, "useReaderPasswordButton");
    QTRY_COMPARE(problem->message().code, u"reader-password"_s);
    asked->findChild<QLineEdit*>(u"readerPassword"_s)->setText(u"known"_s);
    click(asked, "useReaderPasswordButton");
    QTRY_COMPARE(problem->message().kind, UserMessage::Kind::Information);
    asked->close();
    run(u"SELECT 1 AS one"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
}

void tst_SqlPage::handsOutStatements()
{
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"DROP OWNED BY faultline_reader"}));
    openPage();
    m_fixture->click("otherToolsButton");
    auto* asked = dialog("otherToolsDialog");
    auto* script = asked->findChild<QPlainTextEdit*>(u"readerScript"_s);
    QTRY_VERIFY(script->isVisible());
    // For what is there: the role is, its rights in this database aren't.
    QVERIFY(script->toPlainText().contains(u"GRANT USAGE ON SCHEMA faultline TO "_s));
    QVERIFY(!script->toPlainText().contains(u"CREATE ROLE"_s));
    auto* told = asked->findChild<MessageStrip*>(u"otherToolsStrip"_s);
    QTest::mouseClick(told->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), script->toPlainText());
    asked->close();
}

void tst_SqlPage::reachedByKeyboard()
{
    run(u"SELECT 1 AS one"_s);
    editor()->setFocus();
    QStringList reached;
    for (int i = 0; i < 10; ++i) {
        QWidget* focus = QApplication::focusWidget();
        QVERIFY(focus);
        reached << focus->objectName();
        QTest::keyClick(focus, Qt::Key_Tab);
    }
    for (const char* name :
         {"sqlEditor", "sqlRunButton", "sqlSaveButton", "otherToolsButton", "sqlExportButton",
          "sqlTable"})
        QVERIFY2(reached.contains(QLatin1String(name)), name);
}

QTEST_MAIN(tst_SqlPage)
#include "tst_SqlPage.moc"
