// SPDX-License-Identifier: GPL-3.0-or-later
#include "Near.h"
#include "reliability/operation/NextFailure.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

using namespace faultline::reliability;

namespace {

constexpr std::array kHorizons{7 * 24.0, 30 * 24.0, 90 * 24.0};

/// How often bounds held the truth.
class Held
{
public:
    void count(const NextFailure& next, double hazardOf(double), double medianHours)
    {
        ++m_cases;
        for (std::size_t i = 0; i < kHorizons.size(); ++i) {
            const double truth = -std::expm1(-hazardOf(kHorizons[i]));
            const Interval& bounds = next.chances[i].bounds;
            m_chances[i] += bounds.lower <= truth && truth <= bounds.upper ? 1 : 0;
        }
        const Interval& bounds = *next.medianHours.bounds;
        m_median += bounds.lower <= medianHours && medianHours <= bounds.upper ? 1 : 0;
    }
    void check() const
    {
        qInfo(
            "%d %d %d, median %d of %d", m_chances[0], m_chances[1], m_chances[2], m_median,
            m_cases);
        for (const int times : {m_chances[0], m_chances[1], m_chances[2], m_median})
            QVERIFY2(
                times >= m_cases * 93 / 100 && times <= m_cases * 97 / 100,
                qPrintable(QString::number(times)));
    }

private:
    std::array<int, 3> m_chances{};
    int m_median = 0;
    int m_cases = 0;
};

std::vector<double> agesOf(std::mt19937_64& random, double mean, double until)
{
    std::exponential_distribution<double> gap(1 / mean);
    std::vector<double> ages{gap(random)};
    while (ages.back() < until)
        ages.push_back(ages.back() + gap(random));
    ages.pop_back();
    return ages;
}

constexpr int kCases = 2000;

} // namespace

class tst_NextFailure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void constantRateByHand()
    {
        // 4 failures in 400 h: a median of 69.3 h; in 100 h one fails with 1 - 1/e.
        const auto rate = mtbf(4, 400, Truncation::Time);
        const auto next = nextByConstantRate(*rate, std::array{100.0});
        VERIFY_NEAR(next->medianHours.value, 69.3147, 1e-4);
        VERIFY_NEAR(next->chances[0].probability, 0.632121, 1e-6);
        QVERIFY(next->medianHours.bounds->lower < 69 && next->medianHours.bounds->upper > 70);
        QCOMPARE(
            nextByConstantRate(*mtbf(0, 400, Truncation::Time), kHorizons).reason(),
            Reason::needsFailures(1, 0));
    }

    void powerLawByHand()
    {
        // L(t) = (t/100)²: 4 failures up to 200 h. ln 2 more at 100 sqrt(4.6931) h.
        PowerLaw fit;
        fit.likely = {2, 100, 1};
        fit.failures = 4;
        fit.betaVariance = 1; // 2²/4
        const auto next = nextByPowerLaw(fit, 200, std::array{100.0});
        VERIFY_NEAR(next.medianHours.value, 100 * std::sqrt(4 + std::log(2)) - 200, 1e-9);
        VERIFY_NEAR(next.chances[0].probability, 1 - std::exp(-5), 1e-12);
        QCOMPARE(next.model, NextFailureModel::PowerLaw);
        // A thousand times as old, with a rate that grows without measure.
        fit.likely.beta = 500;
        const auto certain = nextByPowerLaw(fit, 200, std::array{200'000.0});
        QCOMPARE(certain.chances[0].probability, 1.0);
        QCOMPARE(certain.chances[0].bounds.lower, 0.0);
        QCOMPARE(certain.chances[0].bounds.upper, 1.0);
    }

    void renewalByHand()
    {
        LifeFit fit;
        fit.distribution = {LifeModel::Weibull, std::log(100), 0.5}; // shape 2
        fit.covariance = LifeCovariance{0.01, 0, 0.01};
        const auto young = nextByRenewal(fit, 0, std::array{100.0});
        VERIFY_NEAR(young.medianHours.value, 100 * std::sqrt(std::log(2)), 1e-9);
        VERIFY_NEAR(young.chances[0].probability, 1 - std::exp(-1), 1e-12);
        const auto old = nextByRenewal(fit, 100, std::array{100.0});
        VERIFY_NEAR(old.medianHours.value, 100 * std::sqrt(1 + std::log(2)) - 100, 1e-9);
        VERIFY_NEAR(old.chances[0].probability, 1 - std::exp(-3), 1e-12);
        QCOMPARE(old.life, std::optional(LifeModel::Weibull));
        // Half have failed by the median of those that survived so far.
        fit.distribution = {LifeModel::Lognormal, 5, 0.8};
        const auto lognormal = nextByRenewal(fit, 200, kHorizons);
        const LifeDistribution& life = fit.distribution;
        VERIFY_NEAR(
            life.survives(200 + lognormal.medianHours.value) / life.survives(200), 0.5, 1e-9);
        // Nothing fails before the location.
        fit.distribution = {LifeModel::Weibull3, std::log(100), 0.5, 500};
        fit.covariance.reset();
        const auto later = nextByRenewal(fit, 0, std::array{500.0, 600.0});
        QCOMPARE(later.chances[0].probability, 0.0);
        VERIFY_NEAR(later.chances[1].probability, 1 - std::exp(-1), 1e-9);
        QVERIFY(!later.medianHours.bounds);
        QCOMPARE(later.chances[1].bounds.upper, 1.0);
    }

    void anExponentialRenewalIsAConstantRate()
    {
        LifeFit fit;
        fit.distribution = {LifeModel::Exponential, std::log(50)};
        fit.covariance = LifeCovariance{0.1, 0, 0};
        for (const double age : {0.0, 10.0, 1000.0})
            VERIFY_NEAR(
                nextByRenewal(fit, age, std::array{20.0}).chances[0].probability,
                1 - std::exp(-0.4), 1e-9);
    }

    void modelIsChosenByTheFailures()
    {
        const auto modelOf = [](const std::vector<double>& ages, double observed) {
            return nextFailure({ages, observed, Truncation::Time}, kHorizons)->model;
        };
        std::vector<double> faster;
        for (int i = 1; i <= 30; ++i)
            faster.push_back(1000 * std::sqrt(i / 30.0));
        QCOMPARE(modelOf(faster, 1001), NextFailureModel::PowerLaw);
        // Regular times between failures: wear, but no trend.
        std::mt19937_64 random(1);
        std::weibull_distribution<double> gap(5, 100);
        std::vector<double> regular{gap(random)};
        for (int i = 0; i < 40; ++i)
            regular.push_back(regular.back() + gap(random));
        QCOMPARE(modelOf(regular, regular.back() + 20), NextFailureModel::Renewal);
        const std::vector<double> few{100, 250, 300};
        QCOMPARE(modelOf(few, 500), NextFailureModel::ConstantRate);
    }

    void tooLittle()
    {
        QCOMPARE(nextFailure({{}, 500}, kHorizons).reason(), Reason::needsFailures(1, 0));
        QCOMPARE(nextFailure({{}, 0}, kHorizons).reason().kind, Reason::Kind::NoTimeObserved);
        const std::vector<double> atStart{0};
        QCOMPARE(nextFailure({atStart, 500}, kHorizons).reason(), Reason::needsFailures(1, 0));
        // All at once, after a while: no spread, so a constant rate.
        const std::vector<double> atOnce(20, 400);
        const auto next = nextFailure({atOnce, 500}, kHorizons);
        QVERIFY(next.ok());
        for (const auto& chance : next->chances)
            QVERIFY(
                chance.bounds.lower <= chance.probability
                && chance.probability <= chance.bounds.upper);
    }

    // 30 failures on average.
    void constantRateBoundsHold()
    {
        std::mt19937_64 random(21);
        Held held;
        for (int i = 0; i < kCases; ++i) {
            const auto ages = agesOf(random, 400, 12'000);
            const FailureHistory history{ages, 12'000, Truncation::Time};
            const auto next = nextByConstantRate(*mtbf(std::span(&history, 1)), kHorizons);
            held.count(
                *next, [](double hours) { return hours / 400; }, 400 * std::log(2));
        }
        held.check();
    }

    // 30 failures on average up to 10,000 h, beta 1.6.
    void powerLawBoundsHold()
    {
        static constexpr double kEnd = 10'000;
        static constexpr double kBeta = 1.6;
        static constexpr double kExpected = 30;
        std::mt19937_64 random(22);
        Held held;
        for (int i = 0; i < kCases; ++i) {
            auto ages = agesOf(random, 1, kExpected);
            for (double& age : ages)
                age = kEnd * std::pow(age / kExpected, 1 / kBeta);
            FailureSums sums;
            sums.add({ages, kEnd, Truncation::Time});
            const auto fit = fitPowerLaw(sums);
            QVERIFY(fit.ok());
            const auto next = nextByPowerLaw(*fit, kEnd, kHorizons);
            held.count(
                next,
                [](double hours) { return kExpected * (std::pow(1 + hours / kEnd, kBeta) - 1); },
                kEnd * (std::pow(1 + std::log(2) / kExpected, 1 / kBeta) - 1));
        }
        held.check();
    }

    void renewalBoundsHold_data()
    {
        QTest::addColumn<bool>("isLognormal");
        QTest::newRow("weibull") << false;
        QTest::newRow("lognormal") << true;
    }

    // 50 times between failures, the last failure 300 h ago.
    void renewalBoundsHold()
    {
        QFETCH(bool, isLognormal);
        static LifeDistribution truth;
        static constexpr double kAge = 300;
        truth = {isLognormal ? LifeModel::Lognormal : LifeModel::Weibull, std::log(600), 0.6};
        std::mt19937_64 random(23);
        std::uniform_real_distribution<double> uniform;
        Held held;
        for (int i = 0; i < kCases; ++i) {
            LifeCollector times;
            for (int j = 0; j < 50; ++j)
                times.addFailure(truth.quantile(uniform(random)));
            times.addSuspension(kAge);
            const auto fit = fitLife(times.sample(), truth.model);
            const auto next = nextByRenewal(*fit, kAge, kHorizons);
            held.count(
                next,
                [](double hours) {
                    return truth.cumulativeHazard(kAge + hours) - truth.cumulativeHazard(kAge);
                },
                truth.quantileOfHazard(truth.cumulativeHazard(kAge) + std::log(2)) - kAge);
        }
        held.check();
    }
};

QTEST_GUILESS_MAIN(tst_NextFailure)
#include "tst_NextFailure.moc"
