// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/FailureSums.h"

#include <algorithm>
#include <cmath>

namespace faultline::reliability {

namespace {

// The sum of logarithms of many ratios, as the logarithm of their product: a logarithm costs as
// much as twenty products.
class LogSum
{
public:
    /// `ratio` is above 0 and at most 1.
    void add(double ratio)
    {
        m_product *= ratio;
        if (m_product < kSmall) {
            m_sum += std::log(m_product);
            m_product = 1;
        }
    }
    double value() const { return m_sum + std::log(m_product); }

private:
    // Times the smallest ratio of two ages in hours, it still has all its digits.
    static constexpr double kSmall = 1e-200;

    double m_product = 1;
    double m_sum = 0;
};

} // namespace

void FailureSums::add(const FailureHistory& history)
{
    const double length = history.observed;
    if (length <= 0)
        return;
    const auto first = std::upper_bound(history.ages.begin(), history.ages.end(), 0.0);
    atStart += static_cast<std::size_t>(first - history.ages.begin());

    const std::size_t count = static_cast<std::size_t>(history.ages.end() - first);
    double ages = 0;
    LogSum logs;
    for (auto age = first; age != history.ages.end(); ++age) {
        assert(*age <= length);
        ages += *age;
        logs.add(*age / length);
    }
    const bool endsWithFailure = history.truncation == Truncation::Failure && count > 0;
    const std::size_t free = count - (endsWithFailure ? 1 : 0);
    if (endsWithFailure)
        ages -= length;

    failures += count;
    endedByFailure += endsWithFailure ? 1 : 0;
    logRatios -= logs.value();
    logLengths += static_cast<double>(count) * std::log(length);
    ageExcess += ages - static_cast<double>(free) * length / 2;
    ageVariance += static_cast<double>(free) * length * length / 12;

    sameLength = observed.empty() || (sameLength && length == longest);
    if (length > longest) {
        longest = length;
        failuresOfOldest = 0;
    }
    if (length == longest)
        failuresOfOldest += count;
    observed.push_back(length);
}

} // namespace faultline::reliability
