// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/PlantBox.h"

#include "dialogs/PlantNameDialog.h"
#include "dialogs/PlantsDialog.h"
#include "dialogs/exclusions/ExclusionsDialog.h"
#include "session/Workbench.h"

#include <QAbstractItemView>
#include <QDialog>
#include <QStandardItemModel>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// The items below the plants.
const QString kNew = u"new"_s;
const QString kManage = u"manage"_s;
const QString kExclude = u"exclude"_s;
// What an item does, if it is no plant. The data of plants are their names.
constexpr int kActionRole = Qt::UserRole + 1;

} // namespace

PlantBox::PlantBox(Workbench& workbench, QWidget* parent)
    : QComboBox(parent)
    , m_workbench(workbench)
{
    setAccessibleName(tr("Plant"));
    setToolTip(tr("The plant that the folder is of.\n"
                  "Automatic: the one that this folder was loaded into before, or the one whose "
                  "lists agree with it.\n"
                  "If Faultline can't tell, it asks before it loads."));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    constexpr int kCharacters = 11;
    setMinimumContentsLength(kCharacters);
    view()->setTextElideMode(Qt::ElideMiddle);
    connect(this, &QComboBox::activated, this, &PlantBox::choose);
    connect(&workbench.loads, &LoadController::plantChanged, this, &PlantBox::showPlants);
    connect(&workbench.database, &DatabaseController::dataChanged, this, &PlantBox::showPlants);
    showPlants();
}

void PlantBox::choose(int index)
{
    const QString action = itemData(index, kActionRole).toString();
    if (action.isEmpty()) {
        m_workbench.loads.setPlant(itemData(index).toString());
        return;
    }
    showPlants(); // no such item is a plant, so the chosen one stays
    if (action == kNew) {
        askForName();
        return;
    }
    QDialog* dialog = nullptr;
    if (action == kManage)
        dialog = new PlantsDialog(m_workbench, window());
    else
        dialog = new ExclusionsDialog(m_workbench, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void PlantBox::askForName()
{
    auto* dialog = new PlantNameDialog(
        {tr("New plant"), tr("The next load creates this plant and loads the folder into it."),
         tr("&Use this plant"), true},
        {}, m_workbench.database.summary().plants, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PlantNameDialog::nameChosen, &m_workbench.loads, &LoadController::setPlant);
    dialog->open();
}

void PlantBox::showPlants()
{
    const QStringList& plants = m_workbench.database.summary().plants;
    const QString chosen = m_workbench.loads.plant();
    clear();
    addItem(tr("Automatic"), QString());
    for (const QString& plant : plants)
        addItem(plant, plant);
    if (!chosen.isEmpty() && !plants.contains(chosen))
        addItem(tr("%1 (new)").arg(chosen), chosen);
    setCurrentIndex(findData(chosen));
    insertSeparator(count());
    const auto addAction = [this](const QString& text, const QString& action) {
        addItem(text, QVariant());
        setItemData(count() - 1, action, kActionRole);
    };
    addAction(tr("New plant…"), kNew);
    if (plants.isEmpty())
        return;
    addAction(tr("Manage plants…"), kManage);
    addAction(tr("Excluded time…"), kExclude);
}

} // namespace faultline
