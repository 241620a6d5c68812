// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/BoundedQueue.h"

#include <QTest>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace faultline;

class tst_BoundedQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheOrder()
    {
        BoundedQueue<int> queue(3);
        for (int i = 0; i < 3; ++i)
            QVERIFY(queue.push(i));
        for (int i = 0; i < 3; ++i)
            QCOMPARE(*queue.pop(), i);
    }

    void producerWaitsForRoom()
    {
        BoundedQueue<int> queue(2);
        std::atomic<int> pushed = 0;
        std::thread producer([&queue, &pushed] {
            for (int i = 0; i < 5; ++i) {
                queue.push(i);
                ++pushed;
            }
        });
        QTRY_COMPARE(pushed.load(), 2);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(*queue.pop(), i);
        producer.join();
        QCOMPARE(pushed.load(), 5);
    }

    void closedQueueGivesWhatIsInside()
    {
        BoundedQueue<int> queue(2);
        queue.push(1);
        queue.close();
        QVERIFY(!queue.push(2));
        QCOMPARE(*queue.pop(), 1);
        QVERIFY(!queue.pop());
    }

    void discardDropsWhatIsInside()
    {
        BoundedQueue<std::unique_ptr<int>> queue(2);
        queue.push(std::make_unique<int>(1));
        queue.discard();
        QVERIFY(!queue.pop());
    }

    void closingWakesEveryone()
    {
        BoundedQueue<int> empty(1);
        BoundedQueue<int> full(1);
        full.push(1);
        std::vector<std::thread> threads;
        for (int i = 0; i < 3; ++i) {
            threads.emplace_back([&empty] { QVERIFY(!empty.pop()); });
            threads.emplace_back([&full] { QVERIFY(!full.push(2)); });
        }
        empty.close();
        full.close();
        for (std::thread& thread : threads)
            thread.join();
    }

    void eachItemIsTakenOnce()
    {
        constexpr int kItems = 10'000;
        BoundedQueue<int> queue(4);
        std::atomic<qint64> sum = 0;
        std::vector<std::thread> consumers;
        consumers.reserve(3);
        for (int i = 0; i < 3; ++i) {
            consumers.emplace_back([&queue, &sum] {
                while (const auto item = queue.pop())
                    sum += *item;
            });
        }
        for (int i = 1; i <= kItems; ++i)
            queue.push(i);
        queue.close();
        for (std::thread& consumer : consumers)
            consumer.join();
        QCOMPARE(sum.load(), qint64{kItems} * (kItems + 1) / 2);
    }
};

QTEST_GUILESS_MAIN(tst_BoundedQueue)
#include "tst_BoundedQueue.moc"
