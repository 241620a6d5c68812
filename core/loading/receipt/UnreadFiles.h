// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "loading/receipt/LoadReceipt.h"

#include <QList>
#include <QString>

namespace faultline {

// A file whose records were all rejected is no success, although each of them is accounted for.

/// Of such a file: it has records, and none of them could be loaded, now or earlier.
bool isUnread(const RecordCounts& records);

/// Why such a file failed: its first lines with reasons if the search for files found them, and
/// what to do.
QString unreadText(const SourceFile& source, qint64 rejected);
/// The same if an earlier load rejected them, so that this one skips them.
QString unreadBeforeText(const SourceFile& source, LoadId earlier);

/// Makes such files failed ones.
void failUnreadFiles(const DataFolder& folder, QList<FileReceipt>& files);

} // namespace faultline
