// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/PlantsDialog.h"

#include "dialogs/DialogService.h"
#include "dialogs/PlantNameDialog.h"
#include "dialogs/PlantSettingsDialog.h"
#include "loading/ledger/PlantRemoval.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/BusyLine.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"
#include "widgets/ParagraphLabel.h"

#include <QHeaderView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

Question removeQuestion(const PlantDetails& details)
{
    return {
        PlantsDialog::tr("Remove “%1”?").arg(details.plant.name),
        PlantsDialog::tr(
            "This undoes its %1 and removes %2, %3 and %4 from the database and from every "
            "report.\n\nReceipts stay in the ledger. To restore everything, load its folders "
            "again while their files still exist.")
            .arg(
                PlantsDialog::tr("%n load(s)", nullptr, format::plural(details.loads)),
                format::readings(details.readings),
                PlantsDialog::tr(
                    "%n piece(s) of equipment", nullptr, format::plural(details.equipment)),
                PlantsDialog::tr("%n sensor(s)", nullptr, format::plural(details.sensors))),
        PlantsDialog::tr("Remove plant"), PlantsDialog::tr("Keep plant")};
}

} // namespace

PlantsDialog::PlantsDialog(Workbench& workbench, QWidget* parent)
    : DatabaseDialog(workbench, parent)
    , m_model(new QStandardItemModel(this))
    , m_table(new DataTable(this))
    , m_settings(new QPushButton(tr("&Settings…"), this))
    , m_rename(new QPushButton(tr("&Rename…"), this))
    , m_remove(new QPushButton(tr("Re&move…"), this))
    , m_close(new QPushButton(this))
{
    setObjectName(u"plantsDialog"_s);
    setWindowTitle(tr("Plants"));
    m_strip->setObjectName(u"plantsStrip"_s);
    m_settings->setObjectName(u"plantSettingsButton"_s);
    m_rename->setObjectName(u"renamePlantButton"_s);
    m_remove->setObjectName(u"removePlantButton"_s);
    m_close->setObjectName(u"closePlantsButton"_s);
    buildTable();
    layOut();
    m_close->setDefault(true);
    connect(m_settings, &QPushButton::clicked, this, &PlantsDialog::changeSettings);
    connect(m_rename, &QPushButton::clicked, this, &PlantsDialog::askForName);
    connect(m_remove, &QPushButton::clicked, this, &PlantsDialog::confirmRemove);
    connect(m_close, &QPushButton::clicked, this, &PlantsDialog::reject);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &PlantsDialog::showButtons);
    refresh();
}

void PlantsDialog::buildTable()
{
    m_model->setHorizontalHeaderLabels(
        {tr("Plant"), tr("Loads"), tr("Equipment"), tr("Sensors"), tr("Readings"), tr("Time zone"),
         tr("Failures")});
    constexpr int kFirstText = 5; // after the numbers
    for (int column = 1; column < kFirstText; ++column)
        m_model->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_table->setModel(m_model);
    m_table->setObjectName(u"plantsTable"_s);
    m_table->setAccessibleName(tr("Plants"));
    m_table->setElidedInMiddle(0);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortingEnabled(false);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(0, QHeaderView::Stretch);
}

void PlantsDialog::layOut()
{
    auto* text = new ParagraphLabel(this);
    text->setText(tr("A plant is a vessel, a site or a unit. It names its equipment and sensors "
                     "without regard to others."));
    auto* buttons = new QHBoxLayout;
    appearance::setTight(buttons, appearance::kRelated);
    buttons->addWidget(m_settings);
    buttons->addWidget(m_rename);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    auto* column = new QVBoxLayout(this);
    constexpr int kEdge = appearance::kGroup;
    column->setContentsMargins(kEdge, kEdge, kEdge, kEdge);
    column->setSpacing(appearance::kRelated);
    column->addWidget(text);
    column->addWidget(m_strip);
    column->addWidget(m_table, 1);
    column->addWidget(m_busy);
    column->addLayout(buttons);
    constexpr QSize kSize(760, 360);
    resize(kSize);
}

void PlantsDialog::refresh()
{
    run<QList<PlantDetails>>(
        Job::Read,
        [](Connection& connection, const CancelToken&) { return fetchPlantDetails(connection); },
        [this](const Result<QList<PlantDetails>>& plants) { showPlants(*plants); });
}

void PlantsDialog::showPlants(const QList<PlantDetails>& plants)
{
    const int row = std::max(0, m_table->currentIndex().row());
    m_plants = plants;
    m_model->removeRows(0, m_model->rowCount());
    for (const PlantDetails& details : plants) {
        auto* name = new QStandardItem(details.plant.name);
        name->setToolTip(details.plant.name.toHtmlEscaped());
        QList<QStandardItem*> items{name};
        for (const qint64 number :
             {details.loads, details.equipment, details.sensors, details.readings}) {
            auto* item = new QStandardItem(format::count(number));
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            items << item;
        }
        const PlantSettings& settings = details.plant.settings;
        items << new QStandardItem(settings.timeZone)
              << new QStandardItem(settings.failureSeverities.join(u", "_s));
        m_model->appendRow(items);
    }
    m_table->selectRow(std::min(row, m_model->rowCount() - 1));
    showButtons();
    Q_EMIT loaded();
}

void PlantsDialog::showButtons()
{
    const bool canChange = !isWorking() && current() != nullptr;
    m_settings->setEnabled(canChange);
    m_rename->setEnabled(canChange);
    m_remove->setEnabled(canChange);
    m_table->setEnabled(!isWorking());
    m_close->setText(isChanging() ? tr("&Cancel") : tr("&Close"));
}

const PlantDetails* PlantsDialog::current() const
{
    const int row = m_table->currentIndex().row();
    return row >= 0 && row < m_plants.size() ? &m_plants.at(row) : nullptr;
}

void PlantsDialog::changeSettings()
{
    const PlantDetails* details = current();
    if (!details)
        return;
    auto* dialog = new PlantSettingsDialog(m_workbench, details->plant.name, {}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PlantSettingsDialog::saved, this, &PlantsDialog::refresh);
    dialog->open();
}

void PlantsDialog::askForName()
{
    const PlantDetails* details = current();
    if (!details)
        return;
    QStringList taken;
    for (const PlantDetails& other : std::as_const(m_plants)) {
        if (other.plant.id != details->plant.id)
            taken << other.plant.name;
    }
    auto* dialog = new PlantNameDialog(
        {tr("Rename plant"), tr("Reports, filters and later loads use the new name."),
         tr("&Rename"), false},
        details->plant.name, taken, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        dialog, &PlantNameDialog::nameChosen, this,
        [this, plant = details->plant](const QString& name) { rename(plant, name); });
    dialog->open();
}

void PlantsDialog::rename(const Plant& plant, const QString& name)
{
    run<void>(
        Job::Change,
        [id = plant.id, name](Connection& connection, const CancelToken&) {
            return renamePlant(connection, id, name);
        },
        [this, plant](const Result<void>&) { forget(plant.name); });
}

void PlantsDialog::confirmRemove()
{
    const PlantDetails* details = current();
    if (!details)
        return;
    m_workbench.dialogs.confirm(
        this, removeQuestion(*details), [this, plant = details->plant](bool yes) {
            if (yes)
                remove(plant);
        });
}

void PlantsDialog::remove(const Plant& plant)
{
    run<RemovedPlant>(
        Job::Change,
        [id = plant.id](Connection& connection, const CancelToken& cancel) {
            return removePlant(connection, id, cancel);
        },
        [this, plant](const Result<RemovedPlant>& removed) {
            forget(plant.name);
            m_strip->showSuccess(tr("“%1” is removed, with %2")
                                     .arg(plant.name, format::readings(removed->readings)));
        });
}

// After a change of this plant: what the window shows may be of it.
void PlantsDialog::forget(const QString& plant)
{
    LoadController& loads = m_workbench.loads;
    if (loads.plant() == plant)
        loads.setPlant({});
    const auto& receipt = loads.receipt();
    const bool isShown = receipt
                         && std::any_of(
                             receipt->plants.cbegin(), receipt->plants.cend(),
                             [&plant](const PlantChoice& choice) { return choice.name == plant; });
    if (isShown)
        loads.forgetReceipt();
    m_workbench.database.refreshSummary();
    refresh();
}

} // namespace faultline
