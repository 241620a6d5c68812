// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <QWidget>

class QPushButton;

namespace faultline {

struct Workbench;

/// The buttons of a report: open its query on the SQL page, and remove a saved report.
class ReportButtons : public QWidget
{
    Q_OBJECT

public:
    explicit ReportButtons(Workbench& workbench, QWidget* parent = nullptr);

    void showReport(const ReportDefinition& report);

Q_SIGNALS:
    /// The user wants to edit the text of the report.
    void queryRequested(const QString& text);
    /// The catalogue is already up to date.
    void removed();
    void failed(const UserMessage& error);

private:
    void remove();

    Workbench& m_workbench;
    QPushButton* m_remove;
    ReportDefinition m_report;
};

} // namespace faultline
