// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/folder/SourceFile.h"
#include "sources/input/InputFile.h"

namespace faultline {

/// Finds out in which order the dates of a file with a role are, and notes it in `file`. Reads the
/// whole file, unless its lines contradict each other. For files in whose beginning there are dates
/// of numbers that don't begin with the year; the order of others doesn't matter. Fails if the file
/// can't be read, or when cancelled.
Result<void> findDateOrder(const InputFile& input, SourceFile& file, const CancelToken& cancel);

} // namespace faultline
