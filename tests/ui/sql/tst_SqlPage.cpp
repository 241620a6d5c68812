// SPDX-License-Identifier: GPL-3.0-or-later
#include "SqlPageFixture.h"

#include "reports/custom/OwnReports.h"
#include "session/BackgroundTask.h"
#include "support/VerifyResult.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The SQL page, by its editor, buttons and keys.
class tst_SqlPage : public QObject, private SqlPageFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(startServer()); }
    void init() { begin(); }
    void cleanup() { end(); }

    void runsAQuery();
    void groupsFiguresButNoNames();
    void alignsDecimals();
    void staysOnCtrlF();
    void saysWhyThereIsNothing();
    void cancels_data();
    void cancels();
    void saysThatThereAreMoreRows();
    void exportsAllRows();
    void exportsWhatIsShown();
    void followsTheDatabase();
    void changeOfDatabaseEndsWhatRuns();
    void remembersQueries();
    void offersExamples();
    void tellsOfBrokenReports();
    void reachedByKeyboard();

private:
    void writeExport(const QString& path) const;
};

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

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
    run(u"SELECT code, equipment_id, equipment_id::int * 1000 AS many FROM equipment"
        " WHERE code IS NOT NULL ORDER BY 2"_s);
    QCOMPARE(model()->rowCount(), 5);
    QCOMPARE(model()->index(0, 0).data().toString(), u"A"_s);
    QCOMPARE(model()->index(0, 2).data().toString(), u"1,000"_s);
    QVERIFY(m_fixture->find("sqlTable")->isVisible());
    QVERIFY(m_fixture->labelText("sqlInfo").startsWith(u"5 row"_s));
    QVERIFY(!strip()->isVisible());
    // With the button, too, and with nothing to run.
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

// Nothing is rounded, and a copied cell has the server's digits.
void tst_SqlPage::alignsDecimals()
{
    run(u"SELECT * FROM (VALUES (0.5::numeric), (1234.125), (3)) AS figures (figure)"_s);
    QTRY_COMPARE(model()->rowCount(), 3);
    QStringList shown;
    for (int i = 0; i < model()->rowCount(); ++i)
        shown << model()->index(i, 0).data().toString();
    QCOMPARE(shown, QStringList({u"0.500"_s, u"1,234.125"_s, u"3.000"_s}));
    QCOMPARE(model()->index(0, 0).data(Qt::EditRole).toString(), u"0.5"_s);
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
    QCOMPARE(title(), u"Checking the database…"_s);
    QTRY_VERIFY(editor()->isVisible());
    choose(TemporaryServer::asRole(m_settings, u"nobody_knows"_s));
    QTRY_COMPARE(m_fixture->workbench->database.state(), DatabaseState::Unreachable);
    QTRY_COMPARE(title(), u"The database isn't available"_s);
    const auto empty = m_server.createDatabase();
    VERIFY_RESULT(empty);
    choose(*empty);
    QTRY_COMPARE(title(), u"Nothing loaded yet"_s);
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
    // A failed export leaves the existing file unchanged. Here it fails after the rows on screen.
    run(u"SELECT 1 / (10005 - n) AS n FROM generate_series(1, 20000) AS n"_s);
    QTRY_COMPARE(model()->columnCount(), 1);
    writeExport(path);
    QCOMPARE(strip()->message().code, u"22012"_s);
    QCOMPARE(contentOf(path), content);
}

// A failed query has no rows to export.
void tst_SqlPage::exportsWhatIsShown()
{
    run(u"SELECT 1 AS shown"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
    run(u"SELECT 2 AS failed, nonsense"_s);
    QTRY_VERIFY(strip()->isVisible());
    QCOMPARE(model()->columns().first().name, u"shown"_s);
    // They are labelled as the rows of the previous query.
    QVERIFY(!m_fixture->find("sqlTable")->isEnabled());
    QVERIFY(m_fixture->labelText("sqlInfo").startsWith(u"From the previous query: 1 row"_s));
    const QString path = m_directory->filePath(u"shown.csv"_s);
    writeExport(path);
    QVERIFY2(
        strip()->message().what.startsWith(u"Exported 1 row"_s),
        qPrintable(strip()->message().toText()));
    QCOMPARE(contentOf(path), QByteArray("shown\n1\n"));
    run(u"SELECT 3 AS newer"_s);
    QTRY_COMPARE(model()->columns().first().name, u"newer"_s);
    QVERIFY(m_fixture->find("sqlTable")->isEnabled());
    QVERIFY(m_fixture->labelText("sqlInfo").startsWith(u"1 row"_s));
}

// Rows of one database are never shown, or exported, as those of another.
void tst_SqlPage::followsTheDatabase()
{
    run(u"SELECT 1 AS n"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
    // Checking the same database again changes nothing.
    m_fixture->workbench->database.check();
    QTRY_VERIFY(m_fixture->find("sqlTable")->isVisible());
    QCOMPARE(model()->rowCount(), 1);
    choose(makeDatabase());
    QTRY_VERIFY(editor()->isVisible());
    QTRY_VERIFY(m_fixture->find("sqlExamples")->isVisible());
    QCOMPARE(model()->columnCount(), 0);
    QVERIFY(!m_fixture->find("sqlExportButton")->isEnabled());
    // A failure that arrives while there is no database.
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
    QVERIFY(backgroundPool()->waitForDone());
    run(u"SELECT count(*) AS n FROM equipment"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
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
    // Each example must run.
    for (int i = 0; i < examples->count(); ++i) {
        Q_EMIT examples->itemActivated(examples->item(i));
        const QString sql = editor()->toPlainText();
        QVERIFY(sql.startsWith(u"SELECT"_s));
        run(sql);
        QVERIFY2(!strip()->isVisible(), qPrintable(strip()->message().toText()));
    }
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
