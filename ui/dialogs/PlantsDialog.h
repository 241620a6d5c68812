// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/DatabaseDialog.h"
#include "loading/plants/PlantDetails.h"

class QPushButton;
class QStandardItemModel;

namespace faultline {

class DataTable;

/// The plants of the database with what belongs to each. The user can change their
/// settings, rename and remove them. Stays open while a plant is being removed: Cancel stops that,
/// unless it is too late.
class PlantsDialog : public DatabaseDialog
{
    Q_OBJECT

public:
    explicit PlantsDialog(Workbench& workbench, QWidget* parent = nullptr);

Q_SIGNALS:
    void loaded(); ///< The table shows the plants.

private:
    void buildTable();
    void layOut();
    void refresh();
    void showPlants(const QList<PlantDetails>& plants);
    void showButtons() override;
    const PlantDetails* current() const;
    void changeSettings();
    void askForName();
    void rename(const Plant& plant, const QString& name);
    void confirmRemove();
    void remove(const Plant& plant);
    void forget(const QString& plant);

    QList<PlantDetails> m_plants;
    QStandardItemModel* m_model;
    DataTable* m_table;
    QPushButton* m_settings;
    QPushButton* m_rename;
    QPushButton* m_remove;
    QPushButton* m_close;
};

} // namespace faultline
