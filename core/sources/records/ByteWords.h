// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtEndian>
#include <QtGlobal>

// Looks at eight bytes of text at once.
namespace faultline {

/// Eight bytes from `at`, as many of them as come before `end`, and NULs.
inline quint64 eightBytes(const char* at, const char* end)
{
    if (end - at >= 8) [[likely]]
        return qFromLittleEndian<quint64>(at);
    quint64 eight = 0;
    for (int i = 0; at + i < end; ++i)
        eight |= quint64{static_cast<unsigned char>(at[i])} << (i * 8);
    return eight;
}

inline constexpr quint64 kOnesInBytes = 0x0101'0101'0101'0101U;
inline constexpr quint64 kHighBits = 0x8080'8080'8080'8080U;

/// The high bits of the bytes that are `wanted`. The lowest one is exact; others may be wrong.
inline quint64 bytesLike(quint64 eight, char wanted)
{
    const quint64 difference = eight ^ (kOnesInBytes * static_cast<unsigned char>(wanted));
    return (difference - kOnesInBytes) & ~difference & kHighBits;
}

} // namespace faultline
