// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ReportResultView.h"

#include "pages/reports/ChartTableLink.h"
#include "pages/reports/ReportChartPane.h"
#include "pages/reports/ReportColumns.h"
#include "pages/reports/ReportFooter.h"
#include "pages/reports/ReportSplit.h"
#include "pages/reports/ReportTableModel.h"
#include "session/Workbench.h"
#include "style/Appearance.h"
#include "widgets/DataTable.h"
#include "widgets/EmptyState.h"

#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

ReportResultView::ReportResultView(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_model(new ReportTableModel(workbench.database.queries(), this))
    , m_content(new QStackedWidget(this))
    , m_split(new ReportSplit(workbench.preferences, m_content))
    , m_chart(new ReportChartPane(workbench.preferences, m_split))
    , m_table(new DataTable(m_split))
    , m_noRows(new EmptyState(u"reports"_s, m_content))
    , m_footer(new ReportFooter(workbench.database.queries(), this))
{
    buildTable();
    // Half of the space each, until the user moves the splitter.
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 1);
    m_content->addWidget(m_split);
    m_content->addWidget(m_noRows);
    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, appearance::kRelated);
    column->addWidget(m_content, 1);
    column->addWidget(m_footer);
    connectParts();
}

void ReportResultView::buildTable()
{
    m_table->setObjectName(u"reportTable"_s);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Rows of the report"));
    // At first, the report defines the order. A third click on a header restores it.
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->horizontalHeader()->setSortIndicatorClearable(true);
    m_table->setSortingEnabled(true);
}

void ReportResultView::connectParts()
{
    connect(m_model, &ReportTableModel::busyChanged, this, &ReportResultView::busyChanged);
    connect(m_model, &ReportTableModel::chartLoaded, this, [this](const ReportChart& chart) {
        m_chart->showChart(chart, m_model->filter());
    });
    connect(m_model, &ReportTableModel::rowsLoaded, this, &ReportResultView::showRows);
    connect(m_model, &ReportTableModel::loadFailed, this, [this](const UserMessage& error) {
        m_footer->showNothing();
        showTable(); // an error doesn't mean that there are no rows
        Q_EMIT failed(error);
    });
    auto* link = new ChartTableLink(m_chart, m_table, m_model, this);
    connect(link, &ChartTableLink::rowOpened, this, &ReportResultView::rowOpened);
    connect(m_noRows->button(), &QPushButton::clicked, this, [this] {
        if (m_way == EmptyReport::Way::WholePeriod)
            Q_EMIT wholePeriodRequested();
        else
            Q_EMIT clearFiltersRequested();
    });
}

void ReportResultView::showReport(
    const ReportDefinition& report, const ReportFilter& filter,
    const ReaderCredentials::Finder& reader)
{
    m_reader = reader;
    if (report != m_model->report()) {
        m_fittedReport.clear();
        // Resetting the sort order must not query the previous report.
        const QSignalBlocker quiet(m_table->horizontalHeader());
        m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        m_footer->showNothing();
        showTable();
        if (report.chart)
            m_split->suit(reportColumnsWidth(*m_table, report), maxTableShare(report));
    }
    m_chart->setVisible(report.chart.has_value());
    if (report.chart)
        m_chart->showReport(report);
    else
        m_chart->clear();
    m_model->showReport(report, filter, reader);
}

void ReportResultView::clear()
{
    m_model->clear();
    m_chart->clear();
}

void ReportResultView::showTable()
{
    m_content->setCurrentWidget(m_split);
}

bool ReportResultView::stop()
{
    const bool isWaiting = m_model->isBusy();
    m_model->stop();
    if (isWaiting) {
        m_footer->showNothing();
        showTable();
    }
    return isWaiting;
}

bool ReportResultView::isBusy() const
{
    return m_model->isBusy();
}

void ReportResultView::arrange(int pageWidth)
{
    m_split->arrange(pageWidth);
}

void ReportResultView::showRows(bool isFirst)
{
    const int rows = m_model->rowCount();
    const bool lacksFigures =
        m_model->isComplete() && lacksMeasurements(m_model->report(), m_model->rows());
    if (!m_model->isObserved() || rows == 0 || lacksFigures) {
        showEmpty(whyEmpty(
            m_model->report(), m_model->filter(), m_model->isObserved(),
            m_workbench.database.summary()));
        return;
    }
    showTable();
    fitColumns();
    wrapReportColumns(
        *m_table, m_model->report(), m_model->isComplete() && rows <= ReportTableModel::kPageRows);
    m_footer->showRows(*m_model, isFirst, m_reader);
}

void ReportResultView::showEmpty(const EmptyReport& empty)
{
    m_way = empty.way;
    m_noRows->setTexts(empty.heading, empty.text, empty.buttonText());
    m_footer->showNothing();
    m_content->setCurrentWidget(m_noRows);
}

void ReportResultView::fitColumns()
{
    const QString name = m_model->report().name;
    if (m_fittedReport == name)
        return; // the user may have resized them since
    m_fittedReport = name;
    fitReportColumns(*m_table, m_model->report());
}

} // namespace faultline
