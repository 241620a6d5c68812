// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/QueryRunner.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <optional>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// Queries of the window: only a caller's newest query counts, and outdated queries don't delay
/// others.
class tst_QueryLane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        VERIFY_RESULT(m_server.start());
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        m_settings = *settings;
    }
    void init()
    {
        m_runner.emplace();
        m_runner->setSettings(m_settings);
        m_answers.clear();
    }

    void answersInTurn()
    {
        QueryLane one(*m_runner);
        QueryLane two(*m_runner);
        ask(one, u"SELECT 'one'"_s);
        ask(two, u"SELECT 'two'"_s);
        QTRY_COMPARE(m_answers, QStringList({u"one"_s, u"two"_s}));
    }

    // It would run for an hour.
    void endsWhatIsOvertaken()
    {
        QueryLane lane(*m_runner);
        ask(lane, u"SELECT pg_sleep(3600)::text"_s);
        QTRY_VERIFY(isSleeping());
        ask(lane, u"SELECT 'newest'"_s);
        QTRY_COMPARE(m_answers, QStringList(u"newest"_s));
        QVERIFY(!isSleeping());
    }

    void endsWhatIsForgotten()
    {
        QueryLane other(*m_runner);
        {
            QueryLane lane(*m_runner);
            ask(lane, u"SELECT pg_sleep(3600)::text"_s);
            QTRY_VERIFY(isSleeping());
            ask(other, u"SELECT 'other'"_s);
        }
        QTRY_COMPARE(m_answers, QStringList(u"other"_s));
    }

    void endsWhatRunsAtTheEnd()
    {
        QueryLane lane(*m_runner);
        ask(lane, u"SELECT pg_sleep(3600)::text"_s);
        QTRY_VERIFY(isSleeping());
        m_runner.reset();
        QVERIFY(!isSleeping());
        QCOMPARE(m_answers, QStringList());
    }

    // A cancel request may arrive while the next query runs: that one is run again.
    void keepsTheQuestionsOfOthers()
    {
        for (int i = 0; i < 50; ++i) {
            m_answers.clear();
            QueryLane lane(*m_runner);
            QueryLane other(*m_runner);
            ask(lane, u"SELECT 'overtaken' FROM generate_series(1, 1000) LIMIT 1"_s);
            ask(other, u"SELECT max(n)::text FROM generate_series(1, 20000) n"_s);
            QTest::qWait(i % 3);
            ask(lane, u"SELECT 'newest'"_s);
            QTRY_VERIFY(m_answers.contains(u"20000"_s) && m_answers.contains(u"newest"_s));
            QVERIFY2(!m_answers.contains(u"error"_s), qPrintable(m_answers.join(u' ')));
        }
    }

private:
    void ask(QueryLane& lane, const QString& sql)
    {
        lane.ask<QString>(
            [sql](SqlSession& session) -> Result<QString> {
                auto query = session.execute(sql);
                if (!query)
                    return query.error();
                query->next();
                return query->value(0).toString();
            },
            [this](const Result<QString>& answer) {
                m_answers << (answer ? *answer : u"error"_s);
            });
    }
    bool isSleeping() const
    {
        auto session = SqlSession::open(m_settings);
        if (!session)
            return false;
        auto query = session->execute(u"SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                                      " AND datname = current_database()"_s);
        return query.ok() && query->next();
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::optional<QueryRunner> m_runner;
    QStringList m_answers;
};

QTEST_GUILESS_MAIN(tst_QueryLane)
#include "tst_QueryLane.moc"
