// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/reports/DrillPath.h"
#include "pages/reports/ReportLane.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/definition/ReportRow.h"
#include "reports/readings/ReadingFilter.h"

#include <QWidget>

#include <optional>

class QSplitter;
class QStackedWidget;

namespace faultline {

class BusyLine;
class EmptyState;
class Explanation;
class ExportButton;
class MessageStrip;
class ParagraphLabel;
class ReportButtons;
class ReportExports;
class ReportFilterBar;
class ReportList;
class ReportResultView;
class BreadcrumbBar;
struct Workbench;

/// The reports: a list on the left; title, filters, chart and table of the selected report on the
/// right.
class ReportsPage : public QWidget
{
    Q_OBJECT

public:
    explicit ReportsPage(Workbench& workbench, QWidget* parent = nullptr);
    ~ReportsPage() override;

    MessageStrip* strip() const { return m_strip; }
    void refresh();
    void focusFilter();
    /// Returns to a step of an earlier drill-down path.
    void goBackTo(const DrillPath& path, int step);
    /// Cancels typing, an export or a running report. False if there is none.
    bool cancel();
    /// Reloads the list, after the user saved or removed a report.
    void showReports();
    void selectReport(const QString& name);

Q_SIGNALS:
    void loadPageRequested();
    /// The user wants to edit the text of a report.
    void queryRequested(const QString& text);
    /// The drill-down has reached the readings behind a figure; `path` is the drill-down path.
    void readingsRequested(const ReadingFilter& filter, const DrillPath& path);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeReportSide();
    void connectParts();
    void connectExports();
    void showBusy();
    void showData();
    void showReport(const QString& name);
    void chooseReport(const QString& name);
    void changeFilter(const ReportFilter& filter);
    void openRow(const ReportRow& row);
    void goUp();
    void goToStep(int step);
    void showStep(const DrillPath::Step& step);
    void showFailure(const UserMessage& error);
    void clearFailure();
    void fetchChoices();
    ReaderCredentials::Finder readerOf(const QString& report) const;
    /// As it is shown: with the column of plants only if there are several.
    std::optional<ReportDefinition> shownNow(const QString& name) const;
    std::optional<ReportDefinition> currentReport() const;

    Workbench& m_workbench;
    QueryLane m_choicesLane;
    DrillPath m_path;
    ReportExports* m_exports;
    MessageStrip* m_strip;
    QSplitter* m_splitter;
    ReportList* m_list;
    ParagraphLabel* m_title = nullptr;
    Explanation* m_explanation = nullptr;
    BreadcrumbBar* m_breadcrumbs = nullptr;
    ReportFilterBar* m_filters = nullptr;
    ReportButtons* m_buttons = nullptr;
    ExportButton* m_export = nullptr;
    BusyLine* m_busy = nullptr;
    ReportResultView* m_result = nullptr;
    QStackedWidget* m_content;
    EmptyState* m_nothingLoaded;
    QString m_failure; ///< The last error of the rows, to remove it from the strip.
    bool m_isStepping = false;
};

} // namespace faultline
