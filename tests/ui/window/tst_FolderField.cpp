// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/FolderField.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_FolderField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typedFolderIsAnnouncedOnce();
    void sameFolderIsNotAnnouncedAgain();
    void emptyTextGivesBackTheFolder();
    void understandsHomeAndAddresses_data();
    void understandsHomeAndAddresses();
    void recentFolderIsChosen();
    void droppedFileStandsForItsFolder();
    void longPathsDoNotWiden();
};

namespace {

void type(FolderField& field, const QString& text)
{
    field.lineEdit()->selectAll();
    QTest::keyClicks(field.lineEdit(), text);
    QTest::keyClick(field.lineEdit(), Qt::Key_Return);
}

} // namespace

void tst_FolderField::typedFolderIsAnnouncedOnce()
{
    FolderField field;
    QSignalSpy chosen(&field, &FolderField::folderChosen);
    type(field, u"/srv/exports/"_s);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.at(0).at(0).toString(), u"/srv/exports"_s);
    QCOMPARE(field.toolTip(), u"/srv/exports"_s);
}

void tst_FolderField::sameFolderIsNotAnnouncedAgain()
{
    FolderField field;
    field.setFolder(u"/srv/exports"_s);
    QSignalSpy chosen(&field, &FolderField::folderChosen);
    type(field, u"/srv/exports"_s);
    QCOMPARE(chosen.size(), 0);
}

void tst_FolderField::emptyTextGivesBackTheFolder()
{
    FolderField field;
    field.setFolder(u"/srv/exports"_s);
    QSignalSpy chosen(&field, &FolderField::folderChosen);
    field.lineEdit()->selectAll();
    QTest::keyClick(field.lineEdit(), Qt::Key_Delete);
    QTest::keyClick(field.lineEdit(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 0);
    QCOMPARE(field.currentText(), u"/srv/exports"_s);
}

void tst_FolderField::understandsHomeAndAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("folder");
    QTest::addRow("home") << u"~/exports"_s << QDir::home().filePath(u"exports"_s);
    QTest::addRow("address") << u"file:///srv/my%20exports"_s << u"/srv/my exports"_s;
    QTest::addRow("dots") << u"/srv/../data/./x"_s << u"/data/x"_s;
    QTest::addRow("blanks around") << u"  /srv/x "_s << u"/srv/x"_s;
}

void tst_FolderField::understandsHomeAndAddresses()
{
    QFETCH(const QString, text);
    FolderField field;
    field.setCompleter(nullptr);
    type(field, text);
    QTEST(field.folder(), "folder");
}

void tst_FolderField::recentFolderIsChosen()
{
    FolderField field;
    field.setFolder(u"/srv/a"_s);
    field.setRecentFolders({u"/srv/a"_s, u"/srv/b"_s});
    QCOMPARE(field.currentText(), u"/srv/a"_s);
    QSignalSpy chosen(&field, &FolderField::folderChosen);
    field.setCurrentIndex(1);
    Q_EMIT field.activated(1);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(field.folder(), u"/srv/b"_s);
}

void tst_FolderField::droppedFileStandsForItsFolder()
{
    QTemporaryDir directory;
    QFile file(directory.filePath(u"x.log"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file.fileName())});
    FolderField field;
    QSignalSpy chosen(&field, &FolderField::folderChosen);
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&field, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&field, &drop);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(field.folder(), directory.path());
}

void tst_FolderField::longPathsDoNotWiden()
{
    FolderField field;
    const int before = field.minimumSizeHint().width();
    const QString longPath = u"/srv/"_s + QString(300, u'x');
    field.setRecentFolders({longPath});
    field.setFolder(longPath);
    QCOMPARE(field.minimumSizeHint().width(), before);
    QCOMPARE(field.toolTip(), longPath);
}

QTEST_MAIN(tst_FolderField)
#include "tst_FolderField.moc"
