// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace faultline {

/// Whether operating systems and programs leave files of this name in any folder, for themselves: a
/// list of thumbnails, the lock of an open document, a recycle bin, a version control's store.
/// There is nothing in them to load.
bool isLitter(std::string_view name, bool isFolder);

} // namespace faultline
