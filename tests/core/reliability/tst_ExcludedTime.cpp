// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/ExcludedTime.h"

#include <QTest>

#include <random>

using namespace faultline::reliability;

/// Windows that don't count, against a count of each instant.
class tst_ExcludedTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowsAreMerged()
    {
        const ExcludedTime excluded({{20, 30}, {5, 10}, {25, 28}, {10, 12}, {7, 7}, {40, 35}});
        const std::vector<TimeWindow> expected{{5, 12}, {20, 30}};
        QCOMPARE(excluded.windows(), expected);
        QCOMPARE(excluded.between(0, 100), 17);
        QCOMPARE(excluded.between(11, 21), 2);
        QCOMPARE(excluded.between(-50, 5), 0);
    }

    void anInstantIsExcludedFromTheStartUntilBeforeTheEnd()
    {
        const ExcludedTime excluded({{5, 10}});
        ExcludedTime::Walk walk(excluded);
        for (const auto& [at, isIn, before] :
             {std::tuple(4, false, 0),
              {5, true, 0},
              {9, true, 4},
              {10, false, 5},
              {11, false, 5}}) {
            walk.advance(at);
            QCOMPARE(walk.isExcluded(), isIn);
            QCOMPARE(walk.before(), before);
        }
    }

    void agreesWithCounting()
    {
        std::mt19937 random(11);
        for (int round = 0; round < 200; ++round) {
            constexpr int kEnd = 300;
            std::uniform_int_distribution<int> start(0, kEnd);
            std::uniform_int_distribution<int> length(0, 40);
            std::vector<TimeWindow> windows;
            std::vector<bool> isOut(kEnd + 50);
            for (int i = 0; i < round % 12; ++i) {
                const int from = start(random);
                const int to = from + length(random);
                windows.push_back({from, to});
                for (int at = from; at < to; ++at)
                    isOut[static_cast<std::size_t>(at)] = true;
            }
            const ExcludedTime excluded(windows);
            ExcludedTime::Walk walk(excluded);
            std::int64_t before = 0;
            for (int at = 0; at < kEnd; at += 1 + at % 3) {
                walk.advance(at);
                before = std::count(isOut.cbegin(), isOut.cbegin() + at, true);
                QCOMPARE(walk.isExcluded(), isOut[static_cast<std::size_t>(at)]);
                QCOMPARE(walk.before(), before);
                QCOMPARE(excluded.between(0, at), before);
            }
        }
    }
};

QTEST_APPLESS_MAIN(tst_ExcludedTime)
#include "tst_ExcludedTime.moc"
