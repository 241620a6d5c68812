// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/json/JsonFileStream.h"

#include <algorithm>
#include <string_view>

using namespace std::string_view_literals;

namespace faultline {

JsonFileStream::JsonFileStream(const InputFile& file, qint64 begin)
    : m_file(&file)
    , m_bufferStart(begin)
    , m_buffer(64 * 1024)
{
    fill();
}

JsonFileStream::JsonFileStream(std::string_view text)
    : m_buffer(text.begin(), text.end())
    , m_filled(text.size())
{}

void JsonFileStream::skipWhitespace()
{
    while (!atEnd() && " \t\r\n"sv.find(peek()) != std::string_view::npos)
        take();
}

void JsonFileStream::seek(qint64 position, qint64 line)
{
    m_bufferStart = position;
    m_filled = 0;
    m_line = line;
    noRecord();
}

void JsonFileStream::skipLine()
{
    noRecord();
    while (!atEnd() && take() != '\n') {}
}

void JsonFileStream::limitTo(qint64 limit)
{
    m_limit = limit;
    if (atEnd())
        fill();
}

void JsonFileStream::fill()
{
    m_bufferStart += static_cast<qint64>(m_filled);
    m_index = 0;
    m_filled = 0;
    if (!m_file)
        return;
    const qint64 room = std::max(m_limit - m_bufferStart, qint64{0});
    const auto bytes = std::min(m_buffer.size(), static_cast<std::size_t>(room));
    const auto count = m_file->read(m_bufferStart, {m_buffer.data(), bytes});
    if (count)
        m_filled = static_cast<std::size_t>(*count);
    else
        m_failure = count.error();
}

} // namespace faultline
