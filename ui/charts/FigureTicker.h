// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/CustomPlot.h"

namespace faultline {

/// Ticks at round figures, written as people read them. Counts have no ticks between two whole
/// figures.
class FigureTicker : public QCPAxisTicker
{
public:
    explicit FigureTicker(bool isWhole)
        : m_isWhole(isWhole)
    {}

    /// A figure with as many places as a step has.
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
