// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/receipt/LoadReceipt.h"
#include "sources/folder/SourceFile.h"

#include <QList>

namespace faultline {

/// The outcome of loading a list.
struct ListOutcome
{
    FileId id{};
    RecordCounts records;
    QByteArray contentHash; ///< Of the whole file.
    QList<UserMessage> findings;
};

/// Loads an equipment list or a sensor map in one transaction. Rows that are new or differ are
/// stored, the last of several with the same key wins, and existing ones are skipped. A list that
/// was loaded before is applied again only if it `isNewest` of its role in the folder; otherwise
/// two lists that disagree would undo each other with every load. May be repeated when its COMMIT
/// got no answer. Memory doesn't depend on the file's size.
Result<ListOutcome> loadList(
    Connection& connection, LoadId load, const SourceFile& source, bool isNewest,
    const CancelToken& cancel);

} // namespace faultline
