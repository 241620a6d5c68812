// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/input/InputFile.h"
#include "sources/lists/ListLayout.h"
#include "sources/tables/TableSample.h"

#include <optional>
#include <string_view>
#include <vector>

namespace faultline {

/// One way to read the beginning of a file as rows of a list, whatever its columns are called.
struct ListSample
{
    ListLayout layout; ///< Where the rows are.
    TableSample table; ///< Its format is a list's, whose columns have no fields.
};

/// The ways to read `text`, the beginning of a file without a byte order mark, the likeliest first.
/// None if it has no header or keys, such as a log, or JSON by columns.
std::vector<ListSample> listSamples(std::string_view text);

/// The sample with the structure of a list whose columns a person chose; its format is the chosen
/// one, with names and beginning as in `text`. None if the text has other columns.
std::optional<ListSample> chosenSample(const TableFormat& chosen, std::string_view text);
/// The same for a file. `skipBytes` is the length of its byte order mark.
Result<std::optional<ListSample>>
chosenSample(const TableFormat& chosen, const InputFile& file, qint64 skipBytes);

/// What the rows of a list are to be about.
struct ListSubjects
{
    bool equipment = false;
    bool sensors = false;
};
/// Gives columns the fields that their names say. Others become attributes of equipment, unless the
/// rows are about sensors.
void nameFields(TableFormat& list, ListSubjects subjects);

} // namespace faultline
