// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "reports/OwnReports.h"

#include <QDialog>

#include <optional>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace faultline {

class BusyLine;
class MessageStrip;

/// Asks what a query that is to be a report is called and what it counts. While that is being saved
/// it stays: to cancel ends the saving, and closes it only if that wasn't too late.
class SaveReportDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SaveReportDialog(QString sql, QWidget* parent = nullptr);
    ~SaveReportDialog() override;

    /// The end of what saveAsked() began.
    void showEnd(const Result<QString>& path);
    void reject() override;

Q_SIGNALS:
    /// Everything but the columns is there. `cancel`: the person wants it no more.
    void saveAsked(const OwnReportDraft& draft, const CancelToken& cancel);

private:
    void proposeName();
    void save();
    void showSave();

    const QString m_sql;
    QLineEdit* m_title;
    QLineEdit* m_name;
    QPlainTextEdit* m_explanation;
    QPushButton* m_save = nullptr;
    BusyLine* m_busy;
    MessageStrip* m_strip;
    std::optional<CancelToken> m_saving;
};

} // namespace faultline
