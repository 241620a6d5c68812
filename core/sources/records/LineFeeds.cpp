// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/LineFeeds.h"

#include <QtGlobal>

#include <algorithm>
#include <cstring>

namespace faultline {

namespace {

constexpr std::size_t kLanes = 16;
using Lanes [[gnu::vector_size(kLanes)]] = quint8;

// In each lane 255 (which is -1) for a line feed, and 0 for any other byte.
Lanes lineFeeds(const char* text)
{
    Lanes bytes;
    std::memcpy(&bytes, text, kLanes);
    return reinterpret_cast<Lanes>(bytes == static_cast<quint8>('\n'));
}

} // namespace

// Four times in a row; a lane counts up to 255.
std::size_t countLineFeeds(std::string_view text)
{
    constexpr std::size_t kBlockBytes = 4 * kLanes;
    constexpr std::size_t kMaxBlocks = 255 / 4;
    std::size_t count = 0;
    while (text.size() >= kBlockBytes) {
        const std::size_t blocks = std::min(text.size() / kBlockBytes, kMaxBlocks);
        Lanes found{};
        const char* at = text.data();
        for (const char* const end = at + blocks * kBlockBytes; at < end; at += kBlockBytes)
            found -= lineFeeds(at) + lineFeeds(at + kLanes) + lineFeeds(at + 2 * kLanes)
                     + lineFeeds(at + 3 * kLanes);
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            count += found[lane];
        text.remove_prefix(blocks * kBlockBytes);
    }
    return count + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace faultline
