// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "readings/RejectedLine.h"
#include "sources/json/JsonReader.h"

#include <QByteArray>

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace faultline {

/// How many records of a list were read, and how many were rejected.
struct ListCounts
{
    qint64 records = 0; ///< Including rejected ones, without blank lines.
    qint64 rejected = 0;
    qint64 blank = 0;
    qint64 lines = 0;      ///< In the whole file, including its header.
    JsonLeniency leniency; ///< What isn't JSON, and was read all the same.
};

/// Where a row of a list is in its file.
struct RowPlace
{
    qint64 lineNumber = 0; ///< Of its first line, from 1.
    qint64 byteOffset = 0; ///< Of its first byte, from 0.
    qint64 bytes = 0;      ///< It may include a line end.
};

/// Receives the records of a list, in the order of the file. An error ends the reading.
template<typename Record>
struct ListSink
{
    std::function<Result<void>(const Record&)> accepted;
    std::function<Result<void>(const RejectedLine&)> rejected;
    /// If set: receives the place of each row, before the row is accepted or rejected for what is
    /// in it.
    std::function<void(const RowPlace&)> found = {};
};

/// A cell of a row: a column of CSV, or a key of a JSON object.
struct ListCell
{
    enum class Kind { Empty, Text, Number, Word, Nested };

    QByteArray name; ///< As it is written.
    Kind kind = Kind::Empty;
    QByteArray text; ///< Numbers and words as they are written; objects and arrays as JSON.
    /// Where it begins: its byte in the file, from 0. -1 in CSV, where the reader finds it by its
    /// column.
    qint64 begin = -1;
};

ListCell::Kind cellKindOf(JsonSink::Kind kind);
/// Valid UTF-8 without NUL, as PostgreSQL stores it.
bool isStorableText(const QByteArray& bytes);

/// A cell of CSV without the quotes and white space around its text. A lone carriage return is
/// damage, and no padding: with one, the cell stays as it is.
std::string_view paddingRemoved(std::string_view cell);

/// A row of a list, whatever the shape of its file.
struct ListRow
{
    std::vector<ListCell> cells; ///< In JSON, no name occurs twice: the last one counts.
    bool isDelimited = false;    ///< White space around the cells is padding.
    RowPlace place = {};
};

/// A name for people, which may be stored: not longer than a name should be, and valid UTF-8.
QByteArray shownName(const QByteArray& name);

/// What became of a row.
struct RowVerdict
{
    std::optional<RejectReason> reason; ///< None: it was taken.
    QByteArray field;                   ///< The field that is missing or bad, for people.
    int cell = -1;                      ///< The cell with the bad value, if there is one.

    static RowVerdict taken() { return {}; }
    static RowVerdict missing(const char* field) { return {RejectReason::MissingField, field, -1}; }
    static RowVerdict bad(RejectReason reason, const ListRow& row, int cell)
    {
        return {reason, shownName(row.cells.at(static_cast<std::size_t>(cell)).name), cell};
    }
};

/// Receives rows, in the order of the file, and those that can't be rows. An error ends the
/// reading.
struct ListRowSink
{
    std::function<Result<RowVerdict>(const ListRow&)> row;
    std::function<Result<void>(const RejectedLine&)> rejected;
};

} // namespace faultline
