// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QKeySequence>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// No two widgets on screen share a mnemonic: Alt and the letter would only cycle the focus between
/// them.
class tst_Mnemonics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_fixture.reset(); }

    void noKeyIsSharedOnAPage_data();
    void noKeyIsSharedOnAPage();
    void noKeyIsSharedBeforeALoad();
    void noKeyIsSharedInOtherTools();
    void noKeyIsSharedInTheConnectionDialog();

private:
    static QString sharedIn(const QWidget* window);

    TemporaryServer m_server;
    std::unique_ptr<WindowFixture> m_fixture;
};

void tst_Mnemonics::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    VERIFY_RESULT(fillWithReportFixture(*settings));
    StartOptions options;
    options.conninfo = conninfoOf(*settings);
    m_fixture = std::make_unique<WindowFixture>(options);
    QTRY_VERIFY(m_fixture->workbench->database.hasReadings());
}

// The widgets that share a letter, or empty.
QString tst_Mnemonics::sharedIn(const QWidget* window)
{
    QMap<QString, QStringList> texts;
    const auto take = [&texts](const QWidget* widget, const QString& text) {
        const QString key = QKeySequence::mnemonic(text).toString();
        if (widget->isVisible() && !key.isEmpty())
            texts[key] << text;
    };
    const auto buttons = window->findChildren<QAbstractButton*>();
    for (const QAbstractButton* button : buttons)
        take(button, button->text());
    const auto labels = window->findChildren<QLabel*>();
    for (const QLabel* label : labels) {
        if (label->buddy())
            take(label, label->text());
    }
    QStringList shared;
    for (auto it = texts.cbegin(); it != texts.cend(); ++it) {
        if (it->size() > 1)
            shared << it.key() + u": "_s + it->join(u", "_s);
    }
    return shared.join(u"; "_s);
}

void tst_Mnemonics::noKeyIsSharedOnAPage_data()
{
    QTest::addColumn<MainWindow::Page>("page");
    QTest::newRow("Load") << MainWindow::Load;
    QTest::newRow("Reports") << MainWindow::Reports;
    QTest::newRow("Readings") << MainWindow::Readings;
    QTest::newRow("Rejected") << MainWindow::Rejected;
    QTest::newRow("SQL") << MainWindow::Sql;
    QTest::newRow("Loads") << MainWindow::Loads;
}

void tst_Mnemonics::noKeyIsSharedOnAPage()
{
    QFETCH(MainWindow::Page, page);
    m_fixture->window->showPage(page);
    QCOMPARE(sharedIn(m_fixture->window.get()), QString());
}

void tst_Mnemonics::noKeyIsSharedBeforeALoad()
{
    // A table for which all there is can be chosen.
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"tank.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("time;value\n01/02/2021 10:00:00;1,5 \xB0\n01/02/2021 11:00:00;1,5\n01/02/2021 "
               "12:00:00;2,5\n");
    file.close();
    m_fixture->window->showPage(MainWindow::Load);
    m_fixture->typeFolder(directory.path());
    QTRY_VERIFY(m_fixture->find("onlyRejectedBox")->isVisible());
    for (const char* const setting :
         {"roleBox", "layoutBox", "decimalMarkBox", "rowSeverityBox", "rowSensorField"})
        QVERIFY2(m_fixture->find(setting)->isVisible(), setting);
    QCOMPARE(sharedIn(m_fixture->window.get()), QString());
}

void tst_Mnemonics::noKeyIsSharedInOtherTools()
{
    m_fixture->window->showPage(MainWindow::Sql);
    m_fixture->click("otherToolsButton");
    auto* dialog = m_fixture->find<QDialog>("otherToolsDialog");
    QCOMPARE(sharedIn(dialog), QString());
    dialog->close();
}

void tst_Mnemonics::noKeyIsSharedInTheConnectionDialog()
{
    auto* databases = m_fixture->find<QComboBox>("databaseBox");
    Q_EMIT databases->activated(databases->count() - 1); // the "Connect to another…" item
    auto* button = m_fixture->find("useButton");
    QCOMPARE(sharedIn(button->window()), QString());
    button->window()->close();
}

QTEST_MAIN(tst_Mnemonics)
#include "tst_Mnemonics.moc"
