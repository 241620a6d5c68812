// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/PlantNameField.h"

#include "loading/plants/Plants.h"
#include "style/Appearance.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

PlantNameField::PlantNameField(QWidget* parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_problem(new QLabel(this))
{
    m_edit->setObjectName(u"plantNameField"_s);
    m_problem->setObjectName(u"plantNameProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    setFocusProxy(m_edit);
    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, 4);
    column->addWidget(m_edit);
    column->addWidget(m_problem);
    connect(m_edit, &QLineEdit::textEdited, this, &PlantNameField::edited);
    connect(m_edit, &QLineEdit::textChanged, this, &PlantNameField::check);
    check();
}

void PlantNameField::setTaken(const QStringList& names)
{
    m_taken = names;
    check();
}

void PlantNameField::setName(const QString& name)
{
    m_edit->setText(name);
    m_edit->selectAll();
}

QString PlantNameField::name() const
{
    const auto name = plantNameFromText(m_edit->text());
    return name && m_problem->text().isEmpty() ? *name : QString();
}

void PlantNameField::check()
{
    const auto name = plantNameFromText(m_edit->text());
    const auto isTaken = [&name](const QString& other) { return isSamePlantName(other, *name); };
    if (m_edit->text().trimmed().isEmpty())
        setProblem(tr("Enter a name."));
    else if (!name)
        setProblem(name.error().remedy);
    else if (std::any_of(m_taken.cbegin(), m_taken.cend(), isTaken))
        setProblem(tr("There is a plant “%1” already.").arg(*name));
    else
        setProblem({});
    Q_EMIT changed();
}

void PlantNameField::setProblem(const QString& problem)
{
    QPalette colors = palette();
    colors.setColor(
        QPalette::WindowText, appearance::toneColor(appearance::Tone::Error, palette()));
    m_problem->setPalette(colors);
    m_problem->setText(problem);
    m_problem->setHidden(problem.isEmpty());
    m_edit->setAccessibleDescription(problem);
}

} // namespace faultline
