// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "pages/export/ExportButton.h"
#include "pages/reports/ReportChartPane.h"
#include "reports/charts/ChartData.h"
#include "reports/query/ReportQuery.h"

#include <QObject>
#include <QSize>

#include <functional>
#include <memory>

namespace faultline {

struct Workbench;

/// Asks where to write reports and charts, and writes them in the background. An export of reports
/// is cancelled when the program ends.
class ReportExports : public QObject
{
    Q_OBJECT

public:
    ReportExports(Workbench& workbench, QWidget* page);
    ~ReportExports() override;

    bool isBusy() const { return m_running > 0; }
    /// Whether reports are being written, which can be cancelled. A chart is written at once.
    bool isExporting() const { return m_reports != nullptr; }
    /// `report` is the current report, `order` that of its rows on screen.
    void exportReports(
        const ExportRequest& request, const ReportDefinition& report, const ReportFilter& filter,
        const ReportOrder& order);
    void cancel();
    /// Asks for the title, logo and appendix of PDF and HTML documents.
    void chooseDocument();
    /// `report` is the report of the chart.
    void saveChart(
        const ChartData& chart, const ReportDefinition& report, const QSize& size,
        ChartFormat format);

Q_SIGNALS:
    void busyChanged(bool busy);
    void rowsWritten(qint64 rows);
    /// `target` is the file, or the folder of several files.
    void succeeded(const QString& text, const QString& target, bool isFolder);
    void failed(const UserMessage& error);

private:
    struct Work;
    struct Target;

    void writeReports(const Work& work);
    /// `reports` is null for a chart.
    void
    run(const Target& target, const std::shared_ptr<const CancelToken>& reports,
        std::function<Result<QString>()> work);
    QString folder() const;

    Workbench& m_workbench;
    QWidget* m_page;
    QString m_folder; ///< Of the last export.
    int m_running = 0;
    std::shared_ptr<const CancelToken> m_reports; ///< The running export of reports.
};

} // namespace faultline
