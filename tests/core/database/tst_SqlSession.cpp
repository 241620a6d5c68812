// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/SqlSession.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QRegularExpression>
#include <QSqlDatabase>
#include <QTest>
#include <QThread>

#include <atomic>
#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_SqlSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void sessionSettings_data();
    void sessionSettings();
    void valuesAreBound();
    void textIsNeverTakenAsSql();
    void errorHasTheSqlState();
    void failedTransactionIsQuiet();
    void oddNamesReachLibpq();
    void refusedConnection_data();
    void refusedConnection();
    void passwordIsNeverInAMessage();
    void connectionsAreRemoved();
    void movedSessionIsUsable();
    void worksInThreads();

private:
    TemporaryServer m_server;
    ConnectionSettings m_settings;
};

void tst_SqlSession::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
}

void tst_SqlSession::sessionSettings_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("expected");
    QTest::newRow("time zone") << u"TimeZone"_s << u"UTC"_s;
    QTest::newRow("search path") << u"search_path"_s << u"pg_catalog, faultline"_s;
    QTest::newRow("name") << u"application_name"_s << u"faultline"_s;
    QTest::newRow("encoding") << u"server_encoding"_s << u"UTF8"_s;
}

void tst_SqlSession::sessionSettings()
{
    QFETCH(QString, setting);
    QFETCH(QString, expected);
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    auto query = session->execute(u"SHOW "_s + setting);
    VERIFY_RESULT(query);
    QVERIFY(query->next());
    QCOMPARE(query->value(0).toString(), expected);
}

void tst_SqlSession::valuesAreBound()
{
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    auto query = session->execute(
        u"SELECT n, :word::text, :missing::integer FROM generate_series(1, :most::integer) n"_s,
        {{u"most"_s, 3},
         {u"word"_s, u"Zürich"_s},
         {u"missing"_s, QVariant(QMetaType::fromType<int>())}});
    VERIFY_RESULT(query);
    QVERIFY(query->isForwardOnly());
    int rows = 0;
    while (query->next()) {
        QCOMPARE(query->value(0).toInt(), ++rows);
        QCOMPARE(query->value(1).toString(), u"Zürich"_s);
        QVERIFY(query->value(2).isNull());
    }
    QCOMPARE(rows, 3);
}

void tst_SqlSession::textIsNeverTakenAsSql()
{
    const QString text = u"'); DROP TABLE x; -- \\ :other ?"_s;
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    auto query = session->execute(u"SELECT :text::text"_s, {{u"text"_s, text}});
    VERIFY_RESULT(query);
    QVERIFY(query->next());
    QCOMPARE(query->value(0).toString(), text);
}

void tst_SqlSession::errorHasTheSqlState()
{
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    VERIFY_ERROR(session->execute(u"SELECT * FROM nothing"_s), u"42P01"_s);
    VERIFY_ERROR(session->execute(u"SELECT 1 / :n::integer"_s, {{u"n"_s, 0}}), u"22012"_s);
    VERIFY_RESULT(session->execute(u"SELECT 1"_s));
}

// QPSQL would report on standard error that it can't deallocate the statement.
void tst_SqlSession::failedTransactionIsQuiet()
{
    QTest::failOnWarning(QRegularExpression(u"."_s));
    for (const bool isEnded : {true, false}) {
        auto session = SqlSession::open(m_settings);
        VERIFY_RESULT(session);
        VERIFY_RESULT(session->execute(u"BEGIN"_s));
        for (int i = 0; i < 2; ++i)
            QVERIFY(!session->execute(u"SELECT 1 / :zero::int"_s, {{u"zero"_s, 0}}).ok());
        if (!isEnded)
            continue;
        VERIFY_RESULT(session->execute(u"ROLLBACK"_s));
        auto left = session->execute(u"SELECT count(*) FROM pg_prepared_statements"_s);
        VERIFY_RESULT(left);
        QVERIFY(left->next());
        QCOMPARE(left->value(0).toInt(), 0);
    }
}

void tst_SqlSession::oddNamesReachLibpq()
{
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"CREATE DATABASE \"odd 'name' \\ ;x\" OWNER faultline TEMPLATE template0"}));
    ConnectionSettings settings = m_settings;
    settings.keywords.insert(u"dbname"_s, u"odd 'name' \\ ;x"_s);
    settings.keywords.insert(u"application_name"_s, u"it's \\ odd"_s);
    auto session = SqlSession::open(settings);
    VERIFY_RESULT(session);
    auto query =
        session->execute(u"SELECT current_database(), current_setting('application_name')"_s);
    VERIFY_RESULT(query);
    QVERIFY(query->next());
    QCOMPARE(query->value(0).toString(), u"odd 'name' \\ ;x"_s);
    QCOMPARE(query->value(1).toString(), u"it's \\ odd"_s);
}

void tst_SqlSession::refusedConnection_data()
{
    QTest::addColumn<QString>("keyword");
    QTest::addColumn<QString>("value");
    QTest::newRow("no such database") << u"dbname"_s << u"nowhere"_s;
    QTest::newRow("no such role") << u"user"_s << u"nobody_here"_s;
    QTest::newRow("no such socket") << u"host"_s << u"/nonexistent"_s;
}

void tst_SqlSession::refusedConnection()
{
    QFETCH(QString, keyword);
    QFETCH(QString, value);
    ConnectionSettings settings = m_settings;
    settings.keywords.insert(keyword, value);
    const auto session = SqlSession::open(settings);
    VERIFY_ERROR(session, u"08006"_s);
    QVERIFY2(session.error().why.contains(value), qPrintable(session.error().why));
}

void tst_SqlSession::passwordIsNeverInAMessage()
{
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"CREATE ROLE guarded LOGIN PASSWORD 'ri''gh\\t' IN ROLE with_password"}));
    const auto wrong =
        SqlSession::open(TemporaryServer::asRole(m_settings, u"guarded"_s, u"c4n'ary\\"_s));
    QVERIFY(!wrong);
    QVERIFY(!wrong.error().toText().contains(u"c4n"_s));
    VERIFY_RESULT(
        SqlSession::open(TemporaryServer::asRole(m_settings, u"guarded"_s, u"ri'gh\\t"_s)));
}

void tst_SqlSession::connectionsAreRemoved()
{
    const auto before = QSqlDatabase::connectionNames().size();
    {
        auto first = SqlSession::open(m_settings);
        VERIFY_RESULT(first);
        auto second = SqlSession::open(m_settings);
        VERIFY_RESULT(second);
        QCOMPARE(QSqlDatabase::connectionNames().size(), before + 2);
    }
    QCOMPARE(QSqlDatabase::connectionNames().size(), before);
}

void tst_SqlSession::movedSessionIsUsable()
{
    auto session = SqlSession::open(m_settings);
    VERIFY_RESULT(session);
    SqlSession moved = *std::move(session);
    VERIFY_RESULT(moved.execute(u"SELECT 1"_s));
}

void tst_SqlSession::worksInThreads()
{
    constexpr int kThreads = 4;
    std::atomic<int> failures = 0;
    std::vector<std::unique_ptr<QThread>> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back(QThread::create([this, &failures] {
            auto session = SqlSession::open(m_settings);
            if (!session || !session->execute(u"SELECT 1"_s))
                ++failures;
        }));
        threads.back()->start();
    }
    for (const auto& thread : threads)
        QVERIFY(thread->wait());
    QCOMPARE(failures.load(), 0);
}

QTEST_GUILESS_MAIN(tst_SqlSession)
#include "tst_SqlSession.moc"
