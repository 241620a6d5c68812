// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/RejectedLineQuery.h"
#include "session/QueryRunner.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace faultline {

class BusyLine;
class DataTable;
class EmptyState;
class ExportOptionsButton;
class MessageStrip;
class RejectedGroups;
class RejectedLinePane;
class RejectedLinesModel;
struct Workbench;

/// The lines that could not become readings, by reason and by file: where they stand, why, and what
/// stands around them.
class RejectedPage : public QWidget
{
    Q_OBJECT

public:
    explicit RejectedPage(Workbench& workbench, QWidget* parent = nullptr);
    ~RejectedPage() override;

    /// Counts and reads anew, and keeps what is chosen.
    void refresh();

Q_SIGNALS:
    void loadPageAsked();

private:
    QWidget* makeLines();
    void buildTable();
    void connectParts();
    void showData();
    void showGroup();
    void showHeading();
    void showRows();
    void showDetail();
    void exportLines();

    Workbench& m_workbench;
    QueryLane m_countsLane;
    RejectedLinesModel* m_model;
    MessageStrip* m_strip;
    QStackedWidget* m_content;
    EmptyState* m_empty;
    QSplitter* m_columns;
    RejectedGroups* m_groups;
    QSplitter* m_rows = nullptr;
    QLabel* m_heading = nullptr;
    QPushButton* m_export = nullptr;
    ExportOptionsButton* m_exportOptions = nullptr;
    BusyLine* m_busy = nullptr;
    DataTable* m_table = nullptr;
    RejectedLinePane* m_pane = nullptr;
    std::optional<RejectedLineKey> m_current; ///< The chosen line, to choose it again.
};

} // namespace faultline
