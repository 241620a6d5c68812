// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/OwnReports.h"

#include <QDialog>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace faultline {

class BusyLine;
class MessageStrip;

/// Asks what a query that is to be a report is called and what it counts.
class SaveReportDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SaveReportDialog(QString sql, QWidget* parent = nullptr);

    void setBusy(bool busy);
    void showProblem(const UserMessage& problem);

Q_SIGNALS:
    /// Everything but the columns is there.
    void saveAsked(const OwnReportDraft& draft);

private:
    void proposeName();
    void showSave();

    const QString m_sql;
    QLineEdit* m_title;
    QLineEdit* m_name;
    QPlainTextEdit* m_explanation;
    QPushButton* m_save = nullptr;
    BusyLine* m_busy;
    MessageStrip* m_strip;
    bool m_isBusy = false;
};

} // namespace faultline
