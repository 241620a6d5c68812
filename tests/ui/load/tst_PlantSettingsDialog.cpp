// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "dialogs/PlantSettingsDialog.h"
#include "dialogs/PlantsDialog.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The settings of a plant in the window: its zone, what its failures are, and the choice beside a
/// finding.
class tst_PlantSettingsDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findingOffersToCountOtherFailures();
    void settingsAreChangedInManagePlants();
    void zoneIsFixedByReadings();
    void newPlantHasAZone();

private:
    std::unique_ptr<WindowFixture> window(const QString& folder);
    static void load(const WindowFixture& fixture);
    static PlantSettingsDialog* settingsOf(const WindowFixture& fixture);
    static PlantSettingsDialog* openSettings(const WindowFixture& fixture);
    static QStringList severities(const PlantSettingsDialog* dialog);
    static void choosePlant(const WindowFixture& fixture, const QString& item);
    static QString ask(const WindowFixture& fixture, const QByteArray& sql);

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    QString m_folder;
};

namespace {

constexpr int kLoadMs = 60'000;

} // namespace

void tst_PlantSettingsDialog::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    m_folder = m_directory.filePath(u"vessel-7"_s);
    writeSmallFolder(m_folder);
    QFile log(m_folder + u"/alarms.log"_s);
    QVERIFY(log.open(QIODevice::WriteOnly));
    for (int second = 10; second < 60; ++second) {
        log.write(
            "[2021-02-01 10:00:" + QByteArray::number(second)
            + "]\tFATAL\tsensor[1]:\t(temperature\t1.0, vibration\t2.0)\n");
    }
}

std::unique_ptr<WindowFixture> tst_PlantSettingsDialog::window(const QString& folder)
{
    const auto settings = m_server.createDatabase();
    if (!settings)
        qFatal("%s", whyNot(settings).constData());
    StartOptions options;
    options.conninfo = conninfoOf(*settings);
    options.folder = folder;
    auto fixture = std::make_unique<WindowFixture>(options);
    if (!QTest::qWaitFor([&] { return fixture->workbench->loads.canStart(); }, kLoadMs))
        qFatal("The window isn't ready");
    return fixture;
}

void tst_PlantSettingsDialog::load(const WindowFixture& fixture)
{
    fixture.click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->loads.receipt().has_value(), kLoadMs);
    QVERIFY(!fixture.workbench->loads.receipt()->failure);
}

PlantSettingsDialog* tst_PlantSettingsDialog::settingsOf(const WindowFixture& fixture)
{
    auto* dialog = fixture.find<PlantSettingsDialog>("plantSettingsDialog");
    const auto* list = dialog->findChild<QListWidget*>(u"failureSeverityList"_s);
    if (!QTest::qWaitFor([list] { return list->count() > 0 && list->isEnabled(); }, kLoadMs))
        qFatal("There are no settings");
    return dialog;
}

PlantSettingsDialog* tst_PlantSettingsDialog::openSettings(const WindowFixture& fixture)
{
    choosePlant(fixture, u"Manage plants…"_s);
    const auto* button = fixture.find<QPushButton>("plantSettingsButton");
    if (!QTest::qWaitFor([button] { return button->isEnabled(); }, kLoadMs))
        qFatal("There are no plants");
    fixture.click("plantSettingsButton");
    return settingsOf(fixture);
}

QStringList tst_PlantSettingsDialog::severities(const PlantSettingsDialog* dialog)
{
    const auto* list = dialog->findChild<QListWidget*>(u"failureSeverityList"_s);
    QStringList texts;
    for (int row = 0; row < list->count(); ++row) {
        const QListWidgetItem* item = list->item(row);
        texts << (item->checkState() == Qt::Checked ? u"+"_s : u"-"_s)
                     + item->data(Qt::UserRole).toString();
    }
    texts.sort();
    return texts;
}

void tst_PlantSettingsDialog::choosePlant(const WindowFixture& fixture, const QString& item)
{
    auto* box = fixture.find<QComboBox>("plantBox");
    if (!QTest::qWaitFor([box, &item] { return box->findText(item) >= 0; }, kLoadMs))
        qFatal("There is no plant %s", qPrintable(item));
    const int index = box->findText(item);
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
}

QString tst_PlantSettingsDialog::ask(const WindowFixture& fixture, const QByteArray& sql)
{
    auto connection = Connection::open(fixture.workbench->database.access()->settings());
    const auto rows = connection->execute(sql);
    return rows ? rows->string(0, 0) : rows.error().toText();
}

void tst_PlantSettingsDialog::findingOffersToCountOtherFailures()
{
    const auto fixture = window(m_folder);
    load(*fixture);
    const auto before = ask(*fixture, "SELECT sum(events) FROM faultline.failure_day").toInt();
    const auto* button = fixture->find<QPushButton>("countFailuresButton");
    QCOMPARE(button->text(), u"&Count FATAL as failures…"_s);
    // After the load, figures are read first.
    QTRY_VERIFY_WITH_TIMEOUT(button->isVisible() && button->isEnabled(), kLoadMs);
    fixture->click("countFailuresButton");
    PlantSettingsDialog* dialog = settingsOf(*fixture);
    QVERIFY(severities(dialog).contains(u"+FATAL"_s));
    QVERIFY(severities(dialog).contains(u"+ERROR"_s));
    fixture->click("savePlantSettingsButton");
    QTRY_VERIFY_WITH_TIMEOUT(!fixture->window->findChild<PlantSettingsDialog*>(), kLoadMs);
    QCOMPARE(
        ask(*fixture, "SELECT array_to_string(failure_severities, ',') FROM faultline.plant"),
        u"ERROR,FATAL"_s);
    QCOMPARE(ask(*fixture, "SELECT sum(events) FROM faultline.failure_day").toInt(), before + 50);
}

void tst_PlantSettingsDialog::settingsAreChangedInManagePlants()
{
    const auto fixture = window(m_folder);
    load(*fixture);
    const PlantSettingsDialog* dialog = openSettings(*fixture);
    auto* skip = dialog->findChild<QCheckBox*>(u"skipKnownBox"_s);
    QVERIFY(skip->isChecked());
    skip->setChecked(false);
    auto* typed = dialog->findChild<QLineEdit*>(u"failureSeverityField"_s);
    QVERIFY(!fixture->find("addSeverityButton")->isEnabled());
    typed->setText(u"E 1"_s);
    QTest::keyClick(typed, Qt::Key_Return);
    QCOMPARE(
        dialog->findChild<MessageStrip*>(u"plantSettingsStrip"_s)->message().code, u"severities"_s);
    typed->setText(u"trip"_s);
    QTest::keyClick(typed, Qt::Key_Return);
    QVERIFY(dialog->isVisible());
    QVERIFY(severities(dialog).contains(u"+TRIP"_s));
    auto* list = dialog->findChild<QListWidget*>(u"failureSeverityList"_s);
    for (int row = 0; row < list->count(); ++row)
        list->item(row)->setCheckState(Qt::Unchecked);
    // Without any there is nothing to report.
    QVERIFY(!fixture->find("savePlantSettingsButton")->isEnabled());
    list->item(list->count() - 1)->setCheckState(Qt::Checked);
    fixture->click("savePlantSettingsButton");
    QTRY_VERIFY_WITH_TIMEOUT(!fixture->window->findChild<PlantSettingsDialog*>(), kLoadMs);
    QCOMPARE(
        ask(*fixture, "SELECT array_to_string(failure_severities, ',') || ' ' || skip_known"
                      " FROM faultline.plant"),
        u"TRIP false"_s);
    // The table shows it.
    const auto* model = fixture->find<DataTable>("plantsTable")->model();
    QTRY_COMPARE(model->index(0, model->columnCount() - 1).data().toString(), u"TRIP"_s);
}

void tst_PlantSettingsDialog::zoneIsFixedByReadings()
{
    const auto fixture = window(m_folder);
    load(*fixture);
    const PlantSettingsDialog* dialog = openSettings(*fixture);
    QVERIFY(!dialog->findChild<QComboBox*>(u"timeZoneBox"_s)->isEnabled());
    fixture->click("cancelPlantSettingsButton");
    QTRY_VERIFY(!fixture->window->findChild<PlantSettingsDialog*>());
    fixture->click("closePlantsButton");
    fixture->dialogs.yes = true;
    fixture->click("undoLoadButton");
    QTRY_COMPARE_WITH_TIMEOUT(
        ask(*fixture, "SELECT count(*) FROM faultline.reading"), u"0"_s, kLoadMs);
    QTRY_VERIFY(!fixture->workbench->ledger.isBusy());
    dialog = openSettings(*fixture);
    auto* zone = dialog->findChild<QComboBox*>(u"timeZoneBox"_s);
    QVERIFY(zone->isEnabled());
    zone->setEditText(u"europe/atlantis"_s);
    fixture->click("savePlantSettingsButton");
    const auto* strip = dialog->findChild<MessageStrip*>(u"plantSettingsStrip"_s);
    QTRY_COMPARE(strip->message().code, u"time-zone"_s);
    zone->setEditText(u"europe/oslo"_s); // a name in the list, in other letters
    QTRY_VERIFY(fixture->find("savePlantSettingsButton")->isEnabled());
    fixture->click("savePlantSettingsButton");
    QTRY_VERIFY_WITH_TIMEOUT(!fixture->window->findChild<PlantSettingsDialog*>(), kLoadMs);
    QCOMPARE(ask(*fixture, "SELECT time_zone FROM faultline.plant"), u"Europe/Oslo"_s);
}

void tst_PlantSettingsDialog::newPlantHasAZone()
{
    const auto fixture = window(m_folder);
    choosePlant(*fixture, u"New plant…"_s);
    fixture->find<QLineEdit>("plantNameField")->setText(u"workshop"_s);
    fixture->find<QComboBox>("timeZoneBox")->setEditText(u"Europe/Oslo"_s);
    fixture->click("usePlantNameButton");
    load(*fixture);
    QCOMPARE(
        fixture->labelText("receiptPlants"),
        u"Plant: workshop (new; you chose it); times without a zone: Europe/Oslo"_s);
}

QTEST_MAIN(tst_PlantSettingsDialog)
#include "tst_PlantSettingsDialog.moc"
