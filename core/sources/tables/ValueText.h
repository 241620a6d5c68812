// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/lines/MeasurementValue.h"
#include "sources/tables/Cells.h"

#include <string_view>

namespace faultline {

/// What a cell that should be a number has in it.
enum class CellKind {
    Number, ///< A decimal number (numberOf()).
    Word,   ///< Words without digits ("Bad", "I/O Timeout"), and marks with digits.
    Empty,
    Bad ///< Anything else: it isn't known what was meant.
};

/// With `decimalMark`, which is `.` or `,`. There are no marks for thousands.
CellKind kindOfCell(std::string_view text, char decimalMark);

/// Text of at most 128 bytes of UTF-8 without control characters.
bool isShortText(std::string_view text);

/// Digits with at most one decimal mark, and perhaps a minus, of at most eight characters; most
/// numbers are such ones. Anything else may be a number too. Reads behind `text` up to `end`.
inline bool isShortNumber(std::string_view text, char decimalMark, const char* end)
{
    const bool isNegative = !text.empty() && text.front() == '-';
    const char* const start = text.data() + (isNegative ? 1 : 0);
    const std::size_t size = text.size() - (isNegative ? 1 : 0);
    if (size - 1 >= sizeof(quint64))
        return false;
    const quint64 eight = eightBytes(start, end) << ((sizeof(quint64) - size) * 8);
    // What came before the text is now NULs, which become digits here.
    const quint64 filled = size == sizeof(quint64) ? 0 : (kOnesInBytes * '0') >> (size * 8);
    const quint64 values = (eight | filled) ^ (kOnesInBytes * '0');
    const quint64 others = ((values + kOnesInBytes * (0x80 - 10)) | values) & kHighBits;
    if (others == 0)
        return true;
    const auto bit = static_cast<unsigned>(std::countr_zero(others)) / 8 * 8;
    // The mark has a digit on both sides.
    return (others & (others - 1)) == 0
           && (eight >> bit & 0xFFU) == static_cast<unsigned char>(decimalMark) && bit != 56
           && bit / 8 != sizeof(quint64) - size;
}

} // namespace faultline
