// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/LoadJournal.h"
#include "sources/InputFile.h"

#include <QList>

namespace faultline {

/// Which of the stretches that were loaded of a file are still in it, after it was edited or
/// rewritten: told by their content, in their order, at their old place or up to kFarthestMove away
/// from where the one before them has gone. `begin` is where the file's content begins.
Result<QList<KeptStretch>> findKeptStretches(
    const InputFile& file, qint64 begin, const QList<JournalledRange>& ranges,
    const CancelToken& cancel);

inline constexpr qint64 kFarthestMove = qint64{256} * 1024;

} // namespace faultline
