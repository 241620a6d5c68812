// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "database/connection/Connection.h"
#include "pages/readings/ReadingsModel.h"
#include "pages/readings/ReadingsTable.h"
#include "reports/readings/ReadingIndexing.h"
#include "style/Formatting.h"
#include "support/ReadingsFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/MessageStrip.h"
#include "window/NavigationList.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr int kFew = 4000;
constexpr int kMany = 120'000;
constexpr int kPage = 60;

} // namespace

/// The Readings page in a real window, with a real server.
class tst_ReadingsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void nothingLoaded();
    void showsFirstPage();
    void slidesOverAll_data();
    void slidesOverAll();
    void homeAndEnd();
    void sortsByHeader();
    void filters();
    void marksWhatItCantUnderstand_data();
    void marksWhatItCantUnderstand();
    void passingThroughMendsNothing();
    void tellsWhenNothingFits();
    void goesToTime();
    void copiesWithHeaders();
    void keysOfTheWindow();
    void preparesOnce();
    void preparesTheFirstView_data();
    void preparesTheFirstView();
    void cancelGoesBack_data();
    void cancelGoesBack();
    void readerSortsWithoutIndex();
    void keepsPositionWhenReloaded();
    void tellsWhatFailed();

private:
    std::unique_ptr<WindowFixture> open(const ConnectionSettings& settings, bool hasRows = true);
    static ReadingsModel* model(const WindowFixture& fixture)
    {
        return qobject_cast<ReadingsModel*>(table(fixture)->model());
    }
    static ReadingsTable* table(const WindowFixture& fixture)
    {
        return fixture.find<ReadingsTable>("readingsTable");
    }
    static void clickHeader(const WindowFixture& fixture, int column)
    {
        QHeaderView* header = table(fixture)->horizontalHeader();
        const QPoint position(header->sectionViewportPosition(column) + 20, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, Qt::NoModifier, position);
    }
    static QString cell(const WindowFixture& fixture, int row, int column)
    {
        return model(fixture)->index(row, column).data().toString();
    }
    static void type(const WindowFixture& fixture, const char* field, const QString& text)
    {
        auto* edit = fixture.find<QLineEdit>(field);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }
    qint64 ask(const ConnectionSettings& settings, const QByteArray& sql);
    void dropIndexes();

    TemporaryServer m_server;
    ConnectionSettings m_few;
    ConnectionSettings m_many;
};

// Too long for an id.
const QString kNoSensor(129, u'x');

void tst_ReadingsPage::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto few = m_server.createDatabase();
    VERIFY_RESULT(few);
    m_few = *few;
    VERIFY_RESULT(fillWithReadings(m_few, kFew));
    const auto many = m_server.createDatabase();
    VERIFY_RESULT(many);
    m_many = *many;
    VERIFY_RESULT(fillWithReadings(m_many, kMany));
}

qint64 tst_ReadingsPage::ask(const ConnectionSettings& settings, const QByteArray& sql)
{
    auto connection = Connection::open(settings);
    if (!connection)
        return -1;
    const auto answer = connection->execute(sql);
    return answer ? answer->integer(0, 0) : -1;
}

void tst_ReadingsPage::dropIndexes()
{
    auto connection = Connection::open(m_many);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(dropReadingIndexes(*connection));
}

std::unique_ptr<WindowFixture>
tst_ReadingsPage::open(const ConnectionSettings& settings, bool hasRows)
{
    StartOptions options;
    options.conninfo = conninfoOf(settings);
    auto fixture = std::make_unique<WindowFixture>(options);
    fixture->window->activateWindow();
    fixture->window->showPage(MainWindow::Readings);
    const auto isThere = [&] {
        return hasRows ? model(*fixture)->rowCount() > 0 && !model(*fixture)->isBusy()
                       : fixture->workbench->database.state() != DatabaseState::Checking;
    };
    if (!QTest::qWaitFor(isThere, 20'000))
        qFatal("The page has no rows");
    return fixture;
}

void tst_ReadingsPage::nothingLoaded()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    const auto fixture = open(*settings, false);
    QVERIFY(!table(*fixture)->isVisible());
    auto* navigation = fixture->find<NavigationList>("navigation");
    QCOMPARE(navigation->currentItem()->text(), u"Readings"_s);
    QPushButton* go = nullptr;
    for (auto* button : fixture->window->findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == u"Go to Load"_s)
            go = button;
    }
    QVERIFY(go);
    QTest::mouseClick(go, Qt::LeftButton);
    QCOMPARE(navigation->currentRow(), static_cast<int>(MainWindow::Load));
}

void tst_ReadingsPage::showsFirstPage()
{
    const auto fixture = open(m_few);
    const qint64 all = ask(m_few, "SELECT count(*) FROM faultline.reading");
    QTRY_VERIFY(fixture->labelText("readingsFooter").endsWith(u" readings"_s));
    QVERIFY2(
        fixture->labelText("readingsFooter").startsWith(u"Rows 1–"_s),
        qPrintable(fixture->labelText("readingsFooter")));
    QVERIFY(fixture->labelText("readingsFooter").contains(QLocale(QLocale::English).toString(all)));
    QVERIFY(model(*fixture)->rowCount() >= ReadingsModel::kPageRows);
    QCOMPARE(table(*fixture)->horizontalHeader()->sortIndicatorSection(), -1);
    QVERIFY(!table(*fixture)->accessibleName().isEmpty());
}

void tst_ReadingsPage::slidesOverAll_data()
{
    QTest::addColumn<int>("column");
    QTest::newRow("as loaded") << -1;
    QTest::newRow("time") << static_cast<int>(ReadingsModel::Time);
    QTest::newRow("sensor") << static_cast<int>(ReadingsModel::Sensor);
    QTest::newRow("vibration, most without") << static_cast<int>(ReadingsModel::Vibration);
}

// Scrolls to the last row and back as fast as rows arrive: each row once, the same rows both ways,
// a bounded number at a time, and the visible rows don't jump.
void tst_ReadingsPage::slidesOverAll()
{
    QFETCH(const int, column);
    const auto fixture = open(m_few);
    ReadingsModel* rows = model(*fixture);
    ReadingsTable* view = table(*fixture);
    QAbstractItemModelTester tester(rows, QAbstractItemModelTester::FailureReportingMode::QtTest);
    rows->setPageRows(kPage);
    if (column >= 0)
        clickHeader(*fixture, column);
    else
        QTest::keyClick(view, Qt::Key_Home);
    QTRY_VERIFY(!rows->isBusy() && rows->rowCount() < 3 * kPage);

    const auto visible = [&] {
        QList<ReadingId> ids;
        for (int row = view->firstVisibleRow(); row <= view->lastVisibleRow(); ++row)
            ids << rows->reading(row).id;
        return ids;
    };
    QSet<ReadingId> down;
    QSet<ReadingId> up;
    for (const bool isDown : {true, false}) {
        QSet<ReadingId>& seen = isDown ? down : up;
        for (int step = 0; step < 20'000; ++step) {
            for (const ReadingId id : visible())
                seen.insert(id);
            QScrollBar* bar = view->verticalScrollBar();
            const bool isAtEnd = bar->value() == (isDown ? bar->maximum() : bar->minimum());
            if (isAtEnd && !rows->isBusy() && !(isDown ? rows->hasAfter() : rows->hasBefore()))
                break;
            bar->setValue(bar->value() + (isDown ? 1 : -1) * view->viewport()->height());
            const QList<ReadingId> before = visible();
            QTRY_VERIFY(!rows->isBusy());
            QCOMPARE(visible(), before);
            QVERIFY2(rows->rowCount() <= 8 * kPage, QByteArray::number(rows->rowCount()));
        }
    }
    const qint64 all = ask(m_few, "SELECT count(*) FROM faultline.reading");
    QCOMPARE(down.size(), all);
    QCOMPARE(up.size(), all);
    QCOMPARE(rows->rowsBefore(), std::optional<qint64>(0));
}

void tst_ReadingsPage::homeAndEnd()
{
    const auto fixture = open(m_few);
    ReadingsModel* rows = model(*fixture);
    const ReadingId first = rows->reading(0).id;
    QTest::keyClick(table(*fixture), Qt::Key_End);
    QTRY_VERIFY(!rows->isBusy() && !rows->hasAfter());
    QCOMPARE(table(*fixture)->lastVisibleRow(), rows->rowCount() - 1);
    QVERIFY(rows->hasBefore());
    QVERIFY(fixture->labelText("readingsFooter").endsWith(u" readings"_s));
    QTest::keyClick(table(*fixture), Qt::Key_Home, Qt::ControlModifier);
    QTRY_VERIFY(!rows->isBusy() && !rows->hasBefore());
    QCOMPARE(table(*fixture)->firstVisibleRow(), 0);
    QCOMPARE(rows->reading(0).id, first);
}

void tst_ReadingsPage::sortsByHeader()
{
    const auto fixture = open(m_few);
    ReadingsModel* rows = model(*fixture);
    const ReadingId loaded = rows->reading(0).id;
    clickHeader(*fixture, ReadingsModel::Temperature);
    QTRY_COMPARE(rows->order(), (ReadingOrder{ReadingOrder::By::Temperature, false}));
    QTRY_COMPARE(cell(*fixture, 0, ReadingsModel::Temperature), u"0"_s);
    clickHeader(*fixture, ReadingsModel::Temperature);
    QTRY_COMPARE(cell(*fixture, 0, ReadingsModel::Temperature), u"1.6"_s);
    clickHeader(*fixture, ReadingsModel::Temperature);
    QTRY_COMPARE(rows->order(), ReadingOrder());
    QTRY_COMPARE(rows->reading(0).id, loaded);
    // This column can't be sorted: nothing changes.
    clickHeader(*fixture, ReadingsModel::Group);
    QCOMPARE(table(*fixture)->horizontalHeader()->sortIndicatorSection(), -1);
    QCOMPARE(rows->order(), ReadingOrder());
}

void tst_ReadingsPage::filters()
{
    const auto fixture = open(m_few);
    ReadingsModel* rows = model(*fixture);
    type(*fixture, "readingsSensorField", u"6"_s);
    QTRY_COMPARE(rows->filter().sensor, u"6"_s);
    QTRY_VERIFY(!rows->isBusy() && cell(*fixture, 0, ReadingsModel::Sensor) == u"6"_s);
    QCOMPARE(cell(*fixture, 0, ReadingsModel::Equipment), u"C"_s);
    const qint64 six =
        ask(m_few, "SELECT count(*) FROM faultline.reading JOIN faultline.sensor USING "
                   "(sensor_key) WHERE sensor_id = '6'");
    QTRY_VERIFY(fixture->labelText("readingsFooter")
                    .endsWith(u"of %1 readings"_s.arg(QLocale(QLocale::English).toString(six))));
    fixture->click("clearReadingFiltersButton");
    QTRY_VERIFY(!rows->isBusy() && rows->filter().isAll());

    type(*fixture, "readingsEquipmentField", u"a"_s);
    QTRY_COMPARE(rows->filter().equipment, u"A"_s);
    auto* group = fixture->find<QComboBox>("readingsGroupBox");
    QTRY_VERIFY(group->findText(u"G1"_s) > 0);
    group->setCurrentIndex(group->findText(u"G1"_s));
    Q_EMIT group->activated(group->currentIndex());
    auto* severity = fixture->find<QComboBox>("readingsSeverityBox");
    severity->setCurrentIndex(severity->findText(u"ERROR"_s));
    Q_EMIT severity->activated(severity->currentIndex());
    type(*fixture, "readingsSensorField", u"2"_s);
    QTRY_VERIFY(
        !rows->isBusy() && !rows->filter().sensor.isEmpty() && rows->filter().group == u"G1"_s);
    QTRY_COMPARE(cell(*fixture, 0, ReadingsModel::Severity), u"ERROR"_s);
}

void tst_ReadingsPage::marksWhatItCantUnderstand_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    QTest::newRow("equipment") << QByteArray("readingsEquipmentField") << u"zzz"_s << u"zzz"_s;
    QTest::newRow("sensor") << QByteArray("readingsSensorField") << kNoSensor << u"xxx"_s;
    QTest::newRow("time") << QByteArray("goToTimeField") << u"noon"_s << u"noon"_s;
}

void tst_ReadingsPage::marksWhatItCantUnderstand()
{
    QFETCH(const QByteArray, field);
    QFETCH(const QString, text);
    QFETCH(const QString, problem);
    const auto fixture = open(m_few);
    QTRY_VERIFY(fixture->find<QComboBox>("readingsGroupBox")->count() > 1);
    const auto* edit = fixture->find<QLineEdit>(field.constData());
    const QString before = edit->text();
    type(*fixture, field.constData(), text);
    auto* label = fixture->find<QLabel>("readingsFilterProblem");
    QVERIFY(label->isVisible());
    QVERIFY2(label->text().contains(problem), qPrintable(label->text()));
    const QWidget* focused = edit->focusProxy() ? edit->focusProxy() : edit;
    QVERIFY(!focused->accessibleDescription().isEmpty());
    QVERIFY(model(*fixture)->filter().isAll());
    fixture->click("clearReadingFiltersButton");
    QVERIFY(!label->isVisible());
    QCOMPARE(edit->text(), before);
}

// Leaving a valid field unchanged doesn't hide the error of another field.
void tst_ReadingsPage::passingThroughMendsNothing()
{
    const auto fixture = open(m_few);
    QVERIFY(QTest::qWaitForWindowActive(fixture->window.get()));
    QTRY_VERIFY(fixture->find<QComboBox>("readingsGroupBox")->count() > 1);
    auto* period = fixture->find<QComboBox>("readingsPeriodBox");
    QVERIFY(period->count() > 1);
    const QString year = period->itemText(1);
    period->setFocus();
    period->lineEdit()->setText(year);
    QTest::keyClick(period->lineEdit(), Qt::Key_Return);
    QCOMPARE(period->currentText(), year);
    fixture->click("clearReadingFiltersButton");
    QCOMPARE(period->currentText(), u"All"_s);
    type(*fixture, "readingsSensorField", kNoSensor);
    const auto* problem = fixture->find<QLabel>("readingsFilterProblem");
    QVERIFY(problem->isVisible());
    for (const char* field : {"readingsPeriodBox", "readingsEquipmentField"}) {
        fixture->find(field)->setFocus();
        QTest::keyClick(fixture->window->windowHandle(), Qt::Key_Tab);
        QVERIFY(!fixture->find(field)->hasFocus());
        QVERIFY2(problem->isVisible(), field);
        QCOMPARE(fixture->find<QLineEdit>("readingsSensorField")->text(), kNoSensor);
    }
    // With its previous text, it is valid again.
    type(*fixture, "readingsSensorField", u"1"_s);
    QVERIFY(!problem->isVisible());
    type(*fixture, "readingsSensorField", kNoSensor);
    type(*fixture, "readingsSensorField", u"1"_s);
    QVERIFY(!problem->isVisible());
}

void tst_ReadingsPage::tellsWhenNothingFits()
{
    const auto fixture = open(m_few);
    auto* period = fixture->find<QComboBox>("readingsPeriodBox");
    period->lineEdit()->setText(u"1999"_s);
    Q_EMIT period->lineEdit()->editingFinished();
    QTRY_VERIFY(!model(*fixture)->isBusy() && !table(*fixture)->isVisible());
    QCOMPARE(model(*fixture)->rowCount(), 0);
    QPushButton* clear = nullptr;
    for (auto* button : fixture->window->findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == u"Clear filters"_s)
            clear = button;
    }
    QVERIFY(clear);
    QTest::mouseClick(clear, Qt::LeftButton);
    QTRY_VERIFY(table(*fixture)->isVisible());
    QCOMPARE(period->currentText(), u"All"_s);
}

void tst_ReadingsPage::goesToTime()
{
    const auto fixture = open(m_few);
    ReadingsModel* rows = model(*fixture);
    type(*fixture, "goToTimeField", u"2020-01-01 05:00"_s);
    QTRY_COMPARE(rows->order(), (ReadingOrder{ReadingOrder::By::Time, false}));
    QTRY_VERIFY(!rows->isBusy() && rows->rowCount() > 0);
    const QString top = cell(*fixture, table(*fixture)->firstVisibleRow(), ReadingsModel::Time);
    QCOMPARE(top, u"2020-01-01 05:00:00"_s);
    QCOMPARE(
        table(*fixture)->horizontalHeader()->sortIndicatorSection(),
        static_cast<int>(ReadingsModel::Time));
    // The rows before it can be reached as well.
    QVERIFY(table(*fixture)->firstVisibleRow() > 0);

    fixture->find<QLineEdit>("goToTimeField")->setText(u"2030"_s);
    fixture->click("goToTimeButton");
    auto* strip = fixture->find<MessageStrip>("readingsStrip");
    QTRY_VERIFY(strip->isVisible());
    QTRY_VERIFY(!rows->isBusy() && !rows->hasAfter());
    QCOMPARE(table(*fixture)->lastVisibleRow(), rows->rowCount() - 1);
}

void tst_ReadingsPage::copiesWithHeaders()
{
    const auto fixture = open(m_few);
    table(*fixture)->selectRow(0);
    QTest::keySequence(table(*fixture), QKeySequence::Copy);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
    QVERIFY(lines.constFirst().startsWith(u"Time (UTC)\tEquipment\tGroup\tSensor"_s));
    QVERIFY2(lines.at(1).startsWith(u"2020-01-0"_s), qPrintable(lines.at(1)));
}

void tst_ReadingsPage::keysOfTheWindow()
{
    const auto fixture = open(m_few);
    QTest::keyClick(fixture->window.get(), Qt::Key_F, Qt::ControlModifier);
    auto* period = fixture->find<QComboBox>("readingsPeriodBox");
    QTRY_VERIFY(period->lineEdit()->hasFocus());
    QCOMPARE(
        fixture->find<NavigationList>("navigation")->currentRow(),
        static_cast<int>(MainWindow::Readings));
    QTest::keyClick(fixture->window.get(), Qt::Key_1, Qt::ControlModifier);
    QTest::keyClick(fixture->window.get(), Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(
        fixture->find<NavigationList>("navigation")->currentRow(),
        static_cast<int>(MainWindow::Readings));
}

void tst_ReadingsPage::preparesOnce()
{
    dropIndexes();
    const auto fixture = open(m_many);
    ReadingsModel* rows = model(*fixture);
    // Delays the work, to check the page meanwhile.
    auto load = Connection::open(m_many);
    VERIFY_RESULT(load);
    VERIFY_RESULT(load->execute("BEGIN; LOCK TABLE faultline.reading IN ROW EXCLUSIVE MODE"));
    clickHeader(*fixture, ReadingsModel::Time);
    auto* text = fixture->find<QLabel>("preparingText");
    QTRY_VERIFY(text->isVisible());
    QVERIFY2(text->text().contains(u"by time"_s), qPrintable(text->text()));
    // The previous rows stay, and can be scrolled.
    QCOMPARE(rows->order(), ReadingOrder());
    QVERIFY(rows->rowCount() > 0 && table(*fixture)->isEnabled());
    load->rollback();
    QTRY_VERIFY_WITH_TIMEOUT(!text->isVisible(), 30'000);
    QTRY_COMPARE(rows->order(), (ReadingOrder{ReadingOrder::By::Time, false}));
    QTRY_VERIFY(!rows->isBusy());
    QCOMPARE(cell(*fixture, 0, ReadingsModel::Time), u"2020-01-01 00:00:00"_s);
    QCOMPARE(ask(m_many, "SELECT count(*) FROM pg_class WHERE relname = 'reading_by_time'"), 1);
    // The opposite direction needs no other index.
    clickHeader(*fixture, ReadingsModel::Time);
    QTRY_VERIFY(rows->order().descending && !rows->isBusy());
    QVERIFY(!text->isVisible());
    QTRY_VERIFY(fixture->labelText("readingsFooter").endsWith(u" readings"_s));
    type(*fixture, "readingsSensorField", u"6"_s);
    // Counted exactly, without reading them.
    const qint64 six =
        ask(m_many, "SELECT count(*) FROM faultline.reading WHERE sensor_key = 1006");
    const QString expected = u" of "_s + format::readings(six);
    QTRY_VERIFY_WITH_TIMEOUT(fixture->labelText("readingsFooter").endsWith(expected), 30'000);
}

// Also the order of loading has an index. Without it, reading takes longer.
void tst_ReadingsPage::preparesTheFirstView_data()
{
    QTest::addColumn<bool>("isCancelled");
    QTest::newRow("prepared") << false;
    QTest::newRow("cancelled") << true;
}

void tst_ReadingsPage::preparesTheFirstView()
{
    QFETCH(const bool, isCancelled);
    dropIndexes();
    auto load = Connection::open(m_many);
    VERIFY_RESULT(load);
    VERIFY_RESULT(load->execute("BEGIN; LOCK TABLE faultline.reading IN ROW EXCLUSIVE MODE"));
    const auto fixture = open(m_many, false);
    auto* text = fixture->find<QLabel>("preparingText");
    QTRY_VERIFY(text->isVisible());
    QVERIFY2(text->text().contains(u"to show"_s), qPrintable(text->text()));
    if (isCancelled)
        fixture->click("cancelPreparingButton");
    else
        load->rollback();
    QTRY_VERIFY_WITH_TIMEOUT(!text->isVisible() && model(*fixture)->rowCount() > 0, 30'000);
    QTRY_VERIFY(!model(*fixture)->isBusy());
    QCOMPARE(
        ask(m_many, "SELECT count(*) FROM pg_class WHERE relname = 'reading_by_address'"),
        isCancelled ? 0 : 1);
    QVERIFY(!fixture->find<MessageStrip>("readingsStrip")->isVisible());
    const qint64 first = ask(m_many, "SELECT min(reading_id) FROM faultline.reading");
    QCOMPARE(toInt(model(*fixture)->reading(0).id), first);
}

void tst_ReadingsPage::cancelGoesBack_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("button") << false;
    QTest::newRow("Esc") << true;
}

void tst_ReadingsPage::cancelGoesBack()
{
    QFETCH(const bool, byKey);
    dropIndexes();
    const auto fixture = open(m_many);
    auto load = Connection::open(m_many);
    VERIFY_RESULT(load);
    VERIFY_RESULT(load->execute("BEGIN; LOCK TABLE faultline.reading IN ROW EXCLUSIVE MODE"));
    clickHeader(*fixture, ReadingsModel::Vibration);
    auto* text = fixture->find<QLabel>("preparingText");
    QTRY_VERIFY(text->isVisible());
    QTRY_COMPARE(
        ask(m_many, "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'ShareLock'"), 1);
    if (byKey)
        QTest::keyClick(fixture->window.get(), Qt::Key_Escape);
    else
        fixture->click("cancelPreparingButton");
    QVERIFY(!text->isVisible());
    QCOMPARE(table(*fixture)->horizontalHeader()->sortIndicatorSection(), -1);
    QCOMPARE(model(*fixture)->order(), ReadingOrder());
    // The server is cancelled, too.
    QTRY_COMPARE(
        ask(m_many, "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'ShareLock'"), 0);
    load->rollback();
    QCOMPARE(
        ask(m_many, "SELECT count(*) FROM pg_class WHERE relname = 'reading_by_vibration'"), 0);
    QVERIFY(!fixture->find<MessageStrip>("readingsStrip")->isVisible());
}

void tst_ReadingsPage::readerSortsWithoutIndex()
{
    dropIndexes();
    VERIFY_RESULT(createReader(m_many, u"planner"_s));
    const auto fixture = open(TemporaryServer::asRole(m_many, u"planner"_s));
    clickHeader(*fixture, ReadingsModel::Time);
    auto* strip = fixture->find<MessageStrip>("readingsStrip");
    QTRY_VERIFY(strip->isVisible());
    QVERIFY(strip->message().what.contains(u"long"_s));
    QTRY_COMPARE(model(*fixture)->order(), (ReadingOrder{ReadingOrder::By::Time, false}));
    QTRY_VERIFY_WITH_TIMEOUT(!model(*fixture)->isBusy(), 20'000);
    QCOMPARE(cell(*fixture, 0, ReadingsModel::Time), u"2020-01-01 00:00:00"_s);
}

void tst_ReadingsPage::keepsPositionWhenReloaded()
{
    const auto fixture = open(m_few);
    ReadingsModel* rows = model(*fixture);
    ReadingsTable* view = table(*fixture);
    view->verticalScrollBar()->setValue(view->verticalScrollBar()->maximum() / 2);
    QTRY_VERIFY(!rows->isBusy());
    const ReadingId id = rows->reading(view->firstVisibleRow()).id;
    const QSignalSpy shown(rows, &ReadingsModel::shown);
    QTest::keyClick(fixture->window.get(), Qt::Key_F5);
    QTRY_COMPARE(shown.size(), 1);
    QTRY_VERIFY(!rows->isBusy());
    QCOMPARE(rows->reading(view->firstVisibleRow()).id, id);
}

void tst_ReadingsPage::tellsWhatFailed()
{
    const auto fixture = open(m_few);
    VERIFY_RESULT(m_server.stop());
    clickHeader(*fixture, ReadingsModel::Time);
    auto* strip = fixture->find<MessageStrip>("readingsStrip");
    QTRY_VERIFY(strip->isVisible());
    VERIFY_RESULT(m_server.startAgain());
    auto* again = strip->findChild<QPushButton*>();
    QVERIFY(again && again->isVisible());
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_VERIFY(!model(*fixture)->isBusy() && !strip->isVisible());
    QTRY_COMPARE(cell(*fixture, 0, ReadingsModel::Time), u"2020-01-01 00:00:00"_s);
}

QTEST_MAIN(tst_ReadingsPage)
#include "tst_ReadingsPage.moc"
