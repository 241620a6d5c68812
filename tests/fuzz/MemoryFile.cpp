// SPDX-License-Identifier: GPL-3.0-or-later
#include "MemoryFile.h"

#include "FuzzTarget.h"

#include <sys/mman.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

MemoryFile::MemoryFile()
    : m_descriptor(::memfd_create("fuzz", MFD_CLOEXEC))
{
    require(m_descriptor >= 0, "a file in memory can be made");
}

MemoryFile::~MemoryFile()
{
    ::close(m_descriptor);
}

bool MemoryFile::isPlain(std::string_view content)
{
    return containerKind(content) == ContainerKind::None
           && encodingOfMark(content).value_or(TextEncoding::Utf8) == TextEncoding::Utf8;
}

QString MemoryFile::write(std::string_view content) const
{
    const bool written = ::ftruncate(m_descriptor, 0) == 0
                         && ::pwrite(m_descriptor, content.data(), content.size(), 0)
                                == static_cast<ssize_t>(content.size());
    require(written, "a file in memory can be written");
    return u"/proc/self/fd/%1"_s.arg(m_descriptor);
}

InputFile MemoryFile::holding(std::string_view content) const
{
    auto file = InputFile::open(write(content));
    require(file.ok(), "a file in memory can be opened");
    return *std::move(file);
}

} // namespace faultline
