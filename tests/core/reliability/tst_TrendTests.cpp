// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/TrendTests.h"

#include <QtTest>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

using namespace faultline::reliability;

namespace {

FailureSums
sumsOf(const std::vector<double>& ages, double observed, Truncation truncation = Truncation::Time)
{
    FailureSums sums;
    sums.add({ages, observed, truncation});
    return sums;
}

bool near(double actual, double expected, double tolerance)
{
    return std::abs(actual - expected) <= tolerance;
}

} // namespace

class tst_TrendTests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Times between failures and U = 2.409 from the documentation of the Python package
    // `reliability`, ROCOF, after its example 5.11 of M. Modarres, M. Kaminskiy and V. Krivtsov,
    // Reliability Engineering and Risk Analysis. The observation ends with the last failure.
    void laplaceIsThatOfAPublishedExample()
    {
        std::vector<double> ages{104, 131, 1597, 59,  4,   503, 157, 6,   118, 173,
                                 114, 62,  101,  216, 106, 140, 1,   102, 3,   393,
                                 96,  232, 89,   61,  37,  293, 7,   165, 87,  99};
        std::partial_sum(ages.begin(), ages.end(), ages.begin());
        const TrendVerdict verdict = trendOf(sumsOf(ages, ages.back(), Truncation::Failure));
        QVERIFY(verdict.tests.ok());
        QVERIFY(near(verdict.tests->laplace.statistic, 2.409, 5e-4));
        QCOMPARE(verdict.tests->failures, std::size_t(29));
        QCOMPARE(verdict.tests->freedom, 58.0);
        QCOMPARE(verdict.trend, Trend::GettingWorse);
    }

    // The ages of NIST/SEMATECH e-Handbook of Statistical Methods, 8.2.2.3, case study 1: a system
    // that was tested for 1,500 hours and improves. The statistics are by the formulas of 8.2.3.4.
    void militaryIsThatOfTheHandbook()
    {
        const TrendVerdict verdict =
            trendOf(sumsOf({5, 40, 43, 175, 389, 712, 747, 795, 1299, 1478}, 1500));
        QVERIFY(verdict.tests.ok());
        QVERIFY(near(verdict.tests->military.statistic, 37.228, 5e-4));
        QCOMPARE(verdict.tests->freedom, 20.0);
        QVERIFY(near(verdict.tests->military.p, 0.0220, 5e-5));
        QVERIFY(near(verdict.tests->laplace.statistic, -1.327, 5e-4));
        QCOMPARE(verdict.trend, Trend::GettingBetter);
    }

    // By hand: sum of t - T/2 is 5 - 4·5 + 100 - 3·40 = -35; its variance is
    // (4·100 + 3·6400) / 12.
    void systemsArePooledByTheirShares()
    {
        const std::vector<double> first{0.5, 1, 1.5, 2};
        const std::vector<double> second{10, 40, 50};
        FailureSums sums;
        sums.add({first, 10, Truncation::Time});
        sums.add({second, 80, Truncation::Time});
        const TrendVerdict verdict = trendOf(sums);
        QVERIFY(verdict.tests.ok());
        QVERIFY(near(verdict.tests->laplace.statistic, -35 / std::sqrt(19600 / 12.0), 1e-12));
        const double logs = std::log(20.0 * 10 * 10 / 1.5 * 5) + std::log(8.0 * 2 * 1.6);
        QVERIFY(near(verdict.tests->military.statistic, 2 * logs, 1e-12));
    }

    void worksInAnyUnit()
    {
        std::vector<double> ages{3, 10, 11, 30, 77, 80};
        const TrendVerdict hours = trendOf(sumsOf(ages, 90));
        for (double& age : ages)
            age *= 3600;
        const TrendVerdict seconds = trendOf(sumsOf(ages, 90 * 3600));
        QVERIFY(near(hours.tests->laplace.statistic, seconds.tests->laplace.statistic, 1e-12));
        QVERIFY(near(hours.tests->military.statistic, seconds.tests->military.statistic, 1e-12));
    }

    void failuresThatBeginOrEndAnObservationAreLeftOut()
    {
        const TrendVerdict inner = trendOf(sumsOf({10, 20, 50, 70}, 100));
        const TrendVerdict all =
            trendOf(sumsOf({0, 0, 10, 20, 50, 70, 100}, 100, Truncation::Failure));
        QVERIFY(inner.tests.ok() && all.tests.ok());
        QCOMPARE(all.tests->failures, inner.tests->failures);
        QVERIFY(near(all.tests->military.statistic, inner.tests->military.statistic, 1e-12));
        QVERIFY(near(all.tests->laplace.statistic, inner.tests->laplace.statistic, 1e-12));
    }

    void equalAgesAndAgesAtTheEndCount()
    {
        const TrendVerdict verdict = trendOf(sumsOf({50, 50, 50, 100, 100}, 100));
        QVERIFY(verdict.tests.ok());
        QCOMPARE(verdict.tests->failures, std::size_t(5));
        QVERIFY(near(verdict.tests->military.statistic, 6 * std::log(2.0), 1e-12));
    }

    void fewFailuresHaveNoTrend_data()
    {
        QTest::addColumn<std::vector<double>>("ages");
        QTest::addColumn<bool>("untilFailure");
        QTest::addColumn<int>("needed");
        QTest::addColumn<int>("has");
        QTest::newRow("none") << std::vector<double>{} << false << 4 << 0;
        QTest::newRow("one") << std::vector<double>{5} << false << 4 << 1;
        QTest::newRow("three") << std::vector<double>{5, 6, 7} << false << 4 << 3;
        QTest::newRow("at the beginning") << std::vector<double>{0, 5, 6, 7} << false << 5 << 4;
        QTest::newRow("at the end") << std::vector<double>{5, 6, 7, 10} << true << 5 << 4;
    }

    void fewFailuresHaveNoTrend()
    {
        QFETCH(std::vector<double>, ages);
        QFETCH(bool, untilFailure);
        QFETCH(int, needed);
        QFETCH(int, has);
        const TrendVerdict verdict =
            trendOf(sumsOf(ages, 10, untilFailure ? Truncation::Failure : Truncation::Time));
        QCOMPARE(verdict.trend, Trend::Unknown);
        QVERIFY(!verdict.tests);
        QVERIFY(
            verdict.tests.reason() == Reason::needsFailures(std::size_t(needed), std::size_t(has)));
    }

    void noTimeObservedHasNoTrend()
    {
        QVERIFY(trendOf({}).tests.reason() == Reason{Reason::Kind::NoTimeObserved});
        const TrendVerdict verdict = trendOf(sumsOf({0, 0, 0, 0, 0}, 0));
        QVERIFY(verdict.tests.reason() == Reason{Reason::Kind::NoTimeObserved});
    }

    // The products of ratios must neither underflow nor lose digits.
    void logarithmsOfManyFailuresAreExact()
    {
        std::mt19937_64 random(7);
        std::vector<double> ages(5'000'000);
        for (double& age : ages)
            age = 50'000 * (1 - std::uniform_real_distribution<double>()(random));
        ages[0] = 1e-9;
        std::sort(ages.begin(), ages.end());
        const FailureSums sums = sumsOf(ages, 50'000);
        long double logs = 0;
        for (const double age : ages)
            logs += std::log(50'000 / static_cast<long double>(age));
        QVERIFY(near(sums.logRatios / static_cast<double>(logs), 1, 1e-12));
        QCOMPARE(trendOf(sums).trend, Trend::Stable);
    }
};

QTEST_GUILESS_MAIN(tst_TrendTests)
#include "tst_TrendTests.moc"
