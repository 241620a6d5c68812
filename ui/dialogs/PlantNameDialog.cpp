// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/PlantNameDialog.h"

#include "dialogs/PlantNameField.h"
#include "dialogs/TimeZoneBox.h"
#include "style/Appearance.h"
#include "widgets/ParagraphLabel.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

PlantNameDialog::PlantNameDialog(
    const Texts& texts, const QString& name, const QStringList& taken, QWidget* parent)
    : QDialog(parent)
    , m_name(new PlantNameField(this))
{
    setObjectName(u"plantNameDialog"_s);
    setWindowTitle(texts.title);
    auto* explanation = new ParagraphLabel(this);
    explanation->setText(texts.explanation);
    auto* label = new QLabel(tr("&Name"), this);
    label->setBuddy(m_name);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_use = buttons->addButton(texts.button, QDialogButtonBox::AcceptRole);
    m_use->setObjectName(u"usePlantNameButton"_s);
    m_use->setDefault(true);

    auto* column = new QVBoxLayout(this);
    constexpr int kEdge = appearance::kGroup;
    column->setContentsMargins(kEdge, kEdge, kEdge, kEdge);
    column->setSpacing(appearance::kRelated);
    column->addWidget(explanation);
    column->addWidget(label);
    column->addWidget(m_name);
    if (texts.hasTimeZone)
        addTimeZone(column);
    column->addStretch(1);
    column->addWidget(buttons);
    constexpr int kWidth = 420;
    setMinimumWidth(kWidth);

    connect(m_name, &PlantNameField::changed, this, [this] {
        m_use->setEnabled(!m_name->name().isEmpty());
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT nameChosen(m_name->name(), m_zone ? m_zone->zone() : QString());
        accept();
    });
    m_name->setTaken(taken);
    m_name->setName(name);
    m_name->setFocus();
}

void PlantNameDialog::addTimeZone(QVBoxLayout* column)
{
    m_zone = new TimeZoneBox(this);
    m_zone->setZone(u"UTC"_s);
    auto* label = new QLabel(tr("&Time zone"), this);
    label->setBuddy(m_zone);
    auto* note = new ParagraphLabel(this);
    note->setText(tr("Times in files that have no zone are in this one. It can't be changed once "
                     "the plant has readings."));
    column->addSpacing(appearance::kRelated);
    column->addWidget(label);
    column->addWidget(m_zone);
    column->addWidget(note);
}

} // namespace faultline
