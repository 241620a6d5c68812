// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/MeanCumulativeFunction.h"
#include "reliability/PowerLaw.h"
#include "reliability/TrendTests.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace faultline::reliability;

namespace {

constexpr int kCases = 2000;

/// Simulates systems from a fixed seed.
class Simulation
{
public:
    explicit Simulation(unsigned seed)
        : m_random(seed)
    {}

    /// Ages of a power law process up to `length`: given their number, they are independent.
    std::vector<double> untilTime(const PowerLawCurve& curve, double length)
    {
        std::vector<double> ages(
            std::poisson_distribution<std::size_t>(curve.failures(length))(m_random));
        for (double& age : ages)
            age = length * std::pow(uniform(), 1 / curve.beta);
        std::sort(ages.begin(), ages.end());
        return ages;
    }

    /// Ages up to the one with the number `count`: the expected failures up to them are a process
    /// with rate 1.
    std::vector<double> untilFailure(const PowerLawCurve& curve, std::size_t count)
    {
        std::vector<double> ages(count);
        double expected = 0;
        for (double& age : ages) {
            expected += std::exponential_distribution<double>()(m_random);
            age =
                curve.referenceAge * std::pow(expected / curve.failuresAtReference, 1 / curve.beta);
        }
        return ages;
    }

    std::size_t poisson(double mean)
    {
        return std::poisson_distribution<std::size_t>(mean)(m_random);
    }
    double gamma(double shape)
    {
        return std::gamma_distribution<double>(shape, 1 / shape)(m_random);
    }
    double uniform() { return 1 - std::uniform_real_distribution<double>()(m_random); }

private:
    std::mt19937_64 m_random;
};

bool holds(const Interval& bounds, double value)
{
    return bounds.lower <= value && value <= bounds.upper;
}

/// How often something was as it should be, in percent.
class Share
{
public:
    void add(bool isSo)
    {
        ++m_cases;
        m_so += isSo ? 1 : 0;
    }
    double percent() const { return 100.0 * m_so / m_cases; }
    QByteArray text() const { return QByteArray::number(percent(), 'f', 2) + " %"; }
    bool isWithin(double least, double most) const
    {
        return m_cases > 0 && percent() >= least && percent() <= most;
    }

private:
    int m_cases = 0;
    int m_so = 0;
};

} // namespace

// That 95 % bounds hold in 95 ± 2 % of 2,000 cases. Those of counts and of what depends on a count
// that wasn't fixed beforehand hold more often, because whole numbers can't be cut at 95 %.
class tst_SimulatedBounds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void powerLawBoundsHold_data()
    {
        QTest::addColumn<double>("beta");
        QTest::addColumn<double>("failures");
        QTest::addColumn<bool>("untilFailure");
        QTest::newRow("few, better") << 0.5 << 8.0 << false;
        QTest::newRow("some, stable") << 1.0 << 20.0 << false;
        QTest::newRow("many, worse") << 2.2 << 60.0 << false;
        QTest::newRow("few, worse, until a failure") << 1.8 << 6.0 << true;
        QTest::newRow("some, better, until a failure") << 0.7 << 25.0 << true;
    }

    void powerLawBoundsHold()
    {
        QFETCH(double, beta);
        QFETCH(double, failures);
        QFETCH(bool, untilFailure);
        const PowerLawCurve truth{beta, 4000, failures};
        Simulation simulation(1);
        Share betas;
        Share lambdas;
        Share mtbfs;
        for (int i = 0; i < kCases; ++i) {
            const std::vector<double> ages =
                untilFailure ? simulation.untilFailure(truth, std::size_t(failures))
                             : simulation.untilTime(truth, truth.referenceAge);
            const FailureHistory history{
                ages, untilFailure ? ages.back() : truth.referenceAge,
                untilFailure ? Truncation::Failure : Truncation::Time};
            FailureSums sums;
            sums.add(history);
            const Estimate<PowerLaw> fit = fitPowerLaw(sums);
            if (!fit)
                continue;
            QVERIFY(fit->exact);
            betas.add(holds(fit->beta, truth.beta));
            lambdas.add(holds(lambdaBounds(sums, *fit).value(), truth.lambda()));
            mtbfs.add(holds(fit->mtbfNowBounds, 1 / truth.rate(history.observed)));
        }
        const double most = untilFailure ? 97 : 98.5;
        QVERIFY2(betas.isWithin(93, 97), betas.text());
        QVERIFY2(lambdas.isWithin(93, most), lambdas.text());
        QVERIFY2(mtbfs.isWithin(93, most), mtbfs.text());
    }

    // Systems that were observed for different times, one of them until a failure.
    void fleetsBoundsHold()
    {
        const PowerLawCurve truth{1.4, 3000, 5};
        const std::vector<double> lengths{800, 1500, 2500, 3000, 3000};
        Simulation simulation(2);
        Share betas;
        Share lambdas;
        Share mtbfs;
        for (int i = 0; i < kCases; ++i) {
            FailureSums sums;
            double rates = 0;
            for (const double length : lengths) {
                const std::vector<double> ages = simulation.untilTime(truth, length);
                sums.add({ages, length, Truncation::Time});
                rates += truth.rate(length);
            }
            const std::vector<double> ages = simulation.untilFailure(truth, 4);
            sums.add({ages, ages.back(), Truncation::Failure});
            rates += truth.rate(ages.back());
            const Estimate<PowerLaw> fit = fitPowerLaw(sums);
            QVERIFY(fit.ok());
            QVERIFY(!fit->exact);
            betas.add(holds(fit->beta, truth.beta));
            lambdas.add(holds(lambdaBounds(sums, *fit).value(), truth.lambda()));
            mtbfs.add(holds(fit->mtbfNowBounds, double(lengths.size() + 1) / rates));
        }
        QVERIFY2(betas.isWithin(93, 97), betas.text());
        QVERIFY2(lambdas.isWithin(93, 97), lambdas.text());
        QVERIFY2(mtbfs.isWithin(93, 97), mtbfs.text());
    }

    void forecastsHold_data()
    {
        QTest::addColumn<double>("beta");
        QTest::addColumn<double>("failures");
        QTest::addColumn<double>("hours");
        QTest::addColumn<int>("systems");
        QTest::newRow("a tenth more") << 1.0 << 80.0 << 400.0 << 1;
        QTest::newRow("half as much again") << 1.5 << 40.0 << 2000.0 << 1;
        QTest::newRow("as long again") << 0.6 << 30.0 << 4000.0 << 1;
        QTest::newRow("a fleet") << 1.3 << 8.0 << 1000.0 << 6;
    }

    void forecastsHold()
    {
        QFETCH(double, beta);
        QFETCH(double, failures);
        QFETCH(double, hours);
        QFETCH(int, systems);
        const PowerLawCurve truth{beta, 4000, failures};
        Simulation simulation(3);
        Share held;
        for (int i = 0; i < kCases; ++i) {
            FailureSums sums;
            double mean = 0;
            for (int system = 0; system < systems; ++system) {
                const double length = truth.referenceAge * (system + 1) / systems;
                const std::vector<double> ages = simulation.untilTime(truth, length);
                sums.add({ages, length, Truncation::Time});
                mean += truth.failures(length + hours) - truth.failures(length);
            }
            const Estimate<PowerLaw> fit = fitPowerLaw(sums);
            QVERIFY(fit.ok());
            const FailureForecast next = forecast(sums, *fit, hours);
            held.add(holds(next.count, double(simulation.poisson(mean))));
        }
        QVERIFY2(held.isWithin(93, 97.5), held.text());
    }

    // No trend is found where there is none, except by chance in one of twenty cases; also if the
    // systems of a fleet fail at different rates.
    void trendTestsFindNothingInOneOfTwenty()
    {
        Simulation simulation(4);
        Share stable;
        Share laplace;
        for (int i = 0; i < kCases; ++i) {
            FailureSums sums;
            for (int system = 1; system <= 3; ++system) {
                const std::vector<double> ages =
                    simulation.untilTime({1, 1000, 3.0 * system}, 500.0 * system);
                sums.add({ages, 500.0 * system, Truncation::Time});
            }
            const TrendVerdict verdict = trendOf(sums);
            if (!verdict.tests)
                continue;
            stable.add(verdict.trend == Trend::Stable);
            laplace.add(verdict.tests->laplace.p >= kTrendLevel);
        }
        QVERIFY2(stable.isWithin(93, 97), stable.text());
        QVERIFY2(laplace.isWithin(93, 97), laplace.text());
    }

    // Systems with rates of their own, observed from and to different ages: failures of a system
    // aren't independent.
    void meanCumulativeBoundsHold()
    {
        Simulation simulation(5);
        Share means;
        Share differences;
        for (int i = 0; i < kCases; ++i) {
            std::vector<std::vector<double>> ages;
            std::vector<ObservedSystem> fleets[2];
            for (int system = 0; system < 100; ++system) {
                const double from = system % 4 == 0 ? 200 * simulation.uniform() : 0;
                const double to = 1000 + 500 * simulation.uniform();
                std::vector<double> all =
                    simulation.untilTime({1.2, 1000, 4 * simulation.gamma(2)}, to);
                all.erase(all.begin(), std::lower_bound(all.begin(), all.end(), from));
                ages.push_back(std::move(all));
                fleets[system % 2].push_back({{}, from, to});
            }
            for (int system = 0; system < 100; ++system)
                fleets[system % 2][std::size_t(system / 2)].ages = ages[std::size_t(system)];

            MeanCumulativeFunction function(fleets[0]);
            McfPoint reached;
            while (const std::optional<McfPoint> point = function.next()) {
                if (point->age > 1000)
                    break;
                reached = *point;
            }
            means.add(holds(reached.bounds(), 4));
            McfComparison comparison(fleets[0], fleets[1]);
            McfDifference difference;
            while (const std::optional<McfDifference> point = comparison.next()) {
                if (point->age > 1000)
                    break;
                difference = *point;
            }
            differences.add(holds(difference.bounds(), 0));
        }
        QVERIFY2(means.isWithin(93, 97), means.text());
        QVERIFY2(differences.isWithin(93, 97), differences.text());
    }
};

QTEST_GUILESS_MAIN(tst_SimulatedBounds)
#include "tst_SimulatedBounds.moc"
