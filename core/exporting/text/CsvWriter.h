// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "exporting/output/OutputBuffer.h"
#include "readings/Instant.h"

#include <QIODevice>
#include <QList>
#include <QLocale>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace faultline {

/// How a CSV file is written. The defaults are for programs: UTF-8, comma, point, no byte order
/// mark, lines ended by LF.
struct CsvOptions
{
    char delimiter = ',';
    /// Puts ' before text cells that a spreadsheet would run as a formula: those that begin with
    /// = + - @, tab or carriage return. Numbers are never touched.
    bool guardFormulas = true;
    char decimalMark = '.';
    /// For a file that is opened with Excel by a double click: a byte order mark, lines ended by
    /// CRLF, times without T and Z, and as ="…" what Excel would make something else of, such as
    /// 314659E12, 0012, 2020-01, -1 day or a number of more than fifteen digits.
    bool forExcel = false;

    /// As Excel in the region of `locale` reads it: where the decimal mark is a comma, cells are
    /// parted by semicolons.
    static CsvOptions excel(const QLocale& locale);
};

/// Writes rows as CSV (RFC 4180) to a device; the first failed write is kept and returned by every
/// later call.
class CsvWriter
{
public:
    explicit CsvWriter(QIODevice& device, const CsvOptions& options = {});

    Result<void> writeHeader(const QStringList& names);
    /// One cell for each value: text quoted where needed, numbers plain, null empty. `decimals`
    /// gives the digits behind the point for each column; -1 as many as the value has. A column
    /// with 0 or more holds nobody's words: text in it is a figure, an interval or the like as
    /// PostgreSQL wrote it, and gets no guard. Columns that `decimals` doesn't reach count as -1.
    Result<void> writeRow(const QList<QVariant>& values, const QList<int>& decimals);
    /// Hands everything to the device.
    Result<void> flush() { return m_output.flush(); }

private:
    void appendCell(const QVariant& value, int decimals);
    void appendFigure(QString text);
    void appendTime(Instant time);
    void appendText(QString text, bool guard);
    void appendQuoted(QString text);
    Result<void> endLine(bool isBlank);

    OutputBuffer m_output;
    CsvOptions m_options;
};

/// What a CSV file with these columns begins with.
QByteArray csvHead(const QStringList& names, const CsvOptions& options);

} // namespace faultline
