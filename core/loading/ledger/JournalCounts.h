// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "loading/ledger/LoadJournal.h"

#include <QList>

namespace faultline {

// What a file's ranges in the journal mean for the receipt of one load.

/// Records of a file: those of `load` unchanged, those of other loads as skipped.
RecordCounts recordsOf(const QList<JournalledRange>& ranges, LoadId load);
/// Records of a copy of the first `bytes` bytes of the file, all skipped.
RecordCounts recordsOfCopy(const QList<JournalledRange>& ranges, qint64 bytes);
/// What readings of `load` left open.
NoteCounts notesOf(const QList<JournalledRange>& ranges, LoadId load);
qint64 bytesOf(const QList<JournalledRange>& ranges);

} // namespace faultline
