// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "database/connection/Connection.h"
#include "pages/lines/LineContextView.h"
#include "pages/readings/ReadingsModel.h"
#include "pages/readings/ReadingsTable.h"
#include "session/BackgroundTask.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/MessageStrip.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSemaphore>
#include <QSplitter>
#include <QTest>
#include <QTextBlock>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// From a row of the Readings page to the line in its file, in a real window.
class tst_ReadingOriginView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_fixture.reset(); }
    void opens_data();
    void opens();
    void everyRowHasItsLine();
    void followsTheChoice();
    void newestChoiceWins_data();
    void newestChoiceWins();
    void distinguishesEqualLines();
    void closes_data();
    void closes();
    void copiesTheLine();
    void opensTheFolder();
    void tellsWhatHelps();
    void tellsThatTheLoadWasUndone();
    void showsWhatFailureListsSay();
    void findsAgainAfterSorting();
    void followsWhereRowsAreRead();
    void endsAreChosen();
    void closesWithTheData();
    void reachedByKeyboard();
    void remembersItsHeight();

private:
    void openPage();
    QString logPath() const { return m_folder + u"/failures.log"_s; }
    void rewriteLog(const QByteArray& content) const;
    ReadingsTable* table() const { return m_fixture->find<ReadingsTable>("readingsTable"); }
    ReadingsModel* model() const { return qobject_cast<ReadingsModel*>(table()->model()); }
    MessageStrip* strip() const { return m_fixture->find<MessageStrip>("originStrip"); }
    bool isOpen() const { return m_fixture->find("originPane")->isVisible(); }
    QString location() const { return m_fixture->labelText("originLocation"); }
    /// The text of the marked line, as it is in the file.
    QString markedLine() const;
    void openRow(int row) const;
    void waitForLine(qint64 lineNumber) const;
    /// Waits until the query thread has answered all queries so far.
    void waitForAnswers() const;
    /// Also waits until the files are read and shown.
    void waitForReads() const;

    TemporaryServer m_server;
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_folder;
    StartOptions m_options;
    std::unique_ptr<WindowFixture> m_fixture;
};

namespace {

QByteArray line(int sensor, const QByteArray& temperature = "1.5")
{
    return "[2020-01-01 00:00:07]\tERROR\tsensor[" + QByteArray::number(sensor)
           + "]:\t(temperature\t" + temperature + ")";
}

// Lines 2 to 4 are equal, 5 is no reading, and 7 ends the file.
const QByteArrayList kLines{line(1), line(2), line(2), line(2), "no reading", line(3), line(4)};

// Keeps background tasks, such as reading a file, from starting.
class HeldAside
{
public:
    HeldAside()
    {
        for (int i = 0; i < backgroundPool()->maxThreadCount(); ++i)
            backgroundPool()->start([this] { m_free.acquire(); });
    }
    ~HeldAside() { release(); }
    HeldAside(const HeldAside&) = delete;
    HeldAside& operator=(const HeldAside&) = delete;

    void release()
    {
        m_free.release(backgroundPool()->maxThreadCount());
        backgroundPool()->waitForDone();
    }

private:
    QSemaphore m_free;
};

} // namespace

void tst_ReadingOriginView::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

void tst_ReadingOriginView::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_folder = m_directory->filePath(u"vessel"_s);
    writeSmallFolder(m_folder);
    rewriteLog(kLines.join("\r\n") + "\r\n");
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_options.conninfo = conninfoOf(*settings);
    openPage();
}

void tst_ReadingOriginView::openPage()
{
    m_fixture.reset();
    m_fixture =
        std::make_unique<WindowFixture>(m_options, m_directory->filePath(u"settings.ini"_s));
    m_fixture->window->activateWindow();
    m_fixture->typeFolder(m_folder);
    QTRY_VERIFY(m_fixture->workbench->loads.canStart());
    QTRY_COMPARE(m_fixture->workbench->database.state(), DatabaseState::Ready);
    m_fixture->click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->workbench->loads.receipt().has_value(), 60'000);
    m_fixture->window->showPage(MainWindow::Readings);
    QTRY_COMPARE(model()->rowCount(), 6);
    QTRY_VERIFY(!model()->isBusy());
}

void tst_ReadingOriginView::rewriteLog(const QByteArray& content) const
{
    QFile file(logPath());
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("Can't write the log");
}

QString tst_ReadingOriginView::markedLine() const
{
    const auto marks = m_fixture->find<LineContextView>("originContext")->extraSelections();
    if (marks.size() != 1)
        return {};
    return marks.first().cursor.block().text().replace(u"\\t"_s, u"\t"_s);
}

void tst_ReadingOriginView::openRow(int row) const
{
    table()->selectRow(row);
    m_fixture->click("showOriginButton");
}

void tst_ReadingOriginView::waitForLine(qint64 lineNumber) const
{
    QTRY_VERIFY2(location().startsWith(u"line %1 "_s.arg(lineNumber)), qPrintable(location()));
}

void tst_ReadingOriginView::waitForAnswers() const
{
    bool isAnswered = false;
    QueryLane lane(m_fixture->workbench->database.queries());
    lane.ask<bool>(
        [](SqlSession&) { return Result<bool>(true); },
        [&isAnswered](const Result<bool>&) { isAnswered = true; });
    QTRY_VERIFY(isAnswered);
}

void tst_ReadingOriginView::waitForReads() const
{
    waitForAnswers();
    backgroundPool()->waitForDone();
    bool isShown = false;
    QObject context;
    runInBackground(
        &context, [] { return true; }, [&isShown](bool) { isShown = true; });
    QTRY_VERIFY(isShown);
}

void tst_ReadingOriginView::opens_data()
{
    QTest::addColumn<QString>("way");
    for (const char* way : {"button", "Enter", "double click", "menu"})
        QTest::newRow(way) << QString::fromLatin1(way);
}

void tst_ReadingOriginView::opens()
{
    QFETCH(const QString, way);
    QVERIFY(!isOpen());
    QVERIFY(!m_fixture->find("showOriginButton")->isEnabled());
    table()->setFocus();
    if (way == u"double click"_s) {
        const QPoint cell =
            table()->visualRect(model()->index(5, ReadingsModel::Equipment)).center();
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::NoModifier, cell);
        QTest::mouseDClick(table()->viewport(), Qt::LeftButton, Qt::NoModifier, cell);
    } else {
        table()->selectRow(5);
    }
    if (way == u"button"_s)
        m_fixture->click("showOriginButton");
    else if (way == u"Enter"_s)
        QTest::keyClick(table(), Qt::Key_Return);
    else if (way == u"menu"_s)
        table()->actions().last()->trigger();
    QVERIFY(isOpen());
    waitForLine(7);
    QCOMPARE(markedLine().toLatin1(), line(4));
    QCOMPARE(
        location(), u"line 7 · byte %1 · load 1 of %2"_s.arg(
                        QString::number(kLines.join("\r\n").lastIndexOf(line(4))),
                        QDate::currentDate().toString(Qt::ISODate)));
    QCOMPARE(m_fixture->labelText("originPath"), QDir::toNativeSeparators(logPath()));
    QCOMPARE(m_fixture->find("originPath")->toolTip(), QDir::toNativeSeparators(logPath()));
    QCOMPARE(m_fixture->labelText("originNote"), u"The line as it is in the file now."_s);
    auto* view = m_fixture->find<LineContextView>("originContext");
    QCOMPARE(view->document()->blockCount(), 5);
    QVERIFY(!view->accessibleName().isEmpty());
}

void tst_ReadingOriginView::everyRowHasItsLine()
{
    const QList<int> lines{1, 2, 3, 4, 6, 7};
    table()->setFocus();
    for (int row = 0; row < lines.size(); ++row) {
        openRow(row);
        waitForLine(lines.at(row));
        QCOMPARE(markedLine().toLatin1(), kLines.at(lines.at(row) - 1));
    }
}

void tst_ReadingOriginView::followsTheChoice()
{
    openRow(0);
    waitForLine(1);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Down);
    waitForLine(2);
    QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
    // With several selected rows, there is no single reading.
    QVERIFY(!m_fixture->find("showOriginButton")->isEnabled());
    waitForReads();
    QVERIFY2(location().startsWith(u"line 2 "_s), qPrintable(location()));
}

void tst_ReadingOriginView::newestChoiceWins_data()
{
    QTest::addColumn<bool>("isAnswered");
    QTest::newRow("its file is to be read") << true;
    QTest::newRow("the journal is asked for it") << false;
}

// The file of an earlier reading is still being read.
void tst_ReadingOriginView::newestChoiceWins()
{
    QFETCH(const bool, isAnswered);
    QStringList shown;
    connect(
        m_fixture->find<LineContextView>("originContext"), &QPlainTextEdit::textChanged, this,
        [&] { shown << location(); });
    HeldAside held;
    openRow(0);
    waitForAnswers();
    auto blocker = Connection::open(m_fixture->workbench->database.access()->settings());
    VERIFY_RESULT(blocker);
    VERIFY_RESULT(blocker->execute("BEGIN"));
    if (!isAnswered)
        VERIFY_RESULT(blocker->execute("LOCK TABLE faultline.reading, faultline.load_chunk"));
    table()->selectRow(3);
    table()->selectRow(5);
    if (isAnswered)
        waitForAnswers();
    held.release();
    if (!isAnswered) {
        bool isTaken = false;
        QObject context;
        runInBackground(
            &context, [] { return true; }, [&isTaken](bool) { isTaken = true; });
        QTRY_VERIFY(isTaken);
        QVERIFY(!strip()->isVisible()); // no message about the cancelled search
    }
    VERIFY_RESULT(blocker->execute("ROLLBACK"));
    waitForLine(7);
    waitForReads();
    shown.removeAll(QString());
    QCOMPARE(shown.removeDuplicates(), 0);
    QCOMPARE(shown, QStringList{location()});
}

void tst_ReadingOriginView::distinguishesEqualLines()
{
    for (const int row : {3, 1, 2}) {
        openRow(row);
        waitForLine(row + 1);
        QCOMPARE(m_fixture->labelText("originNote"), u"The line as it is in the file now."_s);
    }
}

void tst_ReadingOriginView::closes_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("button") << false;
    QTest::newRow("Esc") << true;
}

void tst_ReadingOriginView::closes()
{
    QFETCH(const bool, byKey);
    openRow(0);
    waitForLine(1);
    m_fixture->find("originContext")->setFocus();
    if (byKey)
        QTest::keyClick(m_fixture->find("originContext"), Qt::Key_Escape);
    else
        m_fixture->click("originCloseButton");
    QVERIFY(!isOpen());
    QCOMPARE(QApplication::focusWidget(), table());
    QTest::keyClick(table(), Qt::Key_Return);
    QVERIFY(isOpen());
    waitForLine(1);
}

void tst_ReadingOriginView::copiesTheLine()
{
    openRow(4);
    waitForLine(6);
    m_fixture->click("originCopyButton");
    QCOMPARE(QGuiApplication::clipboard()->text().toLatin1(), line(3));
}

void tst_ReadingOriginView::opensTheFolder()
{
    openRow(0);
    waitForLine(1);
    m_fixture->click("originFolderButton");
    QTRY_COMPARE(m_fixture->dialogs.openedFolders, QStringList{m_folder});
    m_fixture->dialogs.hasFileManager = false;
    m_fixture->click("originFolderButton");
    QTRY_VERIFY(strip()->isVisible());
    QVERIFY(strip()->message().what.startsWith(u"No program"_s));
    // The line is still shown.
    QCOMPARE(markedLine().toLatin1(), line(1));
}

void tst_ReadingOriginView::tellsWhatHelps()
{
    QVERIFY(QFile::rename(logPath(), m_folder + u"/.old"_s)); // hidden: it isn't loaded
    openRow(0);
    QTRY_VERIFY(strip()->isVisible());
    QCOMPARE(strip()->message().code, u"file-gone"_s);
    QVERIFY(!strip()->message().remedy.isEmpty());
    QVERIFY(!m_fixture->find("originContext")->isVisible());
    QVERIFY(!m_fixture->find("originCopyButton")->isEnabled());
    rewriteLog("first\n" + kLines.join("\r\n") + "\r\n");
    auto* again = strip()->findChild<QPushButton*>(u"messageButton"_s);
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_COMPARE(strip()->message().code, u"file-changed"_s);
    // As the message advises.
    m_fixture->click("loadButton");
    QTRY_VERIFY(!m_fixture->workbench->loads.isBusy());
    m_fixture->window->showPage(MainWindow::Readings);
    waitForLine(2);
    QCOMPARE(markedLine().toLatin1(), line(1));
    QVERIFY(!strip()->isVisible());
}

void tst_ReadingOriginView::tellsThatTheLoadWasUndone()
{
    // Undone by another program.
    auto connection = Connection::open(m_fixture->workbench->database.access()->settings());
    VERIFY_RESULT(connection);
    VERIFY_RESULT(connection->execute("CREATE TABLE faultline.undone AS"
                                      " SELECT c.* FROM faultline.load_chunk c"
                                      " JOIN faultline.source_file f USING (file_id)"
                                      " WHERE f.role = 'readings';"
                                      "DELETE FROM faultline.load_chunk WHERE chunk_id IN"
                                      " (SELECT chunk_id FROM faultline.undone)"));
    openRow(5);
    QTRY_VERIFY(strip()->isVisible());
    QCOMPARE(strip()->message().code, u"reading-gone"_s);
    VERIFY_RESULT(connection->execute("INSERT INTO faultline.load_chunk TABLE faultline.undone;"
                                      "DROP TABLE faultline.undone"));
    table()->selectRow(0);
    waitForLine(1);
    QVERIFY(!strip()->isVisible());
}

void tst_ReadingOriginView::showsWhatFailureListsSay()
{
    rewriteLog(QByteArrayList(kLines.mid(0, 4)).join('\n') + '\n');
    const QString list = m_folder + u"/orders.csv"_s;
    QFile file(list);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("Asset;Failed at;Failure Mode;Cause;Finished;Downtime (h);Work Type\n"
               "1;2020-01-02 08:00;Seal leak;\"Dry\nrun\";2020-01-02 11:30;3.5;Corrective\n"
               "1;2020-01-03 08:00;Inspection;;;;Planned\n");
    file.close();
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_options.conninfo = conninfoOf(*settings);
    openPage();
    const auto open = [this](const QString& severity) {
        for (int row = 0; row < model()->rowCount(); ++row) {
            if (model()->reading(row).severity == severity) {
                openRow(row);
                return;
            }
        }
    };
    const auto shown = [this] {
        return m_fixture->find("originFailure")->isVisible() ? m_fixture->labelText("originFailure")
                                                             : QString();
    };
    open(u"FAILURE"_s);
    waitForLine(2);
    const QString failure =
        u"Failure mode: Seal leak · Cause: Dry run · End: 2020-01-02 11:30:00 · "
        "Duration: 3 h 30 min · Not planned"_s;
    QCOMPARE(shown(), failure);
    open(u"PLANNED"_s);
    waitForLine(4);
    QCOMPARE(shown(), u"Failure mode: Inspection · Planned"_s);
    open(u"ERROR"_s);
    QTRY_VERIFY(m_fixture->labelText("originPath").endsWith(u".log"_s));
    QCOMPARE(shown(), QString());
    // The database knows it without the file.
    QVERIFY(QFile::remove(list));
    open(u"FAILURE"_s);
    QTRY_VERIFY(strip()->isVisible());
    QCOMPARE(strip()->message().code, u"file-gone"_s);
    QCOMPARE(shown(), failure);
}

void tst_ReadingOriginView::findsAgainAfterSorting()
{
    openRow(0);
    waitForLine(1);
    // The previous result is discarded.
    QVERIFY(QFile::rename(logPath(), logPath() + u".old"_s));
    QHeaderView* header = table()->horizontalHeader();
    header->setSortIndicator(ReadingsModel::Sensor, Qt::DescendingOrder);
    QTRY_COMPARE(model()->order().by, ReadingOrder::By::Sensor);
    QTRY_COMPARE(strip()->message().code, u"file-gone"_s);
    // The same reading in its new row.
    QVERIFY(isOpen());
    QCOMPARE(table()->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(table()->currentIndex().row(), 5);
    QVERIFY(QFile::rename(logPath() + u".old"_s, logPath()));
    header->setSortIndicator(ReadingsModel::Sensor, Qt::AscendingOrder);
    waitForLine(1);
    QVERIFY(!strip()->isVisible());
    header->setSortIndicator(ReadingsModel::Sensor, Qt::DescendingOrder);
    QTRY_VERIFY(!model()->isBusy());
    QTRY_COMPARE(model()->reading(0).sensor, u"4"_s);
    table()->selectRow(0);
    waitForLine(7);
}

void tst_ReadingOriginView::endsAreChosen()
{
    openRow(3);
    waitForLine(4);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Home);
    waitForLine(1);
    QCOMPARE(table()->currentIndex().row(), 0);
    QTest::keyClick(table(), Qt::Key_End);
    waitForLine(7);
    QCOMPARE(table()->currentIndex().row(), 5);
}

// A reading that is no longer on screen.
void tst_ReadingOriginView::followsWhereRowsAreRead()
{
    openRow(5);
    waitForLine(7);
    auto* sensor = m_fixture->find<QLineEdit>("readingsSensorField");
    sensor->setFocus();
    QTest::keyClicks(sensor, u"3"_s);
    QTest::keyClick(sensor, Qt::Key_Return);
    QTRY_COMPARE(model()->rowCount(), 1);
    QTRY_VERIFY(!model()->isBusy());
    waitForLine(6);
    QCOMPARE(table()->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(QApplication::focusWidget(), sensor);
}

void tst_ReadingOriginView::closesWithTheData()
{
    openRow(0);
    waitForLine(1);
    auto connection = Connection::open(m_fixture->workbench->database.access()->settings());
    VERIFY_RESULT(connection);
    VERIFY_RESULT(connection->execute("DELETE FROM faultline.reading"));
    QTest::keyClick(m_fixture->window.get(), Qt::Key_F5);
    QTRY_COMPARE(model()->rowCount(), 0);
    QVERIFY(!isOpen());
}

void tst_ReadingOriginView::reachedByKeyboard()
{
    table()->setFocus();
    table()->selectRow(0);
    QTest::keyClick(table(), Qt::Key_Enter);
    waitForLine(1);
    QStringList reached;
    for (int i = 0; i < 5; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        reached << QApplication::focusWidget()->objectName();
    }
    for (const char* name :
         {"originFolderButton", "originCopyButton", "originCloseButton", "originContext"})
        QVERIFY2(reached.contains(QLatin1String(name)), qPrintable(reached.join(u' ')));
}

void tst_ReadingOriginView::remembersItsHeight()
{
    openRow(0);
    waitForLine(1);
    auto* rows = m_fixture->find<QSplitter>("readingsRows");
    rows->setSizes({150, 300});
    const QList<int> sizes = rows->sizes();
    QTest::keyClick(m_fixture->window.get(), Qt::Key_Escape);
    QVERIFY(!isOpen());
    openRow(0);
    QCOMPARE(rows->sizes(), sizes);
    openPage();
    QVERIFY(!isOpen());
    openRow(0);
    QCOMPARE(m_fixture->find<QSplitter>("readingsRows")->sizes(), sizes);
}

QTEST_MAIN(tst_ReadingOriginView)
#include "tst_ReadingOriginView.moc"
