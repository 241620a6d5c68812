// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/filters/FilterBar.h"
#include "reports/definition/ReportDefinition.h"

namespace faultline {

class FlowLayout;

/// The filters and choices of the shown report. Others keep their values for the reports that have
/// them.
class ReportFilterBar : public FilterBar
{
    Q_OBJECT

public:
    explicit ReportFilterBar(QWidget* parent = nullptr);

    /// Everything that was chosen, including filters that the shown report doesn't have.
    const ReportFilter& filter() const { return m_filter; }
    /// Shows another filter without emitting a signal.
    void setFilter(const ReportFilter& filter);
    /// Shows this report's filters and choices.
    void setReport(const ReportDefinition& report);
    void clearFilters() override { apply({}); }
    void chooseWholePeriod();

Q_SIGNALS:
    void filterChanged(const ReportFilter& filter);

protected:
    Common chosen() const override;
    bool isNarrowed() const override;
    void choose(FilterKind kind, const Common& common) override;
    void fillSeverities() override;
    void showFilter() override;

private:
    // A filter that is chosen by drilling down; here it can only be cleared.
    struct Drilled
    {
        FilterKind kind = FilterKind::Cause;
        QString ReportFilter::*value = nullptr;
        Field field = {};
    };

    void addDrilled(
        FilterKind kind, QString ReportFilter::*value, const QString& label, const char* name);
    void addBursts();
    void addChoice(const ReportChoice& choice);
    void apply(const ReportFilter& filter);

    ReportFilter m_filter;
    ReportDefinition m_report;
    FlowLayout* m_flow;
    QList<Drilled> m_drilled;
    Field m_burst;
    QList<Field> m_choices; ///< Of the shown report.
};

} // namespace faultline
