// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace faultline::reliability {

/// A sum of millions of terms that keeps all its digits, also where terms cancel each other out.
/// Source: A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen,
/// Zeitschrift für Angewandte Mathematik und Mechanik 54, 1974.
class CompensatedSum
{
public:
    CompensatedSum& operator+=(double term)
    {
        const double sum = m_sum + term;
        m_lost += std::abs(m_sum) >= std::abs(term) ? (m_sum - sum) + term : (term - sum) + m_sum;
        m_sum = sum;
        return *this;
    }
    double value() const { return m_sum + m_lost; }

    /// More exact than the difference of the values.
    friend double operator-(const CompensatedSum& a, const CompensatedSum& b)
    {
        return (a.m_sum - b.m_sum) + (a.m_lost - b.m_lost);
    }

private:
    double m_sum = 0;
    double m_lost = 0; ///< by rounding
};

} // namespace faultline::reliability
