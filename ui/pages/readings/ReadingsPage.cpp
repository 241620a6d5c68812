// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/readings/ReadingsPage.h"

#include "pages/filters/ReadingFilterBar.h"
#include "pages/readings/PreparingLine.h"
#include "pages/readings/ReadingOriginView.h"
#include "pages/readings/ReadingsModel.h"
#include "pages/readings/ReadingsTable.h"
#include "pages/readings/ReadingsText.h"
#include "session/Workbench.h"
#include "style/Appearance.h"
#include "widgets/BreadcrumbBar.h"
#include "widgets/BusyLine.h"
#include "widgets/EmptyState.h"
#include "widgets/MessageStrip.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using By = ReadingOrder::By;

const QString kHeaderState = u"readings-table"_s;

} // namespace

ReadingsPage::ReadingsPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_model(new ReadingsModel(m_queries, this))
    , m_strip(new MessageStrip(this))
    , m_content(new QStackedWidget(this))
    , m_nothingLoaded(new EmptyState(u"readings"_s, m_content))
    , m_list(new QWidget(m_content))
    , m_heading(new QLabel(tr("Readings"), m_list))
    , m_preparing(new PreparingLine(m_list))
    , m_breadcrumbs(new BreadcrumbBar(m_list))
    , m_filters(new ReadingFilterBar(m_list))
    , m_busy(new BusyLine(m_list))
    , m_result(new QStackedWidget(m_list))
    , m_table(new ReadingsTable(m_result))
    , m_noRows(new EmptyState(u"readings"_s, m_result))
    , m_footer(new QLabel(m_list))
{
    m_strip->setObjectName(u"readingsStrip"_s);
    m_breadcrumbs->setObjectName(u"readingsBreadcrumbs"_s);
    m_heading->setFont(appearance::headingFont(font()));
    m_footer->setObjectName(u"readingsFooter"_s);
    m_noRows->setTexts(
        tr("No readings match these filters"), tr("Change or clear the filters."),
        tr("Clear filters"));
    buildTable();
    layOut();
    connectParts();
    useDatabase();
    showData();
}

ReadingsPage::~ReadingsPage()
{
    m_workbench.preferences.rememberState(kHeaderState, m_table->horizontalHeader()->saveState());
    m_indexBuilder.stop();
}

void ReadingsPage::buildTable()
{
    m_table->setModel(m_model);
    m_table->setObjectName(u"readingsTable"_s);
    m_table->setAccessibleName(tr("Readings"));
    QHeaderView* header = m_table->horizontalHeader();
    header->setStretchLastSection(true);
    constexpr std::array kWidths{192, 120, 120, 120, 80, 88, 112, 112};
    for (std::size_t column = 0; column < kWidths.size(); ++column)
        header->resizeSection(static_cast<int>(column), kWidths.at(column));
    m_table->setTextElideMode(Qt::ElideMiddle); // names often differ only at the end
    header->restoreState(m_workbench.preferences.state(kHeaderState));
    showOrder({});
}

void ReadingsPage::layOut()
{
    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kGroup);
    top->addWidget(m_heading);
    top->addWidget(m_preparing, 1);
    m_origins = new ReadingOriginView(m_workbench, *m_model, *m_table, m_result);
    top->addWidget(m_origins->button());
    m_result->addWidget(m_origins);
    m_result->addWidget(m_noRows);
    auto* list = new QVBoxLayout(m_list);
    appearance::setTight(list, appearance::kRelated);
    list->addLayout(top);
    list->addWidget(m_breadcrumbs);
    list->addWidget(m_filters);
    list->addWidget(m_busy);
    list->addWidget(m_result, 1);
    list->addWidget(m_footer);
    m_content->addWidget(m_list);
    m_content->addWidget(m_nothingLoaded);
    auto* column = new QVBoxLayout(this);
    constexpr int kPage = appearance::kPage;
    column->setContentsMargins(kPage, appearance::kGroup, kPage, kPage);
    column->setSpacing(appearance::kGroup);
    column->addWidget(m_strip);
    column->addWidget(m_content, 1);
}

void ReadingsPage::connectParts()
{
    connect(m_model, &ReadingsModel::busyChanged, m_busy, &BusyLine::setBusy);
    connect(m_model, &ReadingsModel::shown, this, &ReadingsPage::takeShown);
    connect(m_model, &ReadingsModel::rowsChanged, this, &ReadingsPage::updateVisibleRows);
    connect(m_model, &ReadingsModel::noReadingsAtTime, this, [this] {
        m_strip->showMessage(
            UserMessage::information(tr("There are no readings at or after that time"))
                .because(tr("The table shows the last readings.")));
    });
    connect(m_model, &ReadingsModel::loadFailed, this, [this](const UserMessage& error) {
        m_strip->showMessage(error, tr("Retry"), [this] { refresh(); });
        showFooter();
    });
    connect(
        m_table->horizontalHeader(), &QHeaderView::sortIndicatorChanged, this,
        &ReadingsPage::sortBy);
    connect(m_table, &ReadingsTable::visibleRowsChanged, this, &ReadingsPage::updateVisibleRows);
    using Start = ReadingsModel::Start;
    const auto showEnd = [this](Start start) {
        m_goesToEnd = true;
        m_model->show(m_shown.filter, m_shown.order, start);
    };
    connect(m_table, &ReadingsTable::firstRequested, this, [showEnd] { showEnd(Start::First); });
    connect(m_table, &ReadingsTable::lastRequested, this, [showEnd] { showEnd(Start::Last); });
    connect(m_breadcrumbs, &BreadcrumbBar::stepRequested, this, [this](int step) {
        Q_EMIT breadcrumbRequested(m_requested.path, step);
    });
    auto* up = new QShortcut(Qt::Key_Backspace, this);
    up->setContext(Qt::WidgetWithChildrenShortcut);
    connect(up, &QShortcut::activated, this, &ReadingsPage::goUp);
    connect(m_filters, &ReadingFilterBar::filterChanged, this, [this](const ReadingFilter& filter) {
        request({filter, m_requested.order, {}, false, {}}); // starts from the top
    });
    connect(m_filters, &ReadingFilterBar::timeRequested, this, [this](Instant time) {
        request({m_requested.filter, {By::Time, false}, time, false, m_requested.path});
    });
    connect(m_preparing, &PreparingLine::cancelled, this, &ReadingsPage::cancel);
    connect(&m_indexBuilder, &IndexBuilder::progressed, m_preparing, &PreparingLine::setShare);
    connect(&m_indexBuilder, &IndexBuilder::finished, this, &ReadingsPage::finishIndexes);
    connect(m_noRows->button(), &QPushButton::clicked, m_filters, &ReadingFilterBar::clearFilters);
    connect(
        m_nothingLoaded->button(), &QPushButton::clicked, this, &ReadingsPage::loadPageRequested);
    const DatabaseController& database = m_workbench.database;
    connect(&database, &DatabaseController::stateChanged, this, &ReadingsPage::useDatabase);
    connect(&database, &DatabaseController::dataChanged, this, [this] {
        m_isStale = true;
        showData();
    });
}

void ReadingsPage::useDatabase()
{
    const auto& access = m_workbench.database.access();
    m_indexBuilder.stop();
    m_preparing->stop();
    m_queries.setSettings(
        access ? std::optional(access->settings()) : std::optional<ConnectionSettings>());
    m_isStale = true;
    showData();
}

void ReadingsPage::showData()
{
    const DatabaseController& database = m_workbench.database;
    if (!database.hasReadings()) {
        m_strip->clear();
        m_model->clear();
        m_choicesLane.forget();
        const bool isChecking = database.state() == DatabaseState::Checking;
        m_nothingLoaded->setTexts(
            isChecking ? tr("Checking the database…") : tr("Nothing loaded yet"),
            isChecking ? QString() : tr("Load a data folder to see its readings here."),
            isChecking ? QString() : tr("Go to Load"));
        m_content->setCurrentWidget(m_nothingLoaded);
        return;
    }
    m_content->setCurrentWidget(m_list);
    m_table->setColumnHidden(ReadingsModel::Plant, !database.hasSeveralPlants());
    // A hidden page doesn't load rows.
    if (!m_isStale || !isVisible())
        return;
    m_isStale = false;
    fetchChoices();
    View again = m_requested;
    again.time.reset();
    again.keepsPosition = true;
    request(again);
}

void ReadingsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    showData();
}

void ReadingsPage::refresh()
{
    m_strip->clear();
    m_isStale = true;
    m_workbench.refresh();
}

void ReadingsPage::focusFilter()
{
    m_filters->focusFilter();
}

void ReadingsPage::fetchChoices()
{
    // The rows, which are queried at the same time, show any error.
    m_choicesLane.ask<FilterChoices>(
        fetchFilterChoices, [this](const Result<FilterChoices>& choices) {
            if (choices)
                m_filters->setChoices(*choices);
        });
}

void ReadingsPage::showReadings(const ReadingFilter& filter, const DrillPath& path)
{
    m_filters->setFilter(filter);
    request({filter, m_requested.order, {}, false, path});
}

void ReadingsPage::focusRows()
{
    // Leave the "no readings" message: there may be some now.
    m_result->setCurrentWidget(m_origins);
    m_table->setFocus();
}

// The last label is the readings; go to the step before it.
void ReadingsPage::goUp()
{
    const auto steps = static_cast<int>(m_requested.path.labels().size());
    if (steps > 1)
        Q_EMIT breadcrumbRequested(m_requested.path, steps - 2);
}

void ReadingsPage::sortBy(int column, Qt::SortOrder direction)
{
    const auto by = ReadingsModel::orderOf(column);
    if (!by && column >= 0) {
        showOrder(m_requested.order); // this column can't be sorted
        return;
    }
    request(
        {m_requested.filter,
         {by.value_or(By::Loaded), by && direction == Qt::DescendingOrder},
         {},
         false,
         m_requested.path});
}

void ReadingsPage::request(const View& view)
{
    m_indexBuilder.stop();
    m_preparing->stop();
    m_strip->clear();
    m_goesToEnd = false;
    m_requested = view;
    m_breadcrumbs->showSteps(view.path.labels());
    showOrder(view.order);
    m_model->stop();
    m_busy->setBusy(true);
    m_preparingLane.ask<ReadingPreparation>(
        [filter = view.filter, order = view.order](SqlSession& session) {
            return prepareReadings(session, filter, order);
        },
        [this](const Result<ReadingPreparation>& preparation) {
            m_busy->setBusy(m_model->isBusy());
            if (preparation) {
                prepare(*preparation);
                return;
            }
            m_strip->showMessage(preparation.error(), tr("Retry"), [this] { refresh(); });
        });
}

void ReadingsPage::prepare(const ReadingPreparation& preparation)
{
    if (preparation.missing.isEmpty()) {
        showRequested();
    } else if (!preparation.mayCreate) {
        m_strip->showMessage(
            UserMessage::information(tr("Reading in this order may take a long time"))
                .because(tr("The database has no index for it, and only the table's owner can "
                            "create one.")));
        showRequested();
    } else if (m_workbench.loads.isBusy() && !isAnythingShown()) {
        m_strip->showMessage(
            UserMessage::information(tr("Reading may take a long time while a load is running"))
                .because(tr("Afterwards the readings are prepared, once.")));
        showRequested();
    } else if (m_workbench.loads.isBusy()) {
        // Creating an index would slow down the load.
        m_strip->showMessage(
            UserMessage::information(tr("A load is running"))
                .withRemedy(tr("Sort or filter this way after the load has ended.")));
        goBack();
    } else {
        createIndexes(preparation);
    }
}

void ReadingsPage::createIndexes(const ReadingPreparation& preparation)
{
    m_preparing->start(
        preparingReadingsText(m_requested.filter, m_requested.order, preparation.rows));
    m_indexBuilder.start(m_workbench.database.access()->settings(), preparation.missing);
}

void ReadingsPage::finishIndexes(const Result<void>& made)
{
    m_preparing->stop();
    if (made) {
        showRequested();
        return;
    }
    const View requested = m_requested;
    goBack();
    m_strip->showMessage(made.error(), tr("Retry"), [this, requested] {
        m_filters->setFilter(requested.filter);
        request(requested);
    });
}

void ReadingsPage::showRequested()
{
    const bool isSame = m_model->rowCount() > 0 && m_model->filter() == m_requested.filter
                        && m_model->order() == m_requested.order;
    if (!isSame)
        m_count.reset();
    m_shown = m_requested;
    if (m_requested.keepsPosition && isSame)
        m_model->refresh(m_table->firstVisibleRow());
    else if (m_requested.time)
        m_model->showFromTime(m_requested.filter, *m_requested.time);
    else
        m_model->show(m_requested.filter, m_requested.order);
    countRows();
}

bool ReadingsPage::isAnythingShown() const
{
    return m_model->rowCount() > 0;
}

void ReadingsPage::goBack()
{
    if (!isAnythingShown()) {
        showRequested(); // without the index, which takes longer
        return;
    }
    m_requested = m_shown;
    m_breadcrumbs->showSteps(m_shown.path.labels());
    m_filters->setFilter(m_shown.filter);
    showOrder(m_shown.order);
}

bool ReadingsPage::cancel()
{
    if (m_preparing->isRunning()) {
        m_indexBuilder.stop();
        m_preparing->stop();
        goBack();
        m_table->setFocus();
        return true;
    }
    if (m_model->isBusy()) {
        m_model->stop();
        showFooter();
        return true;
    }
    return m_origins->closePane();
}

void ReadingsPage::takeShown()
{
    m_result->setCurrentWidget(
        m_model->rowCount() > 0 ? static_cast<QWidget*>(m_origins) : m_noRows);
    const bool isAtLast = m_model->isAtLast();
    // Lets the arrow keys continue from what is on screen. After a drill-down, the row is also
    // selected.
    const bool isChosen = !m_shown.path.labels().isEmpty();
    m_table->selectionModel()->setCurrentIndex(
        m_model->index(isAtLast ? m_model->rowCount() - 1 : 0, 0),
        isChosen ? QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows
                 : QItemSelectionModel::NoUpdate);
    if (isAtLast)
        m_table->scrollToBottom();
    else
        m_table->scrollToTop();
    m_origins->followRows(!std::exchange(m_goesToEnd, false));
}

void ReadingsPage::updateVisibleRows()
{
    m_model->setVisibleRows(m_table->firstVisibleRow(), m_table->lastVisibleRow());
    showFooter();
}

void ReadingsPage::countRows()
{
    m_countLane.ask<ReadingCount>(
        [filter = m_shown.filter](SqlSession& session) { return countReadings(session, filter); },
        [this](const Result<ReadingCount>& count) {
            // Without a count, only the figure is missing; the rows show any error.
            if (count)
                m_count = *count;
            showFooter();
        });
}

void ReadingsPage::showFooter()
{
    m_footer->setText(readingsFooterText(
        *m_model, m_count, m_table->firstVisibleRow(), m_table->lastVisibleRow()));
}

void ReadingsPage::showOrder(const ReadingOrder& order)
{
    m_table->showSorting(
        ReadingsModel::columnOf(order.by),
        order.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

} // namespace faultline
