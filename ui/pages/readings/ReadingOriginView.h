// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/readings/OriginFinder.h"

#include <QSplitter>

#include <optional>

class QPushButton;

namespace faultline {

class OriginPane;
class ReadingsModel;
class ReadingsTable;
struct Workbench;

/// The table of readings and, on request, a pane below it with the line that the selected reading
/// came from. The open pane follows the selection; its height is saved.
class ReadingOriginView : public QSplitter
{
    Q_OBJECT

public:
    /// `table` already has its model, and is reparented.
    ReadingOriginView(
        Workbench& workbench, const ReadingsModel& model, ReadingsTable& table,
        QWidget* parent = nullptr);
    ~ReadingOriginView() override;

    /// The button that opens the pane, for the page's button row.
    QPushButton* button() const { return m_button; }
    /// False if it isn't open.
    bool closePane();
    /// Call it after the rows were reloaded. While the pane is open, it selects a row on screen:
    /// with `keepsReading`, the reading in the pane if it is still visible; otherwise the current
    /// row.
    void followRows(bool keepsReading);

private:
    void connectParts();
    void open(int row);
    void openPane();
    void show(int row);
    void search();
    void followSelection();
    void followModel();
    int chosenRow() const;

    Workbench& m_workbench;
    const ReadingsModel& m_model;
    ReadingsTable& m_table;
    OriginFinder m_finder;
    OriginPane* m_pane;
    QPushButton* m_button;
    bool m_isOpen = false;
    std::optional<ReadingRow> m_row; ///< The reading whose line is shown or searched for.
};

} // namespace faultline
