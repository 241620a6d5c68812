// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "readings/FailureDetail.h"
#include "readings/Reading.h"

#include <QtGlobal>

#include <string>
#include <string_view>
#include <vector>

namespace faultline {

/// The record that a reading comes from.
struct RecordPlace
{
    std::string_view record; ///< Without its line end.
    qint64 lineNumber = 0;
    qint64 byteOffset = 0;
};

/// A reading whose sensor isn't registered yet. Keeps the texts that its parser will overwrite;
/// those of the record stay where they are.
class SetAsideReading
{
public:
    SetAsideReading(
        const Reading& reading, const RecordPlace& place, ReadingId id, qint16 severityCode);

    /// As it was, apart from its sensor's key. Valid as long as this object isn't moved.
    Reading& reading();
    const RecordPlace& place() const { return m_place; }
    ReadingId id() const { return m_id; }
    qint16 severityCode() const { return m_severityCode; }

private:
    void keepTexts();

    Reading m_reading;
    FailureDetail m_detail;
    std::string m_severity;
    std::vector<char> m_texts;
    RecordPlace m_place;
    ReadingId m_id{};
    qint16 m_severityCode = 0;
};

} // namespace faultline
