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

/// What loading a list did.
struct ListOutcome
{
    FileId id{};
    RecordCounts records;
    QByteArray contentHash; ///< Of the whole file.
    QList<UserMessage> findings;
};

/// Loads an equipment list or a sensor map, in one transaction: rows that are new or differ are
/// stored, the last one of several with the same key wins, and what is there already is skipped.
/// A list that was loaded before has its say again only when it `isNewest` of its role in the
/// folder: else two that disagree would undo each other with every load.
/// May be done again when its COMMIT got no answer.
/// Memory doesn't depend on the file's size.
Result<ListOutcome> loadList(
    Connection& connection, LoadId load, const SourceFile& source, bool isNewest,
    const CancelToken& cancel);

} // namespace faultline
