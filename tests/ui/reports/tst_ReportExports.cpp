// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "core/exporting/HostileReport.h"
#include "pages/export/DocumentDialog.h"
#include "pages/export/ExportButton.h"
#include "pages/reports/ReportExports.h"
#include "pages/reports/ReportList.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"

#include <QAction>
#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLoadMs = 60'000;

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

} // namespace

/// The Reports page exports every format, from its button and its menu.
class tst_ReportExports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_fixture.reset(); }

    void exportsInEachFormat_data();
    void exportsInEachFormat();
    void opensWhatItWrote();
    void exportsAllAsOneDocument();
    void documentsLookAsChosen();
    void remembersTheFormat();
    void describesCsvFiles();
    void leavesOutReportsAndSaysSo();
    void cancels();
    void saysWhyItFailed();
    void keepsTheFocus();
    void tellsTheFolder();

private:
    MessageStrip* strip() const
    {
        return m_fixture->window->findChild<MessageStrip*>(u"reportsStrip"_s);
    }
    void trigger(const QString& action) const
    {
        m_fixture->window->findChild<QAction*>(action)->trigger();
    }
    bool isDone() const { return !m_fixture->window->findChild<ReportExports*>()->isBusy(); }
    QString path(const QString& name) const { return m_directory.filePath(name); }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    QTemporaryDir m_directory;
    std::unique_ptr<WindowFixture> m_fixture;
};

void tst_ReportExports::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const QString folder = path(u"vessel-7"_s);
    QVERIFY(writeSmallFolder(folder) > 0);
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    StartOptions options;
    options.conninfo = conninfoOf(m_settings);
    m_fixture = std::make_unique<WindowFixture>(options);
    m_fixture->typeFolder(folder);
    QTRY_VERIFY(m_fixture->workbench->loads.canStart());
    QTRY_COMPARE(m_fixture->workbench->database.state(), DatabaseState::Ready);
    m_fixture->click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->workbench->loads.receipt().has_value(), kLoadMs);
    QTRY_VERIFY(m_fixture->workbench->database.hasReadings());
    m_fixture->click("seeReportsButton");
    m_fixture->window->findChild<ReportList*>()->selectReport(u"failures_by_equipment"_s);
    QTRY_COMPARE(m_fixture->find<DataTable>("reportTable")->model()->rowCount(), 2);
}

void tst_ReportExports::exportsInEachFormat_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("csv") << u"exportCsv"_s << u"a.csv"_s << QByteArray("code,group_name,");
    QTest::newRow("csv for Excel") << u"exportExcelCsv"_s << u"b.csv"_s
                                   << QByteArray("\xEF\xBB\xBF"
                                                 "code");
    QTest::newRow("xlsx") << u"exportXlsx"_s << u"c.xlsx"_s << QByteArray("PK");
    QTest::newRow("pdf") << u"exportPdf"_s << u"d.pdf"_s << QByteArray("%PDF");
    QTest::newRow("html") << u"exportHtml"_s << u"e.html"_s << QByteArray("<!DOCTYPE html>");
    QTest::newRow("notebook") << u"exportNotebook"_s << u"f.ipynb"_s << QByteArray("{");
    QTest::newRow("json") << u"exportJson"_s << u"g.json"_s << QByteArray("{\"context\":");
}

void tst_ReportExports::exportsInEachFormat()
{
    QFETCH(QString, action);
    QFETCH(QString, name);
    QFETCH(QByteArray, begin);
    strip()->clear();
    m_fixture->dialogs.saveFile = path(name);
    trigger(action);
    QTRY_VERIFY(strip()->isVisible());
    QVERIFY2(
        strip()->message().kind == UserMessage::Kind::Information,
        strip()->message().toText().toUtf8().constData());
    QVERIFY(strip()->message().what.contains(u"Failures by equipment"_s));
    const QByteArray content = contentOf(path(name));
    QVERIFY2(content.startsWith(begin), content.left(100).constData());
    // The chart was drawn meanwhile, on this thread.
    QCOMPARE(content.contains("<svg"), name.endsWith(u"html"_s) || name.endsWith(u"ipynb"_s));
    QTRY_VERIFY(isDone());
}

void tst_ReportExports::opensWhatItWrote()
{
    strip()->clear();
    const QString file = path(u"opened.csv"_s);
    m_fixture->dialogs.saveFile = file;
    trigger(u"exportCsv"_s);
    QTRY_VERIFY(strip()->isVisible());
    const auto buttons = strip()->findChildren<QPushButton*>(u"messageButton"_s);
    QCOMPARE(buttons.size(), 2);
    QTest::mouseClick(buttons.at(0), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->dialogs.openedFiles, QStringList{file});
    QTest::mouseClick(buttons.at(1), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->dialogs.openedFolders, QStringList{QFileInfo(file).path()});
    // Another program may have removed it meanwhile.
    QVERIFY(QFile::remove(file));
    QTest::mouseClick(buttons.at(0), Qt::LeftButton);
    QTRY_COMPARE(strip()->message().kind, UserMessage::Kind::Warning);
    QCOMPARE(m_fixture->dialogs.openedFiles.size(), 1);
    QTRY_VERIFY(isDone());
}

void tst_ReportExports::exportsAllAsOneDocument()
{
    strip()->clear();
    m_fixture->dialogs.saveFile = path(u"all.html"_s);
    trigger(u"exportAllHtml"_s);
    QTRY_VERIFY(strip()->isVisible());
    const QByteArray content = contentOf(path(u"all.html"_s));
    for (const ReportDefinition& report : m_fixture->workbench->catalogue->defaultReports())
        QVERIFY2(
            content.contains("id=\"report-" + report.name.toUtf8() + '"'), qPrintable(report.name));
    QVERIFY(content.count("<svg") > 3);
}

void tst_ReportExports::documentsLookAsChosen()
{
    QImage picture(4, 2, QImage::Format_RGB32);
    picture.fill(Qt::red);
    const QString logo = path(u"logo.png"_s);
    QVERIFY(picture.save(logo));
    trigger(u"documentChoicesAction"_s);
    auto* dialog = m_fixture->window->findChild<DocumentDialog*>();
    QVERIFY(dialog != nullptr);
    auto* keep = dialog->findChild<QPushButton*>(u"keepDocumentButton"_s);
    auto* field = dialog->findChild<QLineEdit*>(u"documentLogoField"_s);
    dialog->findChild<QLineEdit*>(u"documentTitleField"_s)->setText(u"Vessel 7"_s);
    field->setText(path(u"nowhere.png"_s));
    QVERIFY(!keep->isEnabled());
    QVERIFY(!dialog->findChild<QLabel*>(u"documentLogoNote"_s)->text().isEmpty());
    m_fixture->dialogs.file = logo;
    QTest::mouseClick(dialog->findChild<QPushButton*>(u"chooseLogoButton"_s), Qt::LeftButton);
    QCOMPARE(field->text(), logo);
    dialog->findChild<QCheckBox*>(u"documentAppendixBox"_s)->setChecked(true);
    QVERIFY(keep->isEnabled());
    QTest::mouseClick(keep, Qt::LeftButton);
    QCOMPARE(m_fixture->preferences->documentTitle(), u"Vessel 7"_s);

    strip()->clear();
    m_fixture->dialogs.saveFile = path(u"looks.html"_s);
    trigger(u"exportHtml"_s);
    QTRY_VERIFY(strip()->isVisible());
    const QByteArray content = contentOf(path(u"looks.html"_s));
    QVERIFY(content.contains("<h1>Vessel 7</h1>") && content.contains("data:image/png;base64,"));
    QVERIFY(content.contains("id=\"appendix\""));
    QTRY_VERIFY(isDone());
    // The logo has gone meanwhile.
    QVERIFY(QFile::remove(logo));
    strip()->clear();
    trigger(u"exportHtml"_s);
    QTRY_VERIFY(strip()->isVisible());
    QCOMPARE(strip()->message().code, u"logo"_s);
    m_fixture->preferences->rememberDocument({}, {}, false);
}

void tst_ReportExports::remembersTheFormat()
{
    auto* button = m_fixture->find<ExportButton>("exportButton");
    m_fixture->dialogs.saveFile = path(u"once.json"_s);
    trigger(u"exportJson"_s);
    QTRY_VERIFY(QFile::exists(path(u"once.json"_s)));
    QTRY_VERIFY(isDone());
    QVERIFY(button->text().contains(u"JSON"_s));
    m_fixture->dialogs.saveFile = path(u"again.json"_s);
    m_fixture->click("exportButton");
    QTRY_VERIFY(QFile::exists(path(u"again.json"_s)));
    QTRY_VERIFY(isDone());
    ExportButton next(*m_fixture->preferences);
    QVERIFY(next.text().contains(u"JSON"_s));
}

void tst_ReportExports::describesCsvFiles()
{
    const QString file = path(u"described.csv"_s);
    m_fixture->dialogs.saveFile = file;
    trigger(u"sidecarAction"_s);
    trigger(u"exportCsv"_s);
    QTRY_VERIFY(QFile::exists(file + u".meta.json"_s));
    QVERIFY(contentOf(file + u".meta.json"_s).contains("\"sha256\""));
    QTRY_VERIFY(isDone());
    trigger(u"sidecarAction"_s);
}

void tst_ReportExports::leavesOutReportsAndSaysSo()
{
    ReportExports exports(*m_fixture->workbench, m_fixture->window.get());
    const QSignalSpy succeeded(&exports, &ReportExports::succeeded);
    ReportFilter filter;
    filter.severity = u"ERROR"_s;
    m_fixture->dialogs.saveFile = path(u"severity.json"_s);
    exports.exportReports({ReportFormat::Json, false, true}, hostileReport(), filter, {});
    QTRY_COMPARE(succeeded.size(), 1);
    const QString text = succeeded.at(0).at(0).toString();
    QVERIFY2(text.contains(u"Left out"_s) && text.contains(u"Sensors"_s), qPrintable(text));
}

void tst_ReportExports::cancels()
{
    const QString file = path(u"long.html"_s);
    QFile old(file);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
    old.close();
    m_fixture->dialogs.saveFile = file;
    ReportExports exports(*m_fixture->workbench, m_fixture->window.get());
    const QSignalSpy failed(&exports, &ReportExports::failed);
    const QSignalSpy succeeded(&exports, &ReportExports::succeeded);
    constexpr int kRows = 50'000'000;
    exports.exportReports({ReportFormat::Html}, longReport(kRows), {}, {});
    QVERIFY(exports.isBusy());
    // Cancelled while the server is still sorting.
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    const auto isRunning = [&] {
        auto query = session->execute(
            u"SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
            " AND pid <> pg_backend_pid() AND query LIKE '%a row of the report%'"_s);
        return query && query->next() && query->value(0).toInt() > 0;
    };
    QTRY_VERIFY(isRunning());
    exports.cancel();
    QTRY_VERIFY(!exports.isBusy());
    QVERIFY(failed.isEmpty() && succeeded.isEmpty());
    QCOMPARE(contentOf(file), QByteArray("old"));
}

void tst_ReportExports::saysWhyItFailed()
{
    strip()->clear();
    m_fixture->dialogs.saveFile = path(u"nowhere/a.pdf"_s);
    trigger(u"exportPdf"_s);
    QTRY_VERIFY(strip()->isVisible());
    QCOMPARE(strip()->message().kind, UserMessage::Kind::Error);
    QCOMPARE(strip()->message().code, u"write"_s);
    QTRY_VERIFY(isDone());
}

void tst_ReportExports::keepsTheFocus()
{
    m_fixture->window->activateWindow();
    auto* button = m_fixture->find<ExportButton>("exportButton");
    button->setFocus();
    QTRY_VERIFY(button->hasFocus());
    m_fixture->dialogs.saveFile = path(u"focus.csv"_s);
    QTest::keyClick(button, Qt::Key_Space);
    QVERIFY(!isDone());
    QVERIFY(button->hasFocus());
    // A second press isn't meant to cancel.
    QTest::keyClick(button, Qt::Key_Space);
    QTRY_VERIFY(isDone());
    QVERIFY(QFile::exists(path(u"focus.csv"_s)));
    QVERIFY(button->hasFocus());
}

// There isn't a single file to open.
void tst_ReportExports::tellsTheFolder()
{
    strip()->clear();
    m_fixture->dialogs.openedFolders.clear();
    m_fixture->dialogs.folder = path(u"all"_s);
    QVERIFY(QDir().mkpath(m_fixture->dialogs.folder));
    trigger(u"exportAllCsv"_s);
    QTRY_VERIFY(strip()->isVisible());
    const auto buttons = strip()->findChildren<QPushButton*>(u"messageButton"_s);
    QCOMPARE(buttons.size(), 1);
    QTest::mouseClick(buttons.at(0), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->dialogs.openedFolders, QStringList{m_fixture->dialogs.folder});
}

QTEST_MAIN(tst_ReportExports)
#include "tst_ReportExports.moc"
