// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "database/connection/Connection.h"
#include "pages/lines/LineContextView.h"
#include "pages/rejected/RejectedGroups.h"
#include "pages/rejected/RejectedLinesModel.h"
#include "support/TableLock.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QSplitter>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The Rejected page: its lists, buttons and keys.
class tst_RejectedPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void groupsLinesByReasonAndFile();
    void showsTheLineInItsFile();
    void marksTheByte();
    void tellsThatTheFileChanged_data();
    void tellsThatTheFileChanged();
    void newestChoiceWins();
    void exportsWhatIsChosen();
    void cancelsAnExport();
    void copiesTheLine();
    void opensTheFolder();
    void refreshKeepsTheChoice();
    void reachedByKeyboard();
    void remembersSplitters();

private:
    void openPage();
    RejectedGroups* groups() const { return m_fixture->find<RejectedGroups>("rejectedGroups"); }
    DataTable* table() const { return m_fixture->find<DataTable>("rejectedTable"); }
    QString contextText() const
    {
        return m_fixture->find<LineContextView>("rejectedContext")->toPlainText();
    }
    void chooseGroup(const QString& name) const;
    void waitForRows(int rows) const;
    QString logPath() const { return m_folder + u"/failures.log"_s; }
    static void rewrite(const QString& path, const QByteArray& content);

    TemporaryServer m_server;
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_folder;
    StartOptions m_options;
    std::unique_ptr<WindowFixture> m_fixture;
};

namespace {

const QByteArray kFirst = "[2020-02-30 10:00:00]\tERROR\tsensor[1]:\t(temperature\t1.0)";
const QByteArray kSecond = "[2020-02-03 10:00:00]\tERROR\tsensor[]:\t(temperature\t1.0)";
const QByteArray kThird = "[2020-02-03 10:00:01]\tERROR\tsensor[]:\t(temperature\t1.0)";

QByteArray goodLine(int minute)
{
    return "[2020-01-01 00:" + QByteArray::number(minute)
           + ":00]\tERROR\tsensor[1]:\t(temperature\t1.0)\n";
}

QByteArray logContent()
{
    return goodLine(10) + goodLine(11) + kFirst + "\n" + goodLine(12) + kSecond + "\n" + kThird
           + "\n" + goodLine(13);
}

} // namespace

void tst_RejectedPage::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

void tst_RejectedPage::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_folder = m_directory->filePath(u"vessel"_s);
    writeSmallFolder(m_folder);
    rewrite(logPath(), logContent());
    rewrite(m_folder + u"/pumps.log"_s, goodLine(20) + "no reading\n");
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_options.conninfo = conninfoOf(*settings);
    openPage();
}

void tst_RejectedPage::cleanup()
{
    m_fixture.reset();
}

void tst_RejectedPage::openPage()
{
    m_fixture.reset();
    m_fixture =
        std::make_unique<WindowFixture>(m_options, m_directory->filePath(u"settings.ini"_s));
    m_fixture->typeFolder(m_folder);
    QTRY_VERIFY(m_fixture->workbench->loads.canStart());
    QTRY_COMPARE(m_fixture->workbench->database.state(), DatabaseState::Ready);
    m_fixture->click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->workbench->loads.receipt().has_value(), 60'000);
    m_fixture->window->showPage(MainWindow::Rejected);
    waitForRows(4);
    QTRY_COMPARE(groups()->topLevelItemCount(), 3);
    // The order of the files depends on the workers.
    chooseGroup(u"failures.log"_s);
    waitForRows(3);
}

void tst_RejectedPage::rewrite(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("Can't write %s", qPrintable(path));
}

void tst_RejectedPage::chooseGroup(const QString& name) const
{
    const auto found = groups()->findItems(name, Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(found.size(), 1);
    groups()->setCurrentItem(found.first());
}

void tst_RejectedPage::waitForRows(int rows) const
{
    const auto* model = qobject_cast<RejectedLinesModel*>(table()->model());
    QTRY_VERIFY(model->rowCount() == rows && !model->isBusy());
}

void tst_RejectedPage::groupsLinesByReasonAndFile()
{
    chooseGroup(u"All"_s);
    waitForRows(4);
    QStringList names;
    for (QTreeWidgetItemIterator it(groups()); *it; ++it)
        names << (*it)->data(0, Qt::AccessibleTextRole).toString();
    QCOMPARE(
        names, (QStringList{
                   u"All, 4"_s,
                   {},
                   u"Sensor, 2"_s,
                   u"Not a record, 1"_s,
                   u"Date and time, 1"_s,
                   {},
                   u"failures.log, 3"_s,
                   u"pumps.log, 1"_s}));
    QCOMPARE(m_fixture->labelText("rejectedHeading"), u"Rejected lines: 4"_s);
    chooseGroup(u"Sensor"_s);
    waitForRows(2);
    QCOMPARE(m_fixture->labelText("rejectedHeading"), u"Rejected lines, Sensor: 2"_s);
    chooseGroup(u"pumps.log"_s);
    waitForRows(1);
    QCOMPARE(m_fixture->labelText("rejectedHeading"), u"Rejected lines, pumps.log: 1"_s);
    chooseGroup(u"All"_s);
    waitForRows(4);
}

void tst_RejectedPage::showsTheLineInItsFile()
{
    QTRY_VERIFY(contextText().contains(u"2020-02-30"_s));
    QTRY_COMPARE(m_fixture->labelText("rejectedNote"), u"The line as it is in the file now."_s);
    QCOMPARE(contextText().count(u'\n'), 6); // all seven lines of the file
    QVERIFY(m_fixture->labelText("rejectedLocation").contains(u"line 3, column 10"_s));
    QVERIFY(m_fixture->labelText("rejectedTitle").contains(u"date and time"_s));
    table()->selectRow(1);
    QTRY_VERIFY(m_fixture->labelText("rejectedLocation").contains(u"line 5, column 36"_s));
}

void tst_RejectedPage::marksTheByte()
{
    table()->selectRow(1);
    QTRY_VERIFY(m_fixture->labelText("rejectedLocation").contains(u"line 5"_s));
    QTRY_COMPARE(m_fixture->labelText("rejectedNote"), u"The line as it is in the file now."_s);
    auto* view = m_fixture->find<LineContextView>("rejectedContext");
    const auto marks = view->extraSelections();
    QCOMPARE(marks.size(), 2); // the line, and the byte in it
    QCOMPARE(marks.first().cursor.blockNumber(), 4);
    QCOMPARE(marks.last().cursor.selectedText(), u"]"_s);
}

void tst_RejectedPage::tellsThatTheFileChanged_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("note");
    QTest::newRow("mended") << logContent().replace("02-30", "02-28")
                            << u"The file has changed since it was loaded."_s;
    QTest::newRow("shorter") << goodLine(10) << u"The file is shorter than when it was loaded."_s;
    QTest::newRow("gone") << QByteArray() << u"The file is no longer there."_s;
}

void tst_RejectedPage::tellsThatTheFileChanged()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, note);
    if (content.isEmpty())
        QVERIFY(QFile::remove(logPath()));
    else
        rewrite(logPath(), content);
    QTest::keyClick(m_fixture->window.get(), Qt::Key_F5);
    QTRY_VERIFY(m_fixture->labelText("rejectedNote").startsWith(note));
    // The stored text is still shown.
    QCOMPARE(contextText(), QString::fromLatin1(kFirst).replace(u'\t', u"\\t"_s));
    QVERIFY(m_fixture->find("rejectedCopyButton")->isEnabled());
}

void tst_RejectedPage::newestChoiceWins()
{
    for (int i = 0; i < 20; ++i)
        table()->selectRow(i % 3);
    table()->selectRow(2);
    QTRY_VERIFY(m_fixture->labelText("rejectedLocation").contains(u"line 6"_s));
    QTRY_COMPARE(m_fixture->labelText("rejectedNote"), u"The line as it is in the file now."_s);
    QVERIFY(m_fixture->labelText("rejectedLocation").contains(u"line 6"_s));
}

void tst_RejectedPage::exportsWhatIsChosen()
{
    chooseGroup(u"Sensor"_s);
    waitForRows(2);
    const QString path = m_directory->filePath(u"sensor.csv"_s);
    m_fixture->dialogs.saveFile = path;
    m_fixture->click("exportRejectedButton");
    auto* strip = m_fixture->window->findChild<MessageStrip*>(u"rejectedStrip"_s);
    QTRY_VERIFY(strip->isVisible());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QCOMPARE(content.count('\n'), 3);
    QCOMPARE(content.count(",sensor-id,"), 2);
}

void tst_RejectedPage::cancelsAnExport()
{
    const QString path = m_directory->filePath(u"lines.csv"_s);
    rewrite(path, "old");
    m_fixture->dialogs.saveFile = path;
    auto* button = m_fixture->find<QAbstractButton>("exportRejectedButton");
    const QString text = button->text();
    const auto offersCancel = [&] { return button->text().startsWith(u"Cancel"_s); };
    const auto isUnchanged = [&] {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) && file.readAll() == "old";
    };
    auto* strip = m_fixture->window->findChild<MessageStrip*>(u"rejectedStrip"_s);
    for (const bool byKey : {false, true}) {
        TableLock lock(m_fixture->workbench->database.access()->settings(), "faultline.load_chunk");
        m_fixture->click("exportRejectedButton");
        // The second click of a double click.
        m_fixture->click("exportRejectedButton");
        QTRY_VERIFY(offersCancel());
        QTRY_VERIFY(lock.isWaitedFor());
        if (byKey)
            QTest::keyClick(m_fixture->window.get(), Qt::Key_Escape);
        else
            m_fixture->click("exportRejectedButton");
        QTRY_COMPARE(button->text(), text);
        QVERIFY(button->isEnabled());
        QVERIFY(!strip->isVisible());
        QVERIFY(isUnchanged());
    }
    // Then it succeeds.
    m_fixture->click("exportRejectedButton");
    QTRY_VERIFY(!isUnchanged());
    QTRY_VERIFY(strip->isVisible());
}

void tst_RejectedPage::copiesTheLine()
{
    QTRY_VERIFY(m_fixture->find("rejectedCopyButton")->isEnabled());
    m_fixture->click("rejectedCopyButton");
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromLatin1(kFirst));
}

void tst_RejectedPage::opensTheFolder()
{
    QTRY_VERIFY(m_fixture->find("rejectedFolderButton")->isEnabled());
    m_fixture->click("rejectedFolderButton");
    QTRY_COMPARE(m_fixture->dialogs.openedFolders, QStringList{m_folder});
    auto* strip = m_fixture->window->findChild<MessageStrip*>(u"rejectedStrip"_s);
    QVERIFY(!strip->isVisible());
    m_fixture->dialogs.hasFileManager = false;
    m_fixture->click("rejectedFolderButton");
    QTRY_VERIFY(strip->isVisible());
    QVERIFY(strip->message().what.startsWith(u"No program"_s));
    QVERIFY(QDir(m_folder).removeRecursively());
    m_fixture->click("rejectedFolderButton");
    QTRY_VERIFY(strip->message().what.contains(u"no longer exists"_s));
    QCOMPARE(m_fixture->dialogs.openedFolders.size(), 2);
}

void tst_RejectedPage::refreshKeepsTheChoice()
{
    chooseGroup(u"Sensor"_s);
    waitForRows(2);
    table()->selectRow(1);
    // Another program undoes a load.
    auto connection = Connection::open(m_fixture->workbench->database.access()->settings());
    VERIFY_RESULT(connection);
    VERIFY_RESULT(connection->execute("DELETE FROM faultline.rejected_line WHERE line_number = 5"));
    QTest::keyClick(m_fixture->window.get(), Qt::Key_F5);
    waitForRows(1);
    QTRY_COMPARE(m_fixture->labelText("rejectedHeading"), u"Rejected lines, Sensor: 1"_s);
    QCOMPARE(table()->currentIndex().row(), 0);
    QTRY_VERIFY(m_fixture->labelText("rejectedLocation").contains(u"line 6"_s));
    // The selected group no longer exists, so all lines are shown.
    VERIFY_RESULT(connection->execute("DELETE FROM faultline.rejected_line WHERE line_number = 6"));
    QTest::keyClick(m_fixture->window.get(), Qt::Key_F5);
    QTRY_COMPARE(m_fixture->labelText("rejectedHeading"), u"Rejected lines: 2"_s);
    waitForRows(2);
}

void tst_RejectedPage::reachedByKeyboard()
{
    groups()->setFocus();
    QTest::keyClick(groups(), Qt::Key_Home);
    QTest::keyClick(groups(), Qt::Key_Down);
    waitForRows(2);
    QStringList reached;
    for (int i = 0; i < 7; ++i) {
        QWidget* focus = QApplication::focusWidget();
        QVERIFY(focus);
        reached << focus->objectName();
        QTest::keyClick(focus, Qt::Key_Tab);
    }
    for (const char* name :
         {"rejectedGroups", "exportRejectedButton", "rejectedTable", "rejectedFolderButton",
          "rejectedCopyButton", "rejectedContext"})
        QVERIFY2(reached.contains(QLatin1String(name)), name);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Down);
    QTRY_VERIFY(m_fixture->labelText("rejectedLocation").contains(u"line 6"_s));
}

void tst_RejectedPage::remembersSplitters()
{
    auto* rows = m_fixture->find<QSplitter>("rejectedRows");
    rows->setSizes({200, 260});
    const QList<int> sizes = rows->sizes();
    openPage();
    QCOMPARE(m_fixture->find<QSplitter>("rejectedRows")->sizes(), sizes);
}

QTEST_MAIN(tst_RejectedPage)
#include "tst_RejectedPage.moc"
