// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/DatabaseDialog.h"
#include "loading/ledger/FailureChoice.h"
#include "loading/ledger/PlantSettingsChange.h"
#include "loading/plants/PlantDetails.h"

#include <optional>

class QCheckBox;
class QFormLayout;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace faultline {

class ParagraphLabel;
class TimeZoneBox;

/// The settings of a plant: its time zone, which severities are failures, and whether readings that
/// it has already are skipped. Stays open while failure events are rebuilt: Cancel stops that, and
/// the next report rebuilds them.
class PlantSettingsDialog : public DatabaseDialog
{
    Q_OBJECT

public:
    /// `failures`, if any, are checked instead of the plant's: a choice that still has to be saved.
    PlantSettingsDialog(
        Workbench& workbench, const QString& plant, const QStringList& failures,
        QWidget* parent = nullptr);

Q_SIGNALS:
    void loaded(); ///< It shows the settings.
    void saved();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// What the dialog shows, from the database.
    struct Content
    {
        PlantDetails details;
        QList<SeverityCount> severities;
    };

    void layOut();
    QFormLayout* fields();
    void fetch(const QString& plant);
    void show(const Content& content);
    void addSeverity(const QString& name, const QString& text, bool isChecked);
    void addTyped();
    void showButtons() override;
    QStringList checkedSeverities() const;
    PlantSettingsChange change() const;
    void save();

    const QStringList m_failures;
    std::optional<Plant> m_plant;
    TimeZoneBox* m_zone;
    ParagraphLabel* m_zoneNote;
    QListWidget* m_severities;
    QLineEdit* m_typed;
    QPushButton* m_add;
    QCheckBox* m_skip;
    QPushButton* m_save;
    QPushButton* m_cancel;
};

} // namespace faultline
