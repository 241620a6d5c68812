// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/ledger/UndoLoad.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// A row an hour of each sensor. Every seventh one is an error.
QByteArray rows(int day, const QByteArrayList& sensors, const QByteArray& equipment, int hours = 24)
{
    QByteArray text;
    for (int hour = 0; hour < hours; ++hour) {
        for (const QByteArray& sensor : sensors) {
            text += QStringLiteral("2021-02-%1 %2:00:00,")
                        .arg(day, 2, 10, QLatin1Char('0'))
                        .arg(hour, 2, 10, QLatin1Char('0'))
                        .toUtf8();
            text += equipment + ',' + sensor + (hour % 7 == 0 ? ",ERROR," : ",INFO,")
                    + QByteArray::number(hour) + '\n';
        }
    }
    return text;
}

const QByteArray kHeader = "timestamp,machine_id,sensor_id,severity,value\n";

const UserMessage* find(const LoadReceipt& receipt, const QString& code)
{
    const auto found = std::find_if(
        receipt.findings.cbegin(), receipt.findings.cend(),
        [&code](const UserMessage& finding) { return finding.code == code; });
    return found == receipt.findings.cend() ? nullptr : &*found;
}

} // namespace

/// Tables of readings whose rows name a sensor and its equipment.
class tst_TableMaps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
    }

    void firstLoadAssignsEquipment_data()
    {
        QTest::addColumn<int>("workers");
        QTest::addColumn<int>("chunkRows");
        QTest::newRow("one worker") << 1 << 1'000'000;
        QTest::newRow("two workers") << 2 << 10;
    }
    void firstLoadAssignsEquipment()
    {
        QFETCH(const int, workers);
        QFETCH(const int, chunkRows);
        m_fixture->write(
            u"a.csv"_s, kHeader + rows(1, {"TI-1", "7"}, "P-7") + rows(1, {"TI-2"}, "08"));
        // Another file names one of the sensors without its equipment.
        m_fixture->write(
            u"b.log"_s,
            "[2021-02-03 04:05:06]\tERROR\tsensor[7]:\t(temperature\t1, vibration\t2)\n");
        LoadOptions options;
        options.workers = workers;
        options.chunkRows = chunkRows;
        const LoadReceipt receipt = m_fixture->load(options);
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(map(), u"7 P-7; TI-1 P-7; TI-2 8"_s);
        QCOMPARE(events(), u"8: 4; P-7: 5"_s);
        QVERIFY(!find(receipt, u"unmapped-sensors"_s));
        verifyConsistent();
    }

    void listCountsMore()
    {
        m_fixture->write(u"map.csv"_s, "equipment_id;sensor_id\nP-1;TI-1\n");
        m_fixture->write(u"a.csv"_s, kHeader + rows(1, {"TI-1", "TI-2"}, "P-7"));
        const LoadReceipt rehearsed = rehearse();
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(map(), u"TI-1 P-1; TI-2 P-7"_s);
        QCOMPARE(events(), u"P-1: 4; P-7: 4"_s);
        verifySame(u"map-contradicted"_s, rehearsed, receipt, 1);
        verifyConsistent();
    }

    void sensorThatMoves()
    {
        m_fixture->write(u"a.csv"_s, kHeader + rows(1, {"TI-1"}, "P-7") + rows(3, {"TI-1"}, "P-8"));
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(map(), u"TI-1 P-7 until 2021-02-03; TI-1 P-8"_s);
        QCOMPARE(events(), u"P-7: 4; P-8: 4"_s);
        QVERIFY(!find(receipt, u"sensor-on-several"_s));
        verifyConsistent();
    }

    void sensorOnSeveralIsOnNone()
    {
        m_fixture->write(
            u"a.csv"_s, kHeader + rows(1, {"temp"}, "P-7") + rows(1, {"temp", "TI-1"}, "P-8"));
        const LoadReceipt rehearsed = rehearse();
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(map(), u"TI-1 P-8"_s);
        QCOMPARE(events(), u"P-8: 4"_s);
        verifySame(u"sensor-on-several"_s, rehearsed, receipt, 1);
        verifySame(u"unmapped-sensors"_s, rehearsed, receipt, 1);
        verifyConsistent();
    }

    void mistakeInARowIsOutvoted()
    {
        QByteArray table = kHeader;
        for (int day = 1; day <= 9; ++day)
            table += rows(day, {"TI-1"}, "P-7");
        table += "2021-02-04 12:30:00,P-70,TI-1,INFO,1\n";
        m_fixture->write(u"a.csv"_s, table);
        const LoadReceipt rehearsed = rehearse();
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(map(), u"TI-1 P-7"_s);
        verifySame(u"sensor-on-several"_s, rehearsed, receipt, 1);
        verifyConsistent();
    }

    void growsAndIsUndone()
    {
        m_fixture->write(u"a.csv"_s, kHeader + rows(1, {"TI-1"}, "P-7"));
        const LoadReceipt first = m_fixture->load();
        const QString before = state();
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        QCOMPARE(state(), before);
        m_fixture->append(u"a.csv"_s, rows(2, {"TI-1"}, "P-7") + rows(2, {"TI-2"}, "P-8"));
        const LoadReceipt second = m_fixture->load();
        QCOMPARE(map(), u"TI-1 P-7; TI-2 P-8"_s);
        QCOMPARE(events(), u"P-7: 8; P-8: 4"_s);
        verifyConsistent();
        undo(second);
        QCOMPARE(state(), before);
        verifyConsistent();
        undo(first);
        QCOMPARE(map(), QString());
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.named_equipment"), u"0"_s);
        verifyConsistent();
        m_fixture->load();
        QCOMPARE(events(), u"P-7: 8; P-8: 4"_s);
        verifyConsistent();
    }

private:
    QString map() const
    {
        return m_fixture->ask(
            "SELECT coalesce(string_agg(sensor_id || ' ' || equipment_id || coalesce(' until ' ||"
            " (valid_to AT TIME ZONE 'UTC')::date, ''), '; ' ORDER BY sensor_id, valid_to), '')"
            " FROM faultline.sensors");
    }
    QString events() const
    {
        return m_fixture->ask(
            "SELECT coalesce(string_agg(x, '; ' ORDER BY x), '') FROM (SELECT equipment_id || ': '"
            " || sum(failure_events) AS x FROM faultline.failure_events_by_day GROUP BY"
            " equipment_id) y");
    }
    QString state() const { return map() + u" | "_s + events() + u" | "_s + m_fixture->digest(); }
    LoadReceipt rehearse() const
    {
        LoadOptions options;
        options.dryRun = true;
        return m_fixture->load(options);
    }
    void undo(const LoadReceipt& receipt) const
    {
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{receipt.loadId}, CancelToken()));
    }
    static void verifySame(
        const QString& code, const LoadReceipt& rehearsed, const LoadReceipt& receipt, int count)
    {
        const UserMessage* const before = find(rehearsed, code);
        const UserMessage* const after = find(receipt, code);
        QVERIFY(before && after);
        QCOMPARE(after->details.value(u"count"_s).toInt(), count);
        for (const QString& detail : {u"count"_s, u"examples"_s})
            QCOMPARE(before->details.value(detail), after->details.value(detail));
        QVERIFY(before->details.contains(u"rows"_s));
    }
    void verifyConsistent() const
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_TableMaps)
#include "tst_TableMaps.moc"
