// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/FigureTicker.h"

#include <cmath>

namespace faultline {

double FigureTicker::getTickStep(const QCPRange& range)
{
    m_step = QCPAxisTicker::getTickStep(range);
    if (m_isWhole)
        m_step = std::max(1.0, std::floor(m_step));
    return m_step;
}

QString FigureTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    // As many places as the step has: 0.25 needs two.
    int decimals = 0;
    constexpr int kMost = 6;
    for (double step = m_step; decimals < kMost && std::abs(step - std::round(step)) > 1e-6 * step;
         step *= 10)
        ++decimals;
    // Not "-0" for what the arithmetic left of nothing.
    const double shown = std::abs(tick) < 1e-9 * m_step ? 0 : tick;
    return QLocale().toString(shown, 'f', decimals);
}

} // namespace faultline
