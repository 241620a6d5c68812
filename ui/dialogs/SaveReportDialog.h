// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "reports/ReportCatalogue.h"

#include <QDialog>

#include <optional>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace faultline {

class BusyLine;
class MessageStrip;

/// Asks for the title, name and explanation of a query to be saved as a report. Stays open while
/// the report is being saved: Cancel stops that, and closes the dialog only if it wasn't too late.
class SaveReportDialog : public QDialog
{
    Q_OBJECT

public:
    /// `draft` has what the query's header says; the catalogue knows which names are taken.
    SaveReportDialog(ReportDefinition draft, ReportCatalogue catalogue, QWidget* parent = nullptr);
    ~SaveReportDialog() override;

    /// Shows the result of saveRequested().
    void showResult(const Result<void>& saved);
    void reject() override;

Q_SIGNALS:
    /// The user has completed the fields. `cancel` is raised if the user cancels.
    void saveRequested(const ReportDefinition& draft, const CancelToken& cancel);

private:
    void proposeName();
    void save();
    void showSave();
    QString missingField() const;

    const ReportDefinition m_draft;
    const ReportCatalogue m_catalogue;
    QLineEdit* m_title;
    QLineEdit* m_name;
    QPlainTextEdit* m_explanation;
    QLabel* m_note; ///< What is missing, or which report has this name.
    QPushButton* m_save = nullptr;
    BusyLine* m_busy;
    MessageStrip* m_strip;
    std::optional<CancelToken> m_saving;
};

} // namespace faultline
