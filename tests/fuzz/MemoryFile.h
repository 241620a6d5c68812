// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/InputFile.h"

#include <string_view>

namespace faultline {

/// A file that is in memory only, for parsers that read files: no disk waits for a fuzzer.
class MemoryFile
{
public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    /// Gives it this content and opens it anew.
    InputFile holding(std::string_view content) const;

private:
    int m_descriptor;
};

} // namespace faultline
