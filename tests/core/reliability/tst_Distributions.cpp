// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/Distributions.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace faultline::reliability;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool near(double actual, double expected, double tolerance)
{
    return std::abs(actual - expected) <= tolerance;
}

} // namespace

class tst_Distributions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.1 and 1.3.6.7.4.
    void valuesAreThoseOfTables()
    {
        QVERIFY(near(normalProbability(1.96), 0.97500, 5e-6));
        QVERIFY(near(normalQuantile(0.975), 1.959964, 5e-7));
        QVERIFY(near(normalTwoSided(-1.96), 0.05000, 5e-6));
        QVERIFY(near(chiSquaredQuantile(0.95, 10), 18.307, 5e-4));
        QVERIFY(near(chiSquaredQuantile(0.025, 20), 9.591, 5e-4));
        QVERIFY(near(chiSquaredProbability(18.307038, 10), 0.95, 5e-8));
        QVERIFY(near(chiSquaredComplement(18.307038, 10), 0.05, 5e-8));
    }

    void endsOfTheScaleAreDefined()
    {
        QCOMPARE(normalQuantile(0), -kInfinity);
        QCOMPARE(normalQuantile(1), kInfinity);
        QCOMPARE(normalTwoSided(0), 1.0);
        QCOMPARE(chiSquaredQuantile(0, 4), 0.0);
        QCOMPARE(chiSquaredQuantile(1, 4), kInfinity);
        QCOMPARE(chiSquaredQuantile(0.5, 0), 0.0);
        QCOMPARE(chiSquaredProbability(0, 4), 0.0);
        QCOMPARE(chiSquaredProbability(kInfinity, 4), 1.0);
        QCOMPARE(chiSquaredComplement(kInfinity, 4), 0.0);
        QCOMPARE(twoSided(0.5, 0.5), 1.0);
        QCOMPARE(twoSided(0.99, 0.01), 0.02);
    }

    // 5 million failures have 10 million degrees of freedom.
    void manyDegreesOfFreedomWork()
    {
        const double freedom = 1e7;
        const double median = chiSquaredQuantile(0.5, freedom);
        QVERIFY(near(median, freedom - 2.0 / 3, 1e-3));
        QVERIFY(near(chiSquaredProbability(median, freedom), 0.5, 1e-9));
    }
};

QTEST_GUILESS_MAIN(tst_Distributions)
#include "tst_Distributions.moc"
