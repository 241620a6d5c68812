// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportWriter.h"
#include "exporting/workbook/XlsxChart.h"
#include "exporting/workbook/XlsxSheet.h"

#include <QIODevice>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace faultline {

/// Reports as an Excel workbook (docs/exports.md): a sheet for each with real numbers and times,
/// the chart next to the table, and a sheet "About". Text is always text, never a formula. Rows go
/// through temporary files in a subfolder of `temporaryFolder`, so that memory doesn't grow with
/// them. The subfolder is hidden, so that no load reads what a killed program left.
class XlsxReportWriter : public ReportWriter
{
public:
    XlsxReportWriter(QIODevice& device, const QString& temporaryFolder);
    ~XlsxReportWriter() override;

    /// A sheet also holds the heading, a blank row and the sums.
    std::optional<qint64> maxRows(qsizetype) const override { return LXW_ROW_MAX - 3; }
    bool wantsCharts() const override { return true; }
    Result<void> begin(const ReportContext& context) override;
    Result<void> beginReport(const ReportSection& section) override;
    Result<void> writeRow(const ReportRow& row) override;
    Result<void> endReport(const ReportTotals& totals) override;
    Result<void> end() override;

private:
    XlsxSheet& addSheet(const QString& title);
    void writeCell(lxw_col_t column, const QVariant& value);
    void writeTotals(const ReportTotals& totals);
    void writeSum(lxw_col_t column, const QVariant& sum, lxw_row_t lastRow);
    void writeDigits(lxw_col_t column, const QVariant& value);
    void nextRow();
    void writeText(lxw_col_t column, const QString& text);
    void fitColumn(lxw_col_t column, const QString& text);
    Result<void> deliver();
    Result<void> stateOf(const XlsxSheet& sheet) const;
    UserMessage cannotWrite(const QString& why) const;

    QIODevice& m_device;
    QString m_temporaryFolder;
    QTemporaryDir m_directory; ///< For the workbook until it is complete, and its temporary files.
    QByteArray m_directoryName;
    lxw_workbook* m_workbook = nullptr;
    std::unique_ptr<XlsxFormats> m_formats;
    std::vector<std::unique_ptr<XlsxSheet>> m_sheets;
    QStringList m_sheetNames;
    ReportContext m_context;
    QList<ReportColumn> m_columns;
    QList<int> m_widths;   ///< In characters.
    QList<bool> m_isExact; ///< Per column: whether Excel can represent all its figures as numbers.
    std::unique_ptr<XlsxChart> m_chart;
    lxw_row_t m_row = 0;
};

} // namespace faultline
