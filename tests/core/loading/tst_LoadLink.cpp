// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/recovery/LoadLink.h"

#include "LoadFixture.h"
#include "database/DatabaseAccess.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_LoadLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void logsInOnceForEachThread_data();
    void logsInOnceForEachThread();

private:
    qsizetype loginCount() const;

    TemporaryServer m_server;
};

void tst_LoadLink::initTestCase()
{
    VERIFY_RESULT(m_server.start({{u"log_connections"_s, u"on"_s}}));
}

qsizetype tst_LoadLink::loginCount() const
{
    QFile log(m_server.logFile());
    return log.open(QIODevice::ReadOnly) ? log.readAll().count("connection received") : -1;
}

void tst_LoadLink::logsInOnceForEachThread_data()
{
    QTest::addColumn<int>("workers");
    for (const int workers : {1, 2, 8})
        QTest::addRow("%d workers", workers) << workers;
}

// One login for the check, one for the load, and one for each worker that gets any work before the
// others have done it all.
void tst_LoadLink::logsInOnceForEachThread()
{
    QFETCH(const int, workers);
    const auto fixture = LoadFixture::make(m_server);
    VERIFY_RESULT(fixture);
    (*fixture)->writeLists();
    (*fixture)->write(u"a.log"_s, logLines(5'000));
    ConnectionChoice choice;
    choice.kind = ConnectionChoice::Kind::Described;
    choice.settings = (*fixture)->settings();
    LoadOptions options;
    options.workers = workers;
    options.chunkRows = 100;

    const auto before = loginCount();
    const auto access = DatabaseAccess::open(choice, DatabasePurpose::Load);
    VERIFY_RESULT(access);
    QCOMPARE(loginCount() - before, 1);
    const auto receipt = (*fixture)->load(options);
    const auto logins = loginCount() - before;
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
    QVERIFY2(logins >= 3 && logins <= 2 + workers, qPrintable(QString::number(logins)));
}

QTEST_GUILESS_MAIN(tst_LoadLink)
#include "tst_LoadLink.moc"
