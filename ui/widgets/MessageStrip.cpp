// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/MessageStrip.h"

#include "style/Appearance.h"
#include "style/Formatting.h"

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
    // Text from a server or file may look like markup.
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

MessageStrip::MessageStrip(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_what(textLabel(this))
    , m_details(textLabel(this))
    , m_buttons(new QHBoxLayout)
    , m_close(new QToolButton(this))
{
    m_what->setFont(appearance::strongFont(font()));
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
    appearance::setTight(m_buttons, appearance::kRelated);
    row->addLayout(m_buttons);
    row->addWidget(m_close, 0, Qt::AlignVCenter);

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
    present({{buttonText, std::move(action)}});
}

void MessageStrip::showSuccess(
    const QString& text, const QString& buttonText, std::function<void()> action)
{
    m_message = UserMessage::information(text);
    m_success = true;
    present({{buttonText, std::move(action)}});
}

void MessageStrip::showSuccess(const QString& text, const QList<Action>& actions)
{
    m_message = UserMessage::information(text);
    m_success = true;
    present(actions);
}

void MessageStrip::showButtons(const QList<Action>& actions)
{
    // The click handler of one of them may be running and showing this message.
    while (QLayoutItem* item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->setObjectName({});
        item->widget()->deleteLater();
        delete item;
    }
    for (const Action& action : actions) {
        auto* button = new QPushButton(action.text, this);
        button->setObjectName(u"messageButton"_s);
        button->setVisible(!action.text.isEmpty());
        m_buttons->addWidget(button, 0, Qt::AlignVCenter);
        connect(button, &QPushButton::clicked, this, [run = action.run] {
            if (run)
                run();
        });
    }
}

void MessageStrip::present(const QList<Action>& actions)
{
    m_what->setText(m_message.what);
    QStringList details;
    // libpq wraps and indents its lines for terminals.
    QStringList reasons;
    const QStringList lines = m_message.why.split(u'\n', Qt::SkipEmptyParts);
    for (const QString& line : lines)
        reasons << format::sentence(line.simplified());
    const QString why = reasons.join(u' ');
    for (const QString& part : {why, m_message.where, m_message.remedy}) {
        // A parser's reason may already contain the file and line.
        const bool isSaid = m_message.what.contains(part) || (part != why && why.contains(part));
        if (!isSaid)
            details << (part == m_message.where ? part : format::sentence(part));
    }
    m_details->setText(details.join(u'\n'));
    m_details->setVisible(!details.isEmpty());
    showButtons(actions);
    updateIcon();
    const QString whole = m_message.toText();
    setAccessibleName(whole);
    show();
    // Announce it to screen readers, because it doesn't take the focus.
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    update();
}

void MessageStrip::clear()
{
    m_message = {};
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
    paintStrip(*this, tone);
}

void paintStrip(QWidget& widget, const QColor& tone)
{
    QPainter painter(&widget);
    const QPalette& palette = widget.palette();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(appearance::mixed(palette.color(QPalette::Window), tone, 0.35));
    painter.setBrush(appearance::mixed(palette.color(QPalette::Base), tone, 0.10));
    const QRectF area = widget.contentsRect();
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tone);
    painter.drawRoundedRect(QRectF(area.topLeft(), QSizeF(4, area.height())), 2, 2);
}

} // namespace faultline
