// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/receipt/LoadReceipt.h"
#include "readings/LocalTime.h"
#include "sources/folder/SourceFile.h"

#include <QList>

#include <optional>

namespace faultline {

/// An equipment list or sensor map to load.
struct ListSource
{
    LoadId load{};
    PlantId plant{};
    const LocalTime& zone; ///< Of the plant.
    qint32 position = 1;   ///< In the order in which the load applies its lists.
    const SourceFile& file;
};

/// The outcome of loading a list.
struct ListOutcome
{
    FileId id{};
    RecordCounts records;
    std::optional<LoadId>
        rejectedBy;         ///< An earlier load that rejected all records of this content.
    QByteArray contentHash; ///< Of the whole file.
    QList<UserMessage> findings;
};

/// Stores what a list says, in one transaction, and notes that the load applied it. Content that
/// the plant's lists had before is not stored again. May be repeated when its COMMIT got no answer.
/// Memory doesn't depend on the file's size. Call putListsInForce() after the last one.
Result<ListOutcome>
loadList(Connection& connection, const ListSource& list, const CancelToken& cancel);

/// Puts the plant's newest lists in force, in one transaction. Returns what changed.
Result<QList<UserMessage>>
putListsInForce(Connection& connection, PlantId plant, const QString& name);

} // namespace faultline
