// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/formats/SourceFormat.h"
#include "sources/input/InputFile.h"

#include <QByteArray>

#include <vector>

namespace faultline {

/// Detects that two files share lines: the smallest hashes of the readings at a file's start and at
/// its end, sorted. Which are smallest doesn't depend on the lines' positions, so files that differ
/// in some lines still have most of them in common (a bottom-k sketch: Broder, "On the resemblance
/// and containment of documents", 1997). One in common is enough: two equal readings are hardly
/// ever of two failures.
using ReadingSketch = std::vector<qint64>;

/// `head` is the file's first bytes; its last ones are read unless `head` contains them. Records
/// begin at `dataBegin`.
Result<ReadingSketch> readingSketch(
    const InputFile& file, const QByteArray& head, qint64 dataBegin, const SourceFormat& format);

} // namespace faultline
