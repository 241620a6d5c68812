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
    return text(tick, m_step);
}

QString FigureTicker::text(double figure, double step)
{
    // 0.25 needs two decimals.
    int decimals = 0;
    constexpr int kMax = 6;
    for (double scaled = step;
         decimals < kMax && std::abs(scaled - std::round(scaled)) > 1e-6 * scaled; scaled *= 10)
        ++decimals;
    // Avoid "-0" from rounding errors.
    const double shown = std::abs(figure) < 1e-9 * step ? 0 : figure;
    return QLocale().toString(shown, 'f', decimals);
}

} // namespace faultline
