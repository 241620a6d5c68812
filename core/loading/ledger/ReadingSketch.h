// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/input/InputFile.h"

#include <QByteArray>

#include <vector>

namespace faultline {

/// What tells that two files share lines: the smallest hashes of the readings at a file's start,
/// and of those at its end, in order. Which ones are the smallest doesn't depend on where a line
/// stands, so that files that differ in some lines still have most of them in common (a bottom-k
/// sketch: Broder, "On the resemblance and containment of documents", 1997). One in common is
/// enough: two readings that agree in all that they say are hardly ever of two failures.
using ReadingSketch = std::vector<qint64>;

/// `head` is the file's first bytes. Its last ones are read where they aren't among these.
Result<ReadingSketch> readingSketch(const InputFile& file, const QByteArray& head);

} // namespace faultline
