// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace faultline {

/// Stands where a list has nothing to show: says so, and what to do next.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(const QString& iconName, QWidget* parent = nullptr);

    /// Without a text for the button there is none.
    void setTexts(const QString& heading, const QString& text, const QString& buttonText = {});
    QPushButton* button() const { return m_button; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateIcon();

    QString m_iconName;
    QLabel* m_icon;
    QLabel* m_heading;
    QLabel* m_text;
    QPushButton* m_button;
};

} // namespace faultline
