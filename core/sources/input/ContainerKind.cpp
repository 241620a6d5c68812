// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/ContainerKind.h"

using namespace std::string_view_literals;

namespace faultline {

namespace {

// A text could begin with "BZh1", so the mark of the first block has to follow.
bool isBzip2(std::string_view text)
{
    constexpr std::size_t kMarkBytes = 4;
    if (!text.starts_with("BZh"sv) || text.size() <= kMarkBytes || text[3] < '1' || text[3] > '9')
        return false;
    text.remove_prefix(kMarkBytes);
    return text.starts_with("\x31\x41\x59\x26\x53\x59"sv)
           || text.starts_with("\x17\x72\x45\x38\x50\x90"sv);
}

// Also with a skippable frame first, as parallel compressors write.
bool isZstandard(std::string_view text)
{
    constexpr std::size_t kMarkBytes = 4;
    if (text.size() < kMarkBytes)
        return false;
    return text.starts_with("\x28\xB5\x2F\xFD"sv)
           || ((static_cast<unsigned char>(text[0]) & 0xF0U) == 0x50U
               && text.substr(1).starts_with("\x2A\x4D\x18"sv));
}

bool isTar(std::string_view text)
{
    constexpr std::size_t kMarkOffset = 257;
    return text.size() > kMarkOffset && text.substr(kMarkOffset).starts_with("ustar"sv);
}

} // namespace

ContainerKind containerKind(std::string_view beginning)
{
    if (beginning.starts_with("\x1F\x8B\x08"sv))
        return ContainerKind::Gzip;
    if (beginning.starts_with("\xFD"
                              "7zXZ\0"sv))
        return ContainerKind::Xz;
    if (isZstandard(beginning))
        return ContainerKind::Zstandard;
    if (isBzip2(beginning))
        return ContainerKind::Bzip2;
    if (beginning.starts_with("PK\x03\x04"sv) || beginning.starts_with("PK\x05\x06"sv)
        || beginning.starts_with("PK\x07\x08"sv))
        return ContainerKind::Zip;
    if (beginning.starts_with("7z\xBC\xAF\x27\x1C"sv))
        return ContainerKind::SevenZip;
    if (beginning.starts_with("Rar!\x1A\x07"sv))
        return ContainerKind::Rar;
    return isTar(beginning) ? ContainerKind::Tar : ContainerKind::None;
}

bool isArchive(ContainerKind kind)
{
    return kind >= ContainerKind::Tar;
}

} // namespace faultline
