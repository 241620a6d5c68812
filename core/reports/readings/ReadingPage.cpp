// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/ReadingPage.h"

namespace faultline {

using By = ReadingOrder::By;

ReadingKey ReadingKey::of(const StoredReading& reading, ReadingOrder::By by)
{
    ReadingKey key;
    key.id = reading.id;
    if (by == By::Time || by == By::Sensor)
        key.occurredAt = reading.occurredAt;
    if (by == By::Sensor)
        key.sensorKey = reading.sensorKey;
    else if (by == By::Temperature)
        key.measurement = reading.temperature;
    else if (by == By::Vibration)
        key.measurement = reading.vibration;
    return key;
}

ReadingKey ReadingKey::beforeTime(Instant time)
{
    ReadingKey key;
    key.occurredAt = time.toIso();
    return key;
}

} // namespace faultline
