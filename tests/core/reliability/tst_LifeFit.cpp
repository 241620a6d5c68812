// SPDX-License-Identifier: GPL-3.0-or-later
#include "Near.h"
#include "PublishedLives.h"
#include "reliability/life/LifeFit.h"

#include <QtTest>

#include <cmath>
#include <optional>

using namespace faultline::reliability;

class tst_LifeFit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weibullOfNist();
    void allModelsOfNistAsInR();
    void weibullOfThirtyTimes();
    void weibullOfShockAbsorbers();
    void lognormalOfAlloy();
    void bearings();
    void locationWithSuspensions();
    void unresolvedTimes();
    void tooLittle_data();
    void tooLittle();
    void failuresFollowedByLongSuspensions();
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

QTEST_GUILESS_MAIN(tst_LifeFit)
#include "tst_LifeFit.moc"
