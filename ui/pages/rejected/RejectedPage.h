// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/export/ExportJob.h"
#include "reports/readings/RejectedLineQuery.h"
#include "session/QueryRunner.h"

#include <QWidget>

#include <optional>

class QLabel;
class QSplitter;
class QStackedWidget;

namespace faultline {

class BusyLine;
class CsvExportButton;
class DataTable;
class EmptyState;
class ExportOptionsButton;
class MessageStrip;
class PlantsBox;
class RejectedGroups;
class RejectedLinePane;
class RejectedLinesModel;
struct Workbench;

/// The lines that could not become readings, by reason and by file, each with its cause, location
/// and context.
class RejectedPage : public QWidget
{
    Q_OBJECT

public:
    explicit RejectedPage(Workbench& workbench, QWidget* parent = nullptr);
    ~RejectedPage() override;

    /// Shows the lines with this reason (RejectedLine.h).
    void showReason(const QString& reason);
    /// Reloads counts and lines, and keeps the selection.
    void refresh();
    /// Cancels a running export; false if there is none.
    bool cancel();

Q_SIGNALS:
    void loadPageRequested();

private:
    QWidget* makeLines();
    void buildTable();
    void connectParts();
    void showData();
    RejectedLineFilter filter() const;
    void showGroup();
    void showPlants();
    void showHeading();
    void showRows();
    void showDetail();
    void exportLines();
    void exportTo(const QString& path, const RejectedLineFilter& filter);
    void showExported(const Result<qint64>& count, const QString& path);
    void showBusy();

    Workbench& m_workbench;
    QueryLane m_countsLane;
    ExportJob m_exportJob;
    RejectedLinesModel* m_model;
    MessageStrip* m_strip;
    QStackedWidget* m_content;
    EmptyState* m_empty;
    QSplitter* m_columns;
    RejectedGroups* m_groups;
    QSplitter* m_rows = nullptr;
    QLabel* m_heading = nullptr;
    PlantsBox* m_plants = nullptr; ///< There if the database has several plants.
    CsvExportButton* m_export = nullptr;
    ExportOptionsButton* m_exportOptions = nullptr;
    BusyLine* m_busy = nullptr;
    DataTable* m_table = nullptr;
    RejectedLinePane* m_pane = nullptr;
    std::optional<RejectedLineKey> m_current; ///< The selected line, to restore the selection.
};

} // namespace faultline
