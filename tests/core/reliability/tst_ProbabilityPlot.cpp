// SPDX-License-Identifier: GPL-3.0-or-later
#include "Near.h"
#include "reliability/life/ProbabilityPlot.h"

#include <QtTest>

#include <random>
#include <vector>

using namespace faultline::reliability;

class tst_ProbabilityPlot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // R. B. Abernethy, The New Weibull Handbook, chapter 2: eight units, three suspensions. The
    // adjusted ranks are 1.125, 2.438, 3.750, 5.063 and 6.375; the median ranks are printed in
    // per cent.
    void ranksAreAdjusted()
    {
        const auto points = probabilityPlot(
            lifeSample(std::vector<double>{30, 49, 82, 90, 96}, std::vector<double>{10, 45, 100}));
        const std::vector<double> printed{9.8, 25.5, 41.1, 56.7, 72.3};
        QCOMPARE(points.size(), printed.size());
        for (std::size_t i = 0; i < printed.size(); ++i)
            VERIFY_NEAR(100 * points[i].failed, printed[i], 0.06);
        VERIFY_NEAR(points[1].failed, (2.4375 - 0.3) / 8.4, 1e-12);
        QCOMPARE(points[4].hours, 96.0);
    }

    // By hand.
    void kaplanAndMeier()
    {
        const auto points = probabilityPlot(
            lifeSample(std::vector<double>{54, 187, 216}, std::vector<double>{200, 500}),
            PlotPositions::KaplanMeier);
        QCOMPARE(points.size(), std::size_t(3));
        VERIFY_NEAR(points[0].failed, 0.1, 1e-12); // half way to 1/5
        VERIFY_NEAR(points[1].failed, 0.3, 1e-12);
        VERIFY_NEAR(points[2].failed, 1 - 0.6 * 0.75, 1e-12); // half way to a survival of 0.6 / 2
    }

    void equalTimesAreOnePointInTheirMiddle()
    {
        const auto points =
            probabilityPlot(lifeSample(std::vector<double>{5, 5, 5, 8}, std::vector<double>{5}));
        QCOMPARE(points.size(), std::size_t(2));
        VERIFY_NEAR(points[0].failed, (2 - 0.3) / 5.4, 1e-12);
        // The suspension at 5 comes after the failures: rank 3 + (6 - 3) / 2.
        VERIFY_NEAR(points[1].failed, (4.5 - 0.3) / 5.4, 1e-12);
    }

    void unresolvedFailuresHaveRanksOnly()
    {
        const auto points = probabilityPlot(lifeSample(std::vector<double>{0, 0, 7, 9}));
        QCOMPARE(points.size(), std::size_t(2));
        VERIFY_NEAR(points[0].failed, (3 - 0.3) / 4.4, 1e-12);
    }

    void nothingFailed()
    {
        QVERIFY(probabilityPlot(LifeSample()).empty());
        QVERIFY(probabilityPlot(lifeSample({}, std::vector<double>{4})).empty());
    }

    void manyPointsAreThinned()
    {
        std::mt19937_64 random(2);
        std::exponential_distribution<double> draw(0.01);
        LifeCollector times;
        for (int i = 0; i < 200'000; ++i)
            times.addFailure(draw(random));
        const LifeSample sample = times.sample();
        const auto all =
            probabilityPlot(sample, PlotPositions::MedianRanks, sample.failures.size());
        QCOMPARE(all.size(), sample.failures.size());
        const auto some = probabilityPlot(sample, PlotPositions::MedianRanks, 100);
        QVERIFY(some.size() > 30 && some.size() <= 100);
        QCOMPARE(some.front().hours, all.front().hours);
        QCOMPARE(some.back().hours, all.back().hours);
        QCOMPARE(some.back().failed, all.back().failed);
        for (std::size_t i = 1; i < some.size(); ++i)
            QVERIFY(some[i - 1].failed < some[i].failed && some[i].failed < 1);
    }
};

QTEST_GUILESS_MAIN(tst_ProbabilityPlot)
#include "tst_ProbabilityPlot.moc"
