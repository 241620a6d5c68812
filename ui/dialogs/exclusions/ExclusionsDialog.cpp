// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/exclusions/ExclusionsDialog.h"

#include "dialogs/DialogService.h"
#include "dialogs/exclusions/ExclusionDialog.h"
#include "style/Appearance.h"
#include "widgets/BusyLine.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"
#include "widgets/ParagraphLabel.h"

#include <QHeaderView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kPlantColumn = 0;

} // namespace

ExclusionsDialog::ExclusionsDialog(Workbench& workbench, QWidget* parent)
    : DatabaseDialog(workbench, parent)
    , m_model(new QStandardItemModel(this))
    , m_table(new DataTable(this))
    , m_add(new QPushButton(tr("&Add…"), this))
    , m_edit(new QPushButton(tr("&Edit…"), this))
    , m_remove(new QPushButton(tr("Re&move…"), this))
    , m_close(new QPushButton(tr("&Close"), this))
{
    setObjectName(u"exclusionsDialog"_s);
    setWindowTitle(tr("Excluded time"));
    m_strip->setObjectName(u"exclusionsStrip"_s);
    m_add->setObjectName(u"addExclusionButton"_s);
    m_edit->setObjectName(u"editExclusionButton"_s);
    m_remove->setObjectName(u"removeExclusionButton"_s);
    m_close->setObjectName(u"closeExclusionsButton"_s);
    buildTable();
    layOut();
    m_close->setDefault(true);
    connect(m_add, &QPushButton::clicked, this, [this] {
        Exclusion exclusion;
        if (!m_content.scopes.isEmpty())
            exclusion.plant = m_content.scopes.constFirst().plant;
        edit(exclusion);
    });
    const auto editCurrent = [this] {
        if (const Exclusion* exclusion = current(); exclusion != nullptr && !isWorking())
            edit(*exclusion);
    };
    connect(m_edit, &QPushButton::clicked, this, editCurrent);
    connect(m_table, &QAbstractItemView::doubleClicked, this, editCurrent);
    connect(m_remove, &QPushButton::clicked, this, &ExclusionsDialog::confirmRemove);
    connect(m_close, &QPushButton::clicked, this, &ExclusionsDialog::reject);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &ExclusionsDialog::showButtons);
    refresh();
}

void ExclusionsDialog::buildTable()
{
    m_model->setHorizontalHeaderLabels({tr("Plant"), tr("For"), tr("When"), tr("Reason")});
    m_table->setModel(m_model);
    m_table->setObjectName(u"exclusionsTable"_s);
    m_table->setAccessibleName(tr("Excluded time"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortingEnabled(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    // For the plant, a scope such as "Equipment P-101A", and a week's days with limits.
    constexpr std::array kWidths{110, 150, 260};
    for (std::size_t column = 0; column < kWidths.size(); ++column)
        m_table->setColumnWidth(static_cast<int>(column), kWidths.at(column));
}

void ExclusionsDialog::layOut()
{
    auto* text = new ParagraphLabel(this);
    text->setText(
        tr("Shutdowns, planned maintenance and other time in which equipment wasn't to operate. "
           "Reliability reports leave it out, with the failures in it. Times are those of the "
           "plant's clocks."));
    auto* buttons = new QHBoxLayout;
    appearance::setTight(buttons, appearance::kRelated);
    buttons->addWidget(m_add);
    buttons->addWidget(m_edit);
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

void ExclusionsDialog::refresh()
{
    run<Content>(
        Job::Read,
        [](Connection& connection, const CancelToken&) -> Result<Content> {
            auto exclusions = fetchExclusions(connection);
            if (!exclusions)
                return exclusions.error();
            auto scopes = fetchExclusionScopes(connection);
            if (!scopes)
                return scopes.error();
            return Content{*std::move(exclusions), *std::move(scopes)};
        },
        [this](const Result<Content>& content) { show(*content); });
}

void ExclusionsDialog::show(const Content& content)
{
    const int row = std::max(0, m_table->currentIndex().row());
    m_content = content;
    m_model->removeRows(0, m_model->rowCount());
    for (const Exclusion& exclusion : content.exclusions) {
        QList<QStandardItem*> items;
        for (const QString& text :
             {exclusion.plant, exclusion.scopeText(), exclusion.whenText(), exclusion.reason}) {
            auto* item = new QStandardItem(text);
            item->setToolTip(text.toHtmlEscaped());
            items << item;
        }
        m_model->appendRow(items);
    }
    m_table->setColumnHidden(kPlantColumn, content.scopes.size() < 2);
    m_table->selectRow(std::min(row, m_model->rowCount() - 1));
    showButtons();
    Q_EMIT loaded();
}

void ExclusionsDialog::showButtons()
{
    const bool isReady = !isWorking();
    m_add->setEnabled(isReady && !m_content.scopes.isEmpty());
    m_edit->setEnabled(isReady && current() != nullptr);
    m_remove->setEnabled(isReady && current() != nullptr);
    m_table->setEnabled(isReady);
    m_close->setText(isChanging() ? tr("&Cancel") : tr("&Close"));
}

const Exclusion* ExclusionsDialog::current() const
{
    const int row = m_table->currentIndex().row();
    return row >= 0 && row < m_content.exclusions.size() ? &m_content.exclusions.at(row) : nullptr;
}

void ExclusionsDialog::edit(const Exclusion& exclusion)
{
    auto* dialog = new ExclusionDialog(m_workbench, exclusion, m_content.scopes, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExclusionDialog::saved, this, &ExclusionsDialog::changed);
    dialog->open();
}

void ExclusionsDialog::confirmRemove()
{
    const Exclusion* exclusion = current();
    if (exclusion == nullptr)
        return;
    m_workbench.dialogs.confirm(
        this,
        {tr("Remove “%1”?").arg(exclusion->reason),
         tr("%1 of %2 counts again, with its failures.")
             .arg(exclusion->whenText(), exclusion->plant),
         tr("Remove excluded time"), tr("Keep excluded time")},
        [this, id = exclusion->id](bool yes) {
            if (yes)
                remove(id);
        });
}

void ExclusionsDialog::remove(int id)
{
    run<void>(
        Job::Change,
        [id](Connection& connection, const CancelToken&) {
            return removeExclusion(connection, id);
        },
        [this](const Result<void>&) { changed(); });
}

void ExclusionsDialog::changed()
{
    m_workbench.database.refreshSummary();
    refresh();
}

} // namespace faultline
