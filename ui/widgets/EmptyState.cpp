// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/EmptyState.h"

#include "style/Appearance.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kIconSize = 48;
constexpr int kTextWidth = 440; // pixels; longer centred lines are hard to read

} // namespace

EmptyState::EmptyState(const QString& iconName, QWidget* parent)
    : QWidget(parent)
    , m_iconName(iconName)
    , m_icon(new QLabel(this))
    , m_heading(new QLabel(this))
    , m_text(new QLabel(this))
    , m_button(new QPushButton(this))
{
    m_heading->setFont(appearance::headingFont(font()));
    m_heading->setAlignment(Qt::AlignCenter);
    m_heading->setWordWrap(true);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setFixedWidth(kTextWidth);
    m_button->setObjectName(u"emptyStateButton"_s);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        appearance::kPage, appearance::kPage, appearance::kPage, appearance::kPage);
    column->setSpacing(appearance::kRelated);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(appearance::kRelated);
    column->addWidget(m_heading);
    column->addWidget(m_text, 0, Qt::AlignHCenter);
    column->addSpacing(appearance::kRelated);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3); // a little above the middle looks centred
    updateIcon();
}

void EmptyState::setTexts(const QString& heading, const QString& text, const QString& buttonText)
{
    m_heading->setText(heading);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    // A centred item gets its size hint, which ignores the wrapped lines at this width.
    m_text->setFixedHeight(std::max(0, m_text->heightForWidth(kTextWidth)));
    m_button->setText(buttonText);
    m_button->setVisible(!buttonText.isEmpty());
    setAccessibleName(heading);
    setAccessibleDescription(text);
}

void EmptyState::updateIcon()
{
    const QPixmap picture =
        appearance::icon(m_iconName)
            .pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF(), QIcon::Disabled);
    m_icon->setPixmap(picture);
}

void EmptyState::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateIcon();
}

} // namespace faultline
