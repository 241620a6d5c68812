// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/QuestionDialog.h"
#include "loading/plants/PlantChoice.h"
#include "loading/plants/PlantQuestion.h"

class QComboBox;
class QPushButton;

namespace faultline {

class PlantNameField;
class TimeZoneBox;

/// Asks which plant a data folder is of.
class PlantQuestionDialog : public QuestionDialog
{
    Q_OBJECT

public:
    /// `request` is what the load was told when it asked, and `plants` are the names of all plants.
    PlantQuestionDialog(
        const PlantQuestion& question, const PlantRequest& request, const QStringList& plants,
        QWidget* parent = nullptr);

Q_SIGNALS:
    void answered(const PlantRequest& plant);

private:
    void addFields(const QStringList& plants);
    void addAnswers();
    QString advice() const;
    void showButtons();
    QString quoted(const QString& name) const;
    void answer(const PlantRequest& plant);

    const PlantQuestion m_question;
    const QString m_timeZone; ///< Of a new plant, as requested before.
    const bool m_canDivide;   ///< The subfolders can become plants.
    PlantNameField* m_name;
    TimeZoneBox* m_zone;
    QComboBox* m_plants;
    QPushButton* m_new;
    QPushButton* m_existing; ///< Of the plant chosen in the box.
    QPushButton* m_divide;
};

} // namespace faultline
