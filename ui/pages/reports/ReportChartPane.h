// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/charts/ReportChart.h"
#include "reports/definition/ReportDefinition.h"

#include <QHash>
#include <QWidget>

class QComboBox;
class QLabel;
class QMenu;
class QStackedWidget;

namespace faultline {

class ChartView;
class EmptyState;
class Preferences;

enum class ChartFormat { Png, Svg };

/// The chart of a report, with boxes to choose its figure and, for curves, its scale. The figure is
/// kept in the preferences.
class ReportChartPane : public QWidget
{
    Q_OBJECT

public:
    explicit ReportChartPane(Preferences& preferences, QWidget* parent = nullptr);

    /// Prepares for a report, which must have a chart. A chart of the same report stays until
    /// showChart().
    void showReport(const ReportDefinition& report);
    /// Shows the report's chart for this filter; a chart without figures clears it.
    void showChart(const ReportChart& chart, const ReportFilter& filter);
    void clear();
    /// Highlights the mark of a row with these values, if there is one.
    void selectRow(const ReportRow& row);
    void deselect();

    const ChartData& data() const { return m_data; }
    ChartSpec::Scale scale() const { return m_data.scale; }
    /// The column of the chosen figure; empty if the chart has no choice.
    QString value() const;
    /// The same for files and other programs, with the filters in its note.
    ChartData picture() const;
    /// The size for files, with the proportions on screen.
    QSize pictureSize() const;

Q_SIGNALS:
    void rowSelected(const ReportRow& row);
    void rowActivated(const ReportRow& row);
    void saveRequested(ChartFormat format);

private:
    QMenu* makeMenu();
    void showValues();
    void showScales();
    void draw();
    void showEmptyReason();
    void copy() const;

    Preferences& m_preferences;
    ReportDefinition m_report;
    ReportChart m_chart;
    ReportFilter m_filter; ///< Of the chart.
    ChartData m_data;
    QHash<QString, ChartSpec::Scale> m_chosenScales; ///< By the report's name.
    QLabel* m_valueLabel;
    QComboBox* m_value;
    QLabel* m_scaleLabel;
    QComboBox* m_scale;
    QStackedWidget* m_content;
    ChartView* m_view;
    EmptyState* m_nothing;
};

} // namespace faultline
