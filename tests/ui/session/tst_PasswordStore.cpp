// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "database/reader/ReaderAccess.h"
#include "session/DesktopKeyring.h"
#include "support/EnvironmentGuard.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QComboBox>
#include <QFile>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

const QString kPassword = u"c4n4ry'\"\\ ü"_s;

} // namespace

// A password is saved in the keyring if the user asks for it, otherwise forgotten.
// tst_DesktopKeyring uses a real keyring.
class tst_PasswordStore : public QObject
{
    Q_OBJECT

public:
    /// Runs before the application exists, so that it has no message bus.
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); }

private Q_SLOTS:
    void initTestCase();
    void init();

    void namesTheConnection();
    void outlivesTheProgramWhenAsked();
    void isForgottenOtherwise();
    void isRemovedWhenUnticked();
    void connectionForgottenLongAgoLeavesNothing();
    void removedConnectionLeavesNothing();
    void onlyTypedConnectionsAreRemoved();
    void sharedPasswordStays();
    void keyringThatRefusesIsTold();
    void keyringThatKeepsARemovedOneIsTold();
    void missingBusIsExplained();

private:
    ConnectionChoice typed(const QString& password) const
    {
        ConnectionChoice choice;
        choice.kind = ConnectionChoice::Kind::Described;
        choice.settings = TemporaryServer::asRole(m_settings, u"planner"_s, password);
        return choice;
    }
    QString key() const { return passwordKey(typed(kPassword).settings); }
    QByteArray savedSettings() const
    {
        QFile file(settingsFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// A directory without a local server.
    StartOptions withoutServer() const
    {
        StartOptions options;
        options.localDirectory = m_directory->filePath(u"local"_s);
        return options;
    }
    /// Does what the SQL page does to create the role for queries.
    void keepReaderPassword(WindowFixture& fixture) const
    {
        saveOrRemovePassword(
            fixture.passwords, *fixture.preferences, fixture.window.get(),
            readerSettings(m_settings, u"r3ader"_s), true, [](const UserMessage&) {});
    }
    /// The last item of the window's list of databases.
    static void chooseLast(const WindowFixture& fixture, const QString& text)
    {
        auto* box = fixture.find<QComboBox>("databaseBox");
        QCOMPARE(box->itemText(box->count() - 1), text);
        Q_EMIT box->activated(box->count() - 1);
    }
    static bool isOffered(const WindowFixture& fixture, const QString& name)
    {
        const auto* box = fixture.find<QComboBox>("databaseBox");
        for (int i = 0; i < box->count(); ++i) {
            if (box->itemData(i, Qt::ToolTipRole).toString().startsWith(name))
                return true;
        }
        return false;
    }
    QString settingsFile() const { return m_directory->filePath(u"settings.ini"_s); }
    /// A window that was closed after this connection was entered; returns the saved passwords.
    MemoryPasswords::Passwords useOnce(bool keeps) const
    {
        WindowFixture fixture({}, settingsFile());
        fixture.workbench->database.addConnection(typed(kPassword), keeps);
        const auto state = [&] { return fixture.workbench->database.state(); };
        if (!QTest::qWaitFor([&] { return state() == DatabaseState::Ready; }, 20'000))
            qWarning("The database isn't ready");
        return fixture.passwords.passwords;
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_PasswordStore::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    auto connection = Connection::open(TemporaryServer::asSuperuser(m_settings));
    VERIFY_RESULT(connection);
    const std::unique_ptr<char, decltype(&PQfreemem)> literal(
        PQescapeLiteral(
            connection->handle(), kPassword.toUtf8().constData(),
            static_cast<std::size_t>(kPassword.toUtf8().size())),
        &PQfreemem);
    VERIFY_RESULT(connection->execute(
        QByteArray("CREATE ROLE planner LOGIN IN ROLE with_password PASSWORD ") + literal.get()));
}

void tst_PasswordStore::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

void tst_PasswordStore::namesTheConnection()
{
    ConnectionSettings settings;
    settings.keywords = {
        {u"user"_s, u"planner"_s},
        {u"host"_s, u"db.example.org"_s},
        {u"port"_s, u"5433"_s},
        {u"dbname"_s, u"vessels"_s},
        {u"password"_s, u"secret"_s}};
    QCOMPARE(passwordKey(settings), u"planner@db.example.org:5433/vessels"_s);
    settings.keywords.remove(u"port"_s);
    QCOMPARE(passwordKey(settings), u"planner@db.example.org:5432/vessels"_s);
}

void tst_PasswordStore::outlivesTheProgramWhenAsked()
{
    const auto saved = useOnce(true);
    QCOMPARE(saved, (MemoryPasswords::Passwords{{key(), kPassword}}));
    QVERIFY(!savedSettings().contains("c4n4ry"));
    // The next start chooses the same connection, and asks the keyring for its password.
    WindowFixture next({}, settingsFile(), saved);
    QTRY_COMPARE(next.workbench->database.state(), DatabaseState::Ready);
    QVERIFY(next.workbench->database.keepsPassword());
    // The password no longer exists, so the user is asked.
    next.passwords.passwords.clear();
    WindowFixture last({}, settingsFile());
    QTRY_COMPARE(last.workbench->database.state(), DatabaseState::NeedsPassword);
}

void tst_PasswordStore::isForgottenOtherwise()
{
    QVERIFY(useOnce(false).isEmpty());
    QVERIFY(!savedSettings().contains("c4n4ry"));
    // A password that the user didn't save isn't looked up.
    WindowFixture next({}, settingsFile(), {{key(), kPassword}});
    QTRY_COMPARE(next.workbench->database.state(), DatabaseState::NeedsPassword);
}

void tst_PasswordStore::isRemovedWhenUnticked()
{
    WindowFixture fixture({}, settingsFile());
    DatabaseController& database = fixture.workbench->database;
    database.addConnection(typed(kPassword), true);
    QTRY_COMPARE(fixture.passwords.passwords.size(), 1);
    database.addConnection(typed(kPassword), false);
    QTRY_COMPARE(fixture.passwords.passwords.size(), 0);
    QTRY_VERIFY(!database.keepsPassword());
    QTRY_COMPARE(database.state(), DatabaseState::Ready);
}

void tst_PasswordStore::connectionForgottenLongAgoLeavesNothing()
{
    WindowFixture fixture({}, settingsFile());
    fixture.workbench->database.addConnection(typed(kPassword), true);
    QTRY_COMPARE(fixture.passwords.passwords.size(), 1);
    for (int i = 0; i < Preferences::kMaxRecent; ++i) {
        ConnectionChoice other = typed(QString());
        other.settings.keywords.insert(u"dbname"_s, u"other%1"_s.arg(i));
        fixture.workbench->database.addConnection(other);
    }
    QTRY_COMPARE(fixture.passwords.passwords.size(), 0);
}

void tst_PasswordStore::removedConnectionLeavesNothing()
{
    const QString name = typed(kPassword).displayName();
    {
        WindowFixture fixture(withoutServer(), settingsFile());
        DatabaseController& database = fixture.workbench->database;
        database.addConnection(typed(kPassword), true);
        QTRY_COMPARE(database.state(), DatabaseState::Ready);
        keepReaderPassword(fixture);
        QTRY_COMPARE(fixture.passwords.passwords.size(), 2);
        QVERIFY(isOffered(fixture, name));
        // The user answers no.
        fixture.dialogs.yes = false;
        chooseLast(fixture, u"Remove this connection…"_s);
        QVERIFY(isOffered(fixture, name));
        QCOMPARE(database.currentChoice().displayName(), name);
        fixture.dialogs.yes = true;
        chooseLast(fixture, u"Remove this connection…"_s);
        QCOMPARE(fixture.dialogs.asked.size(), 2);
        QVERIFY(!isOffered(fixture, name));
        QCOMPARE(database.currentChoice().kind, ConnectionChoice::Kind::LocalServer);
        QTRY_COMPARE(fixture.passwords.passwords.size(), 0);
        QTRY_COMPARE(database.state(), DatabaseState::NotStarted);
        QVERIFY(!fixture.preferences->keepsPassword(key()));
        QVERIFY(!savedSettings().contains("planner"));
    }
    // It is also missing after a restart, or with another folder.
    WindowFixture next(withoutServer(), settingsFile());
    next.workbench->database.setDataFolder(m_directory->path());
    QTRY_VERIFY(!next.workbench->database.isChoosing());
    QVERIFY(!isOffered(next, name));
    QCOMPARE(next.workbench->database.entries().size(), 1);
}

// Connections from the command line, a folder or the environment can't be removed.
void tst_PasswordStore::onlyTypedConnectionsAreRemoved()
{
    WindowFixture fixture(withoutServer(), settingsFile());
    DatabaseController& database = fixture.workbench->database;
    QVERIFY(!database.canRemove());
    auto* box = fixture.find<QComboBox>("databaseBox");
    QCOMPARE(box->itemText(box->count() - 1), u"Connect to another…"_s);
    database.addConnection(typed(kPassword));
    QVERIFY(database.canRemove());
    database.select(0);
    QVERIFY(!database.canRemove());
    QCOMPARE(box->itemText(box->count() - 1), u"Connect to another…"_s);
    database.removeCurrent();
    QCOMPARE(database.entries().size(), 2);
}

// The role for queries has one password, for all connections to the database.
void tst_PasswordStore::sharedPasswordStays()
{
    WindowFixture fixture(withoutServer(), settingsFile());
    DatabaseController& database = fixture.workbench->database;
    ConnectionChoice other = typed(QString());
    other.settings.keywords.insert(u"user"_s, u"faultline"_s);
    database.addConnection(other);
    database.addConnection(typed(kPassword), true);
    QTRY_COMPARE(database.state(), DatabaseState::Ready);
    keepReaderPassword(fixture);
    QTRY_COMPARE(fixture.passwords.passwords.size(), 2);
    database.removeCurrent();
    QTRY_COMPARE(fixture.passwords.passwords.values(), QStringList{u"r3ader"_s});
    // Removed with the last of them.
    database.select(1);
    QCOMPARE(database.currentChoice().displayName(), other.displayName());
    database.removeCurrent();
    QTRY_VERIFY(fixture.passwords.passwords.isEmpty());
}

void tst_PasswordStore::keyringThatKeepsARemovedOneIsTold()
{
    WindowFixture fixture(withoutServer(), settingsFile());
    DatabaseController& database = fixture.workbench->database;
    database.addConnection(typed(kPassword), true);
    QTRY_COMPARE(fixture.passwords.passwords.size(), 1);
    fixture.passwords.problem = UserMessage::error(u"Locked"_s).withCode(u"keyring-denied"_s);
    database.removeCurrent();
    QTRY_VERIFY(!database.notices().isEmpty());
    QCOMPARE(database.notices().constFirst().code, u"keyring-denied"_s);
    QVERIFY(!isOffered(fixture, typed(kPassword).displayName()));
}

void tst_PasswordStore::keyringThatRefusesIsTold()
{
    WindowFixture fixture({}, settingsFile());
    DatabaseController& database = fixture.workbench->database;
    fixture.passwords.problem = UserMessage::error(u"Locked"_s).withCode(u"keyring-denied"_s);
    database.addConnection(typed(kPassword), true);
    // It still works for this session.
    QTRY_COMPARE(database.state(), DatabaseState::Ready);
    QTRY_VERIFY(!database.notices().isEmpty());
    QCOMPARE(database.notices().constFirst().code, u"keyring-denied"_s);
    QVERIFY(!database.keepsPassword());
}

void tst_PasswordStore::missingBusIsExplained()
{
    DesktopKeyring keyring;
    std::optional<Result<void>> reached;
    keyring.checkAvailable(this, [&reached](const Result<void>& result) { reached = result; });
    QTRY_VERIFY(reached.has_value());
    VERIFY_ERROR(*reached, u"no-keyring"_s);
    std::optional<Result<QString>> found;
    keyring.find(this, key(), [&found](const Result<QString>& result) { found = result; });
    QTRY_VERIFY(found.has_value());
    QVERIFY(!found->ok());
    QVERIFY(!found->error().remedy.isEmpty());
}

QTEST_MAIN(tst_PasswordStore)
#include "tst_PasswordStore.moc"
