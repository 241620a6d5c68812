// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QtGlobal>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace faultline {

/// Fills a buffer with what is at a position of some content; fewer bytes only at its end.
using ContentReader = std::function<Result<qint64>(qint64 position, std::span<char> buffer)>;

/// Reads JSON that has a container for each column, row by row, as objects with a value for each
/// column. It reads in all columns at once, so memory depends on their number only. The forms are
/// those of pandas' to_json():
///   {"time": {"0": …, "1": …}, "value": {"0": …, "1": …}}    orient="columns"
///   {"time": [ … ], "value": [ … ]}                          to_dict("list")
///   {"columns": ["time", "value"], "data": [[ … ], [ … ]]}   orient="split"
/// Values are copied as they are.
class JsonColumnRows
{
public:
    /// Whether text that begins like this may be such JSON.
    static bool mayBegin(std::string_view sample);
    /// Finds the columns, for which all of the content is read. Fails with "damaged" if it isn't
    /// such JSON.
    static Result<JsonColumnRows> open(const ContentReader& content);

    JsonColumnRows(JsonColumnRows&& other) noexcept;
    JsonColumnRows& operator=(JsonColumnRows&& other) noexcept;
    ~JsonColumnRows();

    /// Appends the next row to `text`, as an object with a line feed behind it. False if there is
    /// none; "damaged" if not all columns have it.
    Result<bool> next(std::string& text);

private:
    class Cursor;
    struct Column
    {
        std::string name; ///< With its quotes.
        std::unique_ptr<Cursor> cursor;
    };
    JsonColumnRows();
    Result<void> checkEnds();
    Result<bool> nextOfColumns(std::string& text);
    Result<bool> nextOfRows(std::string& text);

    std::vector<Column> m_columns; ///< Without cursors if the rows are arrays.
    std::unique_ptr<Cursor> m_rows;
    qint64 m_row = 0;
};

} // namespace faultline
