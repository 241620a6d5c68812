// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Random.h"

#include <bit>
#include <cstdint>

namespace faultline::generate {

/// The numbers 0 .. size-1, each once, in an order that looks random, without holding them in
/// memory: a Feistel cipher over the next even power of two, walked until it lands inside.
class Shuffle
{
public:
    /// `size` must not be 0.
    constexpr Shuffle(std::uint64_t size, std::uint64_t key)
        : m_size(size)
        , m_key(key)
        , m_halfBits((static_cast<unsigned>(std::bit_width(size - 1)) + 1) / 2)
        , m_halfMask((std::uint64_t{1} << m_halfBits) - 1)
    {}

    /// The number at `index`, which must be below the size.
    constexpr std::uint64_t operator[](std::uint64_t index) const
    {
        do {
            index = encrypted(index);
        } while (index >= m_size);
        return index;
    }

private:
    constexpr std::uint64_t encrypted(std::uint64_t value) const
    {
        constexpr std::uint64_t rounds = 4;
        std::uint64_t left = value >> m_halfBits;
        std::uint64_t right = value & m_halfMask;
        for (std::uint64_t round = 0; round < rounds; ++round) {
            const std::uint64_t mask = mixed(m_key + (round << 56) + right) & m_halfMask;
            const std::uint64_t previousLeft = left;
            left = right;
            right = previousLeft ^ mask;
        }
        return (left << m_halfBits) | right;
    }

    std::uint64_t m_size;
    std::uint64_t m_key;
    unsigned m_halfBits;
    std::uint64_t m_halfMask;
};

} // namespace faultline::generate
