// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/CustomPlot.h"

namespace faultline {

/// Ticks at round figures, formatted for the locale. Counts have ticks only at whole numbers.
class FigureTicker : public QCPAxisTicker
{
public:
    explicit FigureTicker(bool isWhole)
        : m_isWhole(isWhole)
    {}

    /// A figure with as many decimals as the step.
    static QString text(double figure, double step);

protected:
    double getTickStep(const QCPRange& range) override;
    QString
    getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    bool m_isWhole;
    double m_step = 1;
};

} // namespace faultline
