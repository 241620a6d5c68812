// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/FoundRows.h"

#include "sources/lists/ListRecognition.h"
#include "sources/lists/ListSample.h"

#include <utility>

namespace faultline {

Result<std::optional<FoundRows>>
findRows(const InputFile& file, qint64 skipBytes, const SourceFormat& format)
{
    if (!format.table) {
        auto layout = recogniseList(file, skipBytes);
        if (!layout)
            return layout.error();
        return *layout ? std::optional(FoundRows{**std::move(layout)}) : std::nullopt;
    }
    auto sample = chosenSample(*format.table, file, skipBytes);
    if (!sample)
        return sample.error();
    if (!*sample)
        return std::optional<FoundRows>();
    return std::optional(
        FoundRows{std::move((*sample)->layout), std::move((*sample)->table.format.columns)});
}

} // namespace faultline
