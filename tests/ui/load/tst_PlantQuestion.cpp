// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "dialogs/PlantQuestionDialog.h"
#include "dialogs/PlantsDialog.h"
#include "loading/ledger/LoadJournal.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The plant of a folder: asked, chosen beforehand, and said in the receipt.
class tst_PlantQuestion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cancellingLoadsNothing();
    void loadsAsNewPlant();
    void takenNamesCannotBeUsed();
    void enterUsesATypedName();
    void updatesTheListsOfAPlant();
    void asksForTheOneOfManyPlants();
    void asksWithoutLists();
    void loadsSubfoldersAsPlants();
    void loadsSubfoldersAsOnePlant();
    void asksOnlyOnceForEachSubfolder();
    void keepsTheOptionsOfTheLoad();
    void choiceLeavesNothingToAsk();
    void choiceIsForOneLoad();
    void choiceCanBeANewPlant();
    void choiceEndsWithItsFolder();
    void plantsAreListedAndRenamed();
    void plantsAreRemovedAfterAQuestion();
    void plantOfARunningLoadStays();

private:
    std::unique_ptr<WindowFixture> windowWithVessel7();
    static void load(const WindowFixture& fixture);
    static PlantQuestionDialog* ask(const WindowFixture& fixture, const QString& folder);
    static PlantQuestionDialog* questionOf(const WindowFixture& fixture);
    static void press(const PlantQuestionDialog* dialog, const char* button);
    static QString text(const PlantQuestionDialog* dialog, const char* label);
    static QPushButton* button(const PlantQuestionDialog* dialog, const char* name);
    static void waitForReceipt(const WindowFixture& fixture);
    static QStringList plants(const WindowFixture& fixture);
    static void choosePlant(const WindowFixture& fixture, const QString& item);
    static QString chosenPlant(const WindowFixture& fixture);
    static PlantsDialog* managePlants(const WindowFixture& fixture);
    static QStringList row(const PlantsDialog* dialog, int row);

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    QString m_vessel7;
    QString m_vessel8;  ///< The same ids as vessel-7 for other equipment.
    QString m_logs;     ///< No lists.
    qint64 m_lines = 0; ///< Good ones of a vessel.
    QString m_fleet;    ///< Subfolders of two plants.
};

namespace {

constexpr int kLoadMs = 60'000;

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("Can't write %s", qPrintable(path));
}

void writeVessel(const QString& folder, const QByteArray& code)
{
    writeSmallFolder(folder);
    write(
        folder + u"/equipment.json"_s, R"([{"equipment_id": 1, "code": ")" + code
                                           + R"(1", "group_name": "NORTH"},
            {"equipment_id": 2, "code": ")" + code
                                           + R"(2", "group_name": "SOUTH"}])");
}

} // namespace

void tst_PlantQuestion::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    m_vessel7 = m_directory.filePath(u"vessel-7"_s);
    m_vessel8 = m_directory.filePath(u"vessel-8"_s);
    m_logs = m_directory.filePath(u"logs"_s);
    m_fleet = m_directory.filePath(u"fleet"_s);
    m_lines = writeSmallFolder(m_vessel7);
    writeVessel(m_vessel7, "PUMP-");
    writeVessel(m_vessel8, "FAN-");
    QVERIFY(QDir().mkpath(m_logs));
    write(
        m_logs + u"/failures.log"_s,
        "[2021-02-01 10:00:00]\tERROR\tsensor[1]:\t(temperature\t1.0, vibration\t2.0)\n");
    writeVessel(m_fleet + u"/north"_s, "PUMP-");
    writeVessel(m_fleet + u"/south"_s, "FAN-");
}

std::unique_ptr<WindowFixture> tst_PlantQuestion::windowWithVessel7()
{
    const auto settings = m_server.createDatabase();
    if (!settings)
        qFatal("%s", whyNot(settings).constData());
    StartOptions options;
    options.conninfo = conninfoOf(*settings);
    options.folder = m_vessel7;
    auto fixture = std::make_unique<WindowFixture>(options);
    fixture->loadFolder();
    waitForReceipt(*fixture);
    return fixture;
}

void tst_PlantQuestion::load(const WindowFixture& fixture)
{
    QTRY_VERIFY(fixture.workbench->loads.canStart());
    QTRY_COMPARE(fixture.workbench->database.state(), DatabaseState::Ready);
    fixture.click("loadButton");
}

PlantQuestionDialog* tst_PlantQuestion::questionOf(const WindowFixture& fixture)
{
    PlantQuestionDialog* dialog = nullptr;
    const bool isAsked = QTest::qWaitFor(
        [&] {
            dialog = fixture.window->findChild<PlantQuestionDialog*>();
            return dialog && dialog->isVisible();
        },
        kLoadMs);
    if (!isAsked)
        qFatal("Nothing was asked");
    return dialog;
}

PlantQuestionDialog* tst_PlantQuestion::ask(const WindowFixture& fixture, const QString& folder)
{
    fixture.typeFolder(folder);
    load(fixture);
    return questionOf(fixture);
}

QPushButton* tst_PlantQuestion::button(const PlantQuestionDialog* dialog, const char* name)
{
    return dialog->findChild<QPushButton*>(QString::fromLatin1(name));
}

void tst_PlantQuestion::press(const PlantQuestionDialog* dialog, const char* name)
{
    QPushButton* pressed = button(dialog, name);
    QVERIFY(pressed->isVisible() && pressed->isEnabled());
    QTest::mouseClick(pressed, Qt::LeftButton);
}

QString tst_PlantQuestion::text(const PlantQuestionDialog* dialog, const char* label)
{
    return dialog->findChild<QLabel*>(QString::fromLatin1(label))->text();
}

void tst_PlantQuestion::waitForReceipt(const WindowFixture& fixture)
{
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->loads.receipt().has_value(), kLoadMs);
    QVERIFY(!fixture.workbench->loads.receipt()->failure);
    QTRY_COMPARE(
        plants(fixture).contains(fixture.workbench->loads.receipt()->plants.first().name), true);
}

QStringList tst_PlantQuestion::plants(const WindowFixture& fixture)
{
    return fixture.workbench->database.summary().plants;
}

void tst_PlantQuestion::choosePlant(const WindowFixture& fixture, const QString& item)
{
    auto* box = fixture.find<QComboBox>("plantBox");
    const int index = box->findText(item);
    QVERIFY2(index >= 0, qPrintable(item));
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
}

QString tst_PlantQuestion::chosenPlant(const WindowFixture& fixture)
{
    return fixture.find<QComboBox>("plantBox")->currentText();
}

void tst_PlantQuestion::cancellingLoadsNothing()
{
    const auto fixture = windowWithVessel7();
    QCOMPARE(
        fixture->labelText("receiptPlants"), u"Plant: vessel-7 (new; named after the folder)"_s);
    const qint64 readings = fixture->workbench->database.summary().readings;
    const PlantQuestionDialog* dialog = ask(*fixture, m_vessel8);
    QCOMPARE(text(dialog, "plantQuestionText"), u"This looks like another plant"_s);
    QCOMPARE(
        text(dialog, "plantQuestionReason"), u"2 of 2 equipment codes differ from “vessel-7”."_s);
    QCOMPARE(button(dialog, "newPlantButton")->text(), u"&Load as new plant “vessel-8”"_s);
    QCOMPARE(button(dialog, "existingPlantButton")->text(), u"&Update the lists of “vessel-7”"_s);
    QVERIFY(!button(dialog, "dividePlantsButton")->isVisible());
    QVERIFY(button(dialog, "cancelPlantButton")->isDefault());
    // Not a failed load: the files are shown as before.
    QVERIFY(!fixture->workbench->loads.receipt());
    QVERIFY(!fixture->find("loadStrip")->isVisible());
    QVERIFY(fixture->find("loadFigures")->isVisible());
    press(dialog, "cancelPlantButton");
    QTRY_VERIFY(!fixture->window->findChild<PlantQuestionDialog*>());
    QVERIFY(!fixture->workbench->loads.isBusy());
    QVERIFY(fixture->workbench->loads.canStart());
    QTRY_COMPARE(plants(*fixture), QStringList({u"vessel-7"_s}));
    QCOMPARE(fixture->workbench->database.summary().readings, readings);
}

void tst_PlantQuestion::loadsAsNewPlant()
{
    const auto fixture = windowWithVessel7();
    press(ask(*fixture, m_vessel8), "newPlantButton");
    waitForReceipt(*fixture);
    QTRY_COMPARE(plants(*fixture), QStringList({u"vessel-7"_s, u"vessel-8"_s}));
    QCOMPARE(fixture->labelText("receiptPlants"), u"Plant: vessel-8 (new; you chose it)"_s);
    // Asked once: from now on, the folder is known.
    load(*fixture);
    waitForReceipt(*fixture);
    QTRY_COMPARE(
        fixture->labelText("receiptPlants"),
        u"Plant: vessel-8 (this folder was loaded into it before)"_s);
}

void tst_PlantQuestion::takenNamesCannotBeUsed()
{
    const auto fixture = windowWithVessel7();
    const PlantQuestionDialog* dialog = ask(*fixture, m_vessel8);
    auto* name = dialog->findChild<QLineEdit*>(u"plantNameField"_s);
    const auto* problem = dialog->findChild<QLabel*>(u"plantNameProblem"_s);
    name->setText(u" VESSEL-7 "_s);
    QVERIFY(!button(dialog, "newPlantButton")->isEnabled());
    QCOMPARE(problem->text(), u"There is a plant “VESSEL-7” already."_s);
    QVERIFY(problem->isVisible());
    name->setText(u"  "_s);
    QVERIFY(!button(dialog, "newPlantButton")->isEnabled());
    name->setText(QString(201, u'x'));
    QVERIFY(!button(dialog, "newPlantButton")->isEnabled());
    name->setText(u"Vessel & 8"_s);
    QVERIFY(!problem->isVisible());
    QCOMPARE(button(dialog, "newPlantButton")->text(), u"&Load as new plant “Vessel && 8”"_s);
    press(dialog, "newPlantButton");
    waitForReceipt(*fixture);
    QTRY_COMPARE(plants(*fixture), QStringList({u"Vessel & 8"_s, u"vessel-7"_s}));
}

void tst_PlantQuestion::enterUsesATypedName()
{
    const auto fixture = windowWithVessel7();
    const PlantQuestionDialog* dialog = ask(*fixture, m_vessel8);
    auto* name = dialog->findChild<QLineEdit*>(u"plantNameField"_s);
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, u"B"_s);
    QTest::keyClick(name, Qt::Key_Return);
    waitForReceipt(*fixture);
    QTRY_COMPARE(plants(*fixture), QStringList({u"B"_s, u"vessel-7"_s}));
}

void tst_PlantQuestion::updatesTheListsOfAPlant()
{
    const auto fixture = windowWithVessel7();
    press(ask(*fixture, m_vessel8), "existingPlantButton");
    waitForReceipt(*fixture);
    QTRY_COMPARE(plants(*fixture), QStringList({u"vessel-7"_s}));
    QCOMPARE(fixture->labelText("receiptPlants"), u"Plant: vessel-7 (you chose it)"_s);
}

void tst_PlantQuestion::asksForTheOneOfManyPlants()
{
    const auto fixture = windowWithVessel7();
    const PlantQuestionDialog* dialog = ask(*fixture, m_vessel8);
    QVERIFY(!dialog->findChild<QComboBox*>(u"existingPlantBox"_s)->isVisible());
    press(dialog, "newPlantButton");
    waitForReceipt(*fixture);
    const QString third = m_directory.filePath(u"vessel-9"_s);
    writeVessel(third, "WINCH-");
    dialog = ask(*fixture, third);
    auto* box = dialog->findChild<QComboBox*>(u"existingPlantBox"_s);
    QVERIFY(box->isVisible());
    QCOMPARE(box->count(), 2);
    box->setCurrentIndex(box->findData(u"vessel-8"_s));
    QCOMPARE(button(dialog, "existingPlantButton")->text(), u"&Update the lists of “vessel-8”"_s);
    press(dialog, "existingPlantButton");
    waitForReceipt(*fixture);
    QCOMPARE(fixture->labelText("receiptPlants"), u"Plant: vessel-8 (you chose it)"_s);
}

void tst_PlantQuestion::asksWithoutLists()
{
    const auto fixture = windowWithVessel7();
    const qint64 readings = fixture->workbench->database.summary().readings;
    const PlantQuestionDialog* dialog = ask(*fixture, m_logs);
    QCOMPARE(text(dialog, "plantQuestionText"), u"This folder doesn't show which plant it is of"_s);
    QCOMPARE(button(dialog, "newPlantButton")->text(), u"&Load as new plant “logs”"_s);
    QCOMPARE(button(dialog, "existingPlantButton")->text(), u"Load &into “vessel-7”"_s);
    press(dialog, "existingPlantButton");
    waitForReceipt(*fixture);
    QTRY_COMPARE(fixture->workbench->database.summary().readings, readings + 1);
    QTRY_COMPARE(plants(*fixture), QStringList({u"vessel-7"_s}));
}

void tst_PlantQuestion::loadsSubfoldersAsPlants()
{
    const auto fixture = windowWithVessel7();
    const PlantQuestionDialog* dialog = ask(*fixture, m_fleet);
    QCOMPARE(text(dialog, "plantQuestionText"), u"The subfolders look like different plants"_s);
    QVERIFY(!button(dialog, "existingPlantButton")->isVisible());
    press(dialog, "dividePlantsButton");
    waitForReceipt(*fixture);
    // The lists of one subfolder are those of vessel-7.
    QTRY_COMPARE(plants(*fixture), QStringList({u"south"_s, u"vessel-7"_s}));
    QCOMPARE(
        fixture->labelText("receiptPlants"),
        u"Plants: vessel-7 (2 of 2 list entries agree), south (new; named after the subfolder)"_s);
}

void tst_PlantQuestion::loadsSubfoldersAsOnePlant()
{
    const auto fixture = windowWithVessel7();
    const PlantQuestionDialog* dialog = ask(*fixture, m_fleet);
    QCOMPARE(button(dialog, "newPlantButton")->text(), u"Load &all as “fleet”"_s);
    // In a plant that exists, its lists would be replaced unasked.
    auto* name = dialog->findChild<QLineEdit*>(u"plantNameField"_s);
    name->setText(u"vessel-7"_s);
    QVERIFY(!button(dialog, "newPlantButton")->isEnabled());
    name->setText(u"fleet"_s);
    press(dialog, "newPlantButton");
    waitForReceipt(*fixture);
    QTRY_COMPARE(plants(*fixture), QStringList({u"fleet"_s, u"vessel-7"_s}));
}

// A log outside the subfolders belongs to none of them.
void tst_PlantQuestion::asksOnlyOnceForEachSubfolder()
{
    const auto fixture = windowWithVessel7();
    const QString folder = m_directory.filePath(u"mixed"_s);
    writeVessel(folder + u"/east"_s, "DRILL-");
    writeVessel(folder + u"/west"_s, "MILL-");
    QVERIFY(QFile::copy(m_logs + u"/failures.log"_s, folder + u"/failures.log"_s));
    press(ask(*fixture, folder), "dividePlantsButton");
    QTRY_VERIFY(fixture->workbench->loads.askedFor().bySubfolder);
    QTRY_VERIFY(fixture->workbench->loads.question().has_value());
    const auto dialogs = [&] { return fixture->window->findChildren<PlantQuestionDialog*>(); };
    QTRY_COMPARE(dialogs().size(), 1);
    const PlantQuestionDialog* dialog = questionOf(*fixture);
    QVERIFY(!button(dialog, "dividePlantsButton")->isVisible());
    QVERIFY(
        text(dialog, "plantQuestionAdvice").startsWith(u"One plant for each subfolder isn't"_s));
    press(dialog, "cancelPlantButton");
    QTRY_COMPARE(plants(*fixture), QStringList({u"vessel-7"_s}));
}

void tst_PlantQuestion::keepsTheOptionsOfTheLoad()
{
    const auto fixture = windowWithVessel7();
    const qint64 readings = fixture->workbench->database.summary().readings;
    const QString folder = m_directory.filePath(u"open-end"_s);
    QVERIFY(QDir().mkpath(folder));
    write(
        folder + u"/failures.log"_s,
        "[2021-02-01 10:00:00]\tERROR\tsensor[1]:\t(temperature\t1.0, vibration\t2.0)");
    fixture->typeFolder(folder);
    QTRY_VERIFY(fixture->workbench->loads.canStart());
    LoadOptions options;
    options.isFinal = true;
    fixture->workbench->loads.start(options);
    press(questionOf(*fixture), "existingPlantButton");
    waitForReceipt(*fixture);
    QTRY_COMPARE(fixture->workbench->database.summary().readings, readings + 1);
}

void tst_PlantQuestion::choiceLeavesNothingToAsk()
{
    const auto fixture = windowWithVessel7();
    QCOMPARE(chosenPlant(*fixture), u"Automatic"_s);
    fixture->typeFolder(m_logs);
    choosePlant(*fixture, u"vessel-7"_s);
    load(*fixture);
    waitForReceipt(*fixture);
    QCOMPARE(fixture->labelText("receiptPlants"), u"Plant: vessel-7 (you chose it)"_s);
}

void tst_PlantQuestion::choiceIsForOneLoad()
{
    const auto fixture = windowWithVessel7();
    fixture->typeFolder(m_logs);
    choosePlant(*fixture, u"vessel-7"_s);
    load(*fixture);
    waitForReceipt(*fixture);
    QCOMPARE(chosenPlant(*fixture), u"Automatic"_s);
    // A load that could not begin keeps it for the retry.
    const auto settings = fixture->workbench->database.access()->settings();
    choosePlant(*fixture, u"vessel-7"_s);
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        settings, {"ALTER TABLE faultline.load_plant RENAME TO load_plant_gone"}));
    load(*fixture);
    QTRY_VERIFY_WITH_TIMEOUT(fixture->workbench->loads.receipt().has_value(), kLoadMs);
    QVERIFY(fixture->workbench->loads.receipt()->failure.has_value());
    QCOMPARE(chosenPlant(*fixture), u"vessel-7"_s);
}

void tst_PlantQuestion::choiceCanBeANewPlant()
{
    const auto fixture = windowWithVessel7();
    fixture->typeFolder(m_logs);
    choosePlant(*fixture, u"New plant…"_s);
    QCOMPARE(chosenPlant(*fixture), u"Automatic"_s);
    auto* name = fixture->find<QLineEdit>("plantNameField");
    name->setText(u"vessel-7"_s);
    QVERIFY(!fixture->find("usePlantNameButton")->isEnabled());
    name->setText(u"workshop"_s);
    fixture->click("usePlantNameButton");
    QCOMPARE(chosenPlant(*fixture), u"workshop (new)"_s);
    load(*fixture);
    waitForReceipt(*fixture);
    QTRY_COMPARE(plants(*fixture), QStringList({u"vessel-7"_s, u"workshop"_s}));
    QTRY_VERIFY(fixture->find<QComboBox>("plantBox")->findText(u"workshop"_s) > 0);
}

void tst_PlantQuestion::choiceEndsWithItsFolder()
{
    const auto fixture = windowWithVessel7();
    choosePlant(*fixture, u"vessel-7"_s);
    QCOMPARE(fixture->workbench->loads.plant(), u"vessel-7"_s);
    fixture->typeFolder(m_vessel8);
    QCOMPARE(chosenPlant(*fixture), u"Automatic"_s);
    // Another database has other plants.
    choosePlant(*fixture, u"vessel-7"_s);
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    ConnectionChoice other;
    other.kind = ConnectionChoice::Kind::Described;
    other.settings = *settings;
    fixture->workbench->database.addConnection(other);
    QTRY_COMPARE(chosenPlant(*fixture), u"Automatic"_s);
}

PlantsDialog* tst_PlantQuestion::managePlants(const WindowFixture& fixture)
{
    choosePlant(fixture, u"Manage plants…"_s);
    auto* dialog = fixture.find<PlantsDialog>("plantsDialog");
    const auto* table = dialog->findChild<DataTable*>(u"plantsTable"_s);
    if (!QTest::qWaitFor([table] { return table->model()->rowCount() > 0; }, kLoadMs))
        qFatal("There are no plants");
    return dialog;
}

QStringList tst_PlantQuestion::row(const PlantsDialog* dialog, int row)
{
    const auto* model = dialog->findChild<DataTable*>(u"plantsTable"_s)->model();
    QStringList texts;
    for (int column = 0; column < model->columnCount(); ++column)
        texts << model->index(row, column).data().toString();
    return texts;
}

void tst_PlantQuestion::plantsAreListedAndRenamed()
{
    const auto fixture = windowWithVessel7();
    press(ask(*fixture, m_vessel8), "newPlantButton");
    waitForReceipt(*fixture);
    const QString readings = QString::number(m_lines);
    choosePlant(*fixture, u"vessel-8"_s);
    const PlantsDialog* dialog = managePlants(*fixture);
    QCOMPARE(
        row(dialog, 0),
        QStringList({u"vessel-7"_s, u"1"_s, u"2"_s, u"3"_s, readings, u"UTC"_s, u"ERROR"_s}));
    dialog->findChild<DataTable*>(u"plantsTable"_s)->selectRow(1);
    fixture->click("renamePlantButton");
    auto* name = dialog->findChild<QLineEdit*>(u"plantNameField"_s);
    QCOMPARE(name->text(), u"vessel-8"_s);
    name->setText(u"vessel-7"_s);
    QVERIFY(!fixture->find("usePlantNameButton")->isEnabled());
    name->setText(u"Vessel-8"_s); // its own name, in other letters
    fixture->click("usePlantNameButton");
    QTRY_COMPARE(row(dialog, 1).first(), u"Vessel-8"_s);
    QTRY_COMPARE(plants(*fixture), QStringList({u"vessel-7"_s, u"Vessel-8"_s}));
    // The next load would otherwise create a plant with the name of before.
    QCOMPARE(chosenPlant(*fixture), u"Automatic"_s);
    fixture->click("closePlantsButton");
    QTRY_VERIFY(!fixture->window->findChild<PlantsDialog*>());
}

void tst_PlantQuestion::plantsAreRemovedAfterAQuestion()
{
    const auto fixture = windowWithVessel7();
    const qint64 before = fixture->workbench->database.summary().readings;
    press(ask(*fixture, m_vessel8), "newPlantButton");
    waitForReceipt(*fixture);
    const PlantsDialog* dialog = managePlants(*fixture);
    dialog->findChild<DataTable*>(u"plantsTable"_s)->selectRow(1);
    fixture->dialogs.yes = false;
    fixture->click("removePlantButton");
    QCOMPARE(fixture->dialogs.asked.last(), u"Remove “vessel-8”?"_s);
    QVERIFY(fixture->dialogs.texts.last().contains(
        u"undoes its 1 load and removes %1 readings, 2 pieces of equipment and 3 sensors"_s.arg(
            before)));
    QTRY_COMPARE(plants(*fixture).size(), 2);
    fixture->dialogs.yes = true;
    fixture->click("removePlantButton");
    QTRY_COMPARE_WITH_TIMEOUT(plants(*fixture), QStringList(u"vessel-7"_s), kLoadMs);
    QTRY_COMPARE(fixture->workbench->database.summary().readings, before);
    QCOMPARE(
        dialog->findChild<MessageStrip*>(u"plantsStrip"_s)->message().what,
        u"“vessel-8” is removed, with %1 readings"_s.arg(before));
    // Its receipt said what is no longer there.
    QVERIFY(!fixture->workbench->loads.receipt());
}

void tst_PlantQuestion::plantOfARunningLoadStays()
{
    const auto fixture = windowWithVessel7();
    const auto settings = fixture->workbench->database.access()->settings();
    auto load = Connection::open(settings);
    VERIFY_RESULT(load);
    // As another program does while it loads.
    VERIFY_RESULT(
        load->execute("UPDATE faultline.load_run SET state = 'running', ended_at = NULL"));
    VERIFY_RESULT(holdLoad(*load, LoadId{1}));
    const PlantsDialog* dialog = managePlants(*fixture);
    fixture->click("removePlantButton");
    const auto* strip = dialog->findChild<MessageStrip*>(u"plantsStrip"_s);
    QTRY_VERIFY(strip->isVisible());
    QCOMPARE(strip->message().code, u"load-running"_s);
    QTRY_COMPARE(plants(*fixture), QStringList({u"vessel-7"_s}));
}

QTEST_MAIN(tst_PlantQuestion)
#include "tst_PlantQuestion.moc"
