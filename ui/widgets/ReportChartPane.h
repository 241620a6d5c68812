// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/ReportChart.h"
#include "session/ReportLane.h"

#include <QHash>
#include <QWidget>

class QComboBox;
class QLabel;
class QMenu;
class QStackedWidget;

namespace faultline {

class ChartView;
class EmptyState;

enum class ChartFormat { Png, Svg };

/// The chart of a report, with the choice of the figure that it shows. Asks for it itself, of all
/// rows, as a table has but some of them; what it shows stays until the answer to
/// a new question is there.
class ReportChartPane : public QWidget
{
    Q_OBJECT

public:
    explicit ReportChartPane(QueryRunner& queries, QWidget* parent = nullptr);

    /// The report must have a chart. With a `reader` it is one that a person wrote.
    void showReport(
        const ReportDefinition& report, const ReportFilter& filter,
        const ReaderKeeper::Finder& reader = {});
    void clear();
    /// Gives up what was asked for; the chart of an earlier question goes.
    void stop();
    bool isBusy() const { return m_busy; }
    /// Frames the mark of a row with these values, if there is one.
    void selectRow(const ReportRow& row);
    void deselect();

    const ChartData& data() const { return m_data; }
    /// The same for files and other programs, where no filters stand beside it.
    ChartData picture() const;
    /// A size for files that has the proportions of what is seen.
    QSize pictureSize() const;

Q_SIGNALS:
    void busyChanged(bool busy);
    void rowSelected(const ReportRow& row);
    void rowActivated(const ReportRow& row);
    void saveAsked(ChartFormat format);

private:
    QMenu* makeMenu();
    void take(const Result<ReportChart>& chart);
    void showValues();
    void draw();
    void showWhyNothing();
    void copy() const;
    void setBusy(bool busy);

    ReportLane m_lane;
    ReportDefinition m_report;
    ReportChart m_chart;
    ReportFilter m_filter; ///< Of the chart.
    ChartData m_data;
    QHash<QString, int> m_chosenValues; ///< By the report's name.
    QLabel* m_valueLabel;
    QComboBox* m_value;
    QStackedWidget* m_content;
    ChartView* m_view;
    EmptyState* m_nothing;
    bool m_busy = false;
};

} // namespace faultline
