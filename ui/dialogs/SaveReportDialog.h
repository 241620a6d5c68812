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

/// Asks what a query that is to be a report is called and what it counts. While that is being saved
/// it stays: to cancel ends the saving, and closes it only if that wasn't too late.
class SaveReportDialog : public QDialog
{
    Q_OBJECT

public:
    /// `draft` has what the query's text says of itself; the catalogue knows which names are taken.
    SaveReportDialog(ReportDefinition draft, ReportCatalogue catalogue, QWidget* parent = nullptr);
    ~SaveReportDialog() override;

    /// The end of what saveRequested() began.
    void showEnd(const Result<void>& saved);
    void reject() override;

Q_SIGNALS:
    /// What a person says of a report is there. `cancel`: the person wants it no more.
    void saveRequested(const ReportDefinition& draft, const CancelToken& cancel);

private:
    void proposeName();
    void save();
    void showSave();
    QString whatIsMissing() const;

    const ReportDefinition m_draft;
    const ReportCatalogue m_catalogue;
    QLineEdit* m_title;
    QLineEdit* m_name;
    QPlainTextEdit* m_explanation;
    QLabel* m_note; ///< What the name means for a report that has it.
    QPushButton* m_save = nullptr;
    BusyLine* m_busy;
    MessageStrip* m_strip;
    std::optional<CancelToken> m_saving;
};

} // namespace faultline
