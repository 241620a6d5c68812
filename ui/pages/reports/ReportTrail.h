// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportFilter.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace faultline {

/// The way that somebody goes down from a figure, and back. The last step is the one that is shown,
/// unless the way ends in readings, which are beyond it.
class ReportTrail
{
public:
    struct Step
    {
        QString label;
        QString report;
        ReportFilter filter;
        ReportFilter opened; ///< The filter that it was opened with, which the label speaks of.
        ReportFilter chosen; ///< What of the filter a person has chosen, and no step.
    };

    /// Another way, from this report on. Who chose what stays known.
    void begin(const QString& label, const QString& report, const ReportFilter& filter)
    {
        m_steps = {{label, report, filter, filter, chosen()}};
        m_readings.clear();
    }
    void goDown(const QString& label, const QString& report, const ReportFilter& filter)
    {
        m_steps << Step{label, report, filter, filter, chosen()};
    }
    /// The way on to the readings; this one stays.
    ReportTrail toReadings(const QString& label) const
    {
        ReportTrail trail = *this;
        trail.m_readings = label;
        return trail;
    }
    /// Up to a step, which becomes the last one; nothing when there is none of that number.
    const Step* goTo(qsizetype step)
    {
        if (step < 0 || step >= m_steps.size())
            return nullptr;
        m_steps.resize(step + 1);
        m_readings.clear();
        return &m_steps.constLast();
    }
    /// There is one: a way has begun.
    const Step& last() const { return m_steps.constLast(); }
    const Step* goUp() { return m_steps.size() > 1 ? goTo(m_steps.size() - 2) : nullptr; }
    /// Whether the labels are still true with another filter at the last step: it has all that the
    /// steps narrowed.
    bool isTrueOf(const ReportFilter& filter) const;
    /// A person has changed the filter at the last step, with which it comes back.
    void rememberFilter(const ReportFilter& filter);
    /// The filter of a person who goes nowhere down.
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
    QString m_readings; ///< What is said of the readings at its end.
};

} // namespace faultline
