// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "style/Appearance.h"

#include <QList>
#include <QString>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace faultline {

/// What a user should look at, below each other: an icon, a text, and perhaps a button each.
class FindingList : public QWidget
{
    Q_OBJECT

public:
    explicit FindingList(QWidget* parent = nullptr);

    void clear();
    /// Takes the button, if there is one.
    void addLine(
        const QString& iconName, appearance::Tone tone, const QString& text,
        QPushButton* button = nullptr);
    void addFinding(const UserMessage& finding, QPushButton* button = nullptr);

    /// All that a message says, in one paragraph.
    static QString textOf(const UserMessage& message);
    /// Warnings first.
    static QList<UserMessage> sorted(QList<UserMessage> findings);

private:
    QVBoxLayout* m_lines;
};

} // namespace faultline
