// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/receipt/LoadTracker.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_LoadTracker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsByFileAndInTotal()
    {
        LoadTracker tracker;
        tracker.setFiles(folder());
        int lastDone = -1;
        tracker.setListener([&lastDone](int done) { lastDone = done; });
        tracker.setPhase(LoadProgress::Phase::Loading);
        tracker.addKnown(1, 100, 10);
        QCOMPARE(tracker.permille(), 100);
        tracker.addDone(1, 400, {40, 38, 1, 1, 0});
        QCOMPARE(lastDone, 500);

        const LoadProgress progress = tracker.snapshot();
        QCOMPARE(progress.bytesTotal, 1'000);
        QCOMPARE(progress.bytesDone, 500);
        QCOMPARE(progress.readings.loaded, 38);
        QCOMPARE(progress.readings.skipped, 10);
        QCOMPARE(progress.files.at(1).records, 50);
        QCOMPARE(progress.files.at(1).rejected, 1);
        QCOMPARE(progress.files.at(1).bytesDone, 500);
    }

    void rateAndTimeLeft()
    {
        LoadTracker tracker;
        tracker.setFiles(folder());
        tracker.setPhase(LoadProgress::Phase::Loading);
        QVERIFY(!tracker.snapshot().secondsLeft);
        tracker.addDone(1, 500, {50, 50, 0, 0, 0});
        QTRY_VERIFY(tracker.snapshot().secondsLeft.has_value());
        const LoadProgress progress = tracker.snapshot();
        QVERIFY(progress.recordsPerSecond > 0 && progress.recordsPerSecond < 50 / 0.2);
    }

    void filesThatAreNotLoaded()
    {
        LoadTracker tracker;
        DataFolder data = folder();
        data.files[0].problem =
            UserMessage::warning(u"Not recognised"_s).because(u"It is empty."_s);
        data.files[0].role.reset();
        SourceFile unreadable;
        unreadable.problem = UserMessage::error(u"The file can't be read"_s);
        data.files << unreadable;
        tracker.setFiles(data);
        QCOMPARE(tracker.state(0), FileState::NotRecognised);
        QCOMPARE(tracker.receipts().at(0).message, u"It is empty."_s);
        QCOMPARE(tracker.state(2), FileState::Failed);
    }

private:
    static DataFolder folder()
    {
        DataFolder data;
        SourceFile list;
        list.role = SourceRole::EquipmentList;
        SourceFile log;
        log.role = SourceRole::Readings;
        log.bytes = 1'000;
        data.files << list << log;
        return data;
    }
};

QTEST_GUILESS_MAIN(tst_LoadTracker)
#include "tst_LoadTracker.moc"
