// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace faultline {

/// The beginning of every JSON document that this program exports, ignoring white space. It tells
/// one from an equipment list, whose objects may have the same keys.
inline constexpr std::string_view kOwnExportStart = R"({"context":{"program":"Faultline",)";

/// Whether a file with this beginning is one that this program exported as JSON, HTML or PDF, or a
/// receipt that it saved.
bool isOwnExport(std::string_view sample);

} // namespace faultline
