// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/Connection.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <cmath>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// The statistics of the schema against published figures.
class tst_Statistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void chiSquareLimits_data();
    void chiSquareLimits();
    void chiSquareLimitsAreExact_data();
    void chiSquareLimitsAreExact();
    void mtbfIntervals_data();
    void mtbfIntervals();
    void laplaceMatchesReferenceFigures_data();
    void laplaceMatchesReferenceFigures();

private:
    double ask(const QString& sql) const
    {
        auto connection = Connection::open(m_settings);
        if (!connection)
            return std::nan("");
        const auto answer = connection->execute(sql.toUtf8());
        return answer ? answer->string(0, 0).toDouble() : std::nan("");
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
};

void tst_Statistics::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto database = m_server.createDatabase();
    VERIFY_RESULT(database);
    m_settings = *database;
    VERIFY_RESULT(makeEmptySchema(m_settings));
}

// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4: critical values of the chi-square
// distribution, three decimals.
void tst_Statistics::chiSquareLimits_data()
{
    QTest::addColumn<int>("pairs");
    QTest::addColumn<double>("lower");
    QTest::addColumn<double>("upper");
    QTest::newRow("2 degrees of freedom") << 1 << 0.051 << 7.378;
    QTest::newRow("4") << 2 << 0.484 << 11.143;
    QTest::newRow("10") << 5 << 3.247 << 20.483;
    QTest::newRow("20") << 10 << 9.591 << 34.170;
    QTest::newRow("40") << 20 << 24.433 << 59.342;
    QTest::newRow("60") << 30 << 40.482 << 83.298;
    QTest::newRow("100") << 50 << 74.222 << 129.561;
}

void tst_Statistics::chiSquareLimits()
{
    QFETCH(int, pairs);
    QFETCH(double, lower);
    QFETCH(double, upper);
    const auto limit = [&](const char* isUpper) {
        return ask(u"SELECT faultline.chi_square_limit(%1, %2)"_s.arg(pairs).arg(
            QString::fromLatin1(isUpper)));
    };
    QVERIFY(std::abs(limit("false") - lower) <= 0.0005);
    QVERIFY(std::abs(limit("true") - upper) <= 0.0005);
}

// To twelve digits up to 100 pairs, to seven beyond, against the equivalent sum of Poisson terms.
void tst_Statistics::chiSquareLimitsAreExact_data()
{
    QTest::addColumn<int>("pairs");
    QTest::addColumn<double>("tolerance");
    for (const int pairs : {1, 2, 10, 100})
        QTest::addRow("%d", pairs) << pairs << 1e-12;
    for (const int pairs : {101, 150, 500, 5000})
        QTest::addRow("%d", pairs) << pairs << 5e-8;
}

void tst_Statistics::chiSquareLimitsAreExact()
{
    QFETCH(int, pairs);
    QFETCH(double, tolerance);
    const auto shareBeyond = [pairs](long double limit) {
        long double sum = 0;
        for (int k = 0; k < pairs; ++k)
            sum += std::exp(k * std::log(limit / 2) - limit / 2 - std::lgamma(k + 1.0L));
        return sum;
    };
    for (const bool isUpper : {false, true}) {
        long double low = 0;
        long double high = 4.0L * pairs + 40;
        for (int turn = 0; turn < 200; ++turn) {
            const long double middle = (low + high) / 2;
            (shareBeyond(middle) > (isUpper ? 0.025L : 0.975L) ? low : high) = middle;
        }
        const double limit = ask(u"SELECT faultline.chi_square_limit(%1, %2)"_s.arg(pairs).arg(
            isUpper ? u"true"_s : u"false"_s));
        const auto expected = static_cast<double>(low);
        QVERIFY2(
            std::abs(limit / expected - 1) <= tolerance,
            qPrintable(QString::number(limit / expected - 1)));
    }
}

// The same, 8.4.5.1: factors for the limits of an MTBF at 95 % confidence; without failures, they
// multiply the time itself.
void tst_Statistics::mtbfIntervals_data()
{
    QTest::addColumn<int>("failures");
    QTest::addColumn<double>("lower");
    QTest::addColumn<double>("upper");
    QTest::newRow("1") << 1 << 0.1795 << 39.4978;
    QTest::newRow("2") << 2 << 0.2768 << 8.2573;
    QTest::newRow("3") << 3 << 0.3422 << 4.8491;
    QTest::newRow("10") << 10 << 0.5438 << 2.0853;
}

void tst_Statistics::mtbfIntervals()
{
    QFETCH(int, failures);
    QFETCH(double, lower);
    QFETCH(double, upper);
    const QString factor = u"SELECT 2.0 * %1 / faultline.chi_square_limit(%2, %3)"_s;
    QVERIFY(std::abs(ask(factor.arg(failures).arg(failures + 1).arg(u"true"_s)) - lower) <= 0.0001);
    QVERIFY(std::abs(ask(factor.arg(failures).arg(failures).arg(u"false"_s)) - upper) <= 0.0001);
}

void tst_Statistics::laplaceMatchesReferenceFigures_data()
{
    QTest::addColumn<QString>("ages");
    QTest::addColumn<double>("observed");
    QTest::addColumn<double>("expected");
    // ReliaWiki, RGA Appendix B, Laplace trend test, system 1: U = -2.6121, improving.
    QTest::newRow("improving") << u"1.2,55.6,72.7,111.9,121.9,303.6,326.9,1568.4,1913.5"_s << 2000.0
                               << -2.6121;
    QTest::newRow("mirrored") << u"1998.8,1944.4,1927.3,1888.1,1878.1,1696.4,1673.1,431.6,86.5"_s
                              << 2000.0 << 2.6121;
    QTest::newRow("even") << u"100,200,300,400"_s << 500.0 << 0.0;
}

void tst_Statistics::laplaceMatchesReferenceFigures()
{
    QFETCH(QString, ages);
    QFETCH(double, observed);
    QFETCH(double, expected);
    const double figure = ask(
        u"SELECT faultline.laplace(count(*), avg(age), %1) FROM unnest('{%2}'::float8[]) AS age"_s
            .arg(observed)
            .arg(ages));
    QVERIFY2(std::abs(figure - expected) <= 0.00006, qPrintable(QString::number(figure)));
}

QTEST_GUILESS_MAIN(tst_Statistics)
#include "tst_Statistics.moc"
