// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/plants/PlantChoice.h"
#include "loading/plants/PlantQuestion.h"

#include <QDialog>

class QComboBox;
class QPushButton;
class QVBoxLayout;

namespace faultline {

class PlantNameField;
class TimeZoneBox;

/// Asks which plant a data folder is of, before any of it is loaded. Closing it loads nothing.
class PlantQuestionDialog : public QDialog
{
    Q_OBJECT

public:
    /// `request` is what the load was told when it asked, and `plants` are the names of all plants.
    PlantQuestionDialog(
        const PlantQuestion& question, const PlantRequest& request, const QStringList& plants,
        QWidget* parent = nullptr);

Q_SIGNALS:
    void answered(const PlantRequest& plant);

protected:
    bool event(QEvent* event) override;

private:
    void addTexts(QVBoxLayout* column);
    void addFields(QVBoxLayout* column, const QStringList& plants);
    void addButtons(QVBoxLayout* column);
    QPushButton* addButton(const char* name);
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
    QPushButton* m_cancel;
};

} // namespace faultline
