// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "exporting/output/OutputBuffer.h"
#include "readings/ZonedTime.h"

#include <QIODevice>
#include <QList>
#include <QLocale>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace faultline {

/// The format of a CSV file. The defaults are for programs: UTF-8, comma, decimal point, no byte
/// order mark, LF line ends.
struct CsvOptions
{
    char delimiter = ',';
    /// Puts ' before text cells that a spreadsheet would run as a formula: those that begin with =
    /// + - @, tab or carriage return. Numbers stay unchanged.
    bool guardFormulas = true;
    char decimalMark = '.';
    /// For opening in Excel with a double click: a byte order mark, CRLF line ends, times without T
    /// and, where the zone is said in the header, without an offset, and ="…" for values that Excel
    /// would convert, such as 314659E12, 0012, 2020-01, -1 day or a number of more than fifteen
    /// digits.
    bool forExcel = false;

    /// What Excel in the region of `locale` reads: semicolons separate cells if the decimal mark is
    /// a comma.
    static CsvOptions excel(const QLocale& locale);
};

/// Writes rows as CSV (RFC 4180) to a device. The first failed write is kept and returned by every
/// later call.
class CsvWriter
{
public:
    explicit CsvWriter(QIODevice& device, const CsvOptions& options = {});

    Result<void> writeHeader(const QStringList& names);
    /// One cell for each value: text quoted if needed, numbers plain, null empty. `decimals` gives
    /// each column's number of decimals; -1 as many as the value has. Text in a column with 0 or
    /// more isn't from a source: it is a figure, an interval or similar as PostgreSQL wrote it, and
    /// isn't guarded. Columns without an entry count as -1.
    Result<void> writeRow(const QList<QVariant>& values, const QList<int>& decimals);
    /// Passes everything to the device.
    Result<void> flush() { return m_output.flush(); }

private:
    void appendCell(const QVariant& value, int decimals);
    void appendFigure(QString text);
    void appendTime(const ZonedTime& time);
    void appendText(QString text, bool guard);
    void appendQuoted(const QString& text);
    Result<void> endLine(bool isBlank);

    OutputBuffer m_output;
    CsvOptions m_options;
};

/// The beginning of a CSV file with these columns.
QByteArray csvHead(const QStringList& names, const CsvOptions& options);

} // namespace faultline
