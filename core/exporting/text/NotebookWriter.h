// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportWriter.h"
#include "exporting/output/OutputBuffer.h"

#include <QJsonArray>
#include <QMap>

namespace faultline {

/// Reports as a Jupyter notebook (nbformat 4.5): what they count, their queries with the filters'
/// values, their charts, and the current results, so that it is readable without being run. Running
/// it reads them again from the database. Of a long report it holds the first kShownRows rows;
/// running it reads all.
class NotebookWriter : public ReportWriter
{
public:
    static constexpr int kShownRows = 200;

    NotebookWriter(QIODevice& device, ChartDrawing drawChart, QMap<QString, QString> connection);

    bool wantsCharts() const override { return static_cast<bool>(m_drawChart); }
    Result<void> begin(const ReportContext& context) override;
    Result<void> beginReport(const ReportSection& section) override;
    Result<void> writeRow(const ReportRow& row) override;
    Result<void> endReport(const ReportTotals& totals) override;
    Result<void> end() override;

private:
    void addMarkdown(const QString& id, const QString& text);
    void addCode(const QString& id, const QString& text, const QJsonArray& outputs = {});
    void addChart(const QString& id);
    QJsonObject frameOutput(qint64 rows) const;
    QJsonArray chartOutputs() const;

    OutputBuffer m_output;
    ChartDrawing m_drawChart;
    QMap<QString, QString> m_connection;
    DataReceipt m_data;
    ReportSection m_section;
    QList<ReportRow> m_rows;
    QJsonArray m_cells;
    int m_executions = 0;
};

} // namespace faultline
