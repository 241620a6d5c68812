// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/WorkerCount.h"

#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_WorkerCount : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }

    void workersSuitCoresAndConnections_data()
    {
        QTest::addColumn<int>("cores");
        QTest::addColumn<bool>("isOnThisMachine");
        QTest::addColumn<int>("freeConnections");
        QTest::addColumn<int>("workers");
        QTest::newRow("one core") << 1 << true << 40 << 2;
        QTest::newRow("two cores") << 2 << true << 40 << 2;
        QTest::newRow("eight cores") << 8 << true << 40 << 4;
        QTest::newRow("many cores") << 64 << true << 40 << 8;
        QTest::newRow("another machine") << 4 << false << 40 << 4;
        QTest::newRow("few connections") << 16 << true << 6 << 3;
        QTest::newRow("one connection") << 16 << true << 1 << 1;
        QTest::newRow("none") << 16 << true << -2 << 1;
    }
    void workersSuitCoresAndConnections()
    {
        QFETCH(int, cores);
        QFETCH(bool, isOnThisMachine);
        QFETCH(int, freeConnections);
        QTEST(suitableWorkers(cores, {isOnThisMachine, freeConnections}), "workers");
    }

    void countsFreeConnections()
    {
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        auto connection = Connection::open(*settings);
        VERIFY_RESULT(connection);
        // The connection that created the database may still be closing.
        const auto backends = [&connection] {
            const auto count = connection->execute("SELECT sum(numbackends) FROM pg_stat_database");
            return count ? count->integer(0, 0) : -1;
        };
        QTRY_COMPARE(backends(), 1);
        const auto before = fetchServerCapacity(*connection);
        VERIFY_RESULT(before);
        QVERIFY(before->isOnThisMachine);
        QVERIFY(before->freeConnections > 10);

        std::vector<Connection> others;
        for (int i = 0; i < 3; ++i) {
            auto other = Connection::open(*settings);
            VERIFY_RESULT(other);
            others.push_back(*std::move(other));
        }
        const auto after = fetchServerCapacity(*connection);
        VERIFY_RESULT(after);
        QCOMPARE(after->freeConnections, before->freeConnections - 3);

        VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
            *settings, {"ALTER ROLE faultline CONNECTION LIMIT 6"}));
        const auto limited = fetchServerCapacity(*connection);
        VERIFY_RESULT(limited);
        QCOMPARE(limited->freeConnections, 2);
    }

private:
    TemporaryServer m_server;
};

QTEST_GUILESS_MAIN(tst_WorkerCount)
#include "tst_WorkerCount.moc"
