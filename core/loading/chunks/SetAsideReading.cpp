// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/SetAsideReading.h"

#include <algorithm>
#include <functional>

namespace faultline {

SetAsideReading::SetAsideReading(
    const Reading& reading, const RecordPlace& place, ReadingId id, qint16 severityCode)
    : m_reading(reading)
    , m_detail(reading.detail ? *reading.detail : FailureDetail())
    , m_severity(reading.severity)
    , m_place(place)
    , m_id(id)
    , m_severityCode(severityCode)
{
    keepTexts();
}

Reading& SetAsideReading::reading()
{
    m_reading.severity = m_severity;
    if (m_reading.detail)
        m_reading.detail = &m_detail;
    return m_reading;
}

// Those that aren't in the record.
void SetAsideReading::keepTexts()
{
    const std::string_view record = m_place.record;
    std::vector<std::string_view*> texts;
    std::size_t bytes = 0;
    const auto note = [&](std::string_view& text) {
        const std::less<const char*> isBefore;
        const bool isInRecord =
            !isBefore(text.data(), record.data())
            && !isBefore(record.data() + record.size(), text.data() + text.size());
        if (isInRecord)
            return;
        texts.push_back(&text);
        bytes += text.size();
    };
    note(m_reading.sensorTag);
    note(m_reading.equipment);
    for (ExtraMeasurement& extra : m_reading.extras) {
        note(extra.name);
        note(extra.value);
    }
    note(m_detail.mode);
    note(m_detail.cause);
    m_texts.resize(bytes);
    char* next = m_texts.data();
    for (std::string_view* const text : texts) {
        std::copy(text->begin(), text->end(), next);
        *text = {next, text->size()};
        next += text->size();
    }
}

} // namespace faultline
