// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <cstddef>
#include <utility>
#include <vector>

namespace faultline {

/// How many readings have a severity.
struct SeverityReadings
{
    qint16 code = 0;
    qint64 readings = 0;
};

/// Counts the readings of a chunk by severity. Its memory is reused.
class SeverityCounter
{
public:
    void add(qint16 code, qint64 readings = 1)
    {
        const auto index = static_cast<std::size_t>(code);
        if (index >= m_readings.size())
            m_readings.resize(index + 1);
        if (m_readings[index] == 0)
            m_codes.push_back(code);
        m_readings[index] += readings;
    }
    /// What was added since the last call.
    std::vector<SeverityReadings> take()
    {
        std::vector<SeverityReadings> counts;
        counts.reserve(m_codes.size());
        for (const qint16 code : m_codes)
            counts.push_back({code, std::exchange(m_readings[static_cast<std::size_t>(code)], 0)});
        m_codes.clear();
        return counts;
    }

private:
    std::vector<qint64> m_readings; ///< By code.
    std::vector<qint16> m_codes;    ///< Those with readings.
};

} // namespace faultline
