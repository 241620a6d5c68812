// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace faultline {

/// Shows one message in context: what, why, where, what to do, and buttons that do it. Hidden if
/// there is no message.
class MessageStrip : public QFrame
{
    Q_OBJECT

public:
    /// A button and what it does.
    struct Action
    {
        QString text;
        std::function<void()> run;
    };

    explicit MessageStrip(QWidget* parent = nullptr);

    /// `action` runs when the button is clicked; without a button text, there is no button.
    void showMessage(
        const UserMessage& message, const QString& buttonText = {},
        std::function<void()> action = {});
    void showSuccess(
        const QString& text, const QString& buttonText = {}, std::function<void()> action = {});
    /// With several buttons, the most likely one first.
    void showSuccess(const QString& text, const QList<Action>& actions);
    void clear();

    const UserMessage& message() const { return m_message; }

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void present(const QList<Action>& actions);
    void showButtons(const QList<Action>& actions);
    void updateIcon();

    UserMessage m_message;
    bool m_success = false;
    QLabel* m_icon;
    QLabel* m_what;
    QLabel* m_details;
    QHBoxLayout* m_buttons;
    QToolButton* m_close;
};

/// Paints the background of a strip with something to say: tinted, with a bar at its left edge.
void paintStrip(QWidget& widget, const QColor& tone);

} // namespace faultline
