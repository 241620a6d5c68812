// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ReportsPage.h"

#include "dialogs/FolderOpening.h"
#include "pages/export/ExportButton.h"
#include "pages/filters/ReportFilterBar.h"
#include "pages/reports/DataStateNote.h"
#include "pages/reports/ReportButtons.h"
#include "pages/reports/ReportChartPane.h"
#include "pages/reports/ReportExports.h"
#include "pages/reports/ReportList.h"
#include "pages/reports/ReportResultView.h"
#include "pages/reports/ReportTableModel.h"
#include "reports/query/PlantColumn.h"
#include "reports/query/ReportDrill.h"
#include "session/BackgroundTask.h"
#include "session/Workbench.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/BreadcrumbBar.h"
#include "widgets/BusyLine.h"
#include "widgets/EmptyState.h"
#include "widgets/Explanation.h"
#include "widgets/MessageStrip.h"
#include "widgets/ParagraphLabel.h"

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

} // namespace

ReportsPage::ReportsPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_choicesLane(workbench.database.queries())
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
    m_splitter->setSizes({m_list->sizeHint().width(), 1}); // the right side takes the rest
    m_splitter->restoreState(workbench.preferences.state(kSplitterState));
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
    m_title = new ParagraphLabel(side);
    m_title->setMaxLines(2);
    m_title->setObjectName(u"reportTitle"_s);
    m_title->setFont(appearance::headingFont(font()));
    m_explanation = new Explanation(side);
    m_breadcrumbs = new BreadcrumbBar(side);
    m_breadcrumbs->setObjectName(u"reportBreadcrumbs"_s);
    m_filters = new ReportFilterBar(side);
    m_buttons = new ReportButtons(m_workbench, side);
    m_export = new ExportButton(m_workbench.preferences, side);
    m_busy = new BusyLine(side);
    m_result = new ReportResultView(m_workbench, side);

    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kRelated);
    top->addWidget(m_title, 1);
    top->addWidget(m_buttons);
    top->addWidget(m_export);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(appearance::kGroup, 0, 0, 0);
    column->setSpacing(appearance::kRelated);
    column->addLayout(top);
    column->addWidget(m_breadcrumbs);
    column->addWidget(m_explanation);
    column->addWidget(new DataStateNote(m_workbench, side));
    column->addSpacing(appearance::kRelated);
    column->addWidget(m_filters);
    column->addWidget(m_busy);
    column->addWidget(m_result, 1);
    return side;
}

void ReportsPage::connectParts()
{
    connect(m_list, &ReportList::reportSelected, this, &ReportsPage::chooseReport);
    connect(m_filters, &ReportFilterBar::filterChanged, this, &ReportsPage::changeFilter);
    connect(m_breadcrumbs, &BreadcrumbBar::stepRequested, this, &ReportsPage::goToStep);
    auto* up = new QShortcut(Qt::Key_Backspace, this);
    up->setContext(Qt::WidgetWithChildrenShortcut);
    connect(up, &QShortcut::activated, this, &ReportsPage::goUp);
    connect(m_result, &ReportResultView::busyChanged, this, &ReportsPage::showBusy);
    connect(m_result, &ReportResultView::failed, this, &ReportsPage::showFailure);
    connect(m_result, &ReportResultView::rowOpened, this, &ReportsPage::openRow);
    connect(
        m_result, &ReportResultView::clearFiltersRequested, m_filters,
        &ReportFilterBar::clearFilters);
    connect(
        m_result, &ReportResultView::wholePeriodRequested, m_filters,
        &ReportFilterBar::chooseWholePeriod);
    connectExports();
    connect(m_buttons, &ReportButtons::queryRequested, this, &ReportsPage::queryRequested);
    connect(m_buttons, &ReportButtons::removed, this, &ReportsPage::showReports);
    connect(m_buttons, &ReportButtons::failed, this, [this](const UserMessage& error) {
        m_strip->showMessage(error);
    });
    connect(
        m_nothingLoaded->button(), &QPushButton::clicked, this, &ReportsPage::loadPageRequested);
    // With an invalid period, the rows don't match the filters on screen.
    connect(m_filters, &ReportFilterBar::validityChanged, this, [this](bool isValid) {
        m_export->setExportable(isValid);
        m_result->setEnabled(isValid);
    });
    connect(&m_workbench.database, &DatabaseController::dataChanged, this, &ReportsPage::showData);
    connect(&m_workbench.database, &DatabaseController::stateChanged, this, &ReportsPage::showData);
}

void ReportsPage::connectExports()
{
    connect(m_export, &ExportButton::exportRequested, this, [this](const ExportRequest& request) {
        m_strip->clear();
        if (auto report = currentReport()) {
            if (report->chart) {
                report->chart->scale = m_result->chart()->scale();
                report->chart->showFirst(m_result->chart()->value());
            }
            m_exports->exportReports(
                request, *report, m_filters->filter(), m_result->model().order());
        }
    });
    connect(m_export, &ExportButton::cancelled, m_exports, &ReportExports::cancel);
    connect(
        m_export, &ExportButton::documentChoicesRequested, m_exports,
        &ReportExports::chooseDocument);
    connect(m_exports, &ReportExports::rowsWritten, m_export, &ExportButton::showRows);
    connect(m_result->chart(), &ReportChartPane::saveRequested, this, [this](ChartFormat format) {
        m_strip->clear();
        const ReportChartPane* chart = m_result->chart();
        if (const auto report = currentReport())
            m_exports->saveChart(chart->picture(), *report, chart->pictureSize(), format);
    });
    connect(m_exports, &ReportExports::busyChanged, this, [this] {
        m_export->setRunning(m_exports->isExporting());
        showBusy();
    });
    connect(m_exports, &ReportExports::failed, this, [this](const UserMessage& error) {
        m_strip->showMessage(error);
    });
    connect(
        m_exports, &ReportExports::succeeded, this,
        [this](const QString& text, const QString& path, bool isFolder) {
            showWritten(m_strip, text, path, m_workbench.dialogs, isFolder);
        });
}

void ReportsPage::showBusy()
{
    m_busy->setBusy(m_result->isBusy() || m_exports->isBusy());
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

ReaderCredentials::Finder ReportsPage::readerOf(const QString& report) const
{
    return m_workbench.catalogue->isOwn(report) ? m_workbench.reader.finder()
                                                : ReaderCredentials::Finder();
}

std::optional<ReportDefinition> ReportsPage::shownNow(const QString& name) const
{
    const ReportDefinition* report =
        m_workbench.catalogue.ok() ? m_workbench.catalogue->find(name) : nullptr;
    if (!report)
        return std::nullopt;
    return shownReport(*report, m_workbench.database.hasSeveralPlants());
}

std::optional<ReportDefinition> ReportsPage::currentReport() const
{
    return shownNow(m_list->selectedReport());
}

void ReportsPage::showData()
{
    const DatabaseController& database = m_workbench.database;
    if (!database.hasReadings()) {
        m_choicesLane.forget();
        clearFailure();
        m_result->clear();
        const bool isChecking = database.state() == DatabaseState::Checking;
        m_nothingLoaded->setTexts(
            isChecking ? tr("Checking the database…") : tr("Nothing loaded yet"),
            isChecking ? QString() : tr("Load a data folder to see its reports here."),
            isChecking ? QString() : tr("Go to Load"));
        m_content->setCurrentWidget(m_nothingLoaded);
        return;
    }
    // Only while the rows aren't being queried: stateChanged and dataChanged come together.
    fetchChoices();
    m_content->setCurrentWidget(m_splitter);
    m_result->showTable();
    showReport(m_list->selectedReport());
}

// A report chosen in the list starts a new path, without the filters of the previous steps.
void ReportsPage::chooseReport(const QString& name)
{
    if (m_isStepping)
        return;
    m_filters->setFilter(m_path.chosen());
    if (const auto report = currentReport())
        m_path.start(report->title, name, m_filters->filter());
    m_breadcrumbs->showSteps(m_path.labels());
    showReport(name);
}

void ReportsPage::changeFilter(const ReportFilter& filter)
{
    const auto report = currentReport();
    m_path.updateFilter(filter);
    if (report && !m_path.isValidFor(filter)) {
        m_path.start(report->title, report->name, filter);
        m_breadcrumbs->showSteps(m_path.labels());
    }
    showReport(m_list->selectedReport());
}

void ReportsPage::openRow(const ReportRow& row)
{
    const auto report = currentReport();
    const auto drill =
        report ? drillDown(*report, report->applicable(m_filters->filter()), row) : std::nullopt;
    if (!drill)
        return;
    if (drill->report.isEmpty()) {
        Q_EMIT readingsRequested(drill->readings, m_path.toReadings(drill->label));
        return;
    }
    const ReportDefinition* target = m_workbench.catalogue->find(drill->report);
    const bool isNarrowed = !drill->label.isEmpty() || target == nullptr;
    m_path.addStep(isNarrowed ? drill->label : target->title, drill->report, drill->filter);
    showStep(m_path.last());
}

void ReportsPage::goToStep(int step)
{
    if (const DrillPath::Step* last = m_path.goTo(step))
        showStep(*last);
}

void ReportsPage::goBackTo(const DrillPath& path, int step)
{
    m_path = path;
    goToStep(step);
}

void ReportsPage::goUp()
{
    if (const DrillPath::Step* last = m_path.goUp())
        showStep(*last);
}

void ReportsPage::showStep(const DrillPath::Step& step)
{
    m_isStepping = true;
    m_list->selectReport(step.report);
    m_isStepping = false;
    m_filters->setFilter(step.filter);
    m_breadcrumbs->showSteps(m_path.labels());
    showReport(step.report);
}

void ReportsPage::showReport(const QString& name)
{
    const auto report = shownNow(name);
    if (!report)
        return;
    m_title->setText(report->title);
    m_explanation->setTexts(report->firstSentence(), report->furtherSentences());
    m_buttons->showReport(*m_workbench.catalogue->find(name)); // with all columns
    m_filters->setReport(*report);
    if (!m_workbench.database.hasReadings())
        return;
    clearFailure();
    m_result->showReport(*report, m_filters->filter(), readerOf(name));
}

void ReportsPage::showFailure(const UserMessage& error)
{
    m_strip->showMessage(error, tr("Retry"), [this] { refresh(); });
    m_failure = error.toText();
}

// Any other message in the strip stays.
void ReportsPage::clearFailure()
{
    if (!m_failure.isEmpty() && m_strip->message().toText() == m_failure)
        m_strip->clear();
    m_failure.clear();
}

bool ReportsPage::cancel()
{
    if (m_filters->cancelTyping())
        return true;
    if (m_exports->isExporting()) {
        m_exports->cancel();
        return true;
    }
    if (!m_result->isBusy())
        return false;
    if (m_result->stop())
        showFailure(UserMessage::information(tr("This report was cancelled")));
    return true;
}

void ReportsPage::refresh()
{
    clearFailure();
    m_workbench.refresh();
}

void ReportsPage::focusFilter()
{
    m_filters->focusFilter();
}

void ReportsPage::fetchChoices()
{
    // The rows, which are queried at the same time, show any error.
    m_choicesLane.ask<FilterChoices>(
        fetchFilterChoices, [this](const Result<FilterChoices>& choices) {
            if (choices)
                m_filters->setChoices(*choices);
        });
}

void ReportsPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // In a low window, the figures need the space. The full text is in the tool tip.
    constexpr int kLow = 560;
    m_explanation->setMaxLines(event->size().height() < kLow ? 2 : 0);
    m_result->arrange(event->size().width());
}

} // namespace faultline
