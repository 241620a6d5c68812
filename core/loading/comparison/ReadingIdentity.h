// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Reading.h"
#include "sources/input/ContentHash.h"

#include <QtGlobal>

#include <bit>
#include <cmath>
#include <string>
#include <string_view>

namespace faultline {

/// Hashes all values of a reading: two are the same reading if their hashes are equal. The hash is
/// long enough that collisions are rarer than disk errors. Its memory is reused.
class ReadingIdentity
{
public:
    /// Microseconds since 2000; a sensor's key, or any other number of it; a severity's hash
    /// (RowChecksum.h); kNoMeasurement or any NaN where there is none; other measurements as text
    /// of hstore, followed by the detail of a failure (FailureRows.h).
    WideHash
    of(qint64 occurredAt, quint64 sensor, quint64 severity, double temperature, double vibration,
       std::string_view extra)
    {
        m_bytes.clear();
        put(occurredAt);
        put(sensor);
        put(severity);
        putMeasurement(temperature);
        putMeasurement(vibration);
        m_bytes.append(extra);
        return wideHash(m_bytes);
    }

private:
    template<typename Number>
    void put(Number number)
    {
        m_bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    void putMeasurement(double value)
    {
        put(std::bit_cast<quint64>(std::isnan(value) ? kNoMeasurement : value));
    }

    std::string m_bytes;
};

} // namespace faultline
