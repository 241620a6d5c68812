// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace faultline {

class BusyLine;
class DataTable;
class EmptyState;
class ExportOptionsButton;
class MessageStrip;
class RejectedLinesModel;
struct StoredRejectedLine;
struct Workbench;

/// The lines that could not become readings: where they stand, why, and what they say.
class RejectedPage : public QWidget
{
    Q_OBJECT

public:
    explicit RejectedPage(Workbench& workbench, QWidget* parent = nullptr);
    ~RejectedPage() override;

    void refresh();

Q_SIGNALS:
    void loadPageAsked();

private:
    QWidget* makeDetail();
    void buildTable();
    void showData();
    void showRows();
    void showDetail();
    void markDetail(const StoredRejectedLine& line);
    void exportLines();

    Workbench& m_workbench;
    RejectedLinesModel* m_model;
    MessageStrip* m_strip;
    QStackedWidget* m_content;
    QWidget* m_list;
    EmptyState* m_empty;
    QLabel* m_heading;
    QPushButton* m_export;
    ExportOptionsButton* m_exportOptions;
    BusyLine* m_busy;
    QSplitter* m_splitter;
    DataTable* m_table;
    QLabel* m_place = nullptr;
    QLabel* m_reason = nullptr;
    QPlainTextEdit* m_text = nullptr;
};

} // namespace faultline
