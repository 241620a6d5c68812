// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "pages/receipt/SourceFilesModel.h"
#include "session/Workbench.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"
#include "window/MainWindow.h"

#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The Load page of a folder with a log that can't be read, and with many other files.
class tst_FolderPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellsBeforeAndAfterTheLoad();
    void otherFilesAreOneRowThatOpens();

private:
    void write(const QString& name, const QByteArray& content) const
    {
        const QString path = m_directory.filePath(u"exports/"_s + name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    StartOptions freshDatabase()
    {
        const auto settings = m_server.createDatabase();
        if (!settings)
            qFatal("%s", whyNot(settings).constData());
        StartOptions options;
        options.conninfo = conninfoOf(*settings);
        options.folder = m_directory.filePath(u"exports"_s);
        return options;
    }
    static QString cell(const WindowFixture& fixture, const QString& file, int column)
    {
        const auto* model = fixture.find<DataTable>("filesTable")->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, SourceFilesModel::File).data().toString().contains(file))
                return model->index(row, column).data().toString();
        }
        return {};
    }

    TemporaryServer m_server;
    QTemporaryDir m_directory;
};

void tst_FolderPage::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    write(
        u"plant.log"_s, "[01/02/21 14:00:00]\tERROR\tsensor[1]:\t(temperature\t1)\n"
                        "[13/02/21 14:00:00]\tERROR\tsensor[1]:\t(temperature\t2)\n");
    write(u"map.csv"_s, "equipment_id;sensor_id\r\n1;1\r\n");
    write(u"history.lz4"_s, "\x04\x22\x4D\x18" + QByteArray(64, '\0'));
    write(u".DS_Store"_s, "x");
    for (int i = 0; i < 30; ++i)
        write(u"pictures/%1.jpg"_s.arg(i), "\xFF\xD8\xFF\xE0");
}

void tst_FolderPage::tellsBeforeAndAfterTheLoad()
{
    WindowFixture fixture(freshDatabase());
    QTRY_VERIFY(fixture.workbench->loads.canStart());
    const QString figures = fixture.labelText("loadFigures");
    for (const QString& part :
         {u"2 files to load"_s, u"31 files that can't be loaded"_s, u"1 system file skipped"_s})
        QVERIFY2(figures.contains(part), qPrintable(figures));
    const QString before = cell(fixture, u"plant.log"_s, SourceFilesModel::State);
    QVERIFY2(before.startsWith(u"To load: It is a log, but no line"_s), qPrintable(before));
    const QString history = cell(fixture, u"history.lz4"_s, SourceFilesModel::State);
    QVERIFY2(
        history.startsWith(u"Not loaded: It is "_s) && history.contains(u"LZ4"_s),
        qPrintable(history));

    fixture.click("loadButton");
    QTRY_VERIFY(fixture.workbench->loads.receipt().has_value());
    QTRY_VERIFY(!fixture.workbench->loads.isBusy());
    QCOMPARE(fixture.labelText("receiptFigure"), u"No reading loaded, 2 lines rejected"_s);
    QVERIFY(fixture.labelText("receiptBalance").startsWith(u"In balance: 3 records in"_s));
    const UserMessage said = fixture.find<MessageStrip>("loadStrip")->message();
    QCOMPARE(said.what, u"No reading was loaded"_s);
    QVERIFY2(said.why.contains(u"Line 1, column 2"_s), qPrintable(said.why));
    QVERIFY(cell(fixture, u"plant.log"_s, SourceFilesModel::State)
                .startsWith(u"Failed: It is a log"_s));
    // There is nothing to report on, but there are lines to look at.
    QVERIFY(fixture.find<QPushButton>("seeReportsButton")->isHidden());
    QVERIFY(fixture.find<QPushButton>("seeRejectedButton")->isVisible());
}

void tst_FolderPage::otherFilesAreOneRowThatOpens()
{
    WindowFixture fixture(freshDatabase());
    QTRY_VERIFY(fixture.workbench->loads.canStart());
    auto* table = fixture.find<DataTable>("filesTable");
    const int rows = table->model()->rowCount();
    QCOMPARE(
        table->model()->index(rows - 1, SourceFilesModel::File).data().toString(),
        u"▸ 30 files: .jpg 30"_s);
    table->setCurrentIndex(table->model()->index(rows - 1, SourceFilesModel::File));
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(table->model()->rowCount(), rows + 30);
    QVERIFY(cell(fixture, u"pictures/7.jpg"_s, SourceFilesModel::State)
                .startsWith(u"Not loaded: It is a picture"_s));
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(table->model()->rowCount(), rows);
}

QTEST_MAIN(tst_FolderPage)
#include "tst_FolderPage.moc"
