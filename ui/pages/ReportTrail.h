// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/ReportFilter.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace faultline {

/// The way that somebody goes down from a figure, and back. The last step is the one that is shown;
/// readings are beyond it.
class ReportTrail
{
public:
    struct Step
    {
        QString label;
        QString report;
        ReportFilter filter;
    };

    /// Another way, from this report on.
    void begin(const Step& step) { m_steps = {step}; }
    void goDown(const Step& step) { m_steps << step; }
    /// Up to a step, which becomes the last one; nothing when there is none of that number.
    const Step* goTo(qsizetype step)
    {
        if (step < 0 || step >= m_steps.size())
            return nullptr;
        m_steps.resize(step + 1);
        return &m_steps.constLast();
    }
    const Step* goUp() { return m_steps.size() > 1 ? goTo(m_steps.size() - 2) : nullptr; }
    /// What was changed since at the last step comes back with it.
    void rememberFilter(const ReportFilter& filter)
    {
        if (!m_steps.isEmpty())
            m_steps.last().filter = filter;
    }

    QStringList labels() const
    {
        QStringList labels;
        for (const Step& step : m_steps)
            labels << step.label;
        return labels;
    }

private:
    QList<Step> m_steps;
};

} // namespace faultline
