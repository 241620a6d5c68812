// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Reading.h"
#include "readings/RejectedLine.h"
#include "sources/records/RecordCutter.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace faultline {

/// A reading of a record that may give several.
struct RecordReading : Reading
{
    int slot = 0; ///< Its number among the readings that a record of this kind can give, from 0.
};

/// Readings that are filled again and again, so that they keep their memory.
class ReadingBuffer
{
public:
    /// The next one, as a former record left it, but without details.
    RecordReading& add()
    {
        if (m_size == m_readings.size())
            m_readings.emplace_back();
        RecordReading& reading = m_readings[m_size++];
        reading.detail = nullptr;
        return reading;
    }
    void clear() { m_size = 0; }

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    const RecordReading& operator[](std::size_t i) const { return m_readings[i]; }
    const RecordReading* begin() const { return m_readings.data(); }
    const RecordReading* end() const { return m_readings.data() + m_size; }
    // For what later steps fill in, such as the sensor's key.
    RecordReading* begin() { return m_readings.data(); }
    RecordReading* end() { return m_readings.data() + m_size; }

private:
    std::vector<RecordReading> m_readings;
    std::size_t m_size = 0;
};

/// A cell that was rejected, while others of its record were read.
struct RejectedCell
{
    int slot = 0; ///< Of the reading that the record gives no more.
    RejectReason reason = RejectReason::Measurements;
    std::size_t stoppedAt = 0; ///< Byte of the record, from 0.

    bool operator==(const RejectedCell&) const = default;
};

/// What a record gave. Use the same object again: it keeps its memory.
struct ParsedRecord
{
    /// Readings: as many as the parser has slots are read, rejected or blank, together. Blank: the
    /// record has nothing in it. Rejected: nothing of it was read.
    enum class Outcome { Readings, Blank, Rejected };

    Outcome outcome = Outcome::Blank;
    RejectReason reason = RejectReason::Shape; ///< Rejected: why.
    std::size_t stoppedAt = 0;                 ///< Rejected: byte of the record, from 0.
    ReadingBuffer readings;                    ///< By slot.
    std::vector<RejectedCell> rejectedCells;   ///< By slot.
    int blankSlots = 0;                        ///< Cells without a value, which give no reading.
};

/// Reads the records of a file, whatever a record is there. One for each thread.
class RecordParser
{
public:
    RecordParser() = default;
    virtual ~RecordParser() = default;
    RecordParser(const RecordParser&) = delete;
    RecordParser& operator=(const RecordParser&) = delete;

    /// Reads the first record of `text`, which begins with one and has whole records, as cutter()
    /// cuts them. Returns its bytes, which are what cutter() finds; at least 1 if there is text.
    /// Texts of the readings point into `text` or into the parser, and are valid until the next
    /// call.
    virtual std::size_t parse(std::string_view text, ParsedRecord& record) = 0;
    /// How many readings a record can give.
    virtual int slots() const = 0;
    /// Finds the records that parse() reads; at the start of one.
    virtual RecordCutter cutter() const = 0;
};

} // namespace faultline
