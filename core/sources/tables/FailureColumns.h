// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/tables/ColumnContent.h"
#include "sources/tables/TableFormat.h"
#include "sources/tables/TableRecognition.h"
#include "sources/tables/TableSample.h"

#include <QStringList>

#include <algorithm>
#include <cstddef>
#include <optional>
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
    /// Further durations, which aren't used: neither their names nor their cells say a unit.
    std::vector<std::size_t> withoutUnit;

    bool isDetail(std::size_t column) const
    {
        return std::any_of(details.begin(), details.end(), [column](const Column& each) {
            return each.index == column;
        });
    }
    bool have(TableField field) const
    {
        return std::any_of(details.begin(), details.end(), [field](const Column& column) {
            return column.field == field;
        });
    }
};

/// Finds them by names and contents; `comparable` has the names as comparableName() gives them.
/// Without a time, if these aren't failures of equipment: docs/formats.md says which tables are.
FailureColumns failureColumnsOf(
    const std::vector<TableColumn>& columns, const std::vector<std::string>& comparable,
    const std::vector<ColumnContent>& contents);

/// The unit that the name of a duration says, by its short name: "Downtime (min)" and
/// "downtime_min" are in min. Empty if it says none.
std::string_view durationUnitInName(std::string_view name);

/// How much two comparable names are alike: "start date" is like "start time".
int likeness(std::string_view a, std::string_view b);

/// What gives a duration's numbers their unit.
struct DurationUnit
{
    QString reason;                        ///< A sentence for people, if the ends show it.
    std::optional<TableQuestion> question; ///< If nothing does.
};
/// Finds the unit of a duration whose label is empty or kUnknownUnit, and makes it the label: none
/// if its cells aren't mostly numbers; what the ends in the same rows show; or kUnknownUnit.
DurationUnit findDurationUnit(TableFormat& format, const TableSample& sample);

/// What the columns are, in sentences for people.
QStringList failureReasons(const FailureColumns& found, const std::vector<TableColumn>& columns);

} // namespace faultline
