// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "pages/reports/ReportList.h"
#include "pages/reports/ReportSplit.h"
#include "pages/reports/ReportTableModel.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"

#include <QLabel>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>
#include <QTreeWidgetItemIterator>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The Reports page in windows of several sizes.
class tst_ReportsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void namesOfReportsAreWhole();
    void lowWindowShowsRows();
    void saysMoreOnRequest();
    void headingIsNoReport();

private:
    void resize(int width, int height) const;

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    std::unique_ptr<WindowFixture> m_fixture;
};

void tst_ReportsPage::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    m_fixture = windowWithReadings(m_server, m_directory);
    m_fixture->window->showPage(MainWindow::Reports);
    m_fixture->window->findChild<ReportList*>()->selectReport(u"failures_by_equipment"_s);
    const auto* model = m_fixture->window->findChild<ReportTableModel*>();
    QTRY_VERIFY(!model->isBusy() && model->rowCount() > 0);
}

void tst_ReportsPage::resize(int width, int height) const
{
    m_fixture->window->resize(width, height);
    // Nested layouts.
    for (int i = 0; i < 3; ++i)
        QApplication::processEvents();
}

// Even if the list has to scroll.
void tst_ReportsPage::namesOfReportsAreWhole()
{
    auto* list = m_fixture->window->findChild<ReportList*>();
    for (const QSize size : {QSize(1180, 720), QSize(880, 520)}) {
        resize(size.width(), size.height());
        constexpr int kIndent = 16;
        for (QTreeWidgetItemIterator it(list); *it; ++it) {
            const QString name = (*it)->text(0);
            const int needed = kIndent + list->fontMetrics().horizontalAdvance(name);
            QVERIFY2(list->viewport()->width() > needed, qPrintable(name));
        }
    }
    QVERIFY(list->verticalScrollBar()->isVisible());
}

void tst_ReportsPage::lowWindowShowsRows()
{
    resize(1180, 760);
    const auto* split = m_fixture->window->findChild<ReportSplit*>();
    const auto* chart = m_fixture->find("chartView");
    const auto* table = m_fixture->find<DataTable>("reportTable");
    QVERIFY(split->sizes().first() > 0);
    QVERIFY(!chart->visibleRegion().isEmpty());
    resize(880, 520);
    QCOMPARE(split->orientation(), Qt::Vertical);
    QCOMPARE(split->sizes().first(), 0);
    QVERIFY(chart->visibleRegion().isEmpty());
    constexpr int kRows = 4;
    QVERIFY(table->viewport()->height() > kRows * table->rowHeight(0));
    resize(880, 900);
    QVERIFY(split->sizes().first() > 0);
    QVERIFY(!chart->visibleRegion().isEmpty());
}

void tst_ReportsPage::saysMoreOnRequest()
{
    resize(1180, 760);
    auto* list = m_fixture->window->findChild<ReportList*>();
    list->selectReport(u"time_between_failures"_s);
    const auto* sentence = m_fixture->find<QLabel>("explanationSentence");
    const auto* details = m_fixture->find<QLabel>("explanationDetails");
    auto* more = m_fixture->find<QToolButton>("explanationButton");
    QVERIFY(sentence->text().endsWith(u"(MTBF)."_s));
    QVERIFY(!details->isVisible());
    QTest::mouseClick(more, Qt::LeftButton);
    QVERIFY(details->isVisible() && details->text().contains(u"MIL-HDBK-189"_s));
    // Stays open for the next report.
    list->selectReport(u"overview"_s);
    QVERIFY(details->isVisible() && more->isVisible());
    QTest::mouseClick(more, Qt::LeftButton);
    QVERIFY(!details->isVisible());
    list->selectReport(u"failures_by_equipment"_s);
    const auto* model = m_fixture->window->findChild<ReportTableModel*>();
    QTRY_VERIFY(!model->isBusy() && model->rowCount() > 0);
}

void tst_ReportsPage::headingIsNoReport()
{
    auto* list = m_fixture->window->findChild<ReportList*>();
    const QString chosen = list->selectedReport();
    QVERIFY(!chosen.isEmpty());
    const QRect heading = list->visualItemRect(list->topLevelItem(0));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier, heading.center());
    QCOMPARE(list->selectedReport(), chosen);
    QCOMPARE(list->selectedItems().size(), 1);
    // Moves through all reports and skips the headings.
    QTest::keyClick(list, Qt::Key_Home);
    QStringList passed{list->selectedReport()};
    for (int i = 0; i < 40; ++i) {
        QTest::keyClick(list, Qt::Key_Down);
        QVERIFY(!list->selectedReport().isEmpty());
        if (list->selectedReport() != passed.constLast())
            passed << list->selectedReport();
    }
    int reports = 0;
    for (int i = 0; i < list->topLevelItemCount(); ++i)
        reports += list->topLevelItem(i)->childCount();
    QCOMPARE(passed.size(), reports);
    for (int i = 0; i < 40; ++i)
        QTest::keyClick(list, Qt::Key_Up);
    QCOMPARE(list->selectedReport(), passed.constFirst());
}

QTEST_MAIN(tst_ReportsPage)
#include "tst_ReportsPage.moc"
