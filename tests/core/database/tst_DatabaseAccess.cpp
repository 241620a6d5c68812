// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/DatabaseAccess.h"
#include "database/schema/SchemaMigration.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

// Its use of the local server is tested in tst_LocalServer.
class tst_DatabaseAccess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void loadingMakesTheSchema();
    void loadingAgainKeepsIt();
    void readingNeedsTheSchema();
    void unreachableIsExplained();
    void refusalOfTheCheck();

private:
    Result<DatabaseAccess> open(DatabasePurpose purpose) const
    {
        return DatabaseAccess::open(m_choice, purpose);
    }

    TemporaryServer m_server;
    ConnectionChoice m_choice;
};

void tst_DatabaseAccess::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

void tst_DatabaseAccess::init()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_choice.kind = ConnectionChoice::Kind::Described;
    m_choice.settings = *settings;
}

void tst_DatabaseAccess::loadingMakesTheSchema()
{
    const auto access = open(DatabasePurpose::Load);
    VERIFY_RESULT(access);
    QCOMPARE(access->settings(), m_choice.settings);
    QCOMPARE(access->facts().database, m_choice.settings.keywords.value(u"dbname"_s));
    auto connection = Connection::open(access->settings());
    VERIFY_RESULT(connection);
    const auto version = connection->execute("SELECT max(version) FROM schema_version");
    VERIFY_RESULT(version);
    QCOMPARE(version->integer(0, 0), schemaMigrations().size());
    VERIFY_RESULT(open(DatabasePurpose::Read));
}

void tst_DatabaseAccess::loadingAgainKeepsIt()
{
    VERIFY_RESULT(open(DatabasePurpose::Load));
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_choice.settings, {"INSERT INTO faultline.plant (name) VALUES ('vessel')"}));
    VERIFY_RESULT(open(DatabasePurpose::Load));
    auto connection = Connection::open(m_choice.settings);
    VERIFY_RESULT(connection);
    const auto count = connection->execute("SELECT count(*) FROM plant");
    VERIFY_RESULT(count);
    QCOMPARE(count->integer(0, 0), 1);
}

void tst_DatabaseAccess::readingNeedsTheSchema()
{
    const auto access = open(DatabasePurpose::Read);
    VERIFY_ERROR(access, u"no-schema"_s);
    QVERIFY(!access.error().remedy.isEmpty());
    // An empty schema with that name has nothing to read either.
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_choice.settings, {"CREATE SCHEMA faultline AUTHORIZATION faultline"}));
    VERIFY_ERROR(open(DatabasePurpose::Read), u"no-schema"_s);
}

void tst_DatabaseAccess::unreachableIsExplained()
{
    m_choice.settings.keywords.insert(u"dbname"_s, u"nowhere"_s);
    const auto access = open(DatabasePurpose::Load);
    VERIFY_ERROR(access, u"3D000"_s);
    QVERIFY(access.error().remedy.contains(u"CREATE DATABASE"_s));
}

void tst_DatabaseAccess::refusalOfTheCheck()
{
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_choice.settings, {"CREATE ROLE plain LOGIN"}));
    m_choice.settings = TemporaryServer::asRole(m_choice.settings, u"plain"_s);
    VERIFY_ERROR(open(DatabasePurpose::Load), u"hstore-right"_s);
}

QTEST_GUILESS_MAIN(tst_DatabaseAccess)
#include "tst_DatabaseAccess.moc"
