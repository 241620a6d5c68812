// SPDX-License-Identifier: GPL-3.0-or-later
#include "OutputFile.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace faultline::generate {

OutputFile::OutputFile(std::filesystem::path path)
    : m_path(std::move(path))
    , m_stream(m_path, std::ios::binary | std::ios::trunc)
    , m_buffer(std::make_unique_for_overwrite<char[]>(capacity))
{
    if (!m_stream)
        fail();
}

void OutputFile::write(std::string_view text)
{
    while (!text.empty()) {
        const std::string_view piece = text.substr(0, maximumReservation);
        commit(std::copy(piece.begin(), piece.end(), reserve(piece.size())));
        text.remove_prefix(piece.size());
    }
}

void OutputFile::close()
{
    flush();
    m_stream.close();
    if (!m_stream)
        fail();
}

void OutputFile::flush()
{
    m_stream.write(m_buffer.get(), static_cast<std::streamsize>(m_used));
    m_used = 0;
    if (!m_stream)
        fail();
}

void OutputFile::fail() const
{
    throw std::runtime_error("can't write " + m_path.string());
}

} // namespace faultline::generate
