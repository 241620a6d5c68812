// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/tables/ColumnContent.h"
#include "sources/tables/TableFormat.h"

#include <QStringList>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace faultline {

/// The columns of a failure list that say more than when and where: what they mean.
struct FailureColumns
{
    struct Column
    {
        std::size_t index = 0;
        TableField field = TableField::Ignored;
        std::string label = {}; ///< As TableColumn::label.
    };
    int time = -1; ///< When the failures began.
    /// More than one name says that they are failures.
    bool areSure = false;
    std::vector<Column> details;
    /// Durations that can't be used: neither the name nor the cells say a unit.
    std::vector<std::size_t> withoutUnit;

    bool have(TableField field) const
    {
        return std::any_of(details.begin(), details.end(), [field](const Column& column) {
            return column.field == field;
        });
    }
};

/// Finds them by names and contents; `names` are those of the file, `normalised` as fieldOfName()
/// takes them. Without a time, if these aren't failures of equipment: docs/formats.md says which
/// tables are.
FailureColumns failureColumnsOf(
    const std::vector<TableColumn>& columns, const std::vector<std::string>& normalised,
    const std::vector<ColumnContent>& contents);

/// What the columns are, in sentences for people.
QStringList failureReasons(const FailureColumns& found, const std::vector<TableColumn>& columns);

} // namespace faultline
