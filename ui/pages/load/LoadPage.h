// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QSplitter;
class QStackedWidget;

namespace faultline {

class DataTable;
class EmptyState;
class FileTabs;
class LoadStatus;
class MessageStrip;
class ReceiptView;
class SourceFilesModel;
struct LoadReceipt;
struct UndoneLoad;
struct UserMessage;
struct Workbench;

/// The files of the data folder with a preview of the selected one, what a check of them found, the
/// progress of their load, and its receipt.
class LoadPage : public QWidget
{
    Q_OBJECT

public:
    explicit LoadPage(Workbench& workbench, QWidget* parent = nullptr);
    ~LoadPage() override;

    MessageStrip* strip() const { return m_strip; }
    void startOrCancelCheck();

Q_SIGNALS:
    void findingRequested(const QString& report); ///< The report that lists its rows.
    void reportsRequested();
    void rejectedRequested(const QString& reason); ///< Empty: all.
    void browseRequested();
    void connectionRequested(); ///< The user wants to edit the connection.

private:
    void buildTable();
    void showSources();
    void showFolder();
    void selectRow(int row);
    void showPreview();
    void showCheck();
    void showChecked(const LoadReceipt& receipt);
    void connectCheckButton();
    void showCheckButton();
    void fitTable();
    void showLoadColumns(bool shown);
    void forgetPreview();
    void showState();
    void showProgress();
    void showReceipt();
    void askForPlant();
    void askForDates();
    void showOpeningError(const UserMessage& error);
    void suggestLastLines();
    void showEmpty(const QString& heading, const QString& text, const QString& button);
    void saveReceipt();
    void showUndo();
    void confirmUndo();
    void showUndone(int loadId, const UndoneLoad& load);
    void showUndoFailure(int loadId, const UserMessage& error);

    Workbench& m_workbench;
    SourceFilesModel* m_model;
    MessageStrip* m_strip;
    QStackedWidget* m_top;
    LoadStatus* m_status;
    ReceiptView* m_receipt;
    QStackedWidget* m_content;
    QWidget* m_work;
    QSplitter* m_parts;
    DataTable* m_table;
    FileTabs* m_tabs;
    EmptyState* m_empty;
};

} // namespace faultline
