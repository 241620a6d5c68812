// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "database/connection/Connection.h"
#include "dialogs/ConnectionDialog.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/MessageStrip.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_ConnectionDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void connectionTestTellsFacts();
    void connectionTestTellsRemedy_data();
    void connectionTestTellsRemedy();
    void connectionTestRefusesADevelopmentVersion();
    void givesConnectionString();
    void refusesNonsense();
    void givesEnvironmentFile();
    void completesShownSettings();
    void saysWhatEachEncryptionProtectsFrom();
    void offersTheKeyring_data();
    void offersTheKeyring();

private:
    static void set(ConnectionDialog& dialog, const char* field, const QString& text)
    {
        dialog.findChild<QLineEdit*>(QString::fromLatin1(field))->setText(text);
    }
    static void click(ConnectionDialog& dialog, const char* button)
    {
        QTest::mouseClick(
            dialog.findChild<QPushButton*>(QString::fromLatin1(button)), Qt::LeftButton);
    }

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    AnsweringDialogs m_dialogs;
    MemoryPasswords m_passwords;
};

void tst_ConnectionDialog::initTestCase()
{
    qRegisterMetaType<ConnectionChoice>();
    VERIFY_RESULT(m_server.start());
}

void tst_ConnectionDialog::connectionTestTellsFacts()
{
    ConnectionDialog dialog(m_dialogs, m_passwords);
    dialog.show();
    set(dialog, "hostField", m_server.socketDirectory());
    set(dialog, "databaseField", u"faultline"_s);
    set(dialog, "userField", u"faultline"_s);
    QSignalSpy tested(&dialog, &ConnectionDialog::tested);
    click(dialog, "testButton");
    QTRY_COMPARE(tested.size(), 1);
    QVERIFY2(tested.at(0).at(0).toBool(), dialog.strip()->message().toText().toUtf8());
    QVERIFY(dialog.strip()->message().what.contains(u"PostgreSQL 1"_s));
    // The result no longer matches the typed text.
    set(dialog, "databaseField", u"other"_s);
    QVERIFY(!dialog.strip()->isVisible());
}

void tst_ConnectionDialog::connectionTestTellsRemedy_data()
{
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("user");
    QTest::addRow("no such database") << u"nowhere"_s << u"faultline"_s;
    QTest::addRow("no such user") << u"faultline"_s << u"nobody-here"_s;
}

void tst_ConnectionDialog::connectionTestTellsRemedy()
{
    QFETCH(const QString, database);
    QFETCH(const QString, user);
    ConnectionDialog dialog(m_dialogs, m_passwords);
    dialog.show();
    set(dialog, "hostField", m_server.socketDirectory());
    set(dialog, "databaseField", database);
    set(dialog, "userField", user);
    set(dialog, "passwordField", u"c4n4ry"_s);
    QSignalSpy tested(&dialog, &ConnectionDialog::tested);
    click(dialog, "testButton");
    QTRY_COMPARE(tested.size(), 1);
    QVERIFY(!tested.at(0).at(0).toBool());
    QVERIFY(!dialog.strip()->message().remedy.isEmpty());
    QVERIFY(!dialog.strip()->message().toText().contains(u"c4n4ry"_s));
    // The fields above the message keep their height.
    const auto* protection = dialog.findChild<QLabel*>(u"protectionLabel"_s);
    QTRY_VERIFY(protection->height() >= protection->heightForWidth(protection->width()));
}

void tst_ConnectionDialog::connectionTestRefusesADevelopmentVersion()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    auto connection = Connection::open(*settings);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(
        connection->execute("CREATE SCHEMA faultline;"
                            "CREATE TABLE faultline.schema_version AS SELECT 11 AS version"));
    ConnectionDialog dialog(m_dialogs, m_passwords);
    dialog.show();
    set(dialog, "hostField", m_server.socketDirectory());
    set(dialog, "databaseField", settings->keywords.value(u"dbname"_s));
    set(dialog, "userField", u"faultline"_s);
    QSignalSpy tested(&dialog, &ConnectionDialog::tested);
    click(dialog, "testButton");
    QTRY_COMPARE(tested.size(), 1);
    QVERIFY(!tested.at(0).at(0).toBool());
    QCOMPARE(dialog.strip()->message().code, u"development-version"_s);
}

void tst_ConnectionDialog::givesConnectionString()
{
    ConnectionDialog dialog(m_dialogs, m_passwords);
    dialog.show();
    dialog.findChild<QComboBox*>(u"connectionKindBox"_s)->setCurrentIndex(2);
    set(dialog, "textField", u"postgresql://planner@db.example.org:5433/vessels"_s);
    QSignalSpy chosen(&dialog, &ConnectionDialog::connectionChosen);
    click(dialog, "useButton");
    QTRY_COMPARE(chosen.size(), 1);
    const auto choice = chosen.at(0).at(0).value<ConnectionChoice>();
    QCOMPARE(choice.settings.keywords.value(u"dbname"_s), u"vessels"_s);
    QCOMPARE(choice.settings.keywords.value(u"port"_s), u"5433"_s);
    QVERIFY(!dialog.isVisible());
}

void tst_ConnectionDialog::refusesNonsense()
{
    ConnectionDialog dialog(m_dialogs, m_passwords);
    dialog.show();
    dialog.findChild<QComboBox*>(u"connectionKindBox"_s)->setCurrentIndex(2);
    set(dialog, "textField", u"host='unclosed"_s);
    QSignalSpy chosen(&dialog, &ConnectionDialog::connectionChosen);
    click(dialog, "useButton");
    QTRY_VERIFY(dialog.strip()->isVisible());
    QCOMPARE(chosen.size(), 0);
    QVERIFY(dialog.isVisible());
}

void tst_ConnectionDialog::givesEnvironmentFile()
{
    const QString path = m_directory.filePath(u".env"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("PG_HOST=db.example.org\nPG_PORT=5432\nPG_DB=vessels\nPG_USER=planner\n");
    file.close();
    m_dialogs.file = path;
    ConnectionDialog dialog(m_dialogs, m_passwords);
    dialog.show();
    dialog.findChild<QComboBox*>(u"connectionKindBox"_s)->setCurrentIndex(1);
    set(dialog, "fileField", path);
    QSignalSpy chosen(&dialog, &ConnectionDialog::connectionChosen);
    click(dialog, "useButton");
    QTRY_COMPARE(chosen.size(), 1);
    const auto choice = chosen.at(0).at(0).value<ConnectionChoice>();
    QCOMPARE(choice.settings.keywords.value(u"dbname"_s), u"vessels"_s);
}

void tst_ConnectionDialog::completesShownSettings()
{
    ConnectionSettings settings;
    settings.keywords = {{u"host"_s, u"db.example.org"_s},    {u"port"_s, u"5433"_s},
                         {u"dbname"_s, u"vessels"_s},         {u"user"_s, u"planner"_s},
                         {u"password"_s, u"old"_s},           {u"sslmode"_s, u"verify-full"_s},
                         {u"sslrootcert"_s, u"/etc/ca.pem"_s}};
    ConnectionDialog dialog(m_dialogs, m_passwords);
    dialog.show();
    dialog.showSettings(settings);
    QVERIFY(dialog.findChild<QLineEdit*>(u"passwordField"_s)->text().isEmpty());
    QCOMPARE(dialog.findChild<QSpinBox*>(u"portField"_s)->value(), 5433);
    set(dialog, "passwordField", u"new"_s);
    QSignalSpy chosen(&dialog, &ConnectionDialog::connectionChosen);
    click(dialog, "useButton");
    QTRY_COMPARE(chosen.size(), 1);
    settings.keywords[u"password"_s] = u"new"_s;
    QCOMPARE(chosen.at(0).at(0).value<ConnectionChoice>().settings.keywords, settings.keywords);
}

void tst_ConnectionDialog::saysWhatEachEncryptionProtectsFrom()
{
    ConnectionDialog dialog(m_dialogs, m_passwords);
    dialog.show();
    auto* modes = dialog.findChild<QComboBox*>(u"sslModeBox"_s);
    auto* label = dialog.findChild<QLabel*>(u"protectionLabel"_s);
    QStringList texts;
    for (int i = 0; i < modes->count(); ++i) {
        modes->setCurrentIndex(i);
        QVERIFY(label->text().contains(u"rotect"_s));
        texts << label->text();
    }
    QCOMPARE(texts.removeDuplicates(), 0);
    QVERIFY(modes->findData(u"verify-full"_s) >= 0);
}

void tst_ConnectionDialog::offersTheKeyring_data()
{
    QTest::addColumn<bool>("isThere");
    QTest::addRow("a keyring") << true;
    QTest::addRow("none") << false;
}

void tst_ConnectionDialog::offersTheKeyring()
{
    QFETCH(const bool, isThere);
    m_passwords.problem.reset();
    if (!isThere)
        m_passwords.problem = UserMessage::error(u"No keyring"_s).because(u"no bus"_s);
    ConnectionDialog dialog(m_dialogs, m_passwords);
    dialog.show();
    auto* keep = dialog.findChild<QCheckBox*>(u"keepPasswordBox"_s);
    QVERIFY(!keep->isChecked());
    if (!isThere) {
        QTRY_VERIFY(keep->toolTip().contains(u"no bus"_s));
        QVERIFY(!keep->isEnabled());
        return;
    }
    QTRY_VERIFY(keep->isEnabled());
    set(dialog, "hostField", u"db.example.org"_s);
    set(dialog, "passwordField", u"c4n4ry"_s);
    QTest::mouseClick(keep, Qt::LeftButton, {}, QPoint(4, keep->height() / 2));
    QVERIFY(keep->isChecked());
    QSignalSpy chosen(&dialog, &ConnectionDialog::connectionChosen);
    click(dialog, "useButton");
    QTRY_COMPARE(chosen.size(), 1);
    QCOMPARE(chosen.at(0).at(1).toBool(), true);
}

QTEST_MAIN(tst_ConnectionDialog)
#include "tst_ConnectionDialog.moc"
