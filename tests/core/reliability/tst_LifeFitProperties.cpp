// SPDX-License-Identifier: GPL-3.0-or-later
#include "Near.h"
#include "PublishedLives.h"
#include "reliability/life/LifeFit.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <utility>

using namespace faultline::reliability;

namespace {

double relative(double a, double b)
{
    return std::abs(a - b) / std::max(std::abs(a), std::abs(b));
}

Times weibullTimes(std::mt19937_64& random, double shape, double life, std::size_t count)
{
    std::weibull_distribution<double> draw(shape, life);
    Times times(count);
    std::generate(times.begin(), times.end(), [&] { return draw(random); });
    return times;
}

} // namespace

class tst_LifeFitProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unitsDontMatter();
    void orderDoesntMatter();
    void equalTimesAreCounted();
    void exponentialIsTimeOverFailures();
    void boundsHoldTheFigures();
    void derivativesAreZeroAtTheMaximum();
    void locationIsNoneWithoutOne();
    void boundsHoldInNineteenOfTwentyCases_data();
    void boundsHoldInNineteenOfTwentyCases();
    void bestIsTheTrueModel();
    void classesChangeNothingThatMatters();
    void fiveMillionTimes();
};

void tst_LifeFitProperties::unitsDontMatter()
{
    constexpr double kFactor = 3600;
    Times failures = kShockFailures;
    Times suspensions = kShockSuspensions;
    for (Times* times : {&failures, &suspensions})
        for (double& time : *times)
            time *= kFactor;
    for (const LifeModel model :
         {LifeModel::Exponential, LifeModel::Weibull, LifeModel::Lognormal, LifeModel::Weibull3}) {
        const auto one = fitLife(lifeSample(kShockFailures, kShockSuspensions), model);
        const auto other = fitLife(lifeSample(failures, suspensions), model);
        QVERIFY(one.ok() && other.ok());
        const double tolerance = model == LifeModel::Weibull3 ? 1e-6 : 1e-10;
        QVERIFY(relative(one->distribution.sigma, other->distribution.sigma) < tolerance);
        QVERIFY(relative(one->mean.value * kFactor, other->mean.value) < tolerance);
        QVERIFY(relative(one->b10.value * kFactor, other->b10.value) < tolerance);
    }
}

void tst_LifeFitProperties::orderDoesntMatter()
{
    Times failures = kNistFailures;
    std::reverse(failures.begin(), failures.end());
    const auto fit = fitLife(lifeSample(failures, kNistSuspensions), LifeModel::Weibull);
    QCOMPARE(fit->distribution.mu, fitLife(nist(), LifeModel::Weibull)->distribution.mu);
}

void tst_LifeFitProperties::equalTimesAreCounted()
{
    Times thrice;
    for (int i = 0; i < 3; ++i)
        thrice.insert(thrice.end(), kNistFailures.begin(), kNistFailures.end());
    const LifeSample sample = lifeSample(thrice, Times(30, 500));
    QCOMPARE(sample.failures.size(), kNistFailures.size());
    QCOMPARE(sample.suspensions.size(), std::size_t(1));
    const auto fit = fitLife(sample, LifeModel::Lognormal);
    const auto once = fitLife(nist(), LifeModel::Lognormal);
    QVERIFY(relative(fit->distribution.sigma, once->distribution.sigma) < 1e-12);
    QVERIFY(relative(fit->logLikelihood, 3 * once->logLikelihood) < 1e-12);
    QVERIFY(relative(fit->covariance->mu * 3, once->covariance->mu) < 1e-10);
}

void tst_LifeFitProperties::exponentialIsTimeOverFailures()
{
    const auto fit = fitLife(nist(), LifeModel::Exponential);
    VERIFY_NEAR(fit->mean.value, (2771.0 + 5000) / 10, 1e-9);
    QVERIFY(!fit->shape.bounds);
    VERIFY_NEAR(
        fit->mean.bounds->upper / fit->mean.value, std::exp(1.959964 / std::sqrt(10)), 1e-6);
}

void tst_LifeFitProperties::boundsHoldTheFigures()
{
    for (const LifeModel model :
         {LifeModel::Exponential, LifeModel::Weibull, LifeModel::Lognormal}) {
        const auto fit = fitLife(nist(), model);
        const auto wide = fitLife(nist(), model, 0.99);
        for (const auto figure : {&LifeFit::characteristicLife, &LifeFit::b10, &LifeFit::mean}) {
            const BoundedFigure& of = *fit.*figure;
            QVERIFY(of.bounds->lower < of.value && of.value < of.bounds->upper);
            QVERIFY((*wide.*figure).bounds->lower < of.bounds->lower);
        }
        QVERIFY(relative(fit->distribution.failedBy(fit->b10.value), 0.1) < 1e-12);
        const auto line = fittedLine(*fit, 10, 1000, 3);
        QCOMPARE(line.size(), std::size_t(3));
        VERIFY_NEAR(line[1].hours, 100, 1e-9);
        for (const FittedPoint& point : line)
            QVERIFY(point.bounds->lower < point.failed && point.failed < point.bounds->upper);
    }
}

void tst_LifeFitProperties::derivativesAreZeroAtTheMaximum()
{
    std::mt19937_64 random(11);
    for (int turn = 0; turn < 300; ++turn) {
        const double shape = std::exp(std::uniform_real_distribution<double>(-1.5, 2)(random));
        Times failures = weibullTimes(random, shape, 400, 2 + random() % 40);
        if (turn % 3 == 0)
            failures.insert(failures.end(), 1 + random() % 5, 0);
        const Times suspensions = weibullTimes(random, shape, 600, random() % 20);
        const LifeSample sample = lifeSample(failures, suspensions);
        for (const LifeModel model : {LifeModel::Weibull, LifeModel::Lognormal}) {
            const auto fit = fitLife(sample, model);
            QVERIFY(fit.ok());
            QVERIFY(fit->covariance.has_value());
            const double reach = 1e-3;
            for (const auto& [byMu, bySigma] :
                 {std::pair(reach, 0.0), std::pair(-reach, 0.0), std::pair(0.0, reach),
                  std::pair(0.0, -reach), std::pair(reach, reach)}) {
                LifeDistribution near = fit->distribution;
                near.mu += byMu * near.sigma;
                near.sigma *= 1 + bySigma;
                QVERIFY2(
                    logLikelihood(sample, near) < fit->logLikelihood,
                    qPrintable(QStringLiteral("turn %1").arg(turn)));
            }
        }
    }
}

void tst_LifeFitProperties::locationIsNoneWithoutOne()
{
    // A shape below 1.
    const Times early{1, 2, 4, 9, 30, 100, 400, 2000};
    const auto fit = fitLife(lifeSample(early), LifeModel::Weibull3);
    QCOMPARE(fit->distribution.location, 0.0);
    QCOMPARE(fit->logLikelihood, fitLife(lifeSample(early), LifeModel::Weibull)->logLikelihood);
    // Skewed to the left: a location makes it less likely.
    const Times late{20, 60, 80, 90, 95, 97, 98, 99, 99.5, 100};
    QCOMPARE(fitLife(lifeSample(late), LifeModel::Weibull3)->distribution.location, 0.0);
    // Two failures at one instant.
    Times bearings = kBearings;
    bearings.push_back(0);
    QCOMPARE(fitLife(lifeSample(bearings), LifeModel::Weibull3)->distribution.location, 0.0);
}

void tst_LifeFitProperties::boundsHoldInNineteenOfTwentyCases_data()
{
    QTest::addColumn<bool>("isLognormal");
    QTest::newRow("weibull") << false;
    QTest::newRow("lognormal") << true;
}

// 60 times each, 30 % of which are suspended. Normal bounds are a little narrow with fewer.
void tst_LifeFitProperties::boundsHoldInNineteenOfTwentyCases()
{
    QFETCH(bool, isLognormal);
    constexpr int kCases = 2000;
    const LifeDistribution truth{
        isLognormal ? LifeModel::Lognormal : LifeModel::Weibull, std::log(300), 0.6};
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> uniform;
    std::array<int, 4> held{};
    for (int i = 0; i < kCases; ++i) {
        LifeCollector times;
        for (int j = 0; j < 60; ++j) {
            const double life = truth.quantile(uniform(random));
            const double limit = truth.quantile(0.4 + 0.6 * uniform(random));
            if (life <= limit)
                times.addFailure(life);
            else
                times.addSuspension(limit);
        }
        const auto fit = fitLife(times.sample(), truth.model);
        QVERIFY(fit.ok());
        const auto count = [&](std::size_t at, const BoundedFigure& figure, double value) {
            held[at] += figure.bounds->lower <= value && value <= figure.bounds->upper;
        };
        count(0, fit->characteristicLife, truth.characteristicLife());
        count(1, fit->shape, isLognormal ? truth.sigma : truth.shape());
        count(2, fit->b10, truth.quantile(0.1));
        count(3, fit->mean, truth.mean());
    }
    for (const int times : held)
        QVERIFY2(
            times >= kCases * 93 / 100 && times <= kCases * 97 / 100,
            qPrintable(QString::number(times)));
}

void tst_LifeFitProperties::bestIsTheTrueModel()
{
    std::mt19937_64 random(3);
    int right = 0;
    constexpr int kTurns = 50;
    for (int i = 0; i < kTurns; ++i) {
        std::lognormal_distribution<double> draw(5, 1);
        LifeCollector times;
        for (int j = 0; j < 400; ++j)
            times.addFailure(draw(random));
        right += fitLives(times.sample()).best == std::optional<std::size_t>(2) ? 1 : 0;
    }
    QVERIFY(right >= kTurns - 1);
}

void tst_LifeFitProperties::classesChangeNothingThatMatters()
{
    std::mt19937_64 random(8);
    const Times times = weibullTimes(random, 0.8, 200, 100'000);
    const LifeSample classes = lifeSample(times, {}, 1e-9);
    QCOMPARE(classes.unresolvedCount, std::size_t(0));
    QVERIFY(classes.failures.size() < 15'000);
    LifeSample exact;
    for (const double time : times)
        exact.failures.push_back({time, std::log(time), 1});
    std::sort(exact.failures.begin(), exact.failures.end(), [](const auto& a, const auto& b) {
        return a.hours < b.hours;
    });
    exact.exactCount = times.size();
    exact.resolution = 1e-9;
    for (const LifeModel model :
         {LifeModel::Exponential, LifeModel::Weibull, LifeModel::Lognormal}) {
        const auto one = fitLife(classes, model);
        const auto other = fitLife(exact, model);
        QVERIFY(relative(one->mean.value, other->mean.value) < 1e-6);
        QVERIFY(relative(one->shape.value, other->shape.value) < 1e-6);
        VERIFY_NEAR(one->logLikelihood, other->logLikelihood, 0.1);
    }
}

void tst_LifeFitProperties::fiveMillionTimes()
{
    std::mt19937_64 random(9);
    LifeCollector times;
    std::weibull_distribution<double> draw(1.4, 50);
    for (int i = 0; i < 5'000'000; ++i)
        times.addFailure(draw(random));
    const LifeSample sample = times.sample();
    QCOMPARE(sample.failureCount(), std::size_t(5'000'000));
    QVERIFY(sample.failures.size() < 20'000);
    const LifeFits fits = fitLives(sample);
    QVERIFY(fits.of(LifeModel::Weibull).ok());
    VERIFY_NEAR(fits.of(LifeModel::Weibull)->shape.value, 1.4, 0.002);
    VERIFY_NEAR(fits.of(LifeModel::Weibull)->characteristicLife.value, 50, 0.06);
}

QTEST_GUILESS_MAIN(tst_LifeFitProperties)
#include "tst_LifeFitProperties.moc"
