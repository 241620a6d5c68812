// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/ledger/LoadJournal.h"
#include "loading/planning/LoadPlan.h"

#include <QList>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>

namespace faultline {

/// Asks the journal about many files with few queries, and calls `use` with each file and its
/// loaded ranges. `ask` runs a step on a connection and returns its result. Returns why a query
/// failed.
template<typename Ask, typename Use>
std::optional<UserMessage>
forEachWithRanges(std::span<PlannedFile* const> files, const Ask& ask, const Use& use)
{
    constexpr std::size_t kFilesAtOnce = 1'000;
    while (!files.empty()) {
        const auto some = files.first(std::min(files.size(), kFilesAtOnce));
        QList<FileId> ids;
        for (const PlannedFile* file : some)
            ids << file->id;
        const auto ranges =
            ask([&ids](Connection& connection) { return journalledRanges(connection, ids); });
        if (!ranges)
            return ranges.error();
        for (PlannedFile* file : some) {
            const auto found = ranges->find(file->id);
            use(*file, found != ranges->end() ? found->second : QList<JournalledRange>());
        }
        files = files.subspan(some.size());
    }
    return std::nullopt;
}

} // namespace faultline
