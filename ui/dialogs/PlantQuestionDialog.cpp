// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/PlantQuestionDialog.h"

#include "dialogs/PlantNameField.h"
#include "dialogs/TimeZoneBox.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/ElidedLabel.h"
#include "widgets/ParagraphLabel.h"

#include <QComboBox>
#include <QDir>
#include <QEvent>
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
    : QDialog(parent)
    , m_question(question)
    , m_timeZone(request.timeZone.isEmpty() ? u"UTC"_s : request.timeZone)
    , m_canDivide(!question.subfolders.isEmpty() && !request.bySubfolder)
    , m_name(new PlantNameField(this))
    , m_zone(new TimeZoneBox(this))
    , m_plants(new QComboBox(this))
    , m_new(addButton("newPlantButton"))
    , m_existing(addButton("existingPlantButton"))
    , m_divide(addButton("dividePlantsButton"))
    , m_cancel(addButton("cancelPlantButton"))
{
    setObjectName(u"plantQuestion"_s);
    setWindowTitle(tr("Which plant is this?"));
    auto* column = new QVBoxLayout(this);
    constexpr int kEdge = appearance::kGroup;
    column->setContentsMargins(kEdge, kEdge, kEdge, kEdge);
    column->setSpacing(appearance::kRelated);
    addTexts(column);
    column->addSpacing(appearance::kRelated);
    addFields(column, plants);
    column->addStretch(1);
    column->addSpacing(appearance::kRelated);
    addButtons(column);
    constexpr int kWidth = 600;
    setMinimumWidth(kWidth);
    showButtons();
    // Enter changes nothing, until the user has named a plant.
    m_cancel->setDefault(true);
    m_cancel->setFocus();
    connect(m_name, &PlantNameField::edited, this, [this] { m_new->setDefault(true); });
}

QPushButton* PlantQuestionDialog::addButton(const char* name)
{
    auto* button = new QPushButton(this);
    button->setObjectName(QString::fromLatin1(name));
    button->setAutoDefault(false);
    return button;
}

void PlantQuestionDialog::addTexts(QVBoxLayout* column)
{
    auto* what = new ParagraphLabel(this);
    what->setObjectName(u"plantQuestionText"_s);
    what->setFont(appearance::headingFont(font()));
    what->setText(m_question.what());
    auto* folder = new ElidedLabel(this);
    folder->setTextFormat(Qt::PlainText);
    folder->setText(QDir::toNativeSeparators(m_question.folder));
    folder->setToolTip(format::toolTip(folder->text()));
    auto* why = new ParagraphLabel(this);
    why->setObjectName(u"plantQuestionReason"_s);
    why->setText(m_question.why());
    auto* advice = new ParagraphLabel(this);
    advice->setObjectName(u"plantQuestionAdvice"_s);
    advice->setText(this->advice());
    column->addWidget(what);
    column->addWidget(folder);
    column->addWidget(why);
    column->addWidget(advice);
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

void PlantQuestionDialog::addFields(QVBoxLayout* column, const QStringList& plants)
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
    column->addLayout(form);
    connect(m_name, &PlantNameField::changed, this, &PlantQuestionDialog::showButtons);
    connect(m_plants, &QComboBox::currentIndexChanged, this, &PlantQuestionDialog::showButtons);
}

void PlantQuestionDialog::addButtons(QVBoxLayout* column)
{
    auto* row = new QHBoxLayout;
    appearance::setTight(row, appearance::kRelated);
    row->addStretch(1);
    for (QPushButton* button : {m_divide, m_new, m_existing, m_cancel})
        row->addWidget(button);
    column->addLayout(row);
    m_divide->setText(tr("Load &one plant for each subfolder"));
    m_divide->setVisible(m_canDivide);
    m_existing->setVisible(!m_question.candidates.isEmpty());
    m_cancel->setText(tr("Cancel"));
    connect(m_new, &QPushButton::clicked, this, [this] {
        answer({m_name->name(), false, m_zone->zone()});
    });
    connect(m_existing, &QPushButton::clicked, this, [this] {
        answer({m_plants->currentData().toString(), false, {}});
    });
    connect(m_divide, &QPushButton::clicked, this, [this] { answer({{}, true, {}}); });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
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

// Grows with the wrapped texts, which have no minimum height.
bool PlantQuestionDialog::event(QEvent* event)
{
    const bool isHandled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) {
        const int needed = layout()->totalHeightForWidth(width());
        if (needed > height())
            resize(width(), needed);
    }
    return isHandled;
}

} // namespace faultline
