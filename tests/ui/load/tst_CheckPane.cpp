// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "base/Translations.h"
#include "pages/check/CheckPane.h"
#include "pages/check/FoundLinesModel.h"
#include "pages/load/FileTabs.h"
#include "pages/preview/PreviewPane.h"
#include "pages/receipt/FindingList.h"
#include "pages/receipt/SourceFilesModel.h"
#include "style/Formatting.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The check of a folder on the Load page: real files, and no database.
class tst_CheckPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void showsWhatALoadWouldSay();
    void showsTheLinesOfAFinding();
    void saysThatNothingNeedsALook();
    void filesCanBePreviewedMeanwhile();
    void isOutdatedByAChoice();
    void isForgottenWithItsFolder();
    void questionsComeFirst();
    void canBeCancelled();
    void isReplacedByALoad();
    void receiptCanBeSaved();

private:
    void write(const QString& name, const QByteArray& content) const
    {
        QFile file(folder() + u'/' + name);
        QVERIFY(QDir().mkpath(folder()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    // A folder with two rejected lines, and a sensor that no map has.
    void writeFolder() const
    {
        write(u"equipment.json"_s, R"([{"equipment_id":1,"code":"A","group_name":"G"}])");
        write(u"map.csv"_s, "equipment_id;sensor_id\n1;1\n");
        write(u"a.log"_s, line(1) + "nothing of use\n" + line(7) + line(1) + "nor this\n");
    }
    static QByteArray line(int sensor)
    {
        return "[2021-03-04 10:00:0" + QByteArray::number(sensor) + "]\tERROR\tsensor["
               + QByteArray::number(sensor) + "]:\t(temperature\t1.5, vibration\t2.5)\n";
    }
    QString folder() const { return m_directory->filePath(u"exports"_s); }
    void open()
    {
        StartOptions options;
        options.conninfo = u"host=127.0.0.1 port=1 dbname=none user=none"_s;
        options.folder = folder();
        open(options);
    }
    void open(const StartOptions& options)
    {
        m_fixture = std::make_unique<WindowFixture>(options);
        QTRY_VERIFY(m_fixture->workbench->loads.canStart());
    }
    CheckController& check() const { return m_fixture->workbench->check; }
    void runCheck() const
    {
        m_fixture->click("checkButton");
        QTRY_VERIFY(check().receipt().has_value());
    }
    QList<QPushButton*> showButtons() const
    {
        return m_fixture->find<FindingList>("checkFindings")->findChildren<QPushButton*>();
    }
    QStringList texts() const
    {
        QStringList texts;
        const auto labels = m_fixture->find<FindingList>("checkFindings")->findChildren<QLabel*>();
        for (const QLabel* label : labels) {
            if (!label->text().isEmpty())
                texts << label->text();
        }
        return texts;
    }
    QStringList foundLines() const
    {
        const auto* model = m_fixture->find<DataTable>("foundLines")->model();
        QStringList lines;
        for (int row = 0; row < model->rowCount(); ++row) {
            lines << model->index(row, FoundLinesModel::File).data().toString() + u':'
                         + model->index(row, FoundLinesModel::Line).data().toString();
        }
        return lines;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<WindowFixture> m_fixture;
};

void tst_CheckPane::initTestCase()
{
    QLocale::setDefault(format::displayLocale());
    installTranslations();
}

void tst_CheckPane::init()
{
    m_fixture.reset();
    m_directory = std::make_unique<QTemporaryDir>();
}

void tst_CheckPane::showsWhatALoadWouldSay()
{
    writeFolder();
    open();
    QVERIFY(m_fixture->find("checkButton")->isEnabled());
    runCheck();
    QCOMPARE(m_fixture->labelText("receiptFigure"), u"3 readings to load, 2 lines rejected"_s);
    QVERIFY(
        m_fixture->labelText("receiptBalance")
            .endsWith(u"7 records = 5 to load + 2 rejected + 0 blank + 0 in copies of files"_s));
    QVERIFY(!m_fixture->find("seeReportsButton")->isVisible());
    QVERIFY(!m_fixture->find("seeRejectedButton")->isVisible());
    QVERIFY(!m_fixture->find("undoLoadButton")->isVisible());
    QCOMPARE(m_fixture->find<FileTabs>("fileTabs")->tabText(1), u"Findin&gs (3)"_s);
    QVERIFY(m_fixture->find("checkPane")->isVisible());
    QCOMPARE(texts().size(), 3);
    QVERIFY(texts().at(0).startsWith(u"2 lines will be rejected."_s));
    QVERIFY(texts().at(1).startsWith(u"1 sensor with readings is not in the sensor map"_s));
    QVERIFY(texts().at(2).startsWith(u"1 line is an exact copy"_s));
    const auto* files = m_fixture->find<DataTable>("filesTable");
    const auto cell = [files](int column) {
        return files->model()->index(2, column).data().toString();
    };
    QCOMPARE(cell(SourceFilesModel::Records), u"5"_s);
    QCOMPARE(cell(SourceFilesModel::Rejected), u"2"_s);
    QCOMPARE(cell(SourceFilesModel::State), u"To load"_s);
    QVERIFY(files->isColumnHidden(SourceFilesModel::Progress));
}

void tst_CheckPane::showsTheLinesOfAFinding()
{
    writeFolder();
    open();
    runCheck();
    // The first one shows its lines.
    QCOMPARE(foundLines(), (QStringList{u"a.log:2"_s, u"a.log:5"_s}));
    QVERIFY(showButtons().first()->isChecked());
    const auto* context = m_fixture->find<QPlainTextEdit>("foundContext");
    QTRY_VERIFY(context->toPlainText().contains(u"sensor[1]"_s));
    QVERIFY(m_fixture->labelText("foundLocation").startsWith(u"line 2, column 1"_s));

    showButtons().at(1)->click();
    QTRY_COMPARE(foundLines(), QStringList{u"a.log:3"_s});
    QTRY_COMPARE(m_fixture->labelText("foundLocation"), u"line 3"_s);
    QVERIFY(!showButtons().first()->isChecked());

    // A file that has changed meanwhile isn't shown as if it hadn't.
    write(u"a.log"_s, "gone\n");
    showButtons().first()->click();
    QTRY_VERIFY(m_fixture->labelText("foundNote").startsWith(u"The file"_s));
    showButtons().at(1)->click();
    QTRY_COMPARE(
        m_fixture->labelText("foundCount"), u"These lines are no longer there. Check again."_s);
    QVERIFY(foundLines().isEmpty());
}

void tst_CheckPane::saysThatNothingNeedsALook()
{
    writeFolder();
    write(u"a.log"_s, line(1));
    open();
    runCheck();
    QCOMPARE(m_fixture->labelText("receiptFigure"), u"1 reading to load"_s);
    QVERIFY(!m_fixture->find("checkFindings")->isVisible());
    QCOMPARE(m_fixture->find<FileTabs>("fileTabs")->tabText(1), u"Findin&gs (0)"_s);
}

void tst_CheckPane::filesCanBePreviewedMeanwhile()
{
    writeFolder();
    open();
    runCheck();
    auto* files = m_fixture->find<DataTable>("filesTable");
    files->setCurrentIndex(files->model()->index(1, 0));
    QVERIFY(m_fixture->find("previewPane")->isVisible());
    QVERIFY(!m_fixture->find("checkPane")->isVisible());
    m_fixture->find<FileTabs>("fileTabs")->setCurrentIndex(1);
    QVERIFY(m_fixture->find("checkPane")->isVisible());
    QCOMPARE(foundLines().size(), 2);
}

void tst_CheckPane::isOutdatedByAChoice()
{
    writeFolder();
    open();
    runCheck();
    auto* files = m_fixture->find<DataTable>("filesTable");
    files->setCurrentIndex(files->model()->index(2, 0));
    const auto* pane = m_fixture->find<PreviewPane>("previewPane");
    QTRY_VERIFY(!pane->isBusy());
    LoadController& loads = m_fixture->workbench->loads;
    const SourceFile* const file = loads.recognised(folder() + u"/a.log"_s);
    QVERIFY(file);
    NamedFormat format;
    format.structure = u"some"_s;
    format.choice.skip = true;
    loads.choose(format, *file);
    QTRY_VERIFY(check().isOutdated());
    QCOMPARE(
        m_fixture->find<MessageStrip>("checkStrip")->message().what,
        u"You have changed a choice since this check"_s);
    // The files are shown as they are now.
    QVERIFY(files->isColumnHidden(SourceFilesModel::Records));
    QTRY_VERIFY(m_fixture->find("checkButton")->isEnabled());
    runCheck();
    QTRY_VERIFY(!check().isOutdated());
    QVERIFY(m_fixture->find<MessageStrip>("checkStrip")->message().what.isEmpty());
}

void tst_CheckPane::isForgottenWithItsFolder()
{
    writeFolder();
    open();
    runCheck();
    m_fixture->workbench->loads.rescan();
    QVERIFY(!check().receipt().has_value());
    QTRY_VERIFY(m_fixture->workbench->loads.canStart());
    QCOMPARE(m_fixture->find<FileTabs>("fileTabs")->count(), 1);
    QVERIFY(m_fixture->find("checkButton")->isVisible());
}

void tst_CheckPane::questionsComeFirst()
{
    writeFolder();
    write(u"dates.csv"_s, "time,sensor,severity,value\n01/02/2021 10:00,1,INFO,1.5\n");
    open();
    runCheck();
    const auto* strip = m_fixture->find<MessageStrip>("loadStrip");
    QVERIFY(check().receipt()->dateQuestion.has_value());
    QCOMPARE(strip->message().what, check().receipt()->failure->what);
    QVERIFY(m_fixture->find("previewPane")->isVisible());
    QCOMPARE(m_fixture->find<FileTabs>("fileTabs")->count(), 1);
    QVERIFY(m_fixture->find("checkButton")->isVisible());
}

void tst_CheckPane::canBeCancelled()
{
    writeFolder();
    QByteArray log;
    while (log.size() < 64 << 20)
        log += line(1).repeated(1000);
    write(u"b.log"_s, log);
    open();
    auto* button = m_fixture->find<QPushButton>("checkButton");
    button->click();
    QVERIFY(check().isRunning());
    QCOMPARE(button->text(), u"Cancel chec&k"_s);
    QTest::keyClick(m_fixture->window.get(), Qt::Key_Escape);
    QTRY_VERIFY(!check().isRunning());
    QVERIFY(!check().receipt().has_value());
    QCOMPARE(button->text(), u"Chec&k files"_s);
    QVERIFY(!m_fixture->find("loadBar")->isVisible());
}

void tst_CheckPane::isReplacedByALoad()
{
    TemporaryServer server;
    VERIFY_RESULT(server.start());
    const auto settings = server.createDatabase();
    VERIFY_RESULT(settings);
    writeFolder();
    StartOptions options;
    options.conninfo = conninfoOf(*settings);
    options.folder = folder();
    open(options);
    runCheck();
    QVERIFY(!m_fixture->workbench->database.hasReadings());
    m_fixture->click("loadButton");
    QTRY_VERIFY(m_fixture->workbench->loads.receipt().has_value());
    QVERIFY(!check().receipt().has_value());
    QCOMPARE(m_fixture->labelText("receiptFigure"), u"3 readings loaded, 2 lines rejected"_s);
    QCOMPARE(m_fixture->find<FileTabs>("fileTabs")->count(), 0);
    m_fixture.reset();
}

void tst_CheckPane::receiptCanBeSaved()
{
    writeFolder();
    open();
    runCheck();
    m_fixture->dialogs.saveFile = m_directory->filePath(u"check.json"_s);
    m_fixture->click("saveReceiptButton");
    QFile file(m_fixture->dialogs.saveFile);
    QTRY_VERIFY(file.exists());
    QTRY_VERIFY(file.size() > 0);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    QVERIFY(json[u"dry_run"_s].toBool());
    QCOMPARE(json[u"rejected"_s][0][u"count"_s].toInt(), 2);
}

QTEST_MAIN(tst_CheckPane)
#include "tst_CheckPane.moc"
