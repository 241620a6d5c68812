// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/LoadReceipt.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace faultline {

/// What a load did, as people read it: the figure, whether it balances, what to look at, and where
/// to go from here.
class ReceiptView : public QWidget
{
    Q_OBJECT

public:
    explicit ReceiptView(QWidget* parent = nullptr);

    void showReceipt(const LoadReceipt& receipt);

    static QString headlineOf(const LoadReceipt& receipt);
    /// "In balance: 36,979 records in = …", or which file is not.
    static QString balanceOf(const LoadReceipt& receipt);

Q_SIGNALS:
    void reportsAsked();
    void rejectedAsked();
    void saveAsked();

protected:
    void changeEvent(QEvent* event) override;

private:
    void showBalance();
    void showFindings();

    LoadReceipt m_receipt;
    QLabel* m_heading;
    QLabel* m_figure;
    QLabel* m_balanceIcon;
    QLabel* m_balance;
    QVBoxLayout* m_findings;
    QPushButton* m_reports;
    QPushButton* m_rejected;
    QPushButton* m_save;
};

} // namespace faultline
