// SPDX-License-Identifier: GPL-3.0-or-later
#include "Near.h"
#include "reliability/operation/Downtime.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace faultline::reliability;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Downtime downtimeOf(
    const std::vector<Outage>& outages, double from, double to,
    const std::vector<double>& boundaries = {})
{
    DowntimeCollector collector(boundaries);
    collector.add(outages, from, to);
    return collector.result();
}

} // namespace

class tst_Downtime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // IEC 61703's definitions, with four restorations of a system that is observed for 1,000 h: 20
    // h down, a mean of 5 h, and an operating time between failures of 245 h.
    void figuresOfOneSystem()
    {
        const auto down = downtimeOf({{100, 102}, {300, 304}, {500, 506}, {700, 708}}, 0, 1000);
        QCOMPARE(down.failures, std::size_t(4));
        QCOMPARE(down.hours.total, 20.0);
        QCOMPARE(down.hours.unplanned, 20.0);
        QCOMPARE(down.restoration->mean.value, 5.0);
        QCOMPARE(down.restoration->median, 5.0);
        VERIFY_NEAR(down.restoration->nineOfTen, 7.4, 1e-12);
        QCOMPARE(*down.mtbf, 245.0);
        // All that was down came from failures, so both availabilities are the same.
        VERIFY_NEAR(*down.inherentAvailability, 0.98, 1e-12);
        VERIFY_NEAR(*down.hours.availability(), 0.98, 1e-12);
        // Not skewed, so Student's bounds: 5 ± 3.182 · sqrt(20/3/4).
        VERIFY_NEAR(down.restoration->mean.bounds->lower, 5 - 3.18245 * std::sqrt(20.0 / 12), 1e-4);
        VERIFY_NEAR(down.restoration->mean.bounds->upper, 5 + 3.18245 * std::sqrt(20.0 / 12), 1e-4);
    }

    void overlappingOutagesAreOne()
    {
        const auto down = downtimeOf({{10, 20}, {15, 18}, {19, 25}, {25, 26}}, 0, 100);
        QCOMPARE(down.hours.total, 16.0);
        QCOMPARE(down.failures, std::size_t(2));
        QCOMPARE(down.restoration->mean.value, 8.0); // 15 h and 1 h
    }

    void plannedIsApart()
    {
        const auto down = downtimeOf({{10, 20, true}, {15, 30}, {50, 60, true}, {70, 71}}, 0, 100);
        QCOMPARE(down.hours.total, 31.0);
        QCOMPARE(down.hours.unplanned, 16.0);
        QCOMPARE(down.hours.planned(), 15.0);
        QCOMPARE(down.failures, std::size_t(2));
        QCOMPARE(*down.mtbf, 34.5);
        VERIFY_NEAR(*down.hours.availability(), 0.69, 1e-12);
        VERIFY_NEAR(*down.inherentAvailability, 34.5 / (34.5 + 8), 1e-12);
    }

    void whatIsNotObservedIsCutOff()
    {
        // It was down when the observation began, and is when it ends.
        const auto down = downtimeOf({{-5, 10}, {20, 21}, {95, kInfinity}}, 0, 100);
        QCOMPARE(down.hours.total, 16.0);
        QCOMPARE(down.failures, std::size_t(2));
        QCOMPARE(down.lasting, std::size_t(1));
        QCOMPARE(down.restoration->count, std::size_t(1));
        QCOMPARE(down.restoration->mean.value, 1.0);
        QVERIFY(!down.restoration->mean.bounds);
        // Its end is known, although nothing was observed by then.
        const auto later = downtimeOf({{20, 21}, {95, 102}}, 0, 100);
        QCOMPARE(later.hours.total, 6.0);
        QCOMPARE(later.lasting, std::size_t(0));
        QCOMPARE(later.restoration->mean.value, 4.0); // 1 h and 7 h
        // All of it is outside.
        const auto outside = downtimeOf({{-5, -1}, {200, 300}}, 0, 100);
        QCOMPARE(outside.hours.total, 0.0);
        QCOMPARE(outside.failures, std::size_t(0));
    }

    void byPeriod()
    {
        const auto down =
            downtimeOf({{90, 210}, {210, 212, true}, {250, 260}}, 50, 280, {0, 100, 200, 300});
        QCOMPARE(down.periods.size(), std::size_t(3));
        const auto& [first, second, third] =
            std::tie(down.periods[0], down.periods[1], down.periods[2]);
        QCOMPARE(first.hours.observed, 50.0);
        QCOMPARE(first.hours.total, 10.0);
        QCOMPARE(first.failures, std::size_t(1));
        QCOMPARE(second.hours.unplanned, 100.0);
        QCOMPARE(*second.hours.availability(), 0.0);
        QCOMPARE(second.failures, std::size_t(0));
        QCOMPARE(third.hours.observed, 80.0);
        QCOMPARE(third.hours.unplanned, 20.0);
        QCOMPARE(third.hours.planned(), 2.0);
        QCOMPARE(third.failures, std::size_t(1));
        // A failure belongs to the period in which it began, with all of its length.
        QCOMPARE(*first.mttr(), 120.0);
        QVERIFY(!second.mttr());
        QCOMPARE(*third.mttr(), 10.0);

        DowntimeCollector unknown(std::vector<double>{0, 100, 200});
        unknown.add(std::vector<Outage>{{110, 113}}, 0, 200, std::vector<double>{50, 100, 120});
        const auto parts = unknown.result().periods;
        QCOMPARE(parts[0].failures, std::size_t(1));
        QCOMPARE(parts[1].failures, std::size_t(3));
        QCOMPARE(parts[1].unknown, std::size_t(2));
        QCOMPARE(*parts[1].mttr(), 3.0);
    }

    void noTimesToRestoration()
    {
        const auto nothing = downtimeOf({}, 0, 100);
        QCOMPARE(*nothing.hours.availability(), 1.0);
        QCOMPARE(nothing.restoration.reason(), Reason::needsFailures(1, 0));
        QCOMPARE(nothing.mtbf.reason(), Reason::needsFailures(1, 0));

        DowntimeCollector unknown;
        unknown.add({}, 0, 100, std::vector<double>{1, 2, 3, 4});
        QCOMPARE(*unknown.result().mtbf, 25.0);
        QCOMPARE(unknown.result().unknown, std::size_t(4));
        QVERIFY(!unknown.result().inherentAvailability.ok());

        const auto unobserved = downtimeOf({{0, 5}}, 0, 0);
        QVERIFY(!unobserved.hours.availability());
        QCOMPARE(unobserved.mtbf.reason().kind, Reason::Kind::NoTimeObserved);

        // Restored at once.
        const auto atOnce = downtimeOf({{5, 5}, {5, 5}, {9, 9}, {12, 12}}, 0, 100);
        QCOMPARE(atOnce.failures, std::size_t(4));
        QCOMPARE(atOnce.restoration->mean.value, 0.0);
        QVERIFY(!atOnce.restoration->mean.bounds);
        QCOMPARE(*atOnce.inherentAvailability, 1.0);
    }

    void systemsAndPeriodsAddUp()
    {
        std::mt19937_64 random(6);
        std::uniform_real_distribution<double> time(-100, 1100);
        std::exponential_distribution<double> length(0.05);
        const std::vector<double> boundaries{-1000, 100, 250, 700, 2000};
        DowntimeCollector all(boundaries);
        double total = 0;
        double steps = 0;
        for (int system = 0; system < 50; ++system) {
            std::vector<Outage> outages(1 + random() % 60);
            for (Outage& outage : outages) {
                outage.begin = time(random);
                outage.end = outage.begin + length(random);
                outage.isPlanned = random() % 3 == 0;
            }
            std::sort(outages.begin(), outages.end(), [](const auto& a, const auto& b) {
                return a.begin < b.begin;
            });
            all.add(outages, 0, 1000);
            total += downtimeOf(outages, 0, 1000).hours.total;
            // Another way to the same: look at each tenth of an hour.
            for (int step = 0; step < 10'000; ++step)
                steps += std::any_of(
                             outages.begin(), outages.end(),
                             [&](const Outage& outage) {
                                 return outage.begin <= step / 10.0 && step / 10.0 < outage.end;
                             })
                             ? 0.1
                             : 0;
        }
        const Downtime down = all.result();
        VERIFY_NEAR(down.hours.total, total, 1e-6);
        VERIFY_NEAR(down.hours.total, steps, steps * 0.005);
        DowntimeHours sum;
        std::size_t failures = 0;
        for (const DowntimePeriod& period : down.periods) {
            QVERIFY(period.hours.unplanned <= period.hours.total + 1e-9);
            QVERIFY(period.hours.total <= period.hours.observed);
            sum.total += period.hours.total;
            sum.unplanned += period.hours.unplanned;
            sum.observed += period.hours.observed;
            failures += period.failures;
        }
        VERIFY_NEAR(sum.total, down.hours.total, 1e-6);
        VERIFY_NEAR(sum.unplanned, down.hours.unplanned, 1e-6);
        QCOMPARE(sum.observed, 50'000.0);
        QCOMPARE(failures, down.failures);
    }

    // 50 exponential times to restoration.
    void boundsOfMttrHold()
    {
        constexpr int kCases = 2000;
        std::mt19937_64 random(12);
        std::exponential_distribution<double> length(0.5);
        int held = 0;
        for (int i = 0; i < kCases; ++i) {
            std::vector<Outage> outages;
            outages.reserve(50);
            for (int j = 0; j < 50; ++j)
                outages.push_back({j * 100.0, j * 100.0 + length(random)});
            const Interval bounds = *downtimeOf(outages, 0, 10'000).restoration->mean.bounds;
            held += bounds.lower <= 2 && 2 <= bounds.upper ? 1 : 0;
        }
        qInfo("%d of %d", held, kCases);
        QVERIFY(held >= kCases * 93 / 100 && held <= kCases * 97 / 100);
    }

    void fiveMillionOutages()
    {
        std::vector<Outage> outages(5'000'000);
        for (std::size_t i = 0; i < outages.size(); ++i)
            outages[i] = {static_cast<double>(i), static_cast<double>(i) + 0.25};
        const auto down = downtimeOf(outages, 0, 5e6, {0, 1e6, 2e6, 5e6});
        QCOMPARE(down.hours.total, 1'250'000.0);
        QCOMPARE(down.periods[2].failures, std::size_t(3'000'000));
        QCOMPARE(down.restoration->median, 0.25);
    }
};

QTEST_GUILESS_MAIN(tst_Downtime)
#include "tst_Downtime.moc"
