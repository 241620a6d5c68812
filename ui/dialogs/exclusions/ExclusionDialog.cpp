// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/exclusions/ExclusionDialog.h"

#include "dialogs/exclusions/ExclusionTimes.h"
#include "style/Appearance.h"
#include "widgets/BusyLine.h"
#include "widgets/MessageStrip.h"

#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

enum Scope { WholePlant, OneGroup, OneEquipment };

} // namespace

ExclusionDialog::ExclusionDialog(
    Workbench& workbench, const Exclusion& exclusion, const QList<ExclusionScopes>& scopes,
    QWidget* parent)
    : DatabaseDialog(workbench, parent)
    , m_exclusion(exclusion)
    , m_scopes(scopes)
    , m_plant(new QComboBox(this))
    , m_scope(new QComboBox(this))
    , m_name(new QComboBox(this))
    , m_reason(new QLineEdit(exclusion.reason, this))
    , m_times(new ExclusionTimes(exclusion, this))
    , m_save(new QPushButton(exclusion.id == 0 ? tr("&Add") : tr("&Save"), this))
    , m_cancel(new QPushButton(tr("&Cancel"), this))
{
    setObjectName(u"exclusionDialog"_s);
    setWindowTitle(exclusion.id == 0 ? tr("Add excluded time") : tr("Edit excluded time"));
    m_strip->setObjectName(u"exclusionStrip"_s);
    m_plant->setObjectName(u"exclusionPlant"_s);
    m_scope->setObjectName(u"exclusionScope"_s);
    m_name->setObjectName(u"exclusionName"_s);
    m_reason->setObjectName(u"exclusionReason"_s);
    m_save->setObjectName(u"saveExclusionButton"_s);
    m_cancel->setObjectName(u"cancelExclusionButton"_s);
    for (const ExclusionScopes& scope : scopes)
        m_plant->addItem(scope.plant);
    m_plant->setCurrentText(exclusion.plant);
    m_scope->addItems({tr("Whole plant"), tr("Group"), tr("Equipment")});
    m_name->setAccessibleName(tr("Name of the group or equipment"));
    // There may be thousands.
    m_name->setEditable(true);
    m_name->setInsertPolicy(QComboBox::NoInsert);
    m_name->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_name->completer()->setFilterMode(Qt::MatchContains);
    m_name->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_reason->setPlaceholderText(tr("Such as Docking 2020"));
    layOut();
    if (!exclusion.equipment.isEmpty())
        m_scope->setCurrentIndex(OneEquipment);
    else if (!exclusion.group.isEmpty())
        m_scope->setCurrentIndex(OneGroup);
    showNames();
    m_name->setEditText(exclusion.equipment + exclusion.group);
    m_save->setDefault(true);
    connect(m_plant, &QComboBox::currentIndexChanged, this, &ExclusionDialog::showNames);
    connect(m_scope, &QComboBox::currentIndexChanged, this, &ExclusionDialog::showNames);
    connect(m_name, &QComboBox::editTextChanged, this, &ExclusionDialog::showButtons);
    connect(m_reason, &QLineEdit::textChanged, this, &ExclusionDialog::showButtons);
    connect(m_save, &QPushButton::clicked, this, &ExclusionDialog::save);
    connect(m_cancel, &QPushButton::clicked, this, &ExclusionDialog::reject);
    showButtons();
}

QFormLayout* ExclusionDialog::fields()
{
    auto* scope = new QHBoxLayout;
    appearance::setTight(scope, appearance::kRelated);
    scope->addWidget(m_scope);
    scope->addWidget(m_name, 1);
    auto* form = new QFormLayout;
    form->setSpacing(appearance::kRelated);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("&Reason"), m_reason);
    form->addRow(tr("&Plant"), m_plant);
    form->addRow(tr("&For"), scope);
    form->addRow(tr("When"), m_times);
    // A layout has no buddy of its own.
    if (auto* label = qobject_cast<QLabel*>(form->labelForField(scope)))
        label->setBuddy(m_scope);
    return form;
}

void ExclusionDialog::layOut()
{
    auto* buttons = new QHBoxLayout;
    appearance::setTight(buttons, appearance::kRelated);
    buttons->addStretch(1);
    buttons->addWidget(m_save);
    buttons->addWidget(m_cancel);
    auto* column = new QVBoxLayout(this);
    constexpr int kEdge = appearance::kGroup;
    column->setContentsMargins(kEdge, kEdge, kEdge, kEdge);
    column->setSpacing(appearance::kGroup);
    column->addWidget(m_strip);
    column->addLayout(fields(), 1);
    column->addWidget(m_busy);
    column->addLayout(buttons);
    constexpr QSize kSize(520, 340);
    resize(kSize);
}

void ExclusionDialog::showNames()
{
    const int plant = m_plant->currentIndex();
    const bool isNamed = m_scope->currentIndex() != WholePlant;
    m_name->clear();
    if (isNamed && plant >= 0) {
        const ExclusionScopes& scopes = m_scopes.at(plant);
        m_name->addItems(m_scope->currentIndex() == OneGroup ? scopes.groups : scopes.equipment);
    }
    m_name->setVisible(isNamed);
    showButtons();
}

void ExclusionDialog::showButtons()
{
    const bool isNamed = m_scope->currentIndex() != WholePlant;
    m_save->setEnabled(
        !isWorking() && !m_reason->text().trimmed().isEmpty()
        && (!isNamed || !m_name->currentText().trimmed().isEmpty()));
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_plant, m_scope, m_name, m_reason, m_times})
        widget->setEnabled(!isWorking());
}

void ExclusionDialog::save()
{
    Exclusion exclusion = m_exclusion;
    const QString name = m_name->currentText().trimmed();
    exclusion.plant = m_plant->currentText();
    exclusion.group = m_scope->currentIndex() == OneGroup ? name : QString();
    exclusion.equipment = m_scope->currentIndex() == OneEquipment ? name : QString();
    exclusion.reason = m_reason->text();
    if (const auto written = m_times->writeTo(exclusion); !written) {
        m_strip->showMessage(written.error());
        return;
    }
    run<int>(
        Job::Change,
        [exclusion](Connection& connection, const CancelToken&) {
            return storeExclusion(connection, exclusion);
        },
        [this](const Result<int>&) {
            Q_EMIT saved();
            accept();
        });
}

} // namespace faultline
