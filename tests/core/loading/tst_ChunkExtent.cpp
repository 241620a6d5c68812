// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/CopyDetector.h"
#include "loading/comparison/ChunkExtent.h"
#include "loading/comparison/LoadedExtents.h"

#include <QTest>

#include <numeric>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

// Which chunks may have readings in common: too many is slow, too few would load readings twice.
class tst_ChunkExtent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neighboursAreOneRange()
    {
        const SensorRanges sensors({7, 3, 1, 2});
        QCOMPARE(sensors.toText(), u"{[1,3],[7,7]}"_s);
        QVERIFY(sensors.meets(SensorRanges({5, 7})));
        QVERIFY(sensors.meets(SensorRanges({2})));
        QVERIFY(!sensors.meets(SensorRanges({4, 5, 6, 8})));
        QVERIFY(!sensors.meets(SensorRanges()));
    }

    void readsTheServersText()
    {
        const SensorRanges sensors = SensorRanges::fromText("{[1,4),[7,8)}");
        QCOMPARE(sensors.toText(), u"{[1,3],[7,7]}"_s);
        QVERIFY(SensorRanges::fromText("{}").isEmpty());
    }

    void manyRangesCloseTheSmallestGaps()
    {
        std::vector<qint32> keys(1'000);
        for (qint32 i = 0; i < 1'000; ++i)
            keys[static_cast<std::size_t>(i)] = i * 2 + i / 100 * 1'000;
        const SensorRanges sensors(keys);
        QVERIFY(sensors.ranges().size() <= SensorRanges::kMax);
        QVERIFY(sensors.ranges().size() >= 10);
        for (const qint32 key : keys)
            QVERIFY(sensors.meets(SensorRanges({key})));
        QVERIFY(!sensors.meets(SensorRanges({700})));
    }

    void evenlySpacedKeysLoseNone()
    {
        std::vector<qint32> keys(500);
        for (qint32 i = 0; i < 500; ++i)
            keys[static_cast<std::size_t>(i)] = i * 10;
        const SensorRanges sensors(keys);
        QVERIFY(sensors.ranges().size() <= SensorRanges::kMax);
        for (const qint32 key : keys)
            QVERIFY(sensors.meets(SensorRanges({key})));
    }

    void holdsBackWhatMeetsAnotherFile_data()
    {
        QTest::addColumn<qint64>("firstDay");
        QTest::addColumn<qint64>("lastDay");
        QTest::addColumn<int>("sensor");
        QTest::addColumn<bool>("isFree");
        QTest::newRow("same time, other sensor") << qint64{0} << qint64{1} << 500 << true;
        QTest::newRow("same sensor, later") << qint64{2'000} << qint64{2'001} << 3 << true;
        QTest::newRow("same sensor, earlier") << qint64{-5} << qint64{-4} << 3 << true;
        QTest::newRow("short meets short") << qint64{1} << qint64{2} << 3 << false;
        QTest::newRow("long meets short") << qint64{-900} << qint64{900} << 3 << false;
        QTest::newRow("short meets long and narrow") << qint64{400} << qint64{400} << 200 << false;
        QTest::newRow("long meets long and narrow") << qint64{-900} << qint64{900} << 200 << false;
        QTest::newRow("meets long and wide") << qint64{400} << qint64{400} << 1'000 << false;
    }
    void holdsBackWhatMeetsAnotherFile()
    {
        QFETCH(qint64, firstDay);
        QFETCH(qint64, lastDay);
        QFETCH(int, sensor);
        QFETCH(bool, isFree);
        LoadedExtents extents;
        constexpr PlantId kPlant{1};
        QVERIFY(extents.tryAdd(kPlant, FileId{1}, extent(0, 1, {1, 2, 3})));
        QVERIFY(extents.tryAdd(kPlant, FileId{2}, extent(0, 800, {200, 201})));
        QVERIFY(extents.tryAdd(kPlant, FileId{3}, extent(0, 800, {1'000, 2'000})));
        const ChunkExtent wanted = extent(firstDay, lastDay, {sensor});
        QCOMPARE(extents.tryAdd(kPlant, FileId{9}, wanted), isFree);
        // It was noted if it was free, and its own file may always have more of it.
        QCOMPARE(extents.tryAdd(kPlant, FileId{9}, wanted), isFree);
        QCOMPARE(extents.tryAdd(kPlant, FileId{10}, wanted), false);
    }

    void nothingMeetsAChunkWithoutReadings()
    {
        LoadedExtents extents;
        QVERIFY(extents.tryAdd(PlantId{1}, FileId{1}, extent(0, 1, {1})));
        QVERIFY(extents.tryAdd(PlantId{1}, FileId{2}, {}));
    }

    void collectsFewOrManySensors_data()
    {
        QTest::addColumn<qint32>("distance"); // of neighbouring keys
        for (const qint32 distance : {1, 2, 7, 8, 9, 1'000})
            QTest::addRow("%d", distance) << distance;
    }
    void collectsFewOrManySensors()
    {
        QFETCH(qint32, distance);
        constexpr qint32 kSensors = 300;
        ExtentCollector collector;
        for (int chunk = 0; chunk < 2; ++chunk) {
            std::vector<qint32> keys(kSensors);
            for (qint32 i = 0; i < kSensors; ++i) {
                keys[static_cast<std::size_t>(i)] = 5 + i * 7 % kSensors * distance;
                collector.add(1'000 - i, keys[static_cast<std::size_t>(i)]);
                collector.add(1'000 + i, keys[static_cast<std::size_t>(i)]);
            }
            const ChunkExtent extent = collector.take();
            QCOMPARE(extent.firstAt, 1'001 - kSensors);
            QCOMPARE(extent.lastAt, 999 + kSensors);
            QCOMPARE(extent.sensors.toText(), SensorRanges(keys).toText());
        }
        // What one chunk had isn't in the next.
        collector.add(7, 2);
        QCOMPARE(collector.take().sensors.toText(), u"{[2,2]}"_s);
        QVERIFY(collector.take().isEmpty());
    }

    // Equipment that is a sensor has negative keys.
    void collectsEquipmentToo()
    {
        struct Seen
        {
            qint64 occurredAt;
            qint32 sensorKey;
        };
        ExtentCollector collector;
        for (int chunk = 0; chunk < 2; ++chunk) {
            collector.add(5, -7);
            collector.addAll(std::vector<Seen>{{6, 7}, {4, -8}, {3, -7}, {9, 1}});
            const ChunkExtent extent = collector.take();
            QCOMPARE(extent.firstAt, 3);
            QCOMPARE(extent.lastAt, 9);
            QCOMPARE(extent.sensors.toText(), u"{[-8,-7],[1,1],[7,7]}"_s);
            QCOMPARE(
                SensorRanges::fromText("{[-8,-6),[1,2),[7,8)}").toText(), extent.sensors.toText());
        }
    }

    void findsCopiesWithinAChunk()
    {
        CopyDetector copies;
        const auto hash = [](int reading) {
            return static_cast<quint64>(reading + 1) * 0xA076'1D64'78BD'642FU;
        };
        for (int chunk = 0; chunk < 3; ++chunk) {
            copies.beginChunk();
            for (int i = 0; i < 10'000; ++i)
                QVERIFY(!copies.isCopy(hash(i)));
            QVERIFY(copies.isCopy(hash(9'999)));
            QVERIFY(copies.isCopy(hash(9'999)));
        }
    }

private:
    static ChunkExtent extent(qint64 firstDay, qint64 lastDay, std::vector<qint32> sensors)
    {
        constexpr qint64 kDay = qint64{86'400} * 1'000'000;
        ChunkExtent extent;
        extent.firstAt = firstDay * kDay;
        extent.lastAt = lastDay * kDay;
        extent.sensors = SensorRanges(std::move(sensors));
        return extent;
    }
};

QTEST_GUILESS_MAIN(tst_ChunkExtent)
#include "tst_ChunkExtent.moc"
