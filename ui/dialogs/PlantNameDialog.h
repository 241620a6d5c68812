// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QPushButton;

namespace faultline {

class PlantNameField;

/// Asks for a plant's name.
class PlantNameDialog : public QDialog
{
    Q_OBJECT

public:
    struct Texts
    {
        QString title;
        QString explanation;
        QString button; ///< What it does: "Rename".
    };

    /// `taken` are names that can't be used.
    PlantNameDialog(
        const Texts& texts, const QString& name, const QStringList& taken,
        QWidget* parent = nullptr);

Q_SIGNALS:
    void nameChosen(const QString& name);

private:
    PlantNameField* m_name;
    QPushButton* m_use;
};

} // namespace faultline
