// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/receipt/ReceiptView.h"

#include "base/Translations.h"
#include "pages/load/PageStack.h"
#include "style/Formatting.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

LoadReceipt receiptOf(const RecordCounts& records)
{
    LoadReceipt receipt;
    receipt.folder = u"/exports/vessel-7"_s;
    FileReceipt file;
    file.relativePath = u"deck/pumps.log"_s;
    file.role = SourceRole::Readings;
    file.records = records;
    receipt.files << file;
    return receipt;
}

} // namespace

class tst_ReceiptView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(format::displayLocale());
        installTranslations();
    }

    void headlineSaysWhatBecameOfTheRecords_data()
    {
        QTest::addColumn<RecordCounts>("records");
        QTest::addColumn<QString>("headline");
        QTest::newRow("all new") << RecordCounts{5'000, 5'000, 0, 0, 0}
                                 << u"5,000 readings loaded"_s;
        QTest::newRow("rejected") << RecordCounts{5'000, 4'992, 7, 1, 0}
                                  << u"4,992 readings loaded, 7 lines rejected"_s;
        QTest::newRow("nothing readable")
            << RecordCounts{5'000, 0, 5'000, 0, 0} << u"No reading loaded, 5,000 lines rejected"_s;
        QTest::newRow("nothing new") << RecordCounts{5'000, 0, 0, 0, 5'000}
                                     << u"Nothing new: all 5,000 records were already loaded"_s;
    }
    void headlineSaysWhatBecameOfTheRecords()
    {
        QFETCH(RecordCounts, records);
        QFETCH(QString, headline);
        LoadReceipt receipt = receiptOf(records);
        if (records.skipped == records.in)
            receipt.files.first().state = FileState::Unchanged;
        ReceiptView view(ReceiptView::Mode::AfterLoad);
        view.showReceipt(receipt);
        QCOMPARE(view.findChild<QLabel*>(u"receiptFigure"_s)->text(), headline);
        const auto* balance = view.findChild<QLabel*>(u"receiptBalance"_s);
        QVERIFY(balance->text().startsWith(u"In balance: 5,000 records in = "_s));
        QCOMPARE(
            !view.findChild<QPushButton*>(u"seeRejectedButton"_s)->isHidden(),
            records.rejected > 0);
    }

    // One set of figures: records of lists count like those of logs.
    void balanceIsOfAllFiles()
    {
        LoadReceipt receipt = receiptOf({5'000, 4'993, 7, 0, 0});
        FileReceipt map;
        map.relativePath = u"sensors.csv"_s;
        map.role = SourceRole::SensorMap;
        map.records = {115, 114, 1, 0, 0};
        receipt.files << map;
        QCOMPARE(ReceiptView::headlineOf(receipt), u"4,993 readings loaded, 8 lines rejected"_s);
        QCOMPARE(
            ReceiptView::balanceOf(receipt),
            u"In balance: 5,115 records in = 5,107 loaded + 8 rejected + 0 blank + 0 skipped"_s);
    }

    void recordsOfFailureListsAreFailures()
    {
        LoadReceipt receipt = receiptOf({3, 2, 1, 0, 0});
        receipt.files.first().recordsAre = RecordsAre::Failures;
        QCOMPARE(ReceiptView::headlineOf(receipt), u"2 failures loaded, 1 line rejected"_s);
        FileReceipt orders;
        orders.role = SourceRole::Readings;
        orders.recordsAre = RecordsAre::WorkOrders;
        orders.records = {1, 1, 0, 0, 0};
        receipt.files << receiptOf({1'000, 1'000, 0, 0, 0}).files << orders;
        QCOMPARE(receipt.loadedText(), u"1,000 readings, 2 failures, 1 work order"_s);
        receipt.dryRun = true;
        QCOMPARE(
            ReceiptView::headlineOf(receipt),
            u"1,000 readings, 2 failures, 1 work order to load, 1 line rejected"_s);
    }

    void oneIsNotMany()
    {
        QCOMPARE(
            ReceiptView::headlineOf(receiptOf({2, 1, 1, 0, 0})),
            u"1 reading loaded, 1 line rejected"_s);
        QVERIFY(ReceiptView::balanceOf(receiptOf({1, 1, 0, 0, 0}))
                    .startsWith(u"In balance: 1 record in = "_s));
        QCOMPARE(format::rejectedLines(1), u"1 rejected line"_s);
    }

    // In a window of the default size, with a long folder name.
    void showsAllOfItsLines()
    {
        LoadReceipt receipt = receiptOf({6, 6, 0, 0, 0});
        receipt.folder = u"/exports/"_s + u"a name of many words "_s.repeated(6);
        receipt.findings << UserMessage::information(u"2 sensors are on other equipment"_s)
                                .at(receipt.folder + u"/equipment_sensors.csv"_s);
        QWidget page;
        auto* stack = new PageStack(&page);
        auto* view = new ReceiptView(ReceiptView::Mode::AfterLoad, stack);
        stack->addWidget(view);
        auto* column = new QVBoxLayout(&page);
        column->addWidget(stack);
        column->addWidget(new QTableView(&page), 1);
        page.resize(960, 600);
        view->showReceipt(receipt);
        page.show();
        QApplication::processEvents();
        int wrapped = 0;
        for (const QLabel* label : view->findChildren<QLabel*>()) {
            if (!label->wordWrap())
                continue;
            QVERIFY2(
                label->height() >= label->heightForWidth(label->width()),
                qPrintable(label->text()));
            wrapped += label->height() > 2 * label->fontMetrics().height() - 4 ? 1 : 0;
        }
        QVERIFY(wrapped > 0);
    }

    // Of those that a report lists, the rows are a click away; warnings come first.
    void findingsOpenTheReportThatListsThem()
    {
        LoadReceipt receipt = receiptOf({6, 6, 0, 0, 0});
        for (int i = 0; i < 3; ++i)
            receipt.findings << UserMessage::information(u"3 lines have a date without a time"_s);
        for (const QString& what :
             {u"2 sensors with readings are not in the sensor map"_s,
              u"1 piece of equipment in the sensor map is not in the equipment list"_s}) {
            receipt.findings << UserMessage::warning(what)
                                    .because(u"5 readings have no equipment (9, 10)."_s)
                                    .withRemedy(u"Add a sensor map with these sensors."_s);
            receipt.findings.last().details = {{u"report"_s, u"data_findings"_s}};
        }
        receipt.findings << UserMessage::warning(u"3 lines have a time that clocks skipped"_s);
        receipt.findings.last().details = {{u"rejected"_s, u"skipped-hour"_s}};
        ReceiptView view(ReceiptView::Mode::AfterLoad);
        QSignalSpy requested(&view, &ReceiptView::findingRequested);
        QSignalSpy rejected(&view, &ReceiptView::rejectedRequested);
        view.showReceipt(receipt);
        view.resize(960, view.sizeHint().height());
        view.show();
        const auto buttons = view.findChildren<QPushButton*>(u"showFindingButton"_s);
        QCOMPARE(buttons.size(), 3);
        buttons.first()->click();
        QCOMPARE(requested, (QList<QVariantList>{{u"data_findings"_s}}));
        buttons.last()->click();
        QCOMPARE(rejected, (QList<QVariantList>{{u"skipped-hour"_s}}));
        QCOMPARE(requested.size(), 1);
        if (const QString path = qEnvironmentVariable("FAULTLINE_PICTURE"); !path.isEmpty())
            QVERIFY(view.grab().save(path));
    }

    void undoIsOfferedForStoredLoads()
    {
        ReceiptView view(ReceiptView::Mode::History);
        LoadReceipt receipt = receiptOf({5'000, 4'998, 2, 0, 0});
        view.showReceipt(receipt);
        const auto* undo = view.findChild<QPushButton*>(u"history/undoLoadButton"_s);
        QVERIFY(undo->isHidden()); // not stored, as after a dry run
        receipt.loadId = 7;
        view.showReceipt(receipt);
        QVERIFY(!undo->isHidden() && !undo->isEnabled());
        view.setUndoable(true);
        QVERIFY(undo->isEnabled());
        view.setUndoable(false);
        view.setUndoing(true);
        QVERIFY(undo->isEnabled());
        QCOMPARE(undo->text(), u"Cancel &undo"_s);
        view.setUndoing(false);
        receipt.undoneAt = QDateTime::currentDateTimeUtc();
        receipt.outcome = LoadReceipt::Outcome::Failed;
        receipt.failure = UserMessage::error(u"The disk is full"_s);
        view.showReceipt(receipt);
        QVERIFY(undo->isHidden());
        QStringList texts;
        for (const QLabel* label : view.findChildren<QLabel*>())
            texts << label->text();
        QVERIFY(texts.contains(u"The disk is full."_s));
        QVERIFY(texts.filter(u"Undone on "_s).size() == 1);
        QVERIFY(view.findChild<QPushButton*>(u"history/seeRejectedButton"_s)->isHidden());
    }

    // This must never be overlooked: it names the file, and stands out not only by colour.
    void outOfBalanceStandsOut()
    {
        ReceiptView view(ReceiptView::Mode::AfterLoad);
        view.showReceipt(receiptOf({5'000, 4'999, 0, 0, 0}));
        const auto* balance = view.findChild<QLabel*>(u"receiptBalance"_s);
        QVERIFY(balance->text().startsWith(u"Out of balance: deck/pumps.log."_s));
        QVERIFY(balance->font().bold());
        const QColor usual = view.palette().color(QPalette::WindowText);
        QVERIFY(balance->palette().color(QPalette::WindowText) != usual);

        view.showReceipt(receiptOf({5'000, 5'000, 0, 0, 0}));
        QVERIFY(!balance->font().bold());
        QCOMPARE(balance->palette().color(QPalette::WindowText), usual);
    }
};

QTEST_MAIN(tst_ReceiptView)
#include "tst_ReceiptView.moc"
