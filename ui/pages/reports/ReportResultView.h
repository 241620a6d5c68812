// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/reports/EmptyReport.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/definition/ReportFilter.h"
#include "reports/definition/ReportRow.h"
#include "session/ReaderCredentials.h"

#include <QWidget>

class QStackedWidget;

namespace faultline {

class DataTable;
class EmptyState;
class ReportChartPane;
class ReportFooter;
class ReportSplit;
class ReportTableModel;
struct Workbench;

/// The result of a report: its chart and table with a common selection, the sums below, and a
/// message if there are no rows.
class ReportResultView : public QWidget
{
    Q_OBJECT

public:
    explicit ReportResultView(Workbench& workbench, QWidget* parent = nullptr);

    /// With a `reader`, it is one of the user's own reports. The rows of the same report stay until
    /// the new ones arrive.
    void showReport(
        const ReportDefinition& report, const ReportFilter& filter,
        const ReaderCredentials::Finder& reader);
    void clear();
    /// Shows the table even if it is empty: its rows are being queried.
    void showTable();
    /// Cancels the running queries. True if that removed the rows.
    bool stop();
    bool isBusy() const;
    /// Adapts the layout to a page of this width.
    void arrange(int pageWidth);

    const ReportTableModel& model() const { return *m_model; }
    ReportChartPane* chart() const { return m_chart; }

Q_SIGNALS:
    void busyChanged();
    void failed(const UserMessage& error);
    /// On Enter or a double click, in the chart or the table.
    void rowOpened(const ReportRow& row);
    void clearFiltersRequested();
    void wholePeriodRequested();

private:
    void buildTable();
    void connectParts();
    void showRows(bool isFirst);
    void showEmpty(const EmptyReport& empty);
    void fitColumns();

    Workbench& m_workbench;
    ReportTableModel* m_model;
    QStackedWidget* m_content;
    ReportSplit* m_split;
    ReportChartPane* m_chart;
    DataTable* m_table;
    EmptyState* m_noRows;
    EmptyReport::Way m_way = EmptyReport::Way::None; ///< Of the button in m_noRows.
    ReportFooter* m_footer;
    ReaderCredentials::Finder m_reader;
    QString m_fittedReport; ///< The report whose columns were fitted.
};

} // namespace faultline
