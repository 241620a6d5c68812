// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/CrowBounds.h"
#include "reliability/PowerLaw.h"
#include "reliability/PowerLawTest.h"

#include <QtTest>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

using namespace faultline::reliability;

namespace {

using Ages = std::vector<double>;

FailureSums sumsOf(std::span<const FailureHistory> histories)
{
    FailureSums sums;
    for (const FailureHistory& history : histories)
        sums.add(history);
    return sums;
}

FailureSums sumsOf(const FailureHistory& history)
{
    return sumsOf(std::span(&history, 1));
}

bool near(double actual, double expected, double tolerance)
{
    return std::abs(actual - expected) <= tolerance;
}

bool nearly(double actual, double expected)
{
    return near(actual / expected, 1, 1e-11);
}

// MIL-HDBK-189, Reliability Growth Management, 1981, appendix C: two prototypes tested for 300
// hours together.
const Ages kHandbook{2.6,   16.5,  16.5,  17.0,  21.4,  29.1,  33.3,  56.5,  63.1,
                     70.6,  73.0,  77.7,  93.9,  95.5,  98.1,  101.1, 132.0, 142.2,
                     147.7, 149.0, 167.2, 190.7, 193.0, 198.7, 251.9, 282.5, 286.1};
const FailureHistory kHandbookTest{kHandbook, 300, Truncation::Time};

// L. H. Crow, Reliability Analysis for Complex, Repairable Systems, 1974 (AMSAA TR-138): three
// simulated systems, observed for 200 hours.
const std::vector<Ages> kCrow{
    {4.3, 4.4, 10.2, 23.5, 23.8, 26.4, 74.0, 77.1, 92.1, 197.2},
    {0.1, 5.6, 18.6, 19.5, 24.2, 26.7, 45.1, 45.8, 75.7, 79.7, 98.6, 120.1, 161.8, 180.6, 190.8},
    {8.4, 32.5, 44.7, 48.4, 50.6, 73.6, 98.7, 112.2, 129.8, 136.0, 195.8}};

} // namespace

class tst_PowerLaw : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The appendix prints β 0.716, λ 0.454, a rate of 0.0645 and an MTBF of 15.5 hours at 300
    // hours; factors 0.636 and 1.682 for its bounds at 90 %; a Cramér-von Mises statistic of 0.091.
    void handbookExampleIsReproduced()
    {
        const Estimate<PowerLaw> fit = fitPowerLaw(sumsOf(kHandbookTest), 0.90);
        QVERIFY(fit.ok());
        QVERIFY(near(fit->likely.beta, 0.716, 5e-4));
        QVERIFY(near(fit->likely.lambda(), 0.454, 5e-4));
        QVERIFY(near(fit->likely.rate(300), 0.0645, 5e-5));
        QVERIFY(near(fit->mtbfNow, 15.5, 5e-2));
        QVERIFY(near(fit->mtbfNowBounds.lower / fit->mtbfNow, 0.636, 5e-4));
        QVERIFY(near(fit->mtbfNowBounds.upper / fit->mtbfNow, 1.682, 5e-4));
        const Estimate<PowerLawTest> test =
            testPowerLaw(std::span(&kHandbookTest, 1), fit->unbiased.beta);
        QVERIFY(test.ok());
        QVERIFY(near(test->statistic, 0.091, 5e-4));
        QVERIFY(near(test->critical, 0.218, 5e-4));
        QVERIFY(test->fits);
        QCOMPARE(test->p.lower, 0.20);
        QCOMPARE(test->p.upper, 1.0);
    }

    // NIST/SEMATECH e-Handbook of Statistical Methods, 8.4.5.2: with the modified estimates,
    // 1-b = 0.516494, a = 0.2913003, and an MTBF of 310.234 hours at the end.
    void modifiedEstimateIsNists()
    {
        const Ages ages{5, 40, 43, 175, 389, 712, 747, 795, 1299, 1478};
        const Estimate<PowerLaw> fit = fitPowerLaw(sumsOf({ages, 1500, Truncation::Time}));
        QVERIFY(fit.ok());
        QVERIFY(near(1 - fit->unbiased.beta, 0.516494, 5e-7));
        QVERIFY(near(fit->unbiased.lambda(), 0.2913003, 5e-8));
        QVERIFY(near(1 / fit->unbiased.rate(1500), 310.234, 5e-4));
    }

    // The example of tst_TrendTests: the package prints β 1.588 and λ 3.703e-05.
    void modelOfAPublishedRateIsReproduced()
    {
        Ages ages{104, 131, 1597, 59, 4,   503, 157, 6,  118, 173, 114, 62, 101, 216, 106,
                  140, 1,   102,  3,  393, 96,  232, 89, 61,  37,  293, 7,  165, 87,  99};
        std::partial_sum(ages.begin(), ages.end(), ages.begin());
        const Estimate<PowerLaw> fit =
            fitPowerLaw(sumsOf({ages, ages.back(), Truncation::Failure}));
        QVERIFY(fit.ok());
        QVERIFY(near(fit->likely.beta, 1.588, 5e-4));
        QVERIFY(near(fit->likely.lambda(), 3.703e-05, 5e-9));
    }

    // ReliaWiki, Crow-AMSAA (NHPP): a test until the 22nd failure at 620 hours has β 0.6142 and
    // λ 0.4239; its Fisher matrix has the variance 0.0171 of β.
    void testUntilAFailureIsReproduced()
    {
        const Ages ages{2.7,   10.3,  12.5,  30.6,  57.0,  61.3,  80.0,  109.5,
                        125.0, 128.6, 143.8, 167.9, 229.2, 296.7, 320.6, 328.2,
                        366.2, 396.7, 421.1, 438.2, 501.2, 620.0};
        const Estimate<PowerLaw> fit = fitPowerLaw(sumsOf({ages, 620, Truncation::Failure}));
        QVERIFY(fit.ok());
        QVERIFY(near(fit->likely.beta, 0.6142, 5e-5));
        QVERIFY(near(fit->likely.lambda(), 0.4239, 5e-5));
        QVERIFY(near(fit->betaVariance, 0.0171, 5e-5));
        QVERIFY(nearly(fit->unbiased.beta, fit->likely.beta * 20 / 22));
    }

    // Crow prints β 0.615 and λ 0.461 for each of the three systems.
    void crowsThreeSystemsAreReproduced()
    {
        const std::vector<FailureHistory> systems{
            {kCrow[0], 200, Truncation::Time},
            {kCrow[1], 200, Truncation::Time},
            {kCrow[2], 200, Truncation::Time}};
        const Estimate<PowerLaw> fit = fitPowerLaw(sumsOf(systems));
        QVERIFY(fit.ok());
        QVERIFY(fit->exact);
        QVERIFY(near(fit->likely.beta, 0.615, 5e-4));
        QVERIFY(near(fit->likely.lambda(), 0.461, 5e-4));
        QVERIFY(near(fit->likely.failures(200), 12, 1e-9));
        QVERIFY(testPowerLaw(systems, fit->unbiased.beta)->fits);
    }

    // For Crow's example of 23 failures, at 80 %: 0.6762 and 1.5744.
    void factorsOfTheMtbfAreThoseOfTables()
    {
        const Interval factors = crowMtbfFactors(Truncation::Time, 23, 0.80);
        QVERIFY(near(factors.lower, 0.6762, 5e-5));
        QVERIFY(near(factors.upper, 1.5744, 5e-5));
    }

    // With many failures, both kinds of observation have the same bounds, which are normal.
    void factorsOfManyFailuresAreNormal()
    {
        const double failures = 5'000'000;
        for (const Truncation truncation : {Truncation::Time, Truncation::Failure}) {
            const Interval factors = crowMtbfFactors(truncation, std::size_t(failures), 0.95);
            const double width = 1.959964 * std::sqrt(2 / failures);
            QVERIFY(near(factors.lower, 1 - width, 1e-5));
            QVERIFY(near(factors.upper, 1 + width, 1e-5));
        }
    }

    // Systems of one length have a closed formula, and those of other lengths a search: a length
    // that hardly differs must hardly change anything.
    void searchAgreesWithTheFormula()
    {
        const std::vector<FailureHistory> same{
            {kCrow[0], 200, Truncation::Time}, {kCrow[1], 200, Truncation::Time}};
        const std::vector<FailureHistory> other{
            {kCrow[0], 200 + 1e-9, Truncation::Time}, {kCrow[1], 200, Truncation::Time}};
        const Estimate<PowerLaw> formula = fitPowerLaw(sumsOf(same));
        const Estimate<PowerLaw> search = fitPowerLaw(sumsOf(other));
        QVERIFY(formula->exact && !search->exact);
        QVERIFY(near(search->likely.beta, formula->likely.beta, 1e-9));
        QVERIFY(near(search->likely.lambda(), formula->likely.lambda(), 1e-8));
        QVERIFY(near(search->mtbfNow, formula->mtbfNow, 1e-6));
        QVERIFY(near(search->betaVariance, formula->betaVariance, 1e-9));
        QVERIFY(near(search->beta.lower / formula->beta.lower, 1, 0.03));
        QVERIFY(near(search->beta.upper / formula->beta.upper, 1, 0.03));
    }

    void unitsOnlyScale()
    {
        Ages minutes = kHandbook;
        for (double& age : minutes)
            age *= 60;
        const FailureSums hourSums = sumsOf(kHandbookTest);
        const FailureSums minuteSums = sumsOf({minutes, 300 * 60, Truncation::Time});
        const Estimate<PowerLaw> hours = fitPowerLaw(hourSums);
        const Estimate<PowerLaw> inMinutes = fitPowerLaw(minuteSums);
        QVERIFY(nearly(inMinutes->likely.beta, hours->likely.beta));
        QVERIFY(nearly(inMinutes->mtbfNowBounds.upper, 60 * hours->mtbfNowBounds.upper));
        QVERIFY(nearly(
            forecast(minuteSums, *inMinutes, 60).expected, forecast(hourSums, *hours, 1).expected));
        QVERIFY(nearly(
            inMinutes->likely.lambda(),
            hours->likely.lambda() * std::pow(60, -hours->likely.beta)));
    }

    // As often as the bounds are asked for: they hold β = 1 exactly if MIL-HDBK-189 finds no trend.
    void boundsOfBetaAgreeWithTheTrendTest()
    {
        const Estimate<PowerLaw> fit = fitPowerLaw(sumsOf(kHandbookTest), 0.95);
        QVERIFY(fit->beta.lower < 1 && fit->beta.upper > 1); // p = 5.8 %
        const Estimate<PowerLaw> narrower = fitPowerLaw(sumsOf(kHandbookTest), 0.94);
        QVERIFY(narrower->beta.upper < 1);
    }

    // λ has more zeros than a number can have, and everything else still works.
    void steepProcessesHaveFigures()
    {
        Ages ages;
        for (int i = 1; i <= 40; ++i)
            ages.push_back(100'000 * std::pow(i / 40.0, 1 / 200.0));
        const FailureSums sums = sumsOf({ages, 100'000, Truncation::Time});
        const Estimate<PowerLaw> fit = fitPowerLaw(sums);
        QVERIFY(fit.ok());
        QVERIFY(fit->likely.beta > 150);
        QCOMPARE(fit->likely.lambda(), 0.0);
        QVERIFY(near(fit->likely.failures(100'000), 40, 1e-9));
        QVERIFY(std::isfinite(fit->mtbfNow) && fit->mtbfNow > 0);
        QVERIFY(lambdaBounds(sums, *fit).ok());
    }

    // From 300 to 400 hours: λ·(400^β - 300^β).
    void forecastIsTheDifferenceOfTheCurve()
    {
        const FailureSums sums = sumsOf(kHandbookTest);
        const Estimate<PowerLaw> fit = fitPowerLaw(sums);
        const FailureForecast next = forecast(sums, *fit, 100);
        QVERIFY(nearly(next.expected, fit->likely.failures(400) - fit->likely.failures(300)));
        QVERIFY(next.count.lower < next.expected && next.expected < next.count.upper);
        QCOMPARE(next.count.lower, std::floor(next.count.lower));
        QCOMPARE(next.count.upper, std::floor(next.count.upper));
        QCOMPARE(forecast(sums, *fit, 0).count.upper, 0.0);
    }

    void fewFailuresHaveNoFit()
    {
        QVERIFY(fitPowerLaw({}).reason() == Reason{Reason::Kind::NoTimeObserved});
        const auto reason = [](const Ages& ages, Truncation truncation) {
            return fitPowerLaw(sumsOf({ages, 10, truncation})).reason();
        };
        QVERIFY(reason({}, Truncation::Time) == Reason::needsFailures(2, 0));
        QVERIFY(reason({5}, Truncation::Time) == Reason::needsFailures(2, 1));
        QVERIFY(reason({0, 5}, Truncation::Time) == Reason::needsFailures(3, 2));
        QVERIFY(reason({5, 10}, Truncation::Failure) == Reason::needsFailures(3, 2));
        QVERIFY(reason({10, 10, 10}, Truncation::Time) == Reason{Reason::Kind::NoSpread});
        QVERIFY(fitPowerLaw(sumsOf({Ages{4, 4}, 10, Truncation::Time})).ok());
        QVERIFY(fitPowerLaw(sumsOf({Ages{4, 7, 10}, 10, Truncation::Failure})).ok());
        const FailureHistory one{kHandbook, 0, Truncation::Time};
        QVERIFY(testPowerLaw(std::span(&one, 1), 1).reason() == Reason::needsFailures(2, 0));
    }

    // Evenly spread failures follow β = 1 as well as can be; all in the middle follow no power law.
    void testTellsWhatFits()
    {
        Ages even;
        for (int i = 0; i < 50; ++i)
            even.push_back(i + 0.5);
        const FailureHistory good{even, 50, Truncation::Time};
        const Estimate<PowerLawTest> fits = testPowerLaw(std::span(&good, 1), 1);
        QVERIFY(near(fits->statistic, 1.0 / 600, 1e-12));
        QVERIFY(fits->fits);
        const Ages middle(50, 25.0);
        const FailureHistory bad{middle, 50, Truncation::Time};
        const Estimate<PowerLawTest> fails = testPowerLaw(std::span(&bad, 1), 1);
        QVERIFY(!fails->fits);
        QCOMPARE(fails->p.lower, 0.0);
        QCOMPARE(fails->p.upper, 0.01);
        QVERIFY(near(fails->critical, 0.218 + 0.002 * 20 / 30, 1e-12)); // between 30 and 60
    }

    void manyFailuresOfManySystemsAreFitted()
    {
        constexpr std::size_t systems = 2000;
        constexpr std::size_t each = 2500;
        std::mt19937_64 random(11);
        std::uniform_real_distribution<double> uniform;
        std::vector<Ages> ages(systems, Ages(each));
        std::vector<FailureHistory> histories;
        for (Ages& system : ages) {
            const double length = 10'000 * (1 + uniform(random));
            for (double& age : system)
                age = length * std::pow(1 - uniform(random), 1 / 1.3);
            std::sort(system.begin(), system.end());
            histories.push_back({system, length, Truncation::Time});
        }
        const Estimate<PowerLaw> fit = fitPowerLaw(sumsOf(histories));
        QVERIFY(fit.ok());
        QVERIFY(near(fit->unbiased.beta, 1.3, 0.003));
        QVERIFY(testPowerLaw(histories, fit->unbiased.beta)->fits);
    }
};

QTEST_GUILESS_MAIN(tst_PowerLaw)
#include "tst_PowerLaw.moc"
