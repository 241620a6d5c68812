// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "loading/ledger/PlantAdmin.h"

#include <QDialog>

#include <optional>

class QPushButton;
class QStandardItemModel;

namespace faultline {

class BusyLine;
class DataTable;
class MessageStrip;
struct Workbench;

/// The plants of the database with what belongs to each. The user can change their
/// settings, rename and remove them. Stays open while a plant is being removed: Cancel stops that,
/// unless it is too late.
class PlantsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PlantsDialog(Workbench& workbench, QWidget* parent = nullptr);
    ~PlantsDialog() override;

    void reject() override;

Q_SIGNALS:
    void loaded(); ///< The table shows the plants.

private:
    template<typename T, typename Work, typename Done>
    void run(const Work& work, const Done& done);

    void buildTable();
    void layOut();
    void refresh();
    void showPlants(const QList<PlantDetails>& plants);
    void showButtons();
    const PlantDetails* current() const;
    void changeSettings();
    void askForName();
    void rename(const Plant& plant, const QString& name);
    void confirmRemove();
    void remove(const Plant& plant);
    void forget(const QString& plant);

    Workbench& m_workbench;
    QList<PlantDetails> m_plants;
    QStandardItemModel* m_model;
    DataTable* m_table;
    BusyLine* m_busy;
    MessageStrip* m_strip;
    QPushButton* m_settings;
    QPushButton* m_rename;
    QPushButton* m_remove;
    QPushButton* m_close;
    std::optional<CancelToken> m_job; ///< The running one.
    bool m_isChanging = false;        ///< It renames or removes a plant.
};

} // namespace faultline
