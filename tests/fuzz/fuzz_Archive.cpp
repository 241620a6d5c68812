// SPDX-License-Identifier: GPL-3.0-or-later
// Compressed files and archives: whatever the bytes, content is the same however it is read, and
// stays within the limits.
#include "FuzzTarget.h"
#include "MemoryFile.h"
#include "sources/input/ArchivePass.h"
#include "sources/input/InputFile.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fcntl.h>

using namespace faultline;

namespace {

constexpr qint64 kFreeBytes = qint64{1} << 20;

ContainerLimits smallLimits()
{
    ContainerLimits limits;
    limits.memberBytes = 4 * kFreeBytes;
    limits.archiveBytes = 8 * kFreeBytes;
    limits.members = 20;
    limits.freeBytes = kFreeBytes;
    limits.ratio = 100;
    return limits;
}

std::string piece(const InputFile& file, qint64 at, std::size_t bytes)
{
    std::string text(bytes, '\0');
    const auto count = file.read(at, text);
    require(count.ok(), "content that was measured can be read");
    text.resize(static_cast<std::size_t>(*count));
    return text;
}

void checkContent(const InputName& name)
{
    const auto file = InputFile::open(name, smallLimits());
    if (!file) {
        require(!file.error().what.isEmpty(), "an error says what happened");
        return;
    }
    if (!file->isDecoded())
        return;
    require(file->measure(CancelToken()).ok(), "what was opened can be measured");
    const qint64 size = file->size();
    require(size <= smallLimits().memberBytes + kFreeBytes, "content is no larger than it may be");
    const std::string whole = piece(*file, 0, static_cast<std::size_t>(size) + 10);
    require(static_cast<qint64>(whole.size()) == size, "its size is that of what can be read");
    // Backwards, so that it has to begin again.
    for (qint64 at = size; at > 0; at -= std::max<qint64>(size / 3, 1)) {
        require(
            piece(*file, at, 5000) == whole.substr(static_cast<std::size_t>(at), 5000),
            "a piece is a part of the whole");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const MemoryFile memory;
    const std::string_view content = viewOf(data, size);
    InputName name;
    name.path = memory.write(content);
    checkContent(name);
    const ArchivePass pass;
    const auto file = std::make_shared<const OpenFile>(
        name.path, ::open(name.path.toLatin1().constData(), O_RDONLY | O_CLOEXEC));
    ArchiveReader reader(
        file, containerKind(content), ArchiveReader::Content::Members, smallLimits());
    std::vector<InputName> members;
    for (;;) {
        const auto more = reader.next();
        if (!more || !*more)
            break;
        name.member = reader.member().name;
        name.memberIndex = reader.member().index;
        for (const InputName& other : members)
            require(other.member != name.member, "a member's name occurs once");
        members.push_back(name);
    }
    for (InputName& member : members) {
        checkContent(member);
        member.memberIndex = -1;
        checkContent(member);
    }
    return 0;
}
