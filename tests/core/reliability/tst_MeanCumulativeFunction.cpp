// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/CurveThinning.h"
#include "reliability/MeanCumulativeFunction.h"
#include "reliability/PowerLaw.h"

#include <QtTest>

#include <cmath>
#include <random>
#include <vector>

using namespace faultline::reliability;

namespace {

using Ages = std::vector<double>;

struct Engine
{
    double days;
    Ages replacements;
};

// Ages of 41 diesel engines when valve seats were replaced, and how long each was observed, in
// days: W. Nelson, Confidence Limits for Recurrence Data, Technometrics 37, 1995.
const std::vector<Engine> kEngines{
    {761, {}},
    {759, {}},
    {667, {98}},
    {667, {326, 653, 653}},
    {665, {}},
    {667, {84}},
    {663, {87}},
    {653, {646}},
    {653, {92}},
    {651, {}},
    {650, {258, 328, 377, 621}},
    {648, {61, 539}},
    {644, {254, 276, 298, 640}},
    {642, {76, 538}},
    {641, {635}},
    {649, {349, 404, 561}},
    {631, {}},
    {596, {}},
    {614, {120, 479}},
    {582, {323, 449}},
    {589, {139, 139}},
    {593, {}},
    {589, {573}},
    {606, {165, 408, 604}},
    {594, {249}},
    {613, {344, 497}},
    {595, {265, 586}},
    {389, {166, 206, 348}},
    {601, {}},
    {601, {410, 581}},
    {611, {}},
    {608, {}},
    {587, {}},
    {603, {367}},
    {585, {202, 563, 570}},
    {587, {}},
    {578, {}},
    {578, {}},
    {586, {}},
    {585, {}},
    {582, {}},
};

std::vector<McfPoint> pointsOf(const std::vector<ObservedSystem>& fleet)
{
    MeanCumulativeFunction function(fleet);
    std::vector<McfPoint> points;
    while (const std::optional<McfPoint> point = function.next())
        points.push_back(*point);
    return points;
}

std::vector<ObservedSystem> engines()
{
    std::vector<ObservedSystem> fleet;
    fleet.reserve(kEngines.size());
    for (const Engine& engine : kEngines)
        fleet.push_back({engine.replacements, 0, engine.days});
    return fleet;
}

const McfPoint& at(const std::vector<McfPoint>& points, double age)
{
    const auto found = std::find_if(
        points.begin(), points.end(), [age](const McfPoint& point) { return point.age == age; });
    return found == points.end() ? points.front() : *found;
}

bool near(double actual, double expected, double tolerance)
{
    return std::abs(actual - expected) <= tolerance;
}

} // namespace

class tst_MeanCumulativeFunction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Means and standard errors as R's package survival 3.5-3 prints them for its data set
    // valveSeat: survfit(Surv(t1, t2, s) ~ 1, id = id, cluster = id, robust = TRUE), cumhaz and
    // std.chaz.
    void valveSeatsAreReproduced_data()
    {
        QTest::addColumn<double>("age");
        QTest::addColumn<int>("atRisk");
        QTest::addColumn<double>("mean");
        QTest::addColumn<double>("error");
        QTest::newRow("61") << 61.0 << 41 << 0.02439024 << 0.02409097;
        QTest::newRow("98") << 98.0 << 41 << 0.14634146 << 0.05519934;
        QTest::newRow("139, twice in one engine") << 139.0 << 41 << 0.21951220 << 0.07326981;
        QTest::newRow("276") << 276.0 << 41 << 0.43902439 << 0.09785797;
        QTest::newRow("404, one engine less") << 404.0 << 40 << 0.68353659 << 0.13593896;
        QTest::newRow("573") << 573.0 << 40 << 0.95853659 << 0.16895814;
        QTest::newRow("586") << 586.0 << 34 << 1.01426414 << 0.17384433;
        QTest::newRow("621") << 621.0 << 17 << 1.11854221 << 0.20750288;
        QTest::newRow("646") << 646.0 << 13 << 1.32046529 << 0.22850515;
    }

    void valveSeatsAreReproduced()
    {
        QFETCH(double, age);
        QFETCH(int, atRisk);
        QFETCH(double, mean);
        QFETCH(double, error);
        const std::vector<McfPoint> points = pointsOf(engines());
        const McfPoint& point = at(points, age);
        QCOMPARE(point.age, age);
        QCOMPARE(point.atRisk, std::size_t(atRisk));
        QVERIFY(near(point.mean, mean, 5e-9));
        QVERIFY(near(std::sqrt(point.variance), error, 5e-9));
    }

    // At 653 days, two seats of one engine were replaced, and two engines' histories end.
    void failuresComeBeforeTheEndOfObservations()
    {
        const std::vector<McfPoint> points = pointsOf(engines());
        QCOMPARE(points.back().age, 653.0);
        QCOMPARE(points.back().atRisk, std::size_t(9));
        QCOMPARE(points.back().failures, std::size_t(2));
        QVERIFY(near(points.back().mean, 1.32046529 + 2.0 / 9, 5e-9));
        std::size_t failures = 0;
        for (const McfPoint& point : points)
            failures += point.failures;
        QCOMPARE(failures, std::size_t(48));
    }

    // The power law that fits the valve seats best: β 1.399 and a scale of 553.64 days.
    // W. Q. Meeker and L. A. Escobar, Statistical Methods for Reliability Data, 1998, chapter 16.
    void powerLawOfValveSeatsIsReproduced()
    {
        FailureSums sums;
        for (const Engine& engine : kEngines)
            sums.add({engine.replacements, engine.days, Truncation::Time});
        const Estimate<PowerLaw> fit = fitPowerLaw(sums);
        QVERIFY(fit.ok());
        QVERIFY(near(fit->likely.beta, 1.399, 1e-3));
        QVERIFY(near(std::pow(fit->likely.lambda(), -1 / fit->likely.beta), 553.64, 1e-2));
    }

    // ReliaWiki, Recurrent Event Data Analysis: five systems, with the means that it prints.
    void exampleWithSuspensionsIsReproduced()
    {
        const std::vector<Ages> ages{
            {5, 10, 15}, {6, 13, 17}, {12, 20, 25}, {13, 15}, {16, 22, 25}};
        const std::vector<double> ends{17, 19, 26, 24, 28};
        std::vector<ObservedSystem> fleet;
        for (std::size_t i = 0; i < ages.size(); ++i)
            fleet.push_back({ages[i], 0, ends[i]});
        const std::vector<McfPoint> points = pointsOf(fleet);
        QVERIFY(near(at(points, 5).mean, 0.2, 1e-12));
        QVERIFY(near(at(points, 13).mean, 1.2, 1e-12));
        QVERIFY(near(at(points, 17).mean, 2, 1e-12));
        QVERIFY(near(at(points, 20).mean, 2.33333, 5e-6));
        QVERIFY(near(at(points, 22).mean, 2.66667, 5e-6));
        QVERIFY(near(at(points, 25).mean, 3.66667, 5e-6));
    }

    // By hand. Systems 1 and 2 are observed from 0, system 3 from 4. At 2, 1 of 2 fails: 1/2. At 6,
    // 2 of 3: 1/2 + 2/3. Terms of the variance: 1/4 and -1/4; then 1/4 + (1-2/3)/3, -1/4 - 2/9 and
    // (1-2/3)/3.
    void systemsMayEnterLate()
    {
        const Ages first{2, 6};
        const Ages third{6};
        const std::vector<McfPoint> points =
            pointsOf({{first, 0, 10}, {{}, 0, 10}, {third, 4, 10}});
        QCOMPARE(points.size(), std::size_t(2));
        QVERIFY(near(points[0].mean, 0.5, 1e-15));
        QVERIFY(near(points[0].variance, 2.0 / 16, 1e-15));
        QCOMPARE(points[1].atRisk, std::size_t(3));
        QVERIFY(near(points[1].mean, 0.5 + 2.0 / 3, 1e-15));
        const double terms[]{0.25 + 1.0 / 9, -0.25 - 2.0 / 9, 1.0 / 9};
        QVERIFY(near(
            points[1].variance, terms[0] * terms[0] + terms[1] * terms[1] + terms[2] * terms[2],
            1e-15));
    }

    // Two systems that were observed one after the other are never compared with each other.
    void gapsInTheFleetAreBridged()
    {
        const Ages early{3};
        const Ages late{30};
        const std::vector<McfPoint> points = pointsOf({{early, 0, 10}, {late, 20, 40}});
        QCOMPARE(points.back().atRisk, std::size_t(1));
        QCOMPARE(points.back().mean, 2.0);
        QVERIFY(near(points.back().variance, 0, 1e-15));
    }

    void failuresAtBothEndsOfAnObservationCount()
    {
        const Ages ages{0, 0, 10};
        const std::vector<McfPoint> points = pointsOf({{ages, 0, 10}, {{}, 0, 10}});
        QCOMPARE(points.size(), std::size_t(2));
        QCOMPARE(points[0].age, 0.0);
        QCOMPARE(points[0].failures, std::size_t(2));
        QCOMPARE(points[0].mean, 1.0);
        QCOMPARE(points[1].mean, 1.5);
    }

    void fleetsWithoutFailuresHaveNoPoints()
    {
        QVERIFY(pointsOf({}).empty());
        QVERIFY(pointsOf({{{}, 0, 5}}).empty());
        MeanCumulativeFunction function(std::vector<ObservedSystem>{{{}, 2, 7}, {{}, 0, 5}});
        QCOMPARE(function.systems(), std::size_t(2));
        QCOMPARE(function.end(), 7.0);
    }

    // Of one system nothing can be said about others.
    void oneSystemHasNoBounds()
    {
        const Ages ages{1, 2};
        const std::vector<McfPoint> points = pointsOf({{ages, 0, 5}});
        QCOMPARE(points.back().mean, 2.0);
        QVERIFY(std::isinf(points.back().variance));
        QCOMPARE(points.back().bounds().lower, 0.0);
        QVERIFY(std::isinf(points.back().bounds().upper));
    }

    void boundsAreThoseOfTheLogarithm()
    {
        McfPoint point;
        point.mean = 2;
        point.variance = 0.25;
        const Interval bounds = point.bounds(0.95);
        QVERIFY(near(bounds.lower, 2 * std::exp(-1.959964 * 0.25), 1e-6));
        QVERIFY(near(bounds.upper, 2 * std::exp(1.959964 * 0.25), 1e-6));
    }

    // The difference of two halves of the engines, at each age of either and no further than both
    // were observed.
    void fleetsAreCompared()
    {
        const std::vector<ObservedSystem> all = engines();
        const std::vector<ObservedSystem> first(all.begin(), all.begin() + 20);
        const std::vector<ObservedSystem> second(all.begin() + 20, all.end());
        const std::vector<McfPoint> ofFirst = pointsOf(first);
        const std::vector<McfPoint> ofSecond = pointsOf(second);
        McfComparison comparison(first, second);
        std::vector<McfDifference> differences;
        while (const std::optional<McfDifference> point = comparison.next())
            differences.push_back(*point);
        QCOMPARE(differences.back().age, 604.0); // the second half was observed until 613 days
        const McfPoint& one = at(ofFirst, 586 - 25);
        const auto two =
            std::find_if(ofSecond.rbegin(), ofSecond.rend(), [](const McfPoint& point) {
                return point.age <= 561;
            });
        const auto both =
            std::find_if(differences.begin(), differences.end(), [](const McfDifference& point) {
                return point.age == 561;
            });
        QVERIFY(both != differences.end());
        QVERIFY(near(both->difference, one.mean - two->mean, 1e-12));
        QVERIFY(near(both->variance, one.variance + two->variance, 1e-12));
        const Interval bounds = both->bounds();
        QVERIFY(near(bounds.upper - bounds.lower, 2 * 1.959964 * std::sqrt(both->variance), 1e-6));
        for (std::size_t i = 1; i < differences.size(); ++i)
            QVERIFY(differences[i - 1].age < differences[i].age);
    }

    void comparisonWithAFleetWithoutFailuresIsTheFunction()
    {
        const std::vector<ObservedSystem> fleet = engines();
        const std::vector<ObservedSystem> silent{{{}, 0, 1000}, {{}, 0, 1000}};
        const std::vector<McfPoint> points = pointsOf(fleet);
        McfComparison comparison(fleet, silent);
        for (const McfPoint& point : points) {
            const std::optional<McfDifference> difference = comparison.next();
            QVERIFY(difference.has_value());
            QCOMPARE(difference->age, point.age);
            QCOMPARE(difference->difference, point.mean);
            QCOMPARE(difference->variance, point.variance);
        }
        QVERIFY(!comparison.next());
    }

    // The variance must not lose its digits over millions of failures: each system has as many as
    // the others, half of them at each age, so that the mean and the variance are known.
    void manyFailuresKeepTheVariance()
    {
        constexpr std::size_t each = 50'000;
        constexpr std::size_t systems = 100;
        Ages even(each);
        Ages odd(each);
        for (std::size_t i = 0; i < each; ++i) {
            even[i] = double(2 * i);
            odd[i] = double(2 * i + 1);
        }
        std::vector<ObservedSystem> fleet;
        for (std::size_t system = 0; system < systems; ++system)
            fleet.push_back({system % 2 == 0 ? even : odd, 0, 2.0 * each});
        MeanCumulativeFunction function(fleet);
        CurveThinning<McfPoint> thinning(1000);
        McfPoint last;
        std::size_t count = 0;
        while (const std::optional<McfPoint> point = function.next()) {
            last = *point;
            thinning.add(*point);
            ++count;
        }
        QCOMPARE(count, 2 * each);
        QVERIFY(near(last.mean, each, 1e-6));
        QVERIFY2(
            near(last.variance, 0, 1e-9),
            QByteArray::number(last.variance)); // all failed equally often
        const std::vector<McfPoint> points = std::move(thinning).take();
        QVERIFY(points.size() <= 1000 && points.size() > 250);
        QCOMPARE(points.front().age, 0.0);
        QCOMPARE(points.back().age, last.age);
        // After an even age, half of the systems have one failure more: (1/2)² / systems.
        QVERIFY(near(points[10].variance, 0.25 / systems, 1e-9));
    }

    void thinningKeepsShortCurves_data()
    {
        QTest::addColumn<std::size_t>("most");
        for (const std::size_t most : {2, 3, 4, 7, 100})
            QTest::newRow(QByteArray::number(qulonglong(most))) << most;
    }

    void thinningKeepsShortCurves()
    {
        QFETCH(std::size_t, most);
        for (int count = 0; count < 300; ++count) {
            CurveThinning<int> thinning(most);
            for (int i = 0; i < count; ++i)
                thinning.add(i);
            const std::vector<int> kept = std::move(thinning).take();
            QVERIFY(kept.size() <= most);
            if (count > 0) {
                QCOMPARE(kept.front(), 0);
                QCOMPARE(kept.back(), count - 1);
            }
            if (count < int(most))
                QCOMPARE(kept.size(), std::size_t(count));
            QVERIFY(std::is_sorted(kept.begin(), kept.end()));
            QVERIFY(std::adjacent_find(kept.begin(), kept.end()) == kept.end());
        }
    }
};

QTEST_GUILESS_MAIN(tst_MeanCumulativeFunction)
#include "tst_MeanCumulativeFunction.moc"
