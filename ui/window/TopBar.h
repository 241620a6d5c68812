// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QPushButton;

namespace faultline {

class AccentButton;
class DatabaseController;
class FolderField;
class PlantBox;
struct Workbench;

/// The data folder, its plant, the database, and the Load button, which becomes Cancel during a
/// load.
class TopBar : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(Workbench& workbench, QWidget* parent = nullptr);

    FolderField* folderField() const { return m_folder; }
    void browse();
    /// Discards a typed folder that wasn't accepted. False if there is none.
    bool cancelTyping();

Q_SIGNALS:
    void folderChosen(const QString& folder);
    void otherDatabaseRequested();
    void loadClicked();

private:
    void chooseDatabase(int index);
    void confirmRemove();
    void showFolder();
    void showDatabases();
    void showLoadState();

    Workbench& m_workbench;
    FolderField* m_folder;
    QPushButton* m_browse;
    PlantBox* m_plant;
    QComboBox* m_database;
    AccentButton* m_load;
};

} // namespace faultline
