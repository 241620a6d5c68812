// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/HashIndex.h"

#include <QRandomGenerator>
#include <QTest>

#include <set>
#include <vector>

using namespace faultline;

class tst_HashIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatASetFinds_data()
    {
        QTest::addColumn<quint64>("hashes");
        QTest::newRow("all hashes the same") << quint64{1};
        QTest::newRow("few hashes") << quint64{7};
        QTest::newRow("many hashes") << ~quint64{0};
    }
    void findsWhatASetFinds()
    {
        QFETCH(quint64, hashes);
        const auto hashOf = [hashes](int value) { return static_cast<quint64>(value) % hashes; };
        HashIndex index;
        for (int round = 0; round < 2; ++round) {
            QRandomGenerator random(42);
            std::vector<int> values;
            std::set<int> expected;
            index.clear();
            for (int i = 0; i < 6'000; ++i) {
                const int value = static_cast<int>(random.bounded(3'000));
                const auto count = static_cast<quint32>(values.size());
                const quint32 place = index.findOrAdd(
                    hashOf(value), count, [&](quint32 at) { return values[at] == value; },
                    [&](quint32 at) { return hashOf(values[at]); });
                QCOMPARE(place == count, expected.insert(value).second);
                if (place == count)
                    values.push_back(value);
                QCOMPARE(values[place], value);
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_HashIndex)
#include "tst_HashIndex.moc"
