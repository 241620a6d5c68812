// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/lists/ListLayout.h"

#include <QByteArray>

#include <string_view>
#include <vector>

namespace faultline {

/// The header of a list in CSV, behind blank lines and a line "sep=;", as each possible delimiter
/// cuts it. What its names mean isn't set. `text` is without a byte order mark.
std::vector<ListLayout> csvHeaders(std::string_view text);

/// The name of a column becomes that of an attribute, whatever its bytes are.
QByteArray storableName(const QByteArray& name);

} // namespace faultline
