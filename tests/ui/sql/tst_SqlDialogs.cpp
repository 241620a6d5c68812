// SPDX-License-Identifier: GPL-3.0-or-later
#include "SqlPageFixture.h"

#include "database/reader/ReaderAccess.h"
#include "database/reader/ReaderRole.h"
#include "pages/reports/ReportList.h"
#include "pages/reports/ReportTableModel.h"
#include "reports/custom/OwnReports.h"
#include "reports/custom/ReportDraft.h"
#include "session/BackgroundTask.h"
#include "session/PasswordStore.h"
#include "support/VerifyResult.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The dialogs of the SQL page: saving reports, and the role that queries run as.
class tst_SqlDialogs : public QObject, private SqlPageFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(startServer()); }
    void init() { begin(); }
    void cleanup() { end(); }

    void savesAReport();
    void copyOfAReportIsWhole();
    void tellsWhatFellAway();
    void showsWhatANameMeans();
    void tellsOfABrokenHeader();
    void hugeRowsAreRefusedAlike();
    void cancelledReportIsNotSaved_data();
    void cancelledReportIsNotSaved();
    void refusesAReportWithoutNames();
    void makesTheRole();
    void showsThePasswordWhateverIsPressed();
    void newPasswordReplacesTheKeptOne_data();
    void newPasswordReplacesTheKeptOne();
    void tellsWhenThePasswordIsNotKept();
    void takesAPassword();
    void handsOutStatements();

private:
    QDialog* openOtherTools() const;
    /// Opens a report from the Reports page in SQL, and changes the text.
    void openInSql(const QString& report, const QString& from, const QString& to) const;
    QDialog* askToSave() const;
};

namespace {

const QString kQuery =
    u"SELECT code, error_records FROM error_records(:from::date, :to::date)\n"
    "WHERE :group_name::text IS NULL OR group_name = :group_name::text\nORDER BY 1, 2"_s;

} // namespace

QDialog* tst_SqlDialogs::openOtherTools() const
{
    m_fixture->click("otherToolsButton");
    auto* asked = dialog("otherToolsDialog");
    auto* make = asked->findChild<QAbstractButton*>(u"createReaderButton"_s);
    auto* keep = asked->findChild<QAbstractButton*>(u"readerKeepBox"_s);
    if (!QTest::qWaitFor([&] { return make->isEnabled() && keep->isEnabled(); }))
        qWarning("The dialog isn't ready");
    return asked;
}

void tst_SqlDialogs::cancelledReportIsNotSaved_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("Esc") << true;
    QTest::newRow("button") << false;
}

void tst_SqlDialogs::savesAReport()
{
    editor()->setPlainText(kQuery);
    m_fixture->click("sqlSaveButton");
    auto* asked = dialog("saveReportDialog");
    QVERIFY(asked);
    auto* save = asked->findChild<QAbstractButton*>(u"saveReportButton"_s);
    const auto* note = asked->findChild<QLabel*>(u"reportNameNote"_s);
    QVERIFY(!save->isEnabled());
    QVERIFY(note->text().contains(u"a title"_s));
    QTest::keyClicks(asked->findChild<QLineEdit*>(u"reportTitleField"_s), u"Hot pumps, 2020"_s);
    QVERIFY(!save->isEnabled());
    QVERIFY(note->text().contains(u"an explanation"_s));
    QCOMPARE(asked->findChild<QLineEdit*>(u"reportNameField"_s)->text(), u"hot_pumps_2020"_s);
    asked->findChild<QPlainTextEdit*>(u"reportExplanationField"_s)
        ->setPlainText(u"Error records\nof each sensor."_s);
    click(asked, "saveReportButton");
    QTRY_VERIFY(strip()->isVisible());
    QVERIFY2(
        strip()->message().kind == UserMessage::Kind::Information,
        qPrintable(strip()->message().toText()));
    QVERIFY(QFile::exists(ownReportsFolder() + u"/hot_pumps_2020.sql"_s));
    // It appears among the reports, and runs there with their filters.
    QTest::mouseClick(strip()->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    auto* list = m_fixture->window->findChild<ReportList*>();
    QVERIFY(list->isVisible());
    QCOMPARE(list->selectedReport(), u"hot_pumps_2020"_s);
    QCOMPARE(list->currentItem()->parent()->text(0), u"My reports"_s);
    auto* table = m_fixture->find<DataTable>("reportTable");
    QTRY_COMPARE(table->model()->rowCount(), 7);
    QCOMPARE(table->model()->index(0, 0).data().toString(), u"#7"_s);
    QVERIFY(m_fixture->labelText("reportTitle").contains(u"Hot pumps"_s));
    // Exported as the read-only role.
    m_fixture->dialogs.saveFile = m_directory->filePath(u"pumps.csv"_s);
    m_fixture->click("exportButton");
    QTRY_VERIFY(QFile::exists(m_fixture->dialogs.saveFile));
    // Changed on the SQL page, and removed.
    m_fixture->click("openReportButton");
    QTRY_VERIFY(editor()->isVisible());
    QVERIFY(editor()->toPlainText().startsWith(u"-- title: Hot pumps, 2020\n"_s));
    QVERIFY(editor()->toPlainText().endsWith(kQuery + u'\n'));
    m_fixture->window->showPage(MainWindow::Reports);
    m_fixture->click("removeReportButton");
    QVERIFY(!QFile::exists(ownReportsFolder() + u"/hot_pumps_2020.sql"_s));
    QVERIFY(list->selectedReport() != u"hot_pumps_2020"_s);
    QVERIFY(!m_fixture->find("removeReportButton")->isVisible());
}

void tst_SqlDialogs::openInSql(const QString& report, const QString& from, const QString& to) const
{
    m_fixture->window->showPage(MainWindow::Reports);
    m_fixture->window->findChild<ReportList*>()->selectReport(report);
    m_fixture->click("openReportButton");
    QTRY_VERIFY(editor()->isVisible());
    const QString text = editor()->toPlainText();
    QVERIFY(text.contains(from));
    // The query is visible, below the header of the report.
    QCOMPARE(editor()->textCursor().position(), queryStart(text));
    QVERIFY(editor()->viewport()->rect().contains(editor()->cursorRect()));
    editor()->setPlainText(QString(text).replace(from, to));
}

QDialog* tst_SqlDialogs::askToSave() const
{
    m_fixture->click("sqlSaveButton");
    return dialog("saveReportDialog");
}

// Chart, choices, filters, titles and drill-down are saved with the query.
void tst_SqlDialogs::copyOfAReportIsWhole()
{
    openInSql(
        u"failure_trend"_s, u"FROM counted\nORDER BY starts_on"_s,
        u"FROM counted\nWHERE failure_events > 0\nORDER BY starts_on"_s);
    // It is a query like any other.
    QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(isIdle());
    QVERIFY2(!strip()->isVisible(), qPrintable(strip()->message().toText()));
    QVERIFY(model()->rowCount() > 0);
    auto* asked = askToSave();
    auto* title = asked->findChild<QLineEdit*>(u"reportTitleField"_s);
    QCOMPARE(title->text(), u"Failures over time"_s);
    QVERIFY(asked->findChild<QPlainTextEdit*>(u"reportExplanationField"_s)
                ->toPlainText()
                .startsWith(u"Failure events and records"_s));
    QTest::keyClicks(title, u"Bad months"_s); // replaces the selection
    QCOMPARE(asked->findChild<QLineEdit*>(u"reportNameField"_s)->text(), u"bad_months"_s);
    click(asked, "saveReportButton");
    QTRY_VERIFY(strip()->isVisible());
    QCOMPARE(strip()->message().what, u"Saved to your reports"_s);
    QTest::mouseClick(strip()->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    QCOMPARE(m_fixture->labelText("reportTitle"), u"Bad months"_s);
    auto* table = m_fixture->find<DataTable>("reportTable");
    QTRY_VERIFY(table->model()->rowCount() > 0);
    QCOMPARE(table->model()->headerData(3, Qt::Horizontal).toString(), u"Change, %"_s);
    QTRY_VERIFY(m_fixture->find("chartView")->isVisible());
    QVERIFY(m_fixture->find("periodBox")->isVisible());
    const auto step = [table] { return table->model()->index(0, 0).data().toString().size(); };
    QCOMPARE(step(), u"2020-01"_s.size());
    auto* choice = m_fixture->find<QComboBox>("choiceBox");
    QVERIFY(choice->isVisible());
    choice->setCurrentIndex(2);
    Q_EMIT choice->activated(2);
    QTRY_COMPARE(step(), u"2020-01-01"_s.size());
    // Drill down to the failures in that period.
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(m_fixture->labelText("reportTitle"), u"Failures by equipment"_s);
    // Opened and saved again, it is the same report.
    openInSql(u"bad_months"_s, u"failure_events > 0"_s, u"failure_events > 1"_s);
    asked = askToSave();
    QCOMPARE(asked->findChild<QLineEdit*>(u"reportNameField"_s)->text(), u"bad_months"_s);
    QCOMPARE(
        asked->findChild<QLabel*>(u"reportNameNote"_s)->text(),
        u"Replaces your report “Bad months”."_s);
    QCOMPARE(asked->findChild<QAbstractButton*>(u"saveReportButton"_s)->text(), u"&Replace"_s);
    click(asked, "saveReportButton");
    QTRY_VERIFY(m_fixture->workbench->catalogue->find(u"bad_months"_s)
                    ->sql.contains(u"failure_events > 1"_s));
    // Even if only its title has changed.
    openInSql(u"bad_months"_s, u"change_percent: Change, %"_s, u"change_percent: Changed, %"_s);
    asked = askToSave();
    click(asked, "saveReportButton");
    QTRY_VERIFY(strip()->isVisible());
    m_fixture->window->showPage(MainWindow::Reports);
    QTRY_COMPARE(table->model()->headerData(3, Qt::Horizontal).toString(), u"Changed, %"_s);
    QTRY_VERIFY(table->model()->rowCount() > 0);
    // A period without readings doesn't hide its rows: it may count something else.
    const auto* rows = qobject_cast<ReportTableModel*>(table->model());
    QLineEdit* period = m_fixture->find<QComboBox>("periodBox")->lineEdit();
    period->setFocus();
    period->selectAll();
    QTest::keyClicks(period, u"1999"_s);
    QTest::keyClick(period, Qt::Key_Return);
    QTRY_VERIFY(rows->filter().period == *Period::fromText(u"1999"_s) && !rows->isBusy());
    QCOMPARE(rows->rowCount(), 0);
    QVERIFY(rows->isObserved());
    QVERIFY(m_fixture->workbench->catalogue->find(u"bad_months"_s)->chart.has_value());
}

void tst_SqlDialogs::tellsWhatFellAway()
{
    openInSql(
        u"failures_by_equipment"_s, u"SELECT plant, code, group_name"_s,
        u"SELECT plant, group_name"_s);
    auto* asked = askToSave();
    QTest::keyClicks(asked->findChild<QLineEdit*>(u"reportTitleField"_s), u"No codes"_s);
    click(asked, "saveReportButton");
    QTRY_VERIFY(strip()->isVisible());
    QCOMPARE(
        strip()->message().what,
        u"Saved to your reports, without what the changed query no longer supports: the column “Equipment”, the chart, the drill-down"_s);
    QTest::mouseClick(strip()->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    auto* table = m_fixture->find<DataTable>("reportTable");
    QTRY_VERIFY(table->model()->rowCount() > 0);
    QCOMPARE(table->model()->columnCount(), 6);
    QVERIFY(!m_fixture->find("chartView")->isVisible());
}

void tst_SqlDialogs::showsWhatANameMeans()
{
    openInSql(u"totals"_s, u"ORDER BY"_s, u"ORDER BY"_s);
    auto* asked = askToSave();
    auto* name = asked->findChild<QLineEdit*>(u"reportNameField"_s);
    auto* note = asked->findChild<QLabel*>(u"reportNameNote"_s);
    auto* save = asked->findChild<QAbstractButton*>(u"saveReportButton"_s);
    QCOMPARE(name->text(), u"totals_2"_s);
    QVERIFY(save->isEnabled());
    QVERIFY(note->text().isEmpty());
    name->selectAll();
    QTest::keyClicks(name, u"totals"_s);
    QVERIFY(note->text().contains(u"another"_s));
    QVERIFY(!save->isEnabled());
    asked->close();
}

void tst_SqlDialogs::tellsOfABrokenHeader()
{
    openInSql(u"failures_by_equipment"_s, u"chart: pareto"_s, u"chart: pie"_s);
    QVERIFY(!askToSave());
    QVERIFY(strip()->isVisible());
    QVERIFY(strip()->message().why.contains(u"Write a chart"_s));
    QVERIFY(strip()->message().where.startsWith(u"line "_s));
}

// As a query, and as a report.
void tst_SqlDialogs::hugeRowsAreRefusedAlike()
{
    run(u"SELECT repeat('x', 70000000) AS a"_s);
    QTRY_VERIFY(strip()->isVisible());
    const UserMessage message = strip()->message();
    QCOMPARE(message.code, u"row-size"_s);
    auto* asked = askToSave();
    QTest::keyClicks(asked->findChild<QLineEdit*>(u"reportTitleField"_s), u"Huge"_s);
    asked->findChild<QPlainTextEdit*>(u"reportExplanationField"_s)->setPlainText(u"y"_s);
    click(asked, "saveReportButton");
    QTRY_COMPARE(strip()->message().what, u"Saved to your reports"_s);
    QTest::mouseClick(strip()->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->find<MessageStrip>("reportsStrip")->message(), message);
}

// While the server is still describing the columns.
void tst_SqlDialogs::cancelledReportIsNotSaved()
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
    QVERIFY(backgroundPool()->waitForDone());
    QVERIFY(!QFile::exists(ownReportsFolder() + u"/never.sql"_s));
    QVERIFY(!strip()->isVisible());
}

void tst_SqlDialogs::refusesAReportWithoutNames()
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

void tst_SqlDialogs::makesTheRole()
{
    m_fixture.reset();
    // A server without the role yet, and an owner who can create it.
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
    click(asked, "createReaderButton");
    QTRY_COMPARE(password->text().size(), 24);
    click(asked, "readerUriCopy");
    QCOMPARE(QGuiApplication::clipboard()->text(), uri->text());
    QVERIFY(!uri->text().contains(password->text()));
    QTRY_COMPARE(m_fixture->passwords.passwords.size(), 1);
    QCOMPARE(m_fixture->passwords.passwords.first(), password->text());
    asked->close();
    run(u"SELECT count(code) AS equipment FROM equipment"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
    QCOMPARE(model()->index(0, 0).data().toString(), u"5"_s);
}

// A password that is set but never shown would lock out all users.
void tst_SqlDialogs::showsThePasswordWhateverIsPressed()
{
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"ALTER ROLE faultline CREATEROLE"}));
    m_fixture->click("otherToolsButton");
    QPointer<QDialog> asked = dialog("otherToolsDialog");
    QTRY_VERIFY(asked->findChild<QAbstractButton*>(u"createReaderButton"_s)->isEnabled());
    auto blocker = Connection::open(TemporaryServer::asSuperuser(m_settings));
    VERIFY_RESULT(blocker);
    VERIFY_RESULT(blocker->execute("BEGIN"));
    VERIFY_RESULT(blocker->execute("ALTER ROLE faultline_reader CONNECTION LIMIT 7"));
    click(asked, "createReaderButton");
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

void tst_SqlDialogs::newPasswordReplacesTheKeptOne_data()
{
    QTest::addColumn<bool>("keeps");
    QTest::newRow("kept again") << true;
    QTest::newRow("kept no more") << false;
}

// An old password in the keyring would be tried and refused at the next start.
void tst_SqlDialogs::newPasswordReplacesTheKeptOne()
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
    click(first, "createReaderButton");
    QTRY_VERIFY(kept.contains(key));
    const QString old = kept.value(key);
    first->close();
    QTRY_VERIFY(!dialog("otherToolsDialog"));
    // The dialog knows that a password is saved.
    auto* second = openOtherTools();
    keep = second->findChild<QCheckBox*>(u"readerKeepBox"_s);
    QVERIFY(keep->isChecked());
    keep->setChecked(keeps);
    click(second, "createReaderButton");
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

void tst_SqlDialogs::tellsWhenThePasswordIsNotKept()
{
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"ALTER ROLE faultline CREATEROLE"}));
    auto* asked = openOtherTools();
    asked->findChild<QCheckBox*>(u"readerKeepBox"_s)->setChecked(true);
    m_fixture->passwords.problem = UserMessage::error(u"Locked"_s).withCode(u"keyring-denied"_s);
    click(asked, "createReaderButton");
    QTRY_COMPARE(strip()->message().code, u"keyring-denied"_s);
    QVERIFY(!m_fixture->preferences->keepsPassword(passwordKey(readerSettings(m_settings))));
    asked->close();
    // Queries still run, until the program ends.
    run(u"SELECT 1 AS one"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
}

void tst_SqlDialogs::takesAPassword()
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

void tst_SqlDialogs::handsOutStatements()
{
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"DROP OWNED BY faultline_reader"}));
    openPage();
    m_fixture->click("otherToolsButton");
    auto* asked = dialog("otherToolsDialog");
    auto* script = asked->findChild<QPlainTextEdit*>(u"readerScript"_s);
    QTRY_VERIFY(script->isVisible());
    // The role exists, but without rights in this database.
    QVERIFY(script->toPlainText().contains(u"GRANT USAGE ON SCHEMA faultline TO "_s));
    QVERIFY(!script->toPlainText().contains(u"CREATE ROLE"_s));
    auto* told = asked->findChild<MessageStrip*>(u"otherToolsStrip"_s);
    QTest::mouseClick(told->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), script->toPlainText());
    asked->close();
}

QTEST_MAIN(tst_SqlDialogs)
#include "tst_SqlDialogs.moc"
