// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QtGlobal>

#include <span>

namespace faultline {

/// Bytes that can be read once, from front to back. One thread.
class ByteStream
{
public:
    ByteStream() = default;
    virtual ~ByteStream() = default;
    ByteStream(const ByteStream&) = delete;
    ByteStream& operator=(const ByteStream&) = delete;

    /// Fills at least a part of `buffer`; 0 at the end. After an error there is nothing more.
    virtual Result<qint64> read(std::span<char> buffer) = 0;
    /// After an error: how many of the last bytes it shows to be wrong, although they were read.
    virtual qint64 doubtfulBytes() const { return 0; }
};

} // namespace faultline
