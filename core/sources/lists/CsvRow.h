// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>
#include <string_view>
#include <vector>

struct csv_parser;

namespace faultline {

/// `line` without the line end that it may have.
std::string_view withoutLineEnd(std::string_view line);

/// Reads one row of CSV (RFC 4180) at a time, from lines: a quoted cell may hold line ends, and so
/// a row may have several. LF and CRLF end a line; a carriage return alone doesn't.
class CsvRow
{
public:
    explicit CsvRow(char delimiter);
    ~CsvRow();
    CsvRow(const CsvRow&) = delete;
    CsvRow& operator=(const CsvRow&) = delete;

    /// Adds the next line of the file, with or without its line end.
    void addLine(std::string_view line);
    /// No quote is open: the row ended with the last line.
    bool isComplete() const { return m_isComplete; }
    const std::vector<QByteArray>& cells() const { return m_cells; }
    /// The next line begins a row, whatever is open.
    void beginNext();

private:
    void startParser();
    void feed(std::string_view text);

    const char m_delimiter;
    std::unique_ptr<csv_parser> m_parser;
    std::vector<QByteArray> m_cells;
    bool m_isComplete = false;
};

} // namespace faultline
