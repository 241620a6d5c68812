// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/DayBuckets.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>
#include <utility>
#include <vector>

using namespace faultline;

namespace {

struct Item
{
    qint32 day = 0;
    qint32 number = 0;

    bool operator==(const Item&) const = default;
};

} // namespace

class tst_DayBuckets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void returnsEachThingOnceInItsBucket_data()
    {
        QTest::addColumn<int>("maxItems");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("days");
        QTest::newRow("nothing") << 100 << 0 << 1;
        QTest::newRow("in memory") << 100'000 << 50'000 << 1'000;
        QTest::newRow("exactly full") << 1'000 << 1'000 << 10;
        QTest::newRow("in the file and in memory") << 1'000 << 50'500 << 1'000;
        QTest::newRow("more than a part in one bucket") << 40'000 << 90'000 << 4;
        QTest::newRow("no memory") << 0 << 100 << 10;
    }
    void returnsEachThingOnceInItsBucket()
    {
        QFETCH(int, maxItems);
        QFETCH(int, count);
        QFETCH(int, days);
        DayBuckets<Item> buckets(static_cast<std::size_t>(maxItems) * sizeof(Item));
        std::map<DayBucket, std::vector<Item>> expected;
        QRandomGenerator random(7);
        const auto add = [&](qint32 day) {
            const Item item{day, random.bounded(1'000'000)};
            QVERIFY(buckets.add(day, item));
            expected[DayBucket::of(day)].push_back(item);
        };
        for (int i = 0; i < count; ++i) {
            // Some days are of a year that logs are seldom from.
            add(i % 10 == 9 ? random.bounded(days) - 700'000 : random.bounded(days) - days / 2);
        }
        compare(buckets, expected);
        // Reading may be repeated, and things may be added afterwards.
        add(1);
        compare(buckets, expected);
    }

    void stopsWhenItsUserFails()
    {
        DayBuckets<Item> buckets(std::size_t{1} << 20U);
        for (int i = 0; i < 20'000; ++i)
            QVERIFY(buckets.add(0, {0, i}));
        int calls = 0;
        const auto read = buckets.read(DayBucket::of(0), [&](std::span<const Item>) {
            ++calls;
            return Result<void>(UserMessage::cancelled());
        });
        QVERIFY(!read);
        QCOMPARE(calls, 1);
    }

private:
    // Each bucket, and one that has nothing.
    static void
    compare(DayBuckets<Item>& buckets, const std::map<DayBucket, std::vector<Item>>& expected)
    {
        QCOMPARE(buckets.buckets().size(), expected.size());
        for (const auto& [key, items] : expected)
            QVERIFY(itemsOf(buckets, key) == items);
        QVERIFY(itemsOf(buckets, DayBucket::of(20'000)).empty());
        QVERIFY(itemsOf(buckets, DayBucket::of(-400'000)).empty());
    }

    static std::vector<Item> itemsOf(DayBuckets<Item>& buckets, DayBucket key)
    {
        constexpr std::size_t kMostBytes = std::size_t{64} * 1024;
        std::vector<Item> items;
        const auto read = buckets.read(key, [&](std::span<const Item> part) {
            const bool isSmall = !part.empty() && part.size_bytes() <= kMostBytes;
            items.insert(items.end(), part.begin(), part.end());
            return isSmall ? Result<void>() : Result<void>(UserMessage::cancelled());
        });
        return read ? items : std::vector<Item>(1);
    }
};

QTEST_GUILESS_MAIN(tst_DayBuckets)
#include "tst_DayBuckets.moc"
