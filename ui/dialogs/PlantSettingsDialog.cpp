// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/PlantSettingsDialog.h"

#include "dialogs/TimeZoneBox.h"
#include "readings/FailureDetail.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/BusyLine.h"
#include "widgets/MessageStrip.h"
#include "widgets/ParagraphLabel.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// The name of a severity in the list.
constexpr int kNameRole = Qt::UserRole;

QStringList sorted(QStringList names)
{
    names.sort();
    return names;
}

} // namespace

PlantSettingsDialog::PlantSettingsDialog(
    Workbench& workbench, const QString& plant, const QStringList& failures, QWidget* parent)
    : DatabaseDialog(workbench, parent)
    , m_failures(failures)
    , m_zone(new TimeZoneBox(this))
    , m_zoneNote(new ParagraphLabel(this))
    , m_severities(new QListWidget(this))
    , m_typed(new QLineEdit(this))
    , m_add(new QPushButton(tr("&Add"), this))
    , m_skip(new QCheckBox(tr("S&kip readings that another file of the plant has loaded"), this))
    , m_save(new QPushButton(tr("&Save"), this))
    , m_cancel(new QPushButton(tr("&Cancel"), this))
{
    setObjectName(u"plantSettingsDialog"_s);
    setWindowTitle(tr("Settings of %1").arg(plant));
    m_severities->setObjectName(u"failureSeverityList"_s);
    m_severities->setAccessibleName(tr("Severities that are failures"));
    m_typed->setObjectName(u"failureSeverityField"_s);
    m_typed->setAccessibleName(tr("Another severity"));
    m_typed->setPlaceholderText(tr("Another severity, such as TRIP"));
    m_add->setObjectName(u"addSeverityButton"_s);
    m_skip->setObjectName(u"skipKnownBox"_s);
    m_strip->setObjectName(u"plantSettingsStrip"_s);
    m_save->setObjectName(u"savePlantSettingsButton"_s);
    m_cancel->setObjectName(u"cancelPlantSettingsButton"_s);
    layOut();
    m_save->setDefault(true);
    // Enter saves, except in the field.
    m_add->setAutoDefault(false);
    m_cancel->setAutoDefault(false);
    connect(m_typed, &QLineEdit::textChanged, this, &PlantSettingsDialog::showButtons);
    m_typed->installEventFilter(this);
    connect(m_add, &QPushButton::clicked, this, &PlantSettingsDialog::addTyped);
    connect(m_severities, &QListWidget::itemChanged, this, &PlantSettingsDialog::showButtons);
    connect(m_save, &QPushButton::clicked, this, &PlantSettingsDialog::save);
    connect(m_cancel, &QPushButton::clicked, this, &PlantSettingsDialog::reject);
    fetch(plant);
}

QFormLayout* PlantSettingsDialog::fields()
{
    auto* typed = new QHBoxLayout;
    appearance::setTight(typed, appearance::kRelated);
    typed->addWidget(m_typed, 1);
    typed->addWidget(m_add);
    auto* failures = new QVBoxLayout;
    appearance::setTight(failures, appearance::kRelated);
    failures->addWidget(m_severities, 1);
    failures->addLayout(typed);
    auto* form = new QFormLayout;
    form->setSpacing(appearance::kRelated);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("&Time zone"), m_zone);
    form->addRow(QString(), m_zoneNote);
    form->addRow(tr("&Failures"), failures);
    form->addRow(QString(), m_skip);
    // A layout has no buddy of its own.
    if (auto* label = qobject_cast<QLabel*>(form->labelForField(failures)))
        label->setBuddy(m_severities);
    return form;
}

void PlantSettingsDialog::layOut()
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
    constexpr QSize kSize(520, 460);
    resize(kSize);
}

void PlantSettingsDialog::fetch(const QString& plant)
{
    run<Content>(
        Job::Read,
        [plant](Connection& connection, const CancelToken&) -> Result<Content> {
            auto details = fetchPlantDetails(connection, plant);
            if (!details)
                return details.error();
            auto severities = fetchSeverities(connection, details->plant.id);
            if (!severities)
                return severities.error();
            return Content{*std::move(details), *std::move(severities)};
        },
        [this](const Result<Content>& content) { show(*content); });
}

void PlantSettingsDialog::show(const Content& content)
{
    m_plant = content.details.plant;
    const PlantSettings& settings = m_plant->settings;
    m_zone->setZone(settings.timeZone);
    const bool isFixed = content.details.readings > 0;
    m_zone->setEnabled(!isFixed);
    m_zoneNote->setText(
        isFixed ? tr("The plant has readings, whose times were read in this zone. To change it, "
                     "undo the plant's loads or remove the plant, then load again.")
                : tr("Times in files that have no zone are in this one."));
    const QStringList& failing = m_failures.isEmpty() ? settings.failureSeverities : m_failures;
    const QString always = QString::fromLatin1(kFailureSeverity.data(), kFailureSeverity.size());
    for (const SeverityCount& severity : content.severities) {
        // It always counts as a failure.
        if (severity.name == always)
            continue;
        addSeverity(
            severity.name, tr("%1 (%2)").arg(severity.name, format::readings(severity.readings)),
            failing.contains(severity.name));
    }
    for (const QString& name : failing)
        addSeverity(name, name, true);
    m_skip->setChecked(settings.skipKnown);
    showButtons();
    Q_EMIT loaded();
}

// Unless it is there.
void PlantSettingsDialog::addSeverity(const QString& name, const QString& text, bool isChecked)
{
    for (int row = 0; row < m_severities->count(); ++row) {
        QListWidgetItem* item = m_severities->item(row);
        if (item->data(kNameRole) != name)
            continue;
        if (isChecked)
            item->setCheckState(Qt::Checked);
        return;
    }
    auto* item = new QListWidgetItem(text);
    item->setData(kNameRole, name);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setCheckState(isChecked ? Qt::Checked : Qt::Unchecked);
    m_severities->addItem(item);
}

void PlantSettingsDialog::addTyped()
{
    const auto names = severitiesFromWords(m_typed->text().split(u','));
    if (!names) {
        m_strip->showMessage(names.error());
        return;
    }
    m_strip->clear();
    for (const QString& name : *names)
        addSeverity(name, name, true);
    m_typed->clear();
    m_severities->scrollToBottom();
    showButtons();
}

void PlantSettingsDialog::showButtons()
{
    const bool isReady = !isWorking() && m_plant;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_severities, m_typed, m_skip})
        widget->setEnabled(isReady);
    m_add->setEnabled(isReady && !m_typed->text().trimmed().isEmpty());
    m_save->setEnabled(isReady && !checkedSeverities().isEmpty());
}

QStringList PlantSettingsDialog::checkedSeverities() const
{
    QStringList names;
    for (int row = 0; row < m_severities->count(); ++row) {
        const QListWidgetItem* item = m_severities->item(row);
        if (item->checkState() == Qt::Checked)
            names << item->data(kNameRole).toString();
    }
    return names;
}

// Only what the user has changed.
PlantSettingsChange PlantSettingsDialog::change() const
{
    const PlantSettings& settings = m_plant->settings;
    PlantSettingsChange change;
    if (m_zone->zone() != settings.timeZone)
        change.timeZone = m_zone->zone();
    if (sorted(checkedSeverities()) != sorted(settings.failureSeverities))
        change.failureSeverities = checkedSeverities();
    if (m_skip->isChecked() != settings.skipKnown)
        change.skipKnown = m_skip->isChecked();
    return change;
}

void PlantSettingsDialog::save()
{
    run<ChangedEvents>(
        Job::Change,
        [id = m_plant->id, change = change()](Connection& connection, const CancelToken& cancel) {
            return applyPlantSettings(connection, id, change, cancel);
        },
        [this](const Result<ChangedEvents>&) {
            m_workbench.database.refreshSummary();
            Q_EMIT saved();
            accept();
        });
}

// Enter in the field adds a severity, and doesn't save yet.
bool PlantSettingsDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_typed && event->type() == QEvent::KeyPress) {
        const int key = static_cast<const QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            if (m_add->isEnabled())
                addTyped();
            return true;
        }
    }
    return DatabaseDialog::eventFilter(watched, event);
}

} // namespace faultline
