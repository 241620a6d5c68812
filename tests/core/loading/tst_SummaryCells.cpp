// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/SummaryCells.h"
#include "loading/summaries/SummaryFormat.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>
#include <tuple>
#include <vector>

using namespace faultline;

namespace {

using Key = std::tuple<qint32, qint32, qint16>;

SummaryCell cell(qint32 start, qint64 readings)
{
    SummaryCell result;
    result.start = start;
    result.sensorKey = std::numeric_limits<qint32>::max();
    result.severity = -3;
    result.readings = readings;
    result.firstAt = -5;
    result.lastAt = 7;
    result.temperature.add(1.5);
    return result;
}

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
        QTest::newRow("large sensors") << 3 << std::numeric_limits<int>::max() << 1;
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
                const Key key(
                    random.bounded(days) - 730'000, random.bounded(sensors),
                    static_cast<qint16>(random.bounded(severities)));
                ++expected[key];
                ++std::apply(
                      [&cells](auto... parts) -> SummaryCell& { return cells.at(parts...); }, key)
                      .readings;
            }
            cells.sort();
            QCOMPARE(cells.size(), expected.size());
            auto next = expected.begin();
            for (const SummaryCell& found : cells.cells()) {
                QCOMPARE(Key(found.start, found.sensorKey, found.severity), next->first);
                QCOMPARE(found.readings, next->second);
                ++next;
            }
            cells.clear();
            QCOMPARE(cells.size(), std::size_t{0});
        }
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

    void packedAndBack()
    {
        QByteArray bytes(static_cast<qsizetype>(packedCellBytes(2)), '\0');
        SummaryPacker packer(bytes.data());
        packer.add(cell(-3, 4'000'000'000));
        packer.add(cell(9, 1));
        std::vector<SummaryCell> cells;
        QVERIFY(unpackCells({bytes.constData(), packedCellBytes(2)}, cells));
        QCOMPARE(cells.size(), std::size_t{2});
        QCOMPARE(cells[0].start, -3);
        QCOMPARE(cells[0].sensorKey, std::numeric_limits<qint32>::max());
        QCOMPARE(cells[0].severity, qint16{-3});
        QCOMPARE(cells[0].readings, 4'000'000'000);
        QCOMPARE(cells[0].firstAt, -5);
        QCOMPARE(cells[0].lastAt, 7);
        QCOMPARE(cells[0].temperature.sum, 1.5);
        QCOMPARE(cells[0].vibration.min, std::numeric_limits<double>::infinity());
        QCOMPARE(cells[1].start, 9);
        QVERIFY(!unpackCells({bytes.constData(), packedCellBytes(2) - 1}, cells));
        bytes[0] = 2;
        QVERIFY(!unpackCells({bytes.constData(), packedCellBytes(2)}, cells));
        QVERIFY(unpackCells({}, cells));
        QCOMPARE(packedEventBytes(0), std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(tst_SummaryCells)
#include "tst_SummaryCells.moc"
