// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportFilter.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace faultline {

/// The path of a drill-down from a figure. The last step is the current report, unless the path
/// ends in readings, which follow it.
class DrillPath
{
public:
    struct Step
    {
        QString label;
        QString report;
        ReportFilter filter;
        ReportFilter opened; ///< The filter it was opened with, which the label describes.
        ReportFilter chosen; ///< The part of the filter that the user chose, not the steps.
    };

    /// Starts a new path from this report. The filters that the user chose stay known.
    void start(const QString& label, const QString& report, const ReportFilter& filter)
    {
        m_steps = {{label, report, filter, filter, chosen()}};
        m_readings.clear();
    }
    void addStep(const QString& label, const QString& report, const ReportFilter& filter)
    {
        m_steps << Step{label, report, filter, filter, chosen()};
    }
    /// A copy of this path, extended to the readings.
    DrillPath toReadings(const QString& label) const
    {
        DrillPath path = *this;
        path.m_readings = label;
        return path;
    }
    /// Goes up to a step, which becomes the last one; null if there is no such step.
    const Step* goTo(qsizetype step)
    {
        if (step < 0 || step >= m_steps.size())
            return nullptr;
        m_steps.resize(step + 1);
        m_readings.clear();
        return &m_steps.constLast();
    }
    /// Requires that a path was started.
    const Step& last() const { return m_steps.constLast(); }
    const Step* goUp() { return m_steps.size() > 1 ? goTo(m_steps.size() - 2) : nullptr; }
    /// Whether the labels are still true with a different filter at the last step: it must include
    /// the filters of all steps.
    bool isValidFor(const ReportFilter& filter) const;
    /// Saves a filter that the user changed at the last step.
    void updateFilter(const ReportFilter& filter);
    /// The filter without the drill-down steps.
    ReportFilter chosen() const
    {
        return m_steps.isEmpty() ? ReportFilter() : m_steps.constLast().chosen;
    }

    QStringList labels() const
    {
        QStringList labels;
        for (const Step& step : m_steps)
            labels << step.label;
        if (!m_readings.isEmpty())
            labels << m_readings;
        return labels;
    }

private:
    QList<Step> m_steps;
    QString m_readings; ///< The label of the readings at its end.
};

} // namespace faultline
