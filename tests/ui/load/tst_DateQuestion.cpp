// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "dialogs/DateQuestionDialog.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The order of dates that files don't show: asked once for all of them, and kept.
class tst_DateQuestion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cancellingLoadsNothing();
    void answerIsKept();

private:
    std::unique_ptr<WindowFixture> window();
    static DateQuestionDialog* ask(const WindowFixture& fixture);
    static QPushButton* button(const DateQuestionDialog* dialog, const char* name);

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    QString m_folder;
};

namespace {

constexpr int kLoadMs = 60'000;

QByteArray line(const QByteArray& time)
{
    return '[' + time + "]\tERROR\tsensor[1]:\t(temperature\t1.0, vibration\t2.0)\n";
}

} // namespace

void tst_DateQuestion::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    m_folder = m_directory.filePath(u"vessel-7"_s);
    writeSmallFolder(m_folder);
    for (const auto& name : {u"/a.log"_s, u"/b.log"_s}) {
        QFile file(m_folder + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(line("01/02/2021 14:00:00") + line("03/02/2021 14:00:00"));
        file.write(line(name == "/a.log"_L1 ? "04/02/2021 14:00:00" : "05/02/2021 14:00:00"));
    }
}

std::unique_ptr<WindowFixture> tst_DateQuestion::window()
{
    const auto settings = m_server.createDatabase();
    if (!settings)
        qFatal("%s", whyNot(settings).constData());
    StartOptions options;
    options.conninfo = conninfoOf(*settings);
    options.folder = m_folder;
    return std::make_unique<WindowFixture>(options);
}

DateQuestionDialog* tst_DateQuestion::ask(const WindowFixture& fixture)
{
    const bool canStart =
        QTest::qWaitFor([&] { return fixture.workbench->loads.canStart(); }, kLoadMs);
    fixture.click("loadButton");
    DateQuestionDialog* dialog = nullptr;
    const bool isAsked = QTest::qWaitFor(
        [&] {
            dialog = fixture.window->findChild<DateQuestionDialog*>();
            return dialog && dialog->isVisible();
        },
        kLoadMs);
    if (!canStart || !isAsked)
        qFatal("Nothing was asked");
    return dialog;
}

QPushButton* tst_DateQuestion::button(const DateQuestionDialog* dialog, const char* name)
{
    return dialog->findChild<QPushButton*>(QString::fromLatin1(name));
}

void tst_DateQuestion::cancellingLoadsNothing()
{
    const auto fixture = window();
    DateQuestionDialog* dialog = ask(*fixture);
    const auto text = [dialog](const char* name) {
        return dialog->findChild<QLabel*>(QString::fromLatin1(name))->text();
    };
    QCOMPARE(
        text("dateQuestionText"),
        u"2 files don't show whether the day or the month comes first in their dates"_s);
    QVERIFY(text("dateQuestionFiles").contains(u"a.log: "_s));
    QVERIFY(text("dateQuestionFiles").contains(u"01/02/2021 in line 1"_s));
    QCOMPARE(
        text("dateQuestionReadings"),
        u"Day first: 01/02/2021 is 1 February 2021.\nMonth first: 01/02/2021 is 2 January 2021."_s);
    QVERIFY(button(dialog, "cancelDatesButton")->isDefault());
    QVERIFY(!fixture->workbench->loads.receipt());
    // The list of files says which ones it is about.
    const QAbstractItemModel* files = fixture->find<DataTable>("filesTable")->model();
    int marked = 0;
    for (int row = 0; row < files->rowCount(); ++row) {
        for (int column = 0; column < files->columnCount(); ++column)
            marked += files->index(row, column).data() == u"Day or month first?"_s ? 1 : 0;
    }
    QCOMPARE(marked, 2);
    QTest::mouseClick(button(dialog, "cancelDatesButton"), Qt::LeftButton);
    QTRY_VERIFY(!fixture->window->findChild<DateQuestionDialog*>());
    QVERIFY(!fixture->workbench->loads.isBusy());
    QVERIFY(fixture->workbench->loads.canStart());
    QCOMPARE(fixture->workbench->database.summary().readings, 0);
}

void tst_DateQuestion::answerIsKept()
{
    const auto fixture = window();
    const LoadController& loads = fixture->workbench->loads;
    QTest::mouseClick(button(ask(*fixture), "monthFirstButton"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(loads.receipt().has_value(), kLoadMs);
    QVERIFY(!loads.receipt()->failure);
    QVERIFY(loads.receipt()->readings().loaded >= 4);
    // From now on the files are known.
    const qint32 first = loads.receipt()->loadId;
    QTRY_VERIFY(loads.canStart());
    fixture->click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(loads.receipt() && loads.receipt()->loadId > first, kLoadMs);
    QCOMPARE(loads.receipt()->readings().loaded, 0);
    QVERIFY(!fixture->window->findChild<DateQuestionDialog*>());
}

QTEST_MAIN(tst_DateQuestion)
#include "tst_DateQuestion.moc"
