// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/ReportsPage.h"

#include "Appearance.h"
#include "Aside.h"
#include "FolderOpening.h"
#include "Formatting.h"
#include "dialogs/DialogService.h"
#include "models/ReportTableModel.h"
#include "pages/ChartTableLink.h"
#include "pages/ReportColumns.h"
#include "pages/ReportExports.h"
#include "reports/ReportDrill.h"
#include "session/Workbench.h"
#include "widgets/BusyLine.h"
#include "widgets/DataTable.h"
#include "widgets/EmptyState.h"
#include "widgets/ExportButton.h"
#include "widgets/MessageStrip.h"
#include "widgets/ReportChartPane.h"
#include "widgets/ReportFilterBar.h"
#include "widgets/ReportFooter.h"
#include "widgets/ReportList.h"
#include "widgets/ReportSplit.h"
#include "widgets/TrailBar.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kSplitterState = u"reports-splitter"_s;
const QString kReportState = u"reports-current"_s;
constexpr int kListWidth = 192;

} // namespace

ReportsPage::ReportsPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_choicesLane(workbench.database.queries())
    , m_model(new ReportTableModel(workbench.database.queries(), this))
    , m_exports(new ReportExports(workbench, this))
    , m_strip(new MessageStrip(this))
    , m_splitter(new QSplitter(this))
    , m_list(new ReportList(m_splitter))
    , m_content(new QStackedWidget(this))
    , m_nothingLoaded(new EmptyState(u"reports"_s, m_content))
{
    m_strip->setObjectName(u"reportsStrip"_s);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(makeReportSide());
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({kListWidth, 4 * kListWidth});
    m_splitter->restoreState(workbench.preferences.state(kSplitterState));
    m_content->addWidget(m_splitter);
    m_content->addWidget(m_nothingLoaded);

    auto* column = new QVBoxLayout(this);
    constexpr int kPage = appearance::kPage;
    column->setContentsMargins(kPage, appearance::kGroup, kPage, kPage);
    column->setSpacing(appearance::kGroup);
    column->addWidget(m_strip);
    column->addWidget(m_content, 1);

    connectParts();
    showReports();
    m_list->selectReport(QString::fromUtf8(workbench.preferences.state(kReportState)));
    showData();
}

ReportsPage::~ReportsPage()
{
    m_workbench.preferences.rememberState(kSplitterState, m_splitter->saveState());
    m_workbench.preferences.rememberState(kReportState, m_list->selectedReport().toUtf8());
}

QWidget* ReportsPage::makeReportSide()
{
    auto* side = new QWidget(m_splitter);
    m_title = new QLabel(side);
    m_title->setObjectName(u"reportTitle"_s);
    m_title->setFont(appearance::headingFont(font()));
    m_explanation = new QLabel(side);
    m_explanation->setWordWrap(true);
    m_explanation->setTextFormat(Qt::PlainText);
    m_explanation->setAccessibleName(tr("What is counted"));
    m_trailBar = new TrailBar(side);
    m_trailBar->setObjectName(u"reportTrail"_s);
    m_filters = new ReportFilterBar(side);
    m_open = new QPushButton(tr("Open in &SQL"), side);
    m_open->setObjectName(u"openReportButton"_s);
    m_open->setToolTip(tr("Shows the query of this report, to change it"));
    m_remove = new QPushButton(tr("Re&move…"), side);
    m_remove->setObjectName(u"removeReportButton"_s);
    m_export = new ExportButton(m_workbench.preferences, side);
    m_busy = new BusyLine(side);
    m_result = new QStackedWidget(side);
    m_split = new ReportSplit(m_workbench.preferences, m_result);
    m_chart = new ReportChartPane(m_workbench.database.queries(), m_split);
    m_table = new DataTable(m_split);
    m_table->setObjectName(u"reportTable"_s);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Rows of the report"));
    // No order of the view's own at first: the report has one. A third click gives it back.
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->horizontalHeader()->setSortIndicatorClearable(true);
    m_table->setSortingEnabled(true);
    // Half of the room each, until somebody moves the line between them.
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 1);
    m_noRows = new EmptyState(u"reports"_s, m_result);
    m_result->addWidget(m_split);
    m_result->addWidget(m_noRows);
    m_footer = new ReportFooter(m_workbench.database.queries(), side);

    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kRelated);
    top->addWidget(m_title, 1);
    top->addWidget(m_open);
    top->addWidget(m_remove);
    top->addWidget(m_export);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(appearance::kGroup, 0, 0, 0);
    column->setSpacing(appearance::kRelated);
    column->addLayout(top);
    column->addWidget(m_trailBar);
    column->addWidget(m_explanation);
    column->addSpacing(appearance::kRelated);
    column->addWidget(m_filters);
    column->addWidget(m_busy);
    column->addWidget(m_result, 1);
    column->addWidget(m_footer);
    return side;
}

void ReportsPage::connectParts()
{
    connect(m_list, &ReportList::reportSelected, this, &ReportsPage::chooseReport);
    connect(m_filters, &ReportFilterBar::filterChanged, this, &ReportsPage::changeFilter);
    connect(m_trailBar, &TrailBar::stepAsked, this, &ReportsPage::goToStep);
    auto* up = new QShortcut(Qt::Key_Backspace, this);
    up->setContext(Qt::WidgetWithChildrenShortcut);
    connect(up, &QShortcut::activated, this, &ReportsPage::goUp);
    connect(m_model, &ReportTableModel::busyChanged, this, &ReportsPage::showBusy);
    connect(m_model, &ReportTableModel::rowsLoaded, this, &ReportsPage::showRows);
    connect(m_model, &ReportTableModel::loadFailed, this, &ReportsPage::showFailure);
    connect(m_chart, &ReportChartPane::busyChanged, this, &ReportsPage::showBusy);
    auto* link = new ChartTableLink(m_chart, m_table, m_model, this);
    connect(link, &ChartTableLink::rowOpened, this, &ReportsPage::openRow);
    connectExports();
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const ReportDefinition* report = currentReport())
            Q_EMIT queryAsked(report->sql.trimmed());
    });
    connect(m_remove, &QPushButton::clicked, this, &ReportsPage::removeCurrent);
    connect(m_nothingLoaded->button(), &QPushButton::clicked, this, &ReportsPage::loadPageAsked);
    // The rows below are those of another period than the one that is written there.
    connect(m_filters, &ReportFilterBar::validityChanged, this, [this](bool isValid) {
        m_export->setExportable(isValid);
        m_result->setEnabled(isValid);
    });
    connect(m_noRows->button(), &QPushButton::clicked, m_filters, &ReportFilterBar::clearFilters);
    connect(&m_workbench.database, &DatabaseController::dataChanged, this, &ReportsPage::showData);
    connect(&m_workbench.database, &DatabaseController::stateChanged, this, &ReportsPage::showData);
}

void ReportsPage::connectExports()
{
    connect(m_export, &ExportButton::exportAsked, this, [this](const ExportWish& wish) {
        m_strip->clear();
        if (const ReportDefinition* report = currentReport())
            m_exports->exportReports(wish, *report, m_filters->filter(), m_model->order());
    });
    connect(m_export, &ExportButton::cancelled, m_exports, &ReportExports::cancel);
    connect(m_exports, &ReportExports::rowsWritten, m_export, &ExportButton::showRows);
    connect(m_chart, &ReportChartPane::saveAsked, this, [this](ChartFormat format) {
        m_strip->clear();
        m_exports->saveChart(m_chart->picture(), m_chart->pictureSize(), format);
    });
    connect(m_exports, &ReportExports::busyChanged, this, [this](bool busy) {
        m_export->setRunning(busy);
        showBusy();
    });
    connect(m_exports, &ReportExports::failed, this, [this](const UserMessage& error) {
        m_strip->showMessage(error);
    });
    connect(
        m_exports, &ReportExports::succeeded, this,
        [this](const QString& text, const QString& place) {
            showWritten(m_strip, text, place, m_workbench.dialogs);
        });
}

void ReportsPage::showBusy()
{
    m_busy->setBusy(m_model->isBusy() || m_chart->isBusy() || m_exports->isBusy());
}

void ReportsPage::showReports()
{
    if (!m_workbench.catalogue.ok()) {
        m_strip->showMessage(m_workbench.catalogue.error());
        return;
    }
    const QString current = m_list->selectedReport();
    const auto& reports = m_workbench.catalogue->reports();
    m_list->setReports(reports);
    if (!reports.isEmpty() && m_workbench.catalogue->find(current) == nullptr)
        m_list->selectReport(reports.constFirst().name);
    m_list->selectReport(current);
    if (!m_workbench.catalogue->problems().isEmpty())
        m_strip->showMessage(m_workbench.catalogue->problems().constFirst());
}

void ReportsPage::selectReport(const QString& name)
{
    m_list->selectReport(name);
}

ReaderKeeper::Finder ReportsPage::readerOf(const QString& report) const
{
    return m_workbench.catalogue->isOwn(report) ? m_workbench.reader.finder()
                                                : ReaderKeeper::Finder();
}

void ReportsPage::showOwnButtons(const QString& name)
{
    const bool isOwn = m_workbench.catalogue->isOwn(name);
    m_open->setVisible(isOwn);
    m_remove->setVisible(isOwn);
}

void ReportsPage::removeCurrent()
{
    const ReportDefinition* report = currentReport();
    if (!report)
        return;
    const Question question{
        tr("Remove this report?"),
        tr("The report “%1” is yours; its file is deleted.").arg(report->title), tr("Remove it"),
        tr("Keep it")};
    m_workbench.dialogs.confirm(this, question, [this, name = report->name](bool yes) {
        if (!yes)
            return;
        if (const auto removed = removeOwnReport(ownReportsFolder(), name); !removed) {
            m_strip->showMessage(removed.error());
            return;
        }
        m_workbench.reloadReports();
        showReports();
    });
}

const ReportDefinition* ReportsPage::currentReport() const
{
    return m_workbench.catalogue.ok() ? m_workbench.catalogue->find(m_list->selectedReport())
                                      : nullptr;
}

void ReportsPage::showData()
{
    const DatabaseController& database = m_workbench.database;
    if (!database.hasReadings()) {
        m_choicesLane.forget();
        m_model->clear();
        m_chart->clear();
        const bool isChecking = database.state() == DatabaseState::Checking;
        m_nothingLoaded->setTexts(
            isChecking ? tr("Looking into the database…") : tr("Nothing loaded yet"),
            isChecking ? QString() : tr("Load a data folder first: its reports then stand here."),
            isChecking ? QString() : tr("Go to Load"));
        show(Shown::NothingLoaded);
        return;
    }
    // Only to be asked when the table itself isn't: stateChanged and dataChanged come together.
    fetchChoices();
    show(Shown::Rows);
    showReport(m_list->selectedReport());
}

void ReportsPage::show(Shown what)
{
    const bool hasContent = what != Shown::NothingLoaded;
    m_content->setCurrentWidget(hasContent ? static_cast<QWidget*>(m_splitter) : m_nothingLoaded);
    m_result->setCurrentWidget(what == Shown::NoRows ? static_cast<QWidget*>(m_noRows) : m_split);
}

// From the list: another way begins.
void ReportsPage::chooseReport(const QString& name)
{
    if (m_isStepping)
        return;
    if (const ReportDefinition* report = currentReport())
        m_trail.begin({report->title, name, m_filters->filter()});
    m_trailBar->showSteps(m_trail.labels());
    showReport(name);
}

void ReportsPage::changeFilter(const ReportFilter& filter)
{
    m_trail.rememberFilter(filter);
    showReport(m_list->selectedReport());
}

void ReportsPage::openRow(const ReportRow& row)
{
    const ReportDefinition* report = currentReport();
    const auto drill =
        report ? drillDown(*report, report->applicable(m_filters->filter()), row) : std::nullopt;
    if (!drill)
        return;
    if (drill->report.isEmpty()) {
        Q_EMIT readingsAsked(drill->readings, m_trail.labels() + QStringList{drill->label});
        return;
    }
    const ReportTrail::Step step{drill->label, drill->report, drill->filter};
    m_trail.goDown(step);
    showStep(step);
}

void ReportsPage::goToStep(int step)
{
    if (const ReportTrail::Step* last = m_trail.goTo(step))
        showStep(*last);
}

void ReportsPage::goUp()
{
    if (const ReportTrail::Step* last = m_trail.goUp())
        showStep(*last);
}

void ReportsPage::showStep(const ReportTrail::Step& step)
{
    m_isStepping = true;
    m_list->selectReport(step.report);
    m_isStepping = false;
    m_filters->setFilter(step.filter);
    m_trailBar->showSteps(m_trail.labels());
    showReport(step.report);
}

void ReportsPage::showReport(const QString& name)
{
    const ReportDefinition* report =
        m_workbench.catalogue.ok() ? m_workbench.catalogue->find(name) : nullptr;
    if (!report)
        return;
    m_title->setText(report->title);
    m_explanation->setText(report->explanation);
    showOwnButtons(name);
    m_filters->setReport(*report);
    if (!m_workbench.database.hasReadings())
        return;
    if (report->name != m_model->report().name) {
        m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        m_footer->showNothing();
        m_result->setCurrentWidget(m_split);
        if (report->chart)
            m_split->suit(reportColumnsWidth(*m_table, *report), mostOfWidth(*report));
    }
    m_strip->clear();
    m_model->showReport(*report, m_filters->filter(), readerOf(name));
    m_chart->setVisible(report->chart.has_value());
    if (report->chart)
        m_chart->showReport(*report, m_filters->filter(), readerOf(name));
    else
        m_chart->clear();
}

void ReportsPage::showRows()
{
    const int rows = m_model->rowCount();
    if (rows == 0) {
        const bool isFiltered = !(m_model->filter() == ReportFilter());
        m_noRows->setTexts(
            isFiltered ? tr("No rows for these filters") : tr("This report has no rows"),
            isFiltered ? tr("Nothing was counted in this period and group.") : QString(),
            isFiltered ? tr("Clear filters") : QString());
        m_footer->showNothing();
        show(Shown::NoRows);
        return;
    }
    show(Shown::Rows);
    fitColumns();
    m_footer->showRows(*m_model, readerOf(m_model->report().name));
}

void ReportsPage::fitColumns()
{
    const QString name = m_model->report().name;
    if (m_fittedReport == name)
        return; // the person may have changed them since
    m_fittedReport = name;
    fitReportColumns(*m_table, m_model->report());
}

void ReportsPage::showFailure(const UserMessage& error)
{
    m_footer->showNothing();
    m_strip->showMessage(error, tr("Try again"), [this] { refresh(); });
}

void ReportsPage::refresh()
{
    m_strip->clear();
    // Also finds out whether the server is there again, and what another program has loaded.
    if (m_workbench.database.access())
        m_workbench.database.refreshSummary();
    else if (!m_workbench.loads.isBusy())
        m_workbench.database.check();
}

void ReportsPage::focusFilter()
{
    m_filters->focusFilter();
}

void ReportsPage::fetchChoices()
{
    using Choices = std::pair<FilterChoices, ReadingChoices>;
    m_choicesLane.ask<Choices>(
        [](SqlSession& session) -> Result<Choices> {
            const auto ofReports = fetchFilterChoices(session);
            if (!ofReports)
                return ofReports.error();
            const auto ofReadings = fetchReadingChoices(session);
            return ofReadings ? Result<Choices>({*ofReports, *ofReadings}) : ofReadings.error();
        },
        [this](const Result<Choices>& choices) {
            // A failure shows with the rows, which are asked for at the same time.
            if (choices)
                m_filters->setChoices(choices->first, choices->second);
        });
}

void ReportsPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_split->arrange(event->size().width());
}

} // namespace faultline
