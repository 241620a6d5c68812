// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/InputFile.h"

#include <QByteArray>

#include <vector>

namespace faultline {

/// What tells that two files share lines: the smallest hashes of the readings at a file's start, and
/// of those at its end, in order. Which ones are the smallest doesn't depend on where a line stands,
/// so that files that differ in some lines still have most of them in common (a bottom-k sketch:
/// Broder, "On the resemblance and containment of documents", 1997).
using ReadingSketch = std::vector<qint64>;

/// `head` is the file's first bytes. Its last ones are read where they aren't among these.
Result<ReadingSketch> readingSketch(const InputFile& file, const QByteArray& head);

/// Two hashes in common, or the only one of a file with a single reading: a hash in common by chance
/// is as unlikely as two readings that agree in all that they say.
bool shareLines(const ReadingSketch& a, const ReadingSketch& b);

} // namespace faultline
