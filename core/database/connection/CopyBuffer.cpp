// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/CopyBuffer.h"

#include <algorithm>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr std::size_t kFirstCapacity = 64 * 1024;

} // namespace

void CopyBuffer::clear()
{
    m_size = 0;
    m_rows = 0;
    m_finished = false;
    append("PGCOPY\n\377\r\n\0"sv);
    put(qint32{0}); // flags: no OIDs
    put(qint32{0}); // no header extension
}

std::string_view CopyBuffer::finish()
{
    if (!m_finished)
        put(qint16{-1});
    m_finished = true;
    return {m_data.get(), m_size};
}

void CopyBuffer::reserve(std::size_t bytes)
{
    if (bytes <= m_capacity)
        return;
    const std::size_t capacity = std::max(kFirstCapacity, bytes);
    // Not value-initialised: zeros would only be overwritten.
    std::unique_ptr<char[]> data(new char[capacity]);
    if (m_size > 0)
        std::memcpy(data.get(), m_data.get(), m_size);
    m_data = std::move(data);
    m_capacity = capacity;
}

} // namespace faultline
