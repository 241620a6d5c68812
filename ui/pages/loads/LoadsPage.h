// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace faultline {

class BusyLine;
class DataTable;
class EmptyState;
class LoadsModel;
class MessageStrip;
class PlantsBox;
class ReceiptView;
class SourceFilesModel;
struct LedgerEntry;
struct LedgerVerification;
struct UndoneLoad;
struct UserMessage;
struct Workbench;

/// The history: every load with its receipt. The user can undo loads, and check the ledger against
/// the stored data.
class LoadsPage : public QWidget
{
    Q_OBJECT

public:
    explicit LoadsPage(Workbench& workbench, QWidget* parent = nullptr);
    ~LoadsPage() override;

    void refresh();

Q_SIGNALS:
    void findingRequested(const QString& report); ///< The report that lists its rows.
    void rejectedRequested(const QString& reason);
    void loadPageRequested();

private:
    QWidget* makeDetail();
    void buildTable();
    void layOut();
    void connectLedger();
    void showData();
    void showLoads();
    void showDetail();
    void showWork();
    void checkOrCancel();
    void confirmUndo();
    void showUndone(int loadId, const UndoneLoad& load);
    void showVerified(const LedgerVerification& found);
    void showFailure(const UserMessage& error);
    const LedgerEntry* currentLoad() const;

    Workbench& m_workbench;
    LoadsModel* m_model;
    SourceFilesModel* m_files;
    MessageStrip* m_strip;
    QStackedWidget* m_content;
    QWidget* m_list;
    EmptyState* m_empty;
    QLabel* m_heading;
    PlantsBox* m_plants;
    QPushButton* m_check;
    BusyLine* m_busy;
    QSplitter* m_splitter;
    DataTable* m_table;
    QStackedWidget* m_detail = nullptr;
    QLabel* m_running = nullptr;
    QWidget* m_finished = nullptr; ///< A receipt with its files.
    ReceiptView* m_receipt = nullptr;
    DataTable* m_filesTable = nullptr;
    int m_selected = 0; ///< The shown load, also while the table is being refilled.
    int m_newest = 0;
};

} // namespace faultline
