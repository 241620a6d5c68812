// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/CsvWriter.h"
#include "reports/ChartData.h"
#include "reports/ReportQuery.h"
#include "widgets/ReportChartPane.h"

#include <QObject>
#include <QSize>

#include <functional>

namespace faultline {

struct Workbench;

/// Asks where reports and charts shall be written to, and writes them aside, one after the other.
class ReportExports : public QObject
{
    Q_OBJECT

public:
    ReportExports(Workbench& workbench, QWidget* page);

    bool isBusy() const { return m_running > 0; }
    void exportOne(
        const ReportDefinition& report, const ReportFilter& filter, const ReportOrder& order,
        const CsvOptions& csv);
    void exportAll(const ReportFilter& filter, const CsvOptions& csv);
    void saveChart(const ChartData& chart, const QSize& size, ChartFormat format);

Q_SIGNALS:
    void busyChanged(bool busy);
    void succeeded(const QString& text, const QString& folder);
    void failed(const UserMessage& error);

private:
    void run(const QString& folder, std::function<Result<QString>(SqlSession&)> work);
    QString folder() const;

    Workbench& m_workbench;
    QWidget* m_page;
    QString m_folder; ///< Of the last one.
    int m_running = 0;
};

} // namespace faultline
