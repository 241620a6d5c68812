// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/MessageStrip.h"

#include "Appearance.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

using appearance::Tone;

namespace {

Tone toneOf(const UserMessage& message, bool success)
{
    if (success)
        return Tone::Success;
    switch (message.kind) {
    case UserMessage::Kind::Information:
        return Tone::Information;
    case UserMessage::Kind::Warning:
        return Tone::Warning;
    case UserMessage::Kind::Error:
        break;
    }
    return Tone::Error;
}

QString iconName(Tone tone)
{
    switch (tone) {
    case Tone::Success:
        return u"success"_s;
    case Tone::Warning:
        return u"warning"_s;
    case Tone::Error:
        return u"error"_s;
    default:
        return u"info"_s;
    }
}

QLabel* textLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    // What a server or a file says may look like markup.
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString withStop(const QString& sentence)
{
    static const QString kEnds = u".!?…:"_s;
    return sentence.isEmpty() || kEnds.contains(sentence.back()) ? sentence : sentence + u'.';
}

} // namespace

MessageStrip::MessageStrip(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_what(textLabel(this))
    , m_details(textLabel(this))
    , m_button(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    m_what->setFont(appearance::strongFont(font()));
    m_button->setObjectName(u"messageButton"_s);
    m_close->setIcon(appearance::icon(u"cancel"_s));
    m_close->setIconSize(QSize(12, 12));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Hide this message"));
    m_close->setAccessibleName(tr("Hide this message"));

    auto* texts = new QVBoxLayout;
    appearance::setTight(texts, 4);
    texts->addWidget(m_what);
    texts->addWidget(m_details);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(
        appearance::kGroup, appearance::kRelated + 2, appearance::kRelated,
        appearance::kRelated + 2);
    row->setSpacing(appearance::kRelated + 4);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(m_button, 0, Qt::AlignVCenter);
    row->addWidget(m_close, 0, Qt::AlignVCenter);

    connect(m_button, &QPushButton::clicked, this, [this] {
        // The action may well show the next message here.
        const auto action = m_action;
        if (action)
            action();
    });
    connect(m_close, &QToolButton::clicked, this, [this] {
        clear();
        Q_EMIT dismissed();
    });
    hide();
}

void MessageStrip::showMessage(
    const UserMessage& message, const QString& buttonText, std::function<void()> action)
{
    m_message = message;
    m_success = false;
    present(buttonText, std::move(action));
}

void MessageStrip::showSuccess(
    const QString& text, const QString& buttonText, std::function<void()> action)
{
    m_message = UserMessage::information(text);
    m_success = true;
    present(buttonText, std::move(action));
}

void MessageStrip::present(const QString& buttonText, std::function<void()> action)
{
    m_action = std::move(action);
    m_what->setText(m_message.what);
    QStringList details;
    // libpq breaks and indents its lines for terminals.
    QStringList reasons;
    const QStringList lines = m_message.why.split(u'\n', Qt::SkipEmptyParts);
    for (const QString& line : lines)
        reasons << withStop(line.simplified());
    const QString why = reasons.join(u' ');
    for (const QString& part : {why, m_message.where, m_message.remedy}) {
        if (!part.isEmpty() && !m_message.what.contains(part))
            details << withStop(part);
    }
    m_details->setText(details.join(u'\n'));
    m_details->setVisible(!details.isEmpty());
    m_button->setText(buttonText);
    m_button->setVisible(!buttonText.isEmpty());
    updateIcon();
    const QString whole = m_message.toText();
    setAccessibleName(whole);
    show();
    // Screen readers hear of it although it doesn't take the focus.
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    update();
}

void MessageStrip::clear()
{
    m_message = {};
    m_action = {};
    hide();
}

void MessageStrip::updateIcon()
{
    const Tone tone = toneOf(m_message, m_success);
    m_icon->setPixmap(
        appearance::icon(iconName(tone), tone).pixmap(QSize(18, 18), devicePixelRatioF()));
}

void MessageStrip::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateIcon();
}

void MessageStrip::paintEvent(QPaintEvent*)
{
    const QColor tone = appearance::toneColor(toneOf(m_message, m_success), palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(appearance::mixed(palette().color(QPalette::Window), tone, 0.35));
    painter.setBrush(appearance::mixed(palette().color(QPalette::Base), tone, 0.10));
    const QRectF area = contentsRect();
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tone);
    painter.drawRoundedRect(QRectF(area.topLeft(), QSizeF(4, area.height())), 2, 2);
}

} // namespace faultline
