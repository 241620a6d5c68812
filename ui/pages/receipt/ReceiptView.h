// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/ledger/FailureChoice.h"
#include "loading/receipt/LoadReceipt.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace faultline {

class BusyLine;
class ElidedLabel;
class FindingList;

/// Shows a load's receipt: the main figure, whether it balances, findings, and buttons for the next
/// steps. Of a check, only the figures.
class ReceiptView : public QWidget
{
    Q_OBJECT

public:
    /// After a load, it has a button to the reports. In the history, it also shows why a load
    /// failed and that it was undone, which the Load page shows elsewhere.
    enum class Mode { AfterLoad, History };

    explicit ReceiptView(Mode mode, QWidget* parent = nullptr);

    void showReceipt(const LoadReceipt& receipt);
    const LoadReceipt& receipt() const { return m_receipt; }
    /// Whether the load can be undone now.
    void setUndoable(bool undoable);
    /// While the load is being undone, the button cancels the undo.
    void setUndoing(bool undoing);

    static QString headlineOf(const LoadReceipt& receipt);
    /// "In balance: 36,979 records in = …", or which files don't balance.
    static QString balanceOf(const LoadReceipt& receipt);

Q_SIGNALS:
    void reportsRequested();
    /// Of this reason (RejectedLine.h); empty: all.
    void rejectedRequested(const QString& reason);
    void saveRequested();
    void undoRequested();
    void undoCancelled();
    /// Severities should count as failures; the user must still agree.
    void failureChoiceRequested(const FailureChoice& choice);
    /// The report that lists what a finding has counted.
    void findingRequested(const QString& report);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showPlants();
    void showBalance();
    void showFindings();
    QPushButton* buttonOf(const UserMessage& finding);
    void showUndoButton();

    const Mode m_mode;
    LoadReceipt m_receipt;
    bool m_undoable = false;
    bool m_undoing = false;
    ElidedLabel* m_heading;
    QLabel* m_figure;
    QLabel* m_plants;
    QLabel* m_balanceIcon;
    QLabel* m_balance;
    FindingList* m_findings;
    QPushButton* m_reports;
    QPushButton* m_rejected;
    QPushButton* m_save;
    QPushButton* m_undo;
    BusyLine* m_busy;
};

} // namespace faultline
