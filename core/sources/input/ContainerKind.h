// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace faultline {

/// What files are wrapped in, recognised by content.
enum class ContainerKind { None, Gzip, Xz, Zstandard, Bzip2, Tar, Zip, SevenZip, Rar };

/// As many bytes as containerKind() needs.
inline constexpr std::size_t kContainerMarkBytes = 512;

/// The kind of container that begins with these bytes.
ContainerKind containerKind(std::string_view beginning);

/// Whether such a container has members, rather than being one file compressed.
bool isArchive(ContainerKind kind);

} // namespace faultline
