// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/InputFile.h"

#include <string_view>

namespace faultline {

/// A file in memory, for parsers that read files, so that a fuzzer never waits for a disk.
class MemoryFile
{
public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    /// Replaces its content and opens it again. The content must be plain.
    InputFile holding(std::string_view content) const;
    /// Whether content is read as it is, rather than decoded.
    static bool isPlain(std::string_view content);
    /// Replaces its content; returns the path to open it.
    QString write(std::string_view content) const;

private:
    int m_descriptor;
};

} // namespace faultline
