// SPDX-License-Identifier: GPL-3.0-or-later
#include "Near.h"
#include "reliability/Mtbf.h"

#include <QtTest>

#include <array>
#include <cmath>
#include <random>
#include <vector>

using namespace faultline::reliability;

class tst_Mtbf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // NIST/SEMATECH e-Handbook of Statistical Methods, 8.4.5.1: two failures in 800 hours have an
    // MTBF of 400 hours, with a 90 % interval of 127 to 2251; and its tables of factors.
    void exampleOfNist()
    {
        const auto result = mtbf(2, 800, Truncation::Time, 0.90);
        QVERIFY(result.ok());
        QCOMPARE(result->hours, std::optional(400.0));
        VERIFY_NEAR(result->bounds.lower, 127, 0.5);
        VERIFY_NEAR(result->bounds.upper, 2251, 0.5);
        const auto ten = mtbf(10, 10, Truncation::Time);
        VERIFY_NEAR(ten->bounds.lower, 0.5438, 5e-5);
        VERIFY_NEAR(ten->bounds.upper, 2.0853, 5e-5);
    }

    void withoutFailures()
    {
        const auto none = mtbf(0, 1000, Truncation::Time);
        QVERIFY(none.ok());
        QVERIFY(!none->hours);
        VERIFY_NEAR(none->bounds.lower, 1000 / -std::log(0.025), 1e-9);
        QVERIFY(std::isinf(none->bounds.upper));
        QCOMPARE(mtbf(0, 1000, Truncation::Failure).reason(), Reason::needsFailures(1, 0));
        QCOMPARE(mtbf(0, 0, Truncation::Time).reason().kind, Reason::Kind::NoTimeObserved);
        QCOMPARE(mtbf(3, 0, Truncation::Time).reason().kind, Reason::Kind::NoTimeObserved);
    }

    void failureTruncatedIsNarrower()
    {
        const auto time = mtbf(5, 500, Truncation::Time);
        const auto failure = mtbf(5, 500, Truncation::Failure);
        QVERIFY(failure->bounds.lower > time->bounds.lower);
        QCOMPARE(failure->bounds.upper, time->bounds.upper);
    }

    // A log of failures only: its first line begins the observation, its last one ends it.
    void failuresThatBeginTheObservationAreNotCounted()
    {
        const std::vector<double> two{0, 100};
        const std::vector<double> four{0, 100, 200, 300};
        const std::array one{FailureHistory{two, 100, Truncation::Failure}};
        QCOMPARE(mtbf(one)->hours, std::optional(100.0));
        const std::array other{FailureHistory{four, 300, Truncation::Failure}};
        QCOMPARE(mtbf(other)->hours, std::optional(100.0));
        QCOMPARE(mtbf(other)->failures, std::size_t(3));
        const std::vector<double> single{0};
        const std::array nothing{FailureHistory{single, 0, Truncation::Failure}};
        QCOMPARE(mtbf(nothing).reason().kind, Reason::Kind::NoTimeObserved);
    }

    void systemsAreAddedUp()
    {
        const std::vector<double> ages{10, 20};
        const std::array systems{
            FailureHistory{ages, 100, Truncation::Time}, FailureHistory{{}, 50, Truncation::Time}};
        QCOMPARE(mtbf(systems)->hours, std::optional(75.0));
        QCOMPARE(
            mtbf(std::span<const FailureHistory>()).reason().kind, Reason::Kind::NoTimeObserved);
    }

    void fiveMillionFailures()
    {
        const auto result = mtbf(5'000'000, 5e8, Truncation::Time);
        VERIFY_NEAR(result->bounds.lower, 100 / (1 + 1.959964 / std::sqrt(5e6)), 1e-3);
        VERIFY_NEAR(result->bounds.upper, 100 / (1 - 1.959964 / std::sqrt(5e6)), 1e-3);
    }

    void boundsHoldInNineteenOfTwentyCases_data()
    {
        QTest::addColumn<bool>("endsWithFailure");
        QTest::newRow("time-truncated") << false;
        QTest::newRow("failure-truncated") << true;
    }

    void boundsHoldInNineteenOfTwentyCases()
    {
        QFETCH(bool, endsWithFailure);
        constexpr int kCases = 2000;
        constexpr double kTrue = 40;
        std::mt19937_64 random(4);
        std::exponential_distribution<double> gap(1 / kTrue);
        int held = 0;
        for (int i = 0; i < kCases; ++i) {
            double age = 0;
            std::size_t failures = 0;
            while (endsWithFailure ? failures < 20 : age < 20 * kTrue) {
                age += gap(random);
                ++failures;
            }
            if (!endsWithFailure)
                --failures; // the last one is beyond the end
            const auto result = endsWithFailure ? mtbf(failures, age, Truncation::Failure)
                                                : mtbf(failures, 20 * kTrue, Truncation::Time);
            held += result->bounds.lower <= kTrue && kTrue <= result->bounds.upper ? 1 : 0;
        }
        QVERIFY2(
            held >= kCases * 93 / 100 && held <= kCases * 97 / 100,
            qPrintable(QString::number(held)));
    }
};

QTEST_GUILESS_MAIN(tst_Mtbf)
#include "tst_Mtbf.moc"
