// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/Explanation.h"

#include "style/Appearance.h"
#include "widgets/ParagraphLabel.h"

#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

Explanation::Explanation(QWidget* parent)
    : QWidget(parent)
    , m_sentence(new ParagraphLabel(this))
    , m_more(new QToolButton(this))
    , m_details(new ParagraphLabel(this))
{
    m_sentence->setObjectName(u"explanationSentence"_s);
    m_sentence->setAccessibleName(tr("What is counted"));
    m_details->setObjectName(u"explanationDetails"_s);
    m_details->setAccessibleName(tr("How this is counted"));
    m_more->setObjectName(u"explanationButton"_s);
    m_more->setText(tr("How this is counted"));
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setAutoRaise(true);
    m_more->setCheckable(true);
    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, appearance::kRelated / 2);
    column->addWidget(m_sentence);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    column->addWidget(m_details);
    connect(m_more, &QToolButton::toggled, this, &Explanation::showDetails);
    showDetails();
}

void Explanation::setTexts(const QString& sentence, const QString& details)
{
    m_sentence->setText(sentence);
    m_details->setText(details);
    showDetails();
}

void Explanation::setMaxLines(int lines)
{
    m_sentence->setMaxLines(lines);
    m_details->setMaxLines(lines);
}

void Explanation::showDetails()
{
    const bool hasDetails = !m_details->text().isEmpty();
    m_more->setVisible(hasDetails);
    m_more->setArrowType(m_more->isChecked() ? Qt::DownArrow : Qt::RightArrow);
    m_details->setVisible(hasDetails && m_more->isChecked());
}

} // namespace faultline
