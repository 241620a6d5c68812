// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/FilterChoices.h"

#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

class tst_FilterChoices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void offersWhatIsThere();
    void offersNothingOfAnEmptyDatabase();

private:
    TemporaryServer m_server;
};

void tst_FilterChoices::offersWhatIsThere()
{
    VERIFY_RESULT(fillWithReportFixture(m_server.settings()));
    auto session = SqlSession::open(m_server.settings());
    VERIFY_RESULT(session);
    const auto choices = fetchFilterChoices(*session);
    VERIFY_RESULT(choices);
    QCOMPARE(choices->years, QStringList({u"2020"_s}));
    QCOMPARE(choices->months, QStringList({u"2020-01"_s, u"2020-02"_s}));
    QCOMPARE(choices->groups, QStringList({u"G1"_s, u"G2"_s}));
    QCOMPARE(choices->equipment, QStringList({u"#7"_s, u"A"_s, u"B"_s, u"C"_s, u"D"_s, u"E"_s}));
    QCOMPARE(choices->severities.constFirst(), u"DEBUG"_s);
}

void tst_FilterChoices::offersNothingOfAnEmptyDatabase()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    auto session = SqlSession::open(*settings);
    VERIFY_RESULT(session);
    QVERIFY(!fetchFilterChoices(*session)); // no schema yet
    VERIFY_RESULT(makeEmptySchema(*settings));
    const auto choices = fetchFilterChoices(*session);
    VERIFY_RESULT(choices);
    QVERIFY(choices->years.isEmpty() && choices->months.isEmpty());
    QVERIFY(choices->groups.isEmpty() && choices->equipment.isEmpty());
}

QTEST_GUILESS_MAIN(tst_FilterChoices)
#include "tst_FilterChoices.moc"
