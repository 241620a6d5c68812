// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QString>

namespace faultline {

/// The names of all time zones. Typing a part of one, such as a city, lists the names that contain
/// it.
class TimeZoneBox : public QComboBox
{
    Q_OBJECT

public:
    explicit TimeZoneBox(QWidget* parent = nullptr);

    void setZone(const QString& name);
    /// The name in the list that was chosen or typed; otherwise the text as it was typed.
    QString zone() const;
};

} // namespace faultline
