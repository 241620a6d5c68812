// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportWriter.h"
#include "exporting/output/OutputBuffer.h"

namespace faultline {

/// A cell as JSON. Decimals keep PostgreSQL's exact digits; NaN and infinities, which JSON numbers
/// can't represent, are text.
QByteArray jsonCell(const ReportColumn& column, const QVariant& value);

/// Reports as one JSON object (docs/exports.md), with cells from jsonCell().
class JsonReportWriter : public ReportWriter
{
public:
    explicit JsonReportWriter(QIODevice& device)
        : m_output(device)
    {}

    Result<void> begin(const ReportContext& context) override;
    Result<void> beginReport(const ReportSection& section) override;
    Result<void> writeRow(const ReportRow& row) override;
    Result<void> endReport(const ReportTotals& totals) override;
    Result<void> end() override;

private:
    OutputBuffer m_output;
    QList<ReportColumn> m_columns;
    bool m_isFirstReport = true;
    bool m_isFirstRow = true;
};

} // namespace faultline
