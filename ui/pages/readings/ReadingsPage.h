// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/readings/IndexBuilder.h"
#include "pages/reports/DrillPath.h"
#include "reports/readings/ReadingCount.h"
#include "reports/readings/ReadingIndexing.h"
#include "session/QueryRunner.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace faultline {

class BusyLine;
class EmptyState;
class MessageStrip;
class PreparingLine;
class ReadingFilterBar;
class ReadingOriginView;
class ReadingsModel;
class ReadingsTable;
class BreadcrumbBar;
struct Workbench;

/// All readings as a table, filtered and sorted. If an order needs a missing index, the page
/// creates it first and keeps the previous rows meanwhile.
class ReadingsPage : public QWidget
{
    Q_OBJECT

public:
    explicit ReadingsPage(Workbench& workbench, QWidget* parent = nullptr);
    ~ReadingsPage() override;

    void refresh();
    void focusFilter();
    /// Shows the readings behind a figure; `path` is the drill-down path to them.
    void showReadings(const ReadingFilter& filter, const DrillPath& path);
    /// Gives the rows the keyboard focus, even if they haven't arrived yet.
    void focusRows();
    /// Cancels a slow operation and returns to the previous order. False if there is none.
    bool cancel();

Q_SIGNALS:
    void loadPageRequested();
    /// Back to a step of a drill-down path, which may no longer be the current one.
    void breadcrumbRequested(const DrillPath& path, int step);

protected:
    void showEvent(QShowEvent* event) override;

private:
    /// Which readings, in which order, and starting where.
    struct View
    {
        ReadingFilter filter;
        ReadingOrder order;
        std::optional<Instant> time; ///< Start at this time.
        bool keepsPosition = false;  ///< Start at the current row, if it is the same view.
        DrillPath path;              ///< The drill-down that led here.
    };

    void buildTable();
    void layOut();
    void connectParts();
    void useDatabase();
    void showData();
    void fetchChoices();
    void sortBy(int column, Qt::SortOrder direction);
    void request(const View& view);
    void prepare(const ReadingPreparation& preparation);
    void createIndexes(const ReadingPreparation& preparation);
    void finishIndexes(const Result<void>& made);
    void showRequested();
    bool isAnythingShown() const;
    void goBack();
    void goUp();
    void takeShown();
    void updateVisibleRows();
    void countRows();
    void showFooter();
    void showOrder(const ReadingOrder& order);

    Workbench& m_workbench;
    QueryRunner m_queries; ///< Separate, so that a long sort doesn't delay reports.
    QueryLane m_preparingLane{m_queries};
    QueryLane m_countLane{m_queries};
    QueryLane m_choicesLane{m_queries};
    IndexBuilder m_indexBuilder;
    ReadingsModel* m_model;
    View m_requested;
    View m_shown;
    std::optional<ReadingCount> m_count;
    bool m_goesToEnd = false; ///< Home or End was pressed.
    bool m_isStale = true;    ///< The database has changed since the rows were loaded.

    MessageStrip* m_strip;
    QStackedWidget* m_content;
    EmptyState* m_nothingLoaded;
    QWidget* m_list;
    QLabel* m_heading;
    PreparingLine* m_preparing;
    BreadcrumbBar* m_breadcrumbs;
    ReadingFilterBar* m_filters;
    BusyLine* m_busy;
    QStackedWidget* m_result;
    ReadingsTable* m_table;
    ReadingOriginView* m_origins = nullptr;
    EmptyState* m_noRows;
    QLabel* m_footer;
};

} // namespace faultline
