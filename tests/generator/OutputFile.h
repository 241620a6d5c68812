// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>

namespace faultline::generate {

/// A file written through one large buffer, for text built piece by piece at full speed. Throws
/// std::runtime_error with the path. Call close(): the destructor drops unwritten text.
class OutputFile
{
public:
    explicit OutputFile(std::filesystem::path path);

    void write(std::string_view text);

    /// Space for `size` characters (at most `maximumReservation`), to be filled directly. Call
    /// commit() with the end of the text afterwards.
    char* reserve(std::size_t size)
    {
        if (capacity - m_used < size)
            flush();
        return m_buffer.get() + m_used;
    }
    void commit(const char* end) { m_used = static_cast<std::size_t>(end - m_buffer.get()); }

    void close();

    static constexpr std::size_t maximumReservation = 4096;

private:
    void flush();
    [[noreturn]] void fail() const;

    static constexpr std::size_t capacity = std::size_t{4} << 20;

    std::filesystem::path m_path;
    std::ofstream m_stream;
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_used = 0;
};

} // namespace faultline::generate
