// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/DatabaseDialog.h"
#include "loading/plants/Exclusions.h"

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPushButton;

namespace faultline {

class ExclusionTimes;

/// Adds excluded time, or changes some of the database.
class ExclusionDialog final : public DatabaseDialog
{
    Q_OBJECT

public:
    /// `scopes` has the plants, of which there is at least one.
    ExclusionDialog(
        Workbench& workbench, const Exclusion& exclusion, const QList<ExclusionScopes>& scopes,
        QWidget* parent = nullptr);

Q_SIGNALS:
    void saved();

private:
    QFormLayout* fields();
    void layOut();
    void showNames();
    void showButtons() override;
    void save();

    Exclusion m_exclusion;
    QList<ExclusionScopes> m_scopes;
    QComboBox* m_plant;
    QComboBox* m_scope;
    QComboBox* m_name; ///< Of the group or equipment.
    QLineEdit* m_reason;
    ExclusionTimes* m_times;
    QPushButton* m_save;
    QPushButton* m_cancel;
};

} // namespace faultline
