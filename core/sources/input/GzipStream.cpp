// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/GzipStream.h"

#include <QCoreApplication>

#include <algorithm>
#include <new>
#include <string_view>
#include <utility>

#include <zlib.h>

namespace faultline {

namespace {

constexpr std::size_t kInputBytes = std::size_t{64} * 1024;
// The largest window, and 16 for gzip's header and checksum.
constexpr int kGzipWindow = 15 + 16;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(GzipStream)
};

} // namespace

struct GzipStream::Inflater
{
    z_stream zlib{};

    Inflater()
    {
        if (inflateInit2(&zlib, kGzipWindow) != Z_OK)
            throw std::bad_alloc();
    }
    ~Inflater() { inflateEnd(&zlib); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
};

GzipStream::GzipStream(SharedFile file, const ContainerLimits& limits)
    : m_file(std::move(file))
    , m_limits(limits)
    , m_inflater(std::make_unique<Inflater>())
    , m_input(kInputBytes)
{}

GzipStream::~GzipStream() = default;

UserMessage GzipStream::fault(const QString& why) const
{
    return damagedContainer(m_file->path(), why);
}

// False at the end of the file.
Result<bool> GzipStream::refill()
{
    z_stream& zlib = m_inflater->zlib;
    const auto count = m_file->read(m_in, m_input);
    if (!count)
        return count.error();
    m_in += *count;
    zlib.next_in = reinterpret_cast<Bytef*>(m_input.data());
    zlib.avail_in = static_cast<uInt>(*count);
    return *count > 0;
}

// Goes to the next stream. False if there is none; zeros may follow the last one, as on tapes.
Result<bool> GzipStream::beginNext()
{
    z_stream& zlib = m_inflater->zlib;
    bool hasPadding = false;
    for (;;) {
        if (zlib.avail_in == 0) {
            const auto more = refill();
            if (!more || !*more)
                return more;
        }
        if (*zlib.next_in != 0)
            break;
        hasPadding = true;
        ++zlib.next_in;
        --zlib.avail_in;
    }
    if (hasPadding)
        return fault(Text::tr("Something follows its end that isn't compressed."));
    inflateReset2(&zlib, kGzipWindow);
    m_streamAt = m_out;
    m_isBetween = false;
    return true;
}

Result<qint64> GzipStream::read(std::span<char> buffer)
{
    constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;
    z_stream& zlib = m_inflater->zlib;
    const auto wanted = static_cast<uInt>(std::min(buffer.size(), kMostAtOnce));
    if (m_fault)
        return *m_fault;
    zlib.next_out = reinterpret_cast<Bytef*>(buffer.data());
    zlib.avail_out = wanted;
    while (zlib.avail_out == wanted) {
        if (m_isBetween) {
            const auto begun = beginNext();
            if (!begun)
                return begun.error();
            if (!*begun)
                break;
        }
        if (zlib.avail_in == 0) {
            const auto more = refill();
            if (!more)
                return more.error();
            if (!*more)
                return fault(Text::tr("It ends too early."));
        }
        const uInt before = zlib.avail_out;
        const int status = inflate(&zlib, Z_NO_FLUSH);
        m_out += before - zlib.avail_out;
        if (status == Z_STREAM_END) {
            m_isBetween = true;
        } else if (status == Z_MEM_ERROR) {
            throw std::bad_alloc();
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            const bool isChecked =
                zlib.msg && std::string_view(zlib.msg).ends_with("check") && m_out > m_streamAt;
            if (isChecked)
                m_doubtful = m_out - m_streamAt;
            m_fault = fault(
                isChecked ? Text::tr("Its checksum doesn't match its content.")
                          : Text::tr("A part of it can't be decompressed."));
            // What precedes the fault first.
            if (zlib.avail_out == wanted)
                return *m_fault;
        }
        if (!m_limits.isUsual(m_in, m_out))
            return unusualRatio(m_file->path(), m_limits);
    }
    return static_cast<qint64>(wanted - zlib.avail_out);
}

} // namespace faultline
