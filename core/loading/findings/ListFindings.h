// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "sources/folder/SourceFile.h"
#include "sources/lists/ListRow.h"

#include <QList>

namespace faultline {

/// What needs a look in one list: ids that it has more than once with different values, `conflicts`
/// of them, and JSON that isn't standard. `ids` are the first of these ids, where they are known.
QList<UserMessage> findInList(
    const SourceFile& list, qint64 conflicts, const JsonLeniency& leniency,
    const QStringList& ids = {});

} // namespace faultline
