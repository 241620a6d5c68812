// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportWriter.h"
#include "exporting/text/CsvWriter.h"

namespace faultline {

/// The header: the columns' names. For Excel, those of times have their zone, because a time with
/// an offset isn't one for Excel.
inline QStringList csvNames(const QList<ReportColumn>& columns, const CsvOptions& options)
{
    QStringList names;
    for (const ReportColumn& column : columns) {
        names
            << (options.forExcel && !column.timeZone.isEmpty() ? zoned(column.name, column.timeZone)
                                                               : column.name);
    }
    return names;
}

/// One report as CSV: the names of its columns, then its rows.
class CsvReportWriter : public ReportWriter
{
public:
    CsvReportWriter(QIODevice& device, const CsvOptions& options)
        : m_options(options)
        , m_writer(device, options)
    {}

    Result<void> begin(const ReportContext&) override { return {}; }
    Result<void> beginReport(const ReportSection& section) override
    {
        m_decimals.clear();
        for (const ReportColumn& column : section.report.columns)
            m_decimals << (isFigure(column) ? column.decimals : -1);
        return m_writer.writeHeader(csvNames(section.report.columns, m_options));
    }
    Result<void> writeRow(const ReportRow& row) override
    {
        return m_writer.writeRow(row, m_decimals);
    }
    Result<void> endReport(const ReportTotals&) override { return m_writer.flush(); }
    Result<void> end() override { return {}; }

private:
    CsvOptions m_options;
    CsvWriter m_writer;
    QList<int> m_decimals;
};

} // namespace faultline
