// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>
#include <string_view>
#include <vector>

struct csv_parser;

namespace faultline {

/// `line` without its line end, if it has one.
std::string_view withoutLineEnd(std::string_view line);

/// A cell without the quotes and white space around its text.
std::string_view trimmedCell(std::string_view cell);

/// Reads one row of CSV (RFC 4180) at a time. It is fed with lines, because a quoted cell may
/// contain line ends, so a row may span several. LF and CRLF end a line; a lone carriage return
/// doesn't.
class CsvRow
{
public:
    explicit CsvRow(char delimiter);
    ~CsvRow();
    CsvRow(const CsvRow&) = delete;
    CsvRow& operator=(const CsvRow&) = delete;

    /// Adds the next line of the file, with or without its line end.
    void addLine(std::string_view line);
    /// No quote is open: the last line completed the row.
    bool isComplete() const { return m_isComplete; }
    const std::vector<QByteArray>& cells() const { return m_cells; }
    /// The next line begins a new row, even if a quote is open.
    void beginNext();

    /// The byte of `row`, from 0, at which a cell begins; its length, less the line end, if the
    /// row has fewer cells.
    static qsizetype cellStart(std::string_view row, char delimiter, int cell);

private:
    void startParser();
    void feed(std::string_view text);

    const char m_delimiter;
    std::unique_ptr<csv_parser> m_parser;
    std::vector<QByteArray> m_cells;
    bool m_isComplete = false;
};

} // namespace faultline
