// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/receipt/FindingList.h"

#include "loading/findings/DataFindings.h"
#include "style/Formatting.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

using appearance::Tone;

namespace {

constexpr int kIconSize = 18;

} // namespace

FindingList::FindingList(QWidget* parent)
    : QWidget(parent)
    , m_lines(new QVBoxLayout(this))
{
    appearance::setTight(m_lines, 4);
}

void FindingList::clear()
{
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void FindingList::addLine(
    const QString& iconName, Tone tone, const QString& text, QPushButton* button)
{
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    appearance::setTight(row, appearance::kRelated);
    auto* icon = new QLabel(line);
    icon->setPixmap(
        appearance::icon(iconName, tone).pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF()));
    auto* label = new QLabel(line);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setText(text);
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addWidget(label, 1);
    if (button)
        row->addWidget(button, 0, Qt::AlignTop);
    m_lines->addWidget(line);
}

void FindingList::addFinding(const UserMessage& finding, QPushButton* button)
{
    const bool isWarning = finding.kind != UserMessage::Kind::Information;
    addLine(
        isWarning ? u"warning"_s : u"info"_s, isWarning ? Tone::Warning : Tone::Information,
        textOf(finding), button);
}

QString FindingList::textOf(const UserMessage& message)
{
    QStringList parts;
    for (const QString& part : {message.what, message.why, message.where, message.remedy}) {
        if (!part.isEmpty())
            parts << format::sentence(part);
    }
    return parts.join(u' ');
}

QList<UserMessage> FindingList::sorted(QList<UserMessage> findings)
{
    putWarningsFirst(findings);
    return findings;
}

} // namespace faultline
