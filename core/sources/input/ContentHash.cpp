// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/ContentHash.h"

#include <xxhash.h>
// Where available, lets the library choose the widest instructions that the processor has.
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>
#endif

#include <algorithm>
#include <new>

namespace faultline {

namespace {

QByteArray canonical(XXH128_hash_t hash)
{
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, hash);
    return {reinterpret_cast<const char*>(bytes.digest), sizeof(bytes.digest)};
}

} // namespace

QByteArray contentHash(std::string_view bytes)
{
    return canonical(XXH3_128bits(bytes.data(), bytes.size()));
}

WideHash wideHash(std::string_view bytes)
{
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.high64, hash.low64};
}

CompactHash::CompactHash(const QByteArray& hash)
    : m_isKnown(hash.size() == static_cast<qsizetype>(kBytes))
{
    if (m_isKnown)
        std::copy(hash.begin(), hash.end(), m_bytes.begin());
}

QByteArray CompactHash::toByteArray() const
{
    return m_isKnown ? QByteArray(m_bytes.data(), static_cast<qsizetype>(kBytes)) : QByteArray();
}

quint64 contentHash64(std::string_view bytes)
{
    return XXH3_64bits(bytes.data(), bytes.size());
}

struct ContentHasher::State
{
    std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> xxh{
        XXH3_createState(), &XXH3_freeState};
};

ContentHasher::ContentHasher()
    : m_state(std::make_unique<State>())
{
    if (!m_state->xxh)
        throw std::bad_alloc();
    XXH3_128bits_reset(m_state->xxh.get());
}

ContentHasher::~ContentHasher() = default;

void ContentHasher::add(std::string_view bytes)
{
    XXH3_128bits_update(m_state->xxh.get(), bytes.data(), bytes.size());
}

QByteArray ContentHasher::result() const
{
    return canonical(XXH3_128bits_digest(m_state->xxh.get()));
}

} // namespace faultline
