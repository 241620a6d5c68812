// SPDX-License-Identifier: GPL-3.0-or-later
#include "Near.h"
#include "reliability/life/LifeFit.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace faultline::reliability;

namespace {

using Times = std::vector<double>;

// NIST/SEMATECH e-Handbook of Statistical Methods, 8.2.2.1: ten units failed, ten were removed.
const Times kNistFailures{54, 187, 216, 240, 244, 335, 361, 373, 375, 386};
const Times kNistSuspensions(10, 500);

// J. Lieblein and M. Zelen, Statistical Investigation of the Fatigue Life of Deep Groove Ball
// Bearings, J. Res. Nat. Bur. Stand. 57 (1956) 273-316: millions of revolutions.
const Times kBearings{17.88, 28.92, 33.00,  41.52,  42.12,  45.60,  48.48, 51.84,
                      51.96, 54.12, 55.56,  67.80,  68.64,  68.64,  68.88, 84.12,
                      93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.40};

// W. Q. Meeker and L. A. Escobar, Statistical Methods for Reliability Data, 1998, table C.2:
// kilometres of shock absorbers.
const Times kShockFailures{6700,  9120,  12200, 13150, 14300, 17520,
                           20100, 20900, 22700, 26510, 27490};
const Times kShockSuspensions{6950,  7820,  8790,  9660,  9820,  11310, 11690, 11850, 11880,
                              12140, 12870, 13330, 13470, 14040, 17540, 17890, 18450, 18960,
                              18980, 19410, 20100, 20150, 20320, 23490, 27410, 27890, 28100};

LifeSample nist()
{
    return lifeSample(kNistFailures, kNistSuspensions);
}

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

class tst_LifeFit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Published examples.
    void weibullOfNist();
    void allModelsOfNistAsInR();
    void weibullOfThirtyTimes();
    void weibullOfShockAbsorbers();
    void lognormalOfAlloy();
    void bearings();
    void locationWithSuspensions();

    // Properties.
    void unitsDontMatter();
    void orderDoesntMatter();
    void equalTimesAreCounted();
    void exponentialIsTimeOverFailures();
    void boundsHoldTheFigures();
    void derivativesAreZeroAtTheMaximum();
    void locationIsNoneWithoutOne();
    void unresolvedTimes();
    void tooLittle_data();
    void tooLittle();
    void failuresFollowedByLongSuspensions();

    // Simulation.
    void boundsHoldInNineteenOfTwentyCases_data();
    void boundsHoldInNineteenOfTwentyCases();
    void bestIsTheTrueModel();

    // Size.
    void classesChangeNothingThatMatters();
    void fiveMillionTimes();
};

// 8.4.1.3: eta 606.528, beta 1.7208, log-likelihood -75.135, AIC 154.27 (lognormal 154.39), mean
// 540.737 hours.
void tst_LifeFit::weibullOfNist()
{
    const auto fit = fitLife(nist(), LifeModel::Weibull);
    QVERIFY(fit.ok());
    VERIFY_NEAR(fit->characteristicLife.value, 606.528, 5e-4);
    VERIFY_NEAR(fit->shape.value, 1.7208, 5e-5);
    VERIFY_NEAR(fit->logLikelihood, -75.135, 5e-4);
    VERIFY_NEAR(fit->aic, 154.27, 5e-3);
    VERIFY_NEAR(fit->mean.value, 540.737, 5e-4);
    const auto lognormal = fitLife(nist(), LifeModel::Lognormal);
    QVERIFY(lognormal.ok());
    VERIFY_NEAR(lognormal->aic, 154.39, 5e-3);
}

// The same data with R 4.2.2, survival 3.5-3: survreg(Surv(t, d) ~ 1, dist = …), its var, AIC and
// BIC.
void tst_LifeFit::allModelsOfNistAsInR()
{
    const LifeFits fits = fitLives(nist());
    const auto& weibull = fits.of(LifeModel::Weibull);
    VERIFY_NEAR(weibull->distribution.mu, 6.407750165, 1e-8);
    VERIFY_NEAR(weibull->distribution.sigma, 0.5811259832, 1e-8);
    VERIFY_NEAR(weibull->covariance->mu, 0.04241289365, 1e-8);
    VERIFY_NEAR(weibull->covariance->both, 0.02712784240, 1e-8);
    VERIFY_NEAR(weibull->covariance->logSigma, 0.08515468874, 1e-8);
    VERIFY_NEAR(weibull->logLikelihood, -75.13461816, 1e-8);
    VERIFY_NEAR(weibull->bic, 156.2607009, 1e-7);

    const auto& lognormal = fits.of(LifeModel::Lognormal);
    VERIFY_NEAR(lognormal->distribution.mu, 6.226015069, 1e-8);
    VERIFY_NEAR(lognormal->distribution.sigma, 0.9089140394, 1e-8);
    VERIFY_NEAR(lognormal->covariance->mu, 0.06271995141, 1e-8);
    VERIFY_NEAR(lognormal->covariance->both, 0.02739142590, 1e-8);
    VERIFY_NEAR(lognormal->covariance->logSigma, 0.06171345859, 1e-8);
    VERIFY_NEAR(lognormal->logLikelihood, -75.19627078, 1e-8);

    const auto& exponential = fits.of(LifeModel::Exponential);
    VERIFY_NEAR(exponential->distribution.mu, 6.655569042, 1e-9);
    VERIFY_NEAR(exponential->covariance->mu, 0.1, 1e-9);
    VERIFY_NEAR(exponential->logLikelihood, -76.55569042, 1e-8);
    VERIFY_NEAR(exponential->bic, 156.1071131, 1e-7);

    QCOMPARE(fits.best, std::optional<std::size_t>(1));
    QVERIFY(!fits.isMeaningless);
    QVERIFY(fitLives(nist(), Trend::GettingBetter).isMeaningless);
}

// Documentation of the Python package `reliability`, "Fitting a specific distribution to data",
// example 1.
void tst_LifeFit::weibullOfThirtyTimes()
{
    const Times times{58, 75, 36, 52, 63, 65, 22, 17, 28, 64, 23, 40, 73, 45, 52,
                      36, 52, 60, 13, 55, 82, 55, 34, 57, 23, 42, 66, 35, 34, 25};
    const auto fit = fitLife(lifeSample(times), LifeModel::Weibull);
    QVERIFY(fit.ok());
    VERIFY_NEAR(fit->characteristicLife.value, 51.858, 5e-4);
    VERIFY_NEAR(fit->characteristicLife.bounds->lower, 45.3359, 1e-4);
    VERIFY_NEAR(fit->characteristicLife.bounds->upper, 59.3183, 1e-4);
    VERIFY_NEAR(fit->shape.value, 2.80086, 5e-6);
    VERIFY_NEAR(fit->shape.bounds->lower, 2.09624, 1e-5);
    VERIFY_NEAR(fit->shape.bounds->upper, 3.74233, 1e-5);
    VERIFY_NEAR(fit->logLikelihood, -129.063, 5e-4);
    VERIFY_NEAR(fit->aicc, 262.57, 5e-3);
    VERIFY_NEAR(fit->bic, 264.928, 5e-4);
}

// Vignette "Life Data Analysis Part II" of the R package weibulltools, by maximum likelihood; the
// same estimates as in Meeker and Escobar, example 8.9.
void tst_LifeFit::weibullOfShockAbsorbers()
{
    const auto fit = fitLife(lifeSample(kShockFailures, kShockSuspensions), LifeModel::Weibull);
    QVERIFY(fit.ok());
    VERIFY_NEAR(fit->distribution.mu, 10.2299, 5e-5);
    VERIFY_NEAR(fit->distribution.sigma, 0.3164, 5e-5);
}

namespace {

// Meeker and Escobar: thousands of cycles of alloy T7987.
const Times kAlloyFailures{291, 274, 271, 269, 257, 256, 227, 226, 224, 213, 211, 205, 203, 197,
                           196, 190, 189, 188, 187, 184, 180, 180, 177, 176, 173, 172, 171, 170,
                           170, 169, 168, 168, 162, 159, 159, 159, 159, 152, 152, 149, 149, 144,
                           143, 141, 141, 140, 139, 139, 136, 135, 133, 131, 129, 123, 121, 121,
                           118, 117, 117, 114, 112, 108, 104, 99,  99,  96,  94};
const Times kAlloySuspensions(5, 300);

} // namespace

// The same vignette.
void tst_LifeFit::lognormalOfAlloy()
{
    const auto fit = fitLife(lifeSample(kAlloyFailures, kAlloySuspensions), LifeModel::Lognormal);
    QVERIFY(fit.ok());
    VERIFY_NEAR(fit->distribution.mu, 5.1278, 5e-5);
    VERIFY_NEAR(fit->distribution.sigma, 0.3276, 5e-5);
}

// J. F. Lawless, Statistical Models and Methods for Lifetime Data, 2nd ed. 2003: eta 81.88 and beta
// 2.102 without a location; with one, 14.88, 63.88 and 1.594. Digits beyond those are R 4.2.2's:
// survreg, and optim for the location.
void tst_LifeFit::bearings()
{
    const LifeFits fits = fitLives(lifeSample(kBearings));
    const auto& weibull = fits.of(LifeModel::Weibull);
    VERIFY_NEAR(weibull->characteristicLife.value, 81.88, 5e-3);
    VERIFY_NEAR(weibull->shape.value, 2.102, 5e-4);
    VERIFY_NEAR(weibull->logLikelihood, -113.691290932, 1e-8);

    const auto& lognormal = fits.of(LifeModel::Lognormal);
    VERIFY_NEAR(lognormal->distribution.mu, 4.150454493894, 1e-11);
    VERIFY_NEAR(lognormal->distribution.sigma, 0.521649333997, 1e-9);
    VERIFY_NEAR(lognormal->logLikelihood, -113.128566737, 1e-8);

    const auto& location = fits.of(LifeModel::Weibull3);
    QVERIFY(location.ok());
    VERIFY_NEAR(location->distribution.location, 14.875915, 1e-5);
    VERIFY_NEAR(location->characteristicLife.value, 63.88005, 1e-4);
    VERIFY_NEAR(location->shape.value, 1.594299, 1e-5);
    VERIFY_NEAR(location->logLikelihood, -112.850189, 1e-6);
    QVERIFY(!location->shape.bounds);
    // Of the 15 points of likelihood that a location could cost, it is worth one.
    QCOMPARE(fits.best, std::optional<std::size_t>(2));
}

// R 4.2.2's optim. The location nearly is that of the first failure, at 94.
void tst_LifeFit::locationWithSuspensions()
{
    const auto fit = fitLife(lifeSample(kAlloyFailures, kAlloySuspensions), LifeModel::Weibull3);
    QVERIFY(fit.ok());
    VERIFY_NEAR(fit->distribution.location, 92.995, 1e-3);
    VERIFY_NEAR(fit->characteristicLife.value, 93.243, 1e-3);
    VERIFY_NEAR(fit->shape.value, 1.31977, 1e-5);
    VERIFY_NEAR(fit->logLikelihood, -363.935980828, 1e-8);
}

void tst_LifeFit::unitsDontMatter()
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

void tst_LifeFit::orderDoesntMatter()
{
    Times failures = kNistFailures;
    std::reverse(failures.begin(), failures.end());
    const auto fit = fitLife(lifeSample(failures, kNistSuspensions), LifeModel::Weibull);
    QCOMPARE(fit->distribution.mu, fitLife(nist(), LifeModel::Weibull)->distribution.mu);
}

void tst_LifeFit::equalTimesAreCounted()
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

void tst_LifeFit::exponentialIsTimeOverFailures()
{
    const auto fit = fitLife(nist(), LifeModel::Exponential);
    VERIFY_NEAR(fit->mean.value, (2771.0 + 5000) / 10, 1e-9);
    QVERIFY(!fit->shape.bounds);
    VERIFY_NEAR(
        fit->mean.bounds->upper / fit->mean.value, std::exp(1.959964 / std::sqrt(10)), 1e-6);
}

void tst_LifeFit::boundsHoldTheFigures()
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

void tst_LifeFit::derivativesAreZeroAtTheMaximum()
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

void tst_LifeFit::locationIsNoneWithoutOne()
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

// Failures at the same instant: somewhere between 0 and the resolution.
void tst_LifeFit::unresolvedTimes()
{
    Times times = kBearings;
    times.insert(times.end(), {0, 0, 1e-5});
    const LifeSample sample = lifeSample(times);
    QCOMPARE(sample.unresolvedCount, std::size_t(3));
    QCOMPARE(sample.failureCount(), std::size_t(26));
    // R 4.2.2, survival 3.5-3: survreg(Surv(lower, upper, type = "interval2") ~ 1) with a lower NA.
    const auto weibull = fitLife(sample, LifeModel::Weibull);
    VERIFY_NEAR(weibull->distribution.mu, 4.00753689422, 1e-8);
    VERIFY_NEAR(weibull->distribution.sigma, 1.77476331143, 1e-8);
    VERIFY_NEAR(weibull->covariance->mu, 0.1244721315849, 1e-7);
    VERIFY_NEAR(weibull->covariance->both, -0.0115044872645, 1e-7);
    VERIFY_NEAR(weibull->covariance->logSigma, 0.0397868071125, 1e-7);
    VERIFY_NEAR(weibull->logLikelihood, -153.41874788389, 1e-8);
    const auto lognormal = fitLife(sample, LifeModel::Lognormal);
    VERIFY_NEAR(lognormal->distribution.mu, 2.55596789281, 1e-8);
    VERIFY_NEAR(lognormal->distribution.sigma, 4.46617478341, 1e-8);
    VERIFY_NEAR(lognormal->covariance->both, -0.00690764483821, 1e-7);
    VERIFY_NEAR(lognormal->logLikelihood, -167.09816924991, 1e-8);
    const auto exponential = fitLife(sample, LifeModel::Exponential);
    VERIFY_NEAR(exponential->distribution.mu, 4.15717514529, 1e-8);
    VERIFY_NEAR(exponential->logLikelihood, -158.65262115102, 1e-8);
    // A finer clock makes a rare thing of the same instant.
    const auto coarse = fitLife(lifeSample(times, {}, 1), LifeModel::Weibull);
    QVERIFY(coarse->shape.value > fitLife(sample, LifeModel::Weibull)->shape.value);
}

void tst_LifeFit::tooLittle_data()
{
    QTest::addColumn<Times>("failures");
    QTest::addColumn<Times>("suspensions");
    QTest::addColumn<LifeModel>("model");
    QTest::addColumn<Reason>("reason");
    const Reason noSpread{Reason::Kind::NoSpread};
    QTest::newRow("nothing") << Times{} << Times{} << LifeModel::Exponential
                             << Reason::needsFailures(1, 0);
    QTest::newRow("suspensions only")
        << Times{} << Times{5, 6} << LifeModel::Weibull << Reason::needsFailures(2, 0);
    QTest::newRow("one") << Times{5} << Times{6} << LifeModel::Lognormal
                         << Reason::needsFailures(2, 1);
    QTest::newRow("two for three")
        << Times{5, 7} << Times{} << LifeModel::Weibull3 << Reason::needsFailures(3, 2);
    QTest::newRow("equal") << Times{5, 5, 5} << Times{6} << LifeModel::Weibull << noSpread;
    QTest::newRow("zeros") << Times{0, 0, 0} << Times{6} << LifeModel::Exponential << noSpread;
}

void tst_LifeFit::tooLittle()
{
    QFETCH(Times, failures);
    QFETCH(Times, suspensions);
    QFETCH(LifeModel, model);
    QFETCH(Reason, reason);
    const auto fit = fitLife(lifeSample(failures, suspensions), model);
    QVERIFY(!fit.ok());
    QCOMPARE(fit.reason(), reason);
}

void tst_LifeFit::failuresFollowedByLongSuspensions()
{
    const LifeSample sample = lifeSample(Times{1, 2}, Times(1000, 1e6));
    for (const LifeModel model :
         {LifeModel::Exponential, LifeModel::Weibull, LifeModel::Lognormal}) {
        const auto fit = fitLife(sample, model);
        QVERIFY(fit.ok());
        QVERIFY(fit->mean.value > 1e7);
    }
    // Two times have no AICc with two parameters, and only just with one.
    const LifeFits two = fitLives(lifeSample(Times{1, 2}));
    QVERIFY(two.of(LifeModel::Weibull).ok());
    QVERIFY(std::isinf(two.of(LifeModel::Weibull)->aicc));
    QVERIFY(two.bestFit() == nullptr);
    QCOMPARE(fitLives(lifeSample(Times{1, 2, 3})).best, std::optional<std::size_t>(0));
}

void tst_LifeFit::boundsHoldInNineteenOfTwentyCases_data()
{
    QTest::addColumn<bool>("isLognormal");
    QTest::newRow("weibull") << false;
    QTest::newRow("lognormal") << true;
}

// 60 times each, 30 % of which are suspended. Normal bounds are a little narrow with fewer.
void tst_LifeFit::boundsHoldInNineteenOfTwentyCases()
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

void tst_LifeFit::bestIsTheTrueModel()
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

void tst_LifeFit::classesChangeNothingThatMatters()
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

void tst_LifeFit::fiveMillionTimes()
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

QTEST_GUILESS_MAIN(tst_LifeFit)
#include "tst_LifeFit.moc"
