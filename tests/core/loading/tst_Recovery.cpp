// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/recovery/Recovery.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <atomic>
#include <functional>
#include <limits>
#include <thread>
#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;
using namespace std::chrono_literals;

namespace {

using Milliseconds = std::chrono::milliseconds;
using WhenStuck = LoadOptions::WhenStuck;

UserMessage failed(const QString& code)
{
    return UserMessage::error(u"It failed"_s)
        .because(u"the reason"_s)
        .at(u"the server"_s)
        .withCode(code);
}

// Time passes only during a wait, and the wait returns at once.
class FastGate : public PauseGate
{
public:
    std::chrono::steady_clock::time_point now() const override
    {
        if (beforeWait)
            beforeWait();
        return m_now;
    }
    bool waitFor(Milliseconds time, unsigned seen, const CancelToken& cancel) override
    {
        waits.push_back(time);
        if (meanwhile)
            meanwhile();
        wasOpen = seen != openings();
        pass(time);
        return !cancel.isCancelled();
    }
    void pass(Milliseconds time) { m_now += time; }

    std::vector<Milliseconds> waits;
    std::function<void()> beforeWait; ///< Between a failure and the wait after it.
    std::function<void()> meanwhile;
    bool wasOpen = false; ///< The last wait would have returned at once.

private:
    std::chrono::steady_clock::time_point m_now;
};

// Counts the threads that are about to wait.
class CountingGate : public PauseGate
{
public:
    bool waitFor(Milliseconds time, unsigned seen, const CancelToken& cancel) override
    {
        ++waiting;
        return PauseGate::waitFor(time, seen, cancel);
    }

    std::atomic<int> waiting = 0;
};

const QString kLinkLost = u"08006"_s;
const QString kDiskFull = u"53100"_s;
const QString kFileTrouble = u"58030"_s;
const QString kTimeLimit = u"57014"_s;

} // namespace

class tst_Recovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_options = {};
        m_tracker = std::make_unique<LoadTracker>();
        m_gate = std::make_unique<FastGate>();
        m_cancel = {};
        m_recovery = std::make_unique<Recovery>(m_options, *m_tracker, *m_gate, m_cancel);
    }

    void waitsLongerEachTime()
    {
        for (const int attempt : {0, 1, 2, 3, 4, 5, 6, 7, 31, 32, std::numeric_limits<int>::max()})
            VERIFY_RESULT(m_recovery->waitAfter(failed(kLinkLost), attempt));
        QCOMPARE(
            m_gate->waits, (std::vector<Milliseconds>{
                               100ms, 200ms, 400ms, 800ms, 1'600ms, 3'200ms, 5s, 5s, 5s, 5s, 5s}));
    }

    void kindOfFailureDecides_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<bool>("isRetried"); // if no one can resume the load
        QTest::addColumn<bool>("isPaused");  // if someone can
        const auto row = [](const char* name, const QString& code, bool isRetried, bool isPaused) {
            QTest::newRow(name) << code << isRetried << isPaused;
        };
        row("link lost", kLinkLost, true, false);
        row("server shuts down", u"57P01"_s, true, false);
        row("deadlock", u"40P01"_s, true, false);
        row("time limit of a lock", u"55P03"_s, true, false);
        row("too many connections", u"53300"_s, true, false);
        row("disk full", kDiskFull, true, true);
        row("out of memory", u"53200"_s, true, true);
        row("file of the server in trouble", kFileTrouble, true, true);
        row("value", u"22003"_s, false, false);
        row("constraint", u"23514"_s, false, false);
        row("no right", u"42501"_s, false, false);
        row("time limit of a statement", kTimeLimit, false, false);
        row("of ours", u"source-file"_s, false, false);
        row("no code", QString(), false, false);
    }
    void kindOfFailureDecides()
    {
        QFETCH(QString, code);
        QFETCH(bool, isRetried);
        QFETCH(bool, isPaused);
        for (const WhenStuck whenStuck : {WhenStuck::Fail, WhenStuck::Pause}) {
            init();
            m_options.whenStuck = whenStuck;
            const auto again = m_recovery->waitAfter(failed(code), 0);
            QCOMPARE(again.ok(), isRetried);
            QCOMPARE(m_gate->waits.size(), isRetried ? 1U : 0U);
            const LoadProgress progress = m_tracker->totals();
            QCOMPARE(progress.trouble.has_value(), isRetried);
            QCOMPARE(progress.isPaused, isPaused && whenStuck == WhenStuck::Pause);
            if (!isRetried) {
                QCOMPARE(again.error().code, code);
                QCOMPARE(m_recovery->interruptions(), 0);
                continue;
            }
            // No one frees space within a tenth of a second.
            const Milliseconds rarely = progress.isPaused ? PauseGate::kForever : 5s;
            QCOMPARE(m_gate->waits.front(), isPaused ? rarely : 100ms);
        }
    }

    void patienceEnds_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<WhenStuck>("whenStuck");
        QTest::newRow("server away, pause") << kLinkLost << WhenStuck::Pause;
        QTest::newRow("server away, fail") << kLinkLost << WhenStuck::Fail;
        QTest::newRow("disk full, fail") << kDiskFull << WhenStuck::Fail;
    }

    // Five minutes without any progress, to the millisecond.
    void patienceEnds()
    {
        QFETCH(QString, code);
        QFETCH(WhenStuck, whenStuck);
        m_options.whenStuck = whenStuck;
        m_gate->meanwhile = [this] { m_gate->pass(-m_gate->waits.back()); };
        VERIFY_RESULT(m_recovery->waitAfter(failed(code), 0));
        m_gate->pass(5min - 1ms);
        VERIFY_RESULT(m_recovery->waitAfter(failed(code), 0));
        QVERIFY(!m_tracker->totals().isPaused);
        m_gate->pass(1ms);
        const auto again = m_recovery->waitAfter(failed(code), 0);
        QCOMPARE(again.ok(), whenStuck == WhenStuck::Pause);
        QCOMPARE(m_tracker->totals().isPaused, whenStuck == WhenStuck::Pause);
        QCOMPARE(m_recovery->interruptions(), 1);
        if (again)
            return;
        QCOMPARE(again.error().code, code);
        QVERIFY(!again.error().remedy.isEmpty());
        // No other thread waits either, even if something still succeeds.
        const auto waits = m_gate->waits.size();
        m_recovery->noteSuccess();
        VERIFY_ERROR(m_recovery->waitAfter(failed(kLinkLost), 0), kLinkLost);
        QCOMPARE(m_gate->waits.size(), waits);
    }

    // While other threads make progress, one thread may fail for any length of time.
    void progressStartsPatienceAfresh()
    {
        for (int i = 1; i <= 10; ++i) {
            VERIFY_RESULT(m_recovery->waitAfter(failed(kLinkLost), i));
            m_gate->pass(4min);
            QVERIFY(m_tracker->totals().trouble.has_value());
            m_recovery->noteSuccess();
            QVERIFY(!m_tracker->totals().trouble.has_value());
            QCOMPARE(m_recovery->interruptions(), i);
        }
        QVERIFY(!m_tracker->totals().isPaused);
    }

    void resumedLoadIsPatientAgain()
    {
        VERIFY_RESULT(m_recovery->waitAfter(failed(kLinkLost), 0));
        m_gate->pass(5min);
        VERIFY_RESULT(m_recovery->waitAfter(failed(kLinkLost), 1));
        QVERIFY(m_tracker->totals().isPaused);
        // Resumed, but the server is still away.
        VERIFY_RESULT(m_recovery->waitAfter(failed(kLinkLost), 2));
        QVERIFY(!m_tracker->totals().isPaused);
        QCOMPARE(m_gate->waits.back(), 400ms);
        QCOMPARE(m_recovery->interruptions(), 1);
        m_gate->pass(5min);
        VERIFY_RESULT(m_recovery->waitAfter(failed(kLinkLost), 3));
        QVERIFY(m_tracker->totals().isPaused);
    }

    void successWithoutTroubleWakesNobody()
    {
        m_recovery->noteSuccess();
        QCOMPARE(m_gate->openings(), 0U);
        QCOMPARE(m_recovery->interruptions(), 0);
    }

    void openingBeforeTheWaitIsNotMissed_data()
    {
        QTest::addColumn<bool>("ends");
        QTest::addColumn<Milliseconds>("patience");
        QTest::newRow("another thread succeeds before a wait") << false << Milliseconds(1min);
        QTest::newRow("another thread succeeds before a pause") << false << 0ms;
        QTest::newRow("the load ends before a wait") << true << Milliseconds(1min);
        QTest::newRow("the load ends before a pause") << true << 0ms;
    }
    void openingBeforeTheWaitIsNotMissed()
    {
        QFETCH(bool, ends);
        QFETCH(Milliseconds, patience);
        VERIFY_RESULT(m_recovery->waitAfter(failed(kLinkLost), 0));
        QVERIFY(!m_gate->wasOpen);
        m_options.patience = patience;
        m_gate->beforeWait = [this, ends] {
            if (ends)
                m_recovery->end();
            else
                m_recovery->noteSuccess();
        };
        VERIFY_RESULT(m_recovery->waitAfter(failed(kLinkLost), 1));
        QVERIFY(m_gate->wasOpen);
    }

    void cancelEndsWaitsAndPauses()
    {
        for (const QString& code : {kLinkLost, kDiskFull}) {
            init();
            m_gate->meanwhile = [this] { m_cancel.cancel(); };
            VERIFY_ERROR(m_recovery->waitAfter(failed(code), 0), kCancelledCode);
            VERIFY_ERROR(m_recovery->waitAfter(failed(code), 0), kCancelledCode);
            QCOMPARE(m_gate->waits.size(), 1U);
        }
    }

    void endedLoadWaitsNoLonger()
    {
        m_recovery->end();
        for (const QString& code : {kLinkLost, kDiskFull})
            VERIFY_ERROR(m_recovery->waitAfter(failed(code), 0), code);
        QVERIFY(m_gate->waits.empty());
    }

    // The message names a full disk; for other problems it says what happened.
    void troubleSaysWhatHappenedAndWhatToDo()
    {
        for (const QString& code : {kLinkLost, kDiskFull, kFileTrouble}) {
            VERIFY_RESULT(m_recovery->waitAfter(failed(code), 0));
            const UserMessage told = m_tracker->totals().trouble.value();
            QCOMPARE(told.code, code);
            QCOMPARE(told.why, u"the reason"_s);
            QCOMPARE(told.where, u"the server"_s);
            QVERIFY(!told.remedy.isEmpty());
            QCOMPARE(told.what.contains(u"It failed"_s), code != kDiskFull);
            QCOMPARE(told.remedy.contains(u"disk"_s), code == kDiskFull);
            QCOMPARE(told.kind == UserMessage::Kind::Warning, code == kLinkLost);
        }
    }

    void timeLimitOfAStatementIsExplained()
    {
        const auto ended = m_recovery->waitAfter(failed(kTimeLimit), 0);
        VERIFY_ERROR(ended, kTimeLimit);
        QVERIFY(ended.error().remedy.contains(u"statement_timeout"_s));
    }

    void failureKeepsItsOwnRemedy()
    {
        m_options.whenStuck = WhenStuck::Fail;
        m_options.patience = 0ms;
        const auto again = m_recovery->waitAfter(failed(kLinkLost).withRemedy(u"Do this."_s), 0);
        VERIFY_ERROR(again, kLinkLost);
        QCOMPARE(again.error().remedy, u"Do this."_s);
    }

    void countsRefusedLinesByReason()
    {
        m_recovery->noteRefusals(u"a"_s, 2);
        m_recovery->noteRefusals(u"b"_s, 1);
        m_recovery->noteRefusals(u"a"_s, 3);
        QCOMPARE(m_recovery->refusals(), (QMap<QString, qint64>{{u"a"_s, 5}, {u"b"_s, 1}}));
    }

    // A trigger may give a different reason for each line.
    void keepsTwentyReasons()
    {
        for (int i = 0; i < 30; ++i)
            m_recovery->noteRefusals(u"reason %1"_s.arg(i, 2, 10, QChar(u'0')), 1);
        m_recovery->noteRefusals(u"reason 19"_s, 1);
        const auto refusals = m_recovery->refusals();
        QCOMPARE(refusals.size(), 20);
        QCOMPARE(refusals.lastKey(), u"reason 19"_s);
        QCOMPARE(refusals.last(), 2);
    }

    void threadsShareOneInterruption()
    {
        PauseGate gate;
        Recovery recovery(m_options, *m_tracker, gate, m_cancel);
        // Each wait returns at once, because the gate keeps opening.
        std::atomic<bool> isOver = false;
        std::thread opener([&] {
            while (!isOver)
                gate.open();
        });
        std::atomic<int> retried = 0;
        inThreads([&] {
            for (int i = 0; i < kTimes; ++i) {
                retried += recovery.waitAfter(failed(kLinkLost), i).ok() ? 1 : 0;
                recovery.noteRefusals(u"a"_s, 1);
            }
        });
        isOver = true;
        opener.join();
        QCOMPARE(retried.load(), kThreads * kTimes);
        QCOMPARE(recovery.interruptions(), 1);
        QCOMPARE(recovery.refusals().value(u"a"_s), kThreads * kTimes);
    }

    void wakesEveryPausedThread_data()
    {
        QTest::addColumn<Waker>("wake");
        QTest::newRow("another thread succeeds") << Waker(
            [](Recovery& recovery, PauseGate&, const CancelToken&) { recovery.noteSuccess(); });
        QTest::newRow("resumed") << Waker(
            [](Recovery&, PauseGate& gate, const CancelToken&) { gate.open(); });
        QTest::newRow("the load ends")
            << Waker([](Recovery& recovery, PauseGate&, const CancelToken&) { recovery.end(); });
        QTest::newRow("cancelled")
            << Waker([](Recovery&, PauseGate&, const CancelToken& cancel) { cancel.cancel(); });
    }
    void wakesEveryPausedThread()
    {
        QFETCH(Waker, wake);
        m_options.patience = 0ms;
        CountingGate gate;
        Recovery recovery(m_options, *m_tracker, gate, m_cancel);
        std::thread waker([&] {
            while (gate.waiting < kThreads)
                std::this_thread::yield();
            wake(recovery, gate, m_cancel);
        });
        std::atomic<int> retried = 0;
        inThreads([&] { retried += recovery.waitAfter(failed(kLinkLost), 0).ok() ? 1 : 0; });
        waker.join();
        QCOMPARE(retried.load(), m_cancel.isCancelled() ? 0 : kThreads);
    }

private:
    using Waker = std::function<void(Recovery&, PauseGate&, const CancelToken&)>;

    static constexpr int kThreads = 4;
    static constexpr int kTimes = 100;

    static void inThreads(const std::function<void()>& work)
    {
        std::vector<std::thread> threads;
        threads.reserve(kThreads);
        for (int i = 0; i < kThreads; ++i)
            threads.emplace_back(work);
        for (std::thread& thread : threads)
            thread.join();
    }

    LoadOptions m_options;
    CancelToken m_cancel;
    std::unique_ptr<LoadTracker> m_tracker;
    std::unique_ptr<FastGate> m_gate;
    std::unique_ptr<Recovery> m_recovery;
};

QTEST_GUILESS_MAIN(tst_Recovery)
#include "tst_Recovery.moc"
