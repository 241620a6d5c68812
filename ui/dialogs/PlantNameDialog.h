// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QPushButton;
class QVBoxLayout;

namespace faultline {

class PlantNameField;
class TimeZoneBox;

/// Asks for a plant's name, and for a new plant's time zone.
class PlantNameDialog : public QDialog
{
    Q_OBJECT

public:
    struct Texts
    {
        QString title;
        QString explanation;
        QString button;           ///< What it does: "Rename".
        bool hasTimeZone = false; ///< Asks for it too.
    };

    /// `taken` are names that can't be used.
    PlantNameDialog(
        const Texts& texts, const QString& name, const QStringList& taken,
        QWidget* parent = nullptr);

Q_SIGNALS:
    /// The zone is empty unless it was asked for.
    void nameChosen(const QString& name, const QString& timeZone);

private:
    void addTimeZone(QVBoxLayout* column);

    PlantNameField* m_name;
    TimeZoneBox* m_zone = nullptr;
    QPushButton* m_use;
};

} // namespace faultline
