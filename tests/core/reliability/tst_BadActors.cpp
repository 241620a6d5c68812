// SPDX-License-Identifier: GPL-3.0-or-later
#include "Near.h"
#include "reliability/operation/BadActors.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

using namespace faultline::reliability;

namespace {

constexpr StandingOutRule kPlain{1, 0.05};

/// P(at least `hours`) for one piece of equipment, by adding up all cases.
double allCases(const std::vector<double>& outages, double hours, double probability, double own)
{
    double sum = 0;
    for (std::size_t hits = 0; hits < (std::size_t(1) << outages.size()); ++hits) {
        double downtime = 0;
        double chance = 1;
        for (std::size_t i = 0; i < outages.size(); ++i) {
            const bool isHit = (hits >> i & 1) != 0;
            downtime += isHit ? outages[i] : 0;
            chance *= isHit ? probability : 1 - probability;
        }
        sum += downtime > hours + 1e-9 ? chance : downtime > hours - 1e-9 ? own * chance : 0;
    }
    return sum;
}

} // namespace

class tst_BadActors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The example of poisson.test in R: 11 events in 800 person-years against 21 in 3,011. The
    // interval is printed as 0.8584264 to 4.2772659; one-sided p by R 4.2.2.
    void twoRatesAsInR()
    {
        const auto standings =
            standingsByFailures(std::array{FailureCount{11, 800}, FailureCount{21, 3011}}, kPlain);
        QVERIFY(standings.ok());
        const Standing& first = standings->front();
        VERIFY_NEAR(first.ratio, 1.971488, 5e-7);
        VERIFY_NEAR(first.ratioBounds.lower, 0.8584264, 5e-8);
        VERIFY_NEAR(first.ratioBounds.upper, 4.2772659, 5e-8);
        VERIFY_NEAR(first.p, 0.05600866, 5e-9);
        VERIFY_NEAR(first.adjusted, 2 * 0.05600866, 1e-8);
        VERIFY_NEAR(first.share, 11.0 / 32, 1e-12);
        VERIFY_NEAR(first.expectedShare, 800.0 / 3811, 1e-12);
        QVERIFY(!first.standsOut);
    }

    void correctionIsHolms()
    {
        std::vector<FailureCount> group(20, {10, 1000});
        group[3].failures = 18;
        group[8].failures = 16;
        const auto standings = *standingsByFailures(group, kPlain);
        VERIFY_NEAR(standings[3].adjusted, 20 * standings[3].p, 1e-12);
        VERIFY_NEAR(standings[8].adjusted, std::min(1.0, 19 * standings[8].p), 1e-12);
        // Alone it would differ, but of 20 one has to.
        QVERIFY(standings[3].p < 0.05 && !standings[3].standsOut);
    }

    void oneBadActorHidesNoOther()
    {
        std::vector<FailureCount> group(6, {10, 1000});
        group[0].failures = 500;
        group[1].failures = 35;
        const auto standings = *standingsByFailures(group);
        QVERIFY(standings[0].standsOut && standings[1].standsOut);
        QVERIFY(!standings[2].standsOut);
        VERIFY_NEAR(standings[0].ratio, 50, 1e-9);
        VERIFY_NEAR(standings[1].ratio, 3.5, 1e-9);
        VERIFY_NEAR(standings[2].ratio, 1, 1e-9);

        std::vector<std::vector<double>> outages(6, std::vector<double>(12, 1.0));
        outages[0].assign(12, 50);
        outages[1].assign(12, 5);
        for (std::size_t i = 0; i < 12; ++i)
            outages[2][i] = 0.5 + 0.1 * static_cast<double>(i);
        std::vector<OutageLengths> lengths;
        lengths.reserve(outages.size());
        for (const auto& each : outages)
            lengths.push_back({each, 1000});
        const auto byDowntime = *standingsByDowntime(lengths);
        QVERIFY(byDowntime[0].standsOut && byDowntime[1].standsOut && !byDowntime[2].standsOut);
        VERIFY_NEAR(byDowntime[3].ratio, 12 / ((24 + 12 * 1.05) / 3), 1e-9);
    }

    // With enough failures 10 % more are certain, but nothing to name.
    void smallDifferencesDontStandOut()
    {
        std::vector<FailureCount> group(10, {100'000, 1000});
        group[0].failures = 110'000;
        group[1].failures = 200'000;
        const auto plain = *standingsByFailures(group, kPlain);
        QVERIFY(plain[0].standsOut && plain[1].standsOut);
        const auto standings = *standingsByFailures(group);
        QVERIFY(!standings[0].standsOut);
        QVERIFY(standings[1].standsOut);
    }

    void timeObservedMatters()
    {
        // As many failures in a tenth of the time.
        std::vector<FailureCount> group(5, {10, 1000});
        group[4].observed = 100;
        const auto standings = *standingsByFailures(group);
        QVERIFY(standings[4].standsOut);
        VERIFY_NEAR(standings[4].ratio, 10, 1e-9);
        // None observed: left out, with its failures.
        group.push_back({1000, 0});
        const auto without = *standingsByFailures(group);
        QVERIFY(!without[5].standsOut);
        QCOMPARE(without[5].p, 1.0);
        QCOMPARE(without[4].p, standings[4].p);
    }

    void tooLittle()
    {
        QCOMPARE(
            standingsByFailures(std::array{FailureCount{5, 10}}).reason(),
            Reason::needsSystems(2, 1));
        QCOMPARE(
            standingsByFailures(std::array{FailureCount{5, 10}, FailureCount{3, 0}}).reason(),
            Reason::needsSystems(2, 1));
        QCOMPARE(
            standingsByFailures(std::array{FailureCount{0, 10}, FailureCount{0, 9}}).reason(),
            Reason::needsFailures(1, 0));
        const std::vector<double> none{0, 0};
        QCOMPARE(
            standingsByDowntime(std::array{OutageLengths{none, 9}, OutageLengths{{}, 9}}).reason(),
            Reason::needsFailures(1, 0));
        // All failures of one.
        const auto all =
            *standingsByFailures(std::array{FailureCount{20, 10}, FailureCount{0, 10}}, kPlain);
        QVERIFY(std::isinf(all[0].ratio) && std::isinf(all[0].ratioBounds.upper));
        QCOMPARE(all[1].ratio, 0.0);
        VERIFY_NEAR(all[0].p, std::exp2(-20), 1e-15);
    }

    void fewOutagesAreExact()
    {
        const std::vector<double> own{8, 3, 0};
        const std::vector<double> others{1, 2, 5, 1, 1};
        const std::array group{OutageLengths{own, 100}, OutageLengths{others, 300}};
        const auto standings = *standingsByDowntime(group, kPlain);
        VERIFY_NEAR(standings[0].p, allCases({8, 3, 1, 2, 5, 1, 1}, 11, 0.25, 1), 1e-12);
        VERIFY_NEAR(standings[0].share, 11.0 / 21, 1e-12);
        VERIFY_NEAR(standings[0].ratio, 3 * 11.0 / 10, 1e-12);
    }

    // The tails that decide: of 17 to 19 skewed lengths.
    void manyOutagesAreNearlyExact()
    {
        std::mt19937_64 random(4);
        std::lognormal_distribution<double> length(0, 0.8);
        double worst = 0;
        for (int turn = 0; turn < 20; ++turn) {
            std::vector<double> own(5 + random() % 2);
            std::vector<double> others(12 + random() % 2);
            for (auto* each : {&own, &others})
                std::generate(each->begin(), each->end(), [&] { return length(random); });
            const auto standings = *standingsByDowntime(
                std::array{OutageLengths{own, 100}, OutageLengths{others, 500}}, kPlain);
            std::vector<double> all = own;
            all.insert(all.end(), others.begin(), others.end());
            double downtime = 0;
            for (const double hours : own)
                downtime += hours;
            const double exact = allCases(all, downtime, 1.0 / 6, 0.5);
            if (exact < 0.2)
                worst = std::max(worst, std::abs(standings[0].p / exact - 1));
        }
        qInfo("worst: %g", worst);
        QVERIFY(worst < 0.15);
    }

    void oneLongOutageMakesNoBadActor()
    {
        std::mt19937_64 random(4);
        std::exponential_distribution<double> length(1);
        std::vector<std::vector<double>> outages(10, std::vector<double>(20));
        for (auto& each : outages)
            std::generate(each.begin(), each.end(), [&] { return length(random); });
        outages[2][5] = 1000;
        std::vector<OutageLengths> group;
        group.reserve(outages.size());
        for (const auto& each : outages)
            group.push_back({each, 500});
        const auto standings = *standingsByDowntime(group);
        QVERIFY(standings[2].share > 0.8);
        QVERIFY(!standings[2].standsOut);
        QVERIFY(standings[2].p > 0.05);
        // Long outages again and again do.
        outages[7].assign(20, 9);
        group[7] = {outages[7], 500};
        outages[2][5] = 1;
        QVERIFY((*standingsByDowntime(group))[7].standsOut);
    }

    void groupsWithoutADifference_data()
    {
        QTest::addColumn<std::size_t>("bad");
        QTest::newRow("none") << std::size_t(0);
        QTest::newRow("two bad actors") << std::size_t(2);
    }

    // At 5 % at most 5 % of groups name any equipment that doesn't differ.
    void groupsWithoutADifference()
    {
        QFETCH(std::size_t, bad);
        constexpr int kCases = 2000;
        std::mt19937_64 random(14);
        std::poisson_distribution<std::size_t> count(25);
        std::poisson_distribution<std::size_t> more(70);
        std::lognormal_distribution<double> length(0, 1);
        int byFailures = 0;
        int byDowntime = 0;
        for (int i = 0; i < kCases; ++i) {
            std::vector<FailureCount> counts;
            std::vector<std::vector<double>> outages(8);
            std::vector<OutageLengths> lengths;
            for (auto& each : outages) {
                each.resize(counts.size() < bad ? more(random) : count(random));
                std::generate(each.begin(), each.end(), [&] { return length(random); });
                counts.push_back({each.size(), 100});
                lengths.push_back({each, 100});
            }
            const auto isWronglyNamed = [&](const std::vector<Standing>& standings) {
                for (std::size_t at = bad; at < standings.size(); ++at)
                    if (standings[at].standsOut)
                        return 1;
                return 0;
            };
            byFailures += isWronglyNamed(*standingsByFailures(counts, kPlain));
            byDowntime += isWronglyNamed(*standingsByDowntime(lengths, kPlain));
        }
        qInfo("by failures %d, by downtime %d of %d", byFailures, byDowntime, kCases);
        QVERIFY(byFailures <= kCases * 6 / 100);
        QVERIFY(byDowntime <= kCases * 6 / 100);
        QVERIFY(byFailures >= kCases / 100 && byDowntime >= kCases / 100);
    }

    void manyOutagesOfManySystems()
    {
        std::mt19937_64 random(15);
        std::lognormal_distribution<double> length(0, 1);
        std::vector<double> outages(1'000'000);
        std::generate(outages.begin(), outages.end(), [&] { return length(random); });
        std::vector<OutageLengths> group;
        group.reserve(500);
        for (std::size_t i = 0; i < 500; ++i)
            group.push_back({std::span(outages).subspan(i * 2000, 2000), 1000});
        const auto standings = *standingsByDowntime(group, kPlain);
        double total = 0;
        for (const Standing& each : standings)
            total += each.share;
        VERIFY_NEAR(total, 1, 1e-9);
        QVERIFY(
            std::count_if(
                standings.begin(), standings.end(),
                [](const Standing& each) { return each.p < 0.05; })
            < 50);
    }
};

QTEST_GUILESS_MAIN(tst_BadActors)
#include "tst_BadActors.moc"
