// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

namespace faultline {

/// XXH3-128 of `bytes` in its canonical form, 16 bytes. It tells contents apart, but is no
/// protection against someone who wants two contents to look alike. https://xxhash.com
QByteArray contentHash(std::string_view bytes);

/// An XXH3-128 as two numbers, for values that are hashed by the million.
struct WideHash
{
    quint64 high = 0;
    quint64 low = 0;

    bool operator==(const WideHash&) const = default;
    friend std::size_t qHash(const WideHash& hash, std::size_t seed = 0) noexcept
    {
        return static_cast<std::size_t>(hash.low) ^ seed;
    }
};
WideHash wideHash(std::string_view bytes);

/// An XXH3-128, or none, without heap memory: for members of objects that exist in their hundred
/// thousands.
class CompactHash
{
public:
    CompactHash() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): it represents the same hash.
    CompactHash(const QByteArray& hash);

    bool isEmpty() const { return !m_isKnown; }
    QByteArray toByteArray() const;

private:
    static constexpr std::size_t kBytes = 16;
    std::array<char, kBytes> m_bytes{};
    bool m_isKnown = false;
};

/// XXH3-64 of `bytes`, for short texts that are hashed often.
quint64 contentHash64(std::string_view bytes);

/// XXH3-128, fed piece by piece.
class ContentHasher
{
public:
    ContentHasher();
    ~ContentHasher();
    ContentHasher(const ContentHasher&) = delete;
    ContentHasher& operator=(const ContentHasher&) = delete;

    void add(std::string_view bytes);
    QByteArray result() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace faultline
