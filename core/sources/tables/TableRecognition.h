// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/tables/TableFormat.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <string_view>
#include <vector>

namespace faultline {

/// What the file doesn't say, and a user should confirm or answer.
struct TableQuestion
{
    enum class Kind {
        Times,        ///< The times aren't in a form that is read without an answer.
        Sensor,       ///< No column names a sensor: the file's name was taken.
        Layout,       ///< Columns may be sensors, or measurements of one.
        Severity,     ///< Rows are failures or events of a severity that isn't in the file. Must be
                      ///< answered: the format lacks it.
        DecimalMark,  ///< Numbers can be read with either.
        DurationUnit, ///< Durations are numbers without a unit. Must be answered too.
    };

    Kind kind = Kind::Times;
    QString text; ///< A sentence for people.

    bool operator==(const TableQuestion&) const = default;
};

/// A file that is a table of readings, as far as its beginning shows.
struct RecognisedTable
{
    TableFormat format;
    QStringList reasons; ///< Sentences for people: why it is read like this.
    std::vector<TableQuestion> questions;
    /// A failure list, as more than one column says: not a list of equipment with such a column.
    bool isFailureList = false;

    bool hasQuestion(TableQuestion::Kind kind) const;
};

/// Whether a file is a table of readings, and how it is read (docs/formats.md): by the names of its
/// columns and by what is in them. `sample` is the file's beginning; some 64 KiB are enough.
/// `fileName` is without its folder. None for anything else, such as lists and logs.
std::optional<RecognisedTable> recogniseTable(std::string_view sample, std::string_view fileName);

/// `format` for a file of the same structure, whose columns and beginning are those of `file`.
TableFormat formatLike(TableFormat format, const TableFormat& file);

/// Of a file that is no table of readings only because its numbers can't be read: what is in
/// their place. A sentence for people; empty for all other files.
QString whyNoTable(std::string_view sample);

/// A format for another file: `format` with the place where the records of that file begin. None if
/// the file isn't of the same structure.
std::optional<TableFormat> formatForFile(const TableFormat& format, std::string_view sample);

} // namespace faultline
