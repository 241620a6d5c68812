// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace faultline {

/// Says one thing where it happened: what, why, where, what to do, and a button that does it.
/// Hidden while there is nothing to say.
class MessageStrip : public QFrame
{
    Q_OBJECT

public:
    explicit MessageStrip(QWidget* parent = nullptr);

    /// `action` runs when the button is clicked; without a text there is no button.
    void showMessage(
        const UserMessage& message, const QString& buttonText = {},
        std::function<void()> action = {});
    void showSuccess(
        const QString& text, const QString& buttonText = {}, std::function<void()> action = {});
    void clear();

    const UserMessage& message() const { return m_message; }

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void present(const QString& buttonText, std::function<void()> action);
    void updateIcon();

    UserMessage m_message;
    bool m_success = false;
    std::function<void()> m_action;
    QLabel* m_icon;
    QLabel* m_what;
    QLabel* m_details;
    QPushButton* m_button;
    QToolButton* m_close;
};

} // namespace faultline
