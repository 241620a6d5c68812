// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/ReportDefinition.h"

#include <QWidget>

namespace faultline {

struct Workbench;

/// What can be done with a report of the person's own: look at its query, and remove it. Hidden for
/// those of the program.
class OwnReportButtons : public QWidget
{
    Q_OBJECT

public:
    explicit OwnReportButtons(Workbench& workbench, QWidget* parent = nullptr);

    void showReport(const ReportDefinition& report);

Q_SIGNALS:
    void queryAsked(const QString& sql);
    /// The catalogue knows.
    void removed();
    void failed(const UserMessage& error);

private:
    void remove();

    Workbench& m_workbench;
    ReportDefinition m_report;
};

} // namespace faultline
