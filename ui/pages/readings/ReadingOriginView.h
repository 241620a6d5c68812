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

/// The table of readings, and below it, once it is asked for, the line of the file that the chosen
/// reading was made of. While the pane is open it follows the choice; its height is remembered.
class ReadingOriginView : public QSplitter
{
    Q_OBJECT

public:
    /// `table` has its model, and moves in here.
    ReadingOriginView(
        Workbench& workbench, const ReadingsModel& model, ReadingsTable& table,
        QWidget* parent = nullptr);
    ~ReadingOriginView() override;

    /// Opens the pane; to be laid out where the page has its buttons.
    QPushButton* button() const { return m_button; }
    /// False when it isn't open.
    bool closePane();
    /// The rows were read anew: while the pane is open, one of those on screen is chosen. That is
    /// the reading that it tells of, if it is to be kept and still to be seen; else the current
    /// one.
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
    std::optional<ReadingRow> m_row; ///< Whose line is shown or looked for.
};

} // namespace faultline
