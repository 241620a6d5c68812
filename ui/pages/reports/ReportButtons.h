// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <QWidget>

class QPushButton;

namespace faultline {

struct Workbench;

/// What can be done with a report beside reading it: open its text on the SQL page, to make one of
/// the person's own of it, and remove one that is.
class ReportButtons : public QWidget
{
    Q_OBJECT

public:
    explicit ReportButtons(Workbench& workbench, QWidget* parent = nullptr);

    void showReport(const ReportDefinition& report);

Q_SIGNALS:
    /// The text of the report is to be changed.
    void queryRequested(const QString& text);
    /// The catalogue knows.
    void removed();
    void failed(const UserMessage& error);

private:
    void remove();

    Workbench& m_workbench;
    QPushButton* m_remove;
    ReportDefinition m_report;
};

} // namespace faultline
