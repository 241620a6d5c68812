// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/input/InputFile.h"
#include "sources/lists/ListLayout.h"

#include <QString>

#include <optional>
#include <string_view>

namespace faultline {

/// The length of a file's beginning from which a list is recognised.
inline constexpr qint64 kListSampleBytes = qint64{64} * 1024;

/// Recognises an equipment list or a sensor map by the names of its columns or keys. `text` is the
/// beginning of the file, in UTF-8 and without a byte order mark.
std::optional<ListLayout> recogniseList(std::string_view text);
/// The same, from the file; none if it isn't one. `skipBytes` is the length of its byte order mark.
Result<std::optional<ListLayout>> recogniseList(const InputFile& file, qint64 skipBytes);

/// Why a text that has rows with names is no list, for people: which names are missing or in the
/// way. Empty if it has no such rows.
QString whyNoList(std::string_view text);

} // namespace faultline
