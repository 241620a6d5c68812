// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/SummaryCells.h"

#include <QRandomGenerator>
#include <QTest>

#include <limits>
#include <map>
#include <tuple>
#include <vector>

using namespace faultline;

namespace {

// Start, severity, equipment, sensor: the order of cells.
using Key = std::tuple<qint32, qint16, qint32, qint32>;

} // namespace

class tst_SummaryCells : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatAMapFinds_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<int>("sensors");
        QTest::addColumn<int>("severities");
        QTest::newRow("few") << 2 << 3 << 1;
        QTest::newRow("many days") << 5'000 << 2 << 1;
        QTest::newRow("large sensors") << 3 << std::numeric_limits<int>::max() - 1 << 1;
        QTest::newRow("severities with the same last bits") << 1 << 2 << 32'000;
    }
    void findsWhatAMapFinds()
    {
        QFETCH(int, days);
        QFETCH(int, sensors);
        QFETCH(int, severities);
        SummaryCells cells;
        for (int round = 0; round < 3; ++round) {
            QRandomGenerator random(42);
            std::map<Key, qint64> expected;
            // Different sizes, for both ways of clearing.
            const int count = round == 1 ? 50 : 20'000;
            for (int i = 0; i < count; ++i) {
                const qint32 start = random.bounded(days) - 730'000;
                const qint32 sensor = random.bounded(sensors + 1) - 1;
                const qint32 equipment = random.bounded(3) - 1;
                const auto severity = static_cast<qint16>(random.bounded(severities));
                ++expected[Key(start, severity, equipment, sensor)];
                ++cells.at(start, sensor, equipment, severity).readings;
            }
            cells.sort();
            QCOMPARE(cells.size(), expected.size());
            auto next = expected.begin();
            for (const SummaryCell& found : cells.cells()) {
                QCOMPARE(
                    Key(found.start, found.severity, found.equipmentKey, found.sensorKey),
                    next->first);
                QCOMPARE(found.readings, next->second);
                ++next;
            }
            cells.clear();
            QCOMPARE(cells.size(), std::size_t{0});
        }
    }

    void firstCellsAreRemoved_data()
    {
        QTest::addColumn<int>("removed");
        QTest::newRow("none") << 0;
        QTest::newRow("some") << 12'000;
        QTest::newRow("all") << 20'000;
    }
    void firstCellsAreRemoved()
    {
        QFETCH(int, removed);
        constexpr int kCells = 20'000;
        SummaryCells cells;
        for (int i = kCells - 1; i >= 0; --i)
            cells.at(i, 1, 1, 1).readings = i;
        cells.sort();
        cells.removeFirst(static_cast<std::size_t>(removed));
        QCOMPARE(cells.size(), static_cast<std::size_t>(kCells - removed));
        for (int i = 0; i < kCells; ++i)
            QCOMPARE(cells.at(i, 1, 1, 1).readings, i < removed ? 0 : i);
        QCOMPARE(cells.size(), static_cast<std::size_t>(kCells));
    }

    void readingsWithoutMeasurements()
    {
        Reading reading;
        reading.occurredAt = 10;
        reading.vibration = -2;
        SummaryCell found;
        found.add(reading);
        reading.occurredAt = 5;
        reading.vibration = 4;
        found.add(reading);
        QCOMPARE(found.readings, 2);
        QCOMPARE(found.firstAt, 5);
        QCOMPARE(found.lastAt, 10);
        QCOMPARE(found.temperature.count, 0);
        QCOMPARE(found.vibration.count, 2);
        QCOMPARE(found.vibration.min, -2.0);
        QCOMPARE(found.vibration.max, 4.0);
        QCOMPARE(found.vibration.sum, 2.0);
    }
};

QTEST_GUILESS_MAIN(tst_SummaryCells)
#include "tst_SummaryCells.moc"
