// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace faultline::generate {

/// Mixes the bits of `value`: the output function of splitmix64 (Steele, Lea and Flood, 2014).
constexpr std::uint64_t mixed(std::uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31);
}

/// Scales the 32 random bits to [0, bound). Its bias, below bound / 2^32, doesn't matter here.
constexpr std::uint32_t scaled(std::uint32_t bits, std::uint32_t bound)
{
    return static_cast<std::uint32_t>((std::uint64_t{bits} * bound) >> 32);
}

/// xoshiro256** (Blackman and Vigna, 2018). The standard's distributions differ between libraries;
/// with this one, a seed gives the same bytes on every machine.
class Random
{
public:
    constexpr explicit Random(std::uint64_t seed)
    {
        for (std::uint64_t& word : m_state)
            word = mixed(seed += 0x9e3779b97f4a7c15U);
    }

    constexpr std::uint64_t next()
    {
        const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
        const std::uint64_t shifted = m_state[1] << 17;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = std::rotl(m_state[3], 45);
        return result;
    }

    /// In [0, bound); `bound` must not be 0.
    constexpr std::uint32_t below(std::uint32_t bound)
    {
        return scaled(static_cast<std::uint32_t>(next() >> 32), bound);
    }

private:
    std::array<std::uint64_t, 4> m_state{};
};

} // namespace faultline::generate
