// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/PlantQuestionDialog.h"

#include "dialogs/PlantNameField.h"
#include "dialogs/TimeZoneBox.h"
#include "style/Appearance.h"

#include <QComboBox>
#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kNameWidth = 160; // pixels of a plant's name in a button

QString agreementText(const PlantQuestion::Candidate& candidate)
{
    const Agreement& agreement = candidate.agreement;
    if (agreement.compared == 0)
        return candidate.name;
    return (candidate.byCode ? PlantQuestionDialog::tr("%1 (%2 of %3 codes agree)")
                             : PlantQuestionDialog::tr("%1 (%2 of %3 sensors agree)"))
        .arg(candidate.name)
        .arg(agreement.agreeing)
        .arg(agreement.entries);
}

} // namespace

PlantQuestionDialog::PlantQuestionDialog(
    const PlantQuestion& question, const PlantRequest& request, const QStringList& plants,
    QWidget* parent)
    : QuestionDialog("plantQuestion", tr("Which plant is this?"), parent)
    , m_question(question)
    , m_timeZone(request.timeZone.isEmpty() ? u"UTC"_s : request.timeZone)
    , m_canDivide(!question.subfolders.isEmpty() && !request.bySubfolder)
    , m_name(new PlantNameField(this))
    , m_zone(new TimeZoneBox(this))
    , m_plants(new QComboBox(this))
    , m_new(makeButton("newPlantButton"))
    , m_existing(makeButton("existingPlantButton"))
    , m_divide(makeButton("dividePlantsButton"))
{
    addHeading("plantQuestionText", m_question.what(), m_question.folder);
    addText("plantQuestionReason", m_question.why());
    addText("plantQuestionAdvice", advice());
    column()->addSpacing(appearance::kRelated);
    addFields(plants);
    addAnswers();
    showButtons();
    // From then on, Enter loads.
    connect(m_name, &PlantNameField::edited, this, [this] { m_new->setDefault(true); });
}

QString PlantQuestionDialog::advice() const
{
    if (m_canDivide) {
        return tr("With a plant for each subfolder, equal ids stay separate. In one plant, the "
                  "last list that names an id applies.");
    }
    if (!m_question.subfolders.isEmpty()) {
        return tr("One plant for each subfolder isn't possible: a part of the folder has no lists, "
                  "or lists that differ from the plant it was loaded into before. Load the "
                  "subfolders one after another, or all of them into one plant.");
    }
    if (m_question.hasLists) {
        return tr("A new plant keeps its equipment separate. Update the lists of a plant only if "
                  "this folder comes from it and its equipment has changed.");
    }
    return tr("Load it into the plant whose sensors it describes. In a new plant, its readings "
              "belong to no equipment until a sensor map is loaded.");
}

void PlantQuestionDialog::addFields(const QStringList& plants)
{
    auto* form = new QFormLayout;
    form->setSpacing(appearance::kRelated);
    form->addRow(tr("&Name of a new plant"), m_name);
    form->addRow(tr("Its &time zone"), m_zone);
    form->addRow(tr("&Existing plant"), m_plants);
    m_plants->setObjectName(u"existingPlantBox"_s);
    m_plants->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    QStringList taken = plants;
    for (const PlantQuestion::Candidate& candidate : m_question.candidates) {
        m_plants->addItem(agreementText(candidate), candidate.name);
        taken << candidate.name;
    }
    form->setRowVisible(m_plants, m_question.candidates.size() > 1);
    m_name->setTaken(taken);
    m_name->setName(m_question.newName);
    m_zone->setZone(m_timeZone);
    m_zone->setToolTip(tr("Times in files that have no zone are in this one."));
    column()->addLayout(form);
    connect(m_name, &PlantNameField::changed, this, &PlantQuestionDialog::showButtons);
    connect(m_plants, &QComboBox::currentIndexChanged, this, &PlantQuestionDialog::showButtons);
}

void PlantQuestionDialog::addAnswers()
{
    addButtons({m_divide, m_new, m_existing}, "cancelPlantButton");
    m_divide->setText(tr("Load &one plant for each subfolder"));
    m_divide->setVisible(m_canDivide);
    m_existing->setVisible(!m_question.candidates.isEmpty());
    connect(m_new, &QPushButton::clicked, this, [this] {
        answer({m_name->name(), false, m_zone->zone()});
    });
    connect(m_existing, &QPushButton::clicked, this, [this] {
        answer({m_plants->currentData().toString(), false, {}});
    });
    connect(m_divide, &QPushButton::clicked, this, [this] { answer({{}, true, {}}); });
}

// Long names are elided, and an ampersand isn't a mnemonic.
QString PlantQuestionDialog::quoted(const QString& name) const
{
    return tr("“%1”").arg(
        fontMetrics().elidedText(name, Qt::ElideMiddle, kNameWidth).replace(u'&', u"&&"_s));
}

void PlantQuestionDialog::showButtons()
{
    const QString name = m_name->name();
    m_new->setEnabled(!name.isEmpty());
    if (!m_question.subfolders.isEmpty())
        m_new->setText(
            name.isEmpty() ? tr("Load &all as one plant")
                           : tr("Load &all as %1").arg(quoted(name)));
    else
        m_new->setText(
            name.isEmpty() ? tr("&Load as new plant")
                           : tr("&Load as new plant %1").arg(quoted(name)));
    const QString plant = quoted(m_plants->currentData().toString());
    m_existing->setText(
        (m_question.hasLists ? tr("&Update the lists of %1") : tr("Load &into %1")).arg(plant));
}

void PlantQuestionDialog::answer(const PlantRequest& plant)
{
    accept();
    Q_EMIT answered(plant);
}

} // namespace faultline
