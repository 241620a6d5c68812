// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "loading/ledger/FailureChoice.h"
#include "loading/ledger/PlantAdmin.h"
#include "loading/ledger/PlantSettingsChange.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QFormLayout;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace faultline {

class BusyLine;
class MessageStrip;
class ParagraphLabel;
class TimeZoneBox;
struct Workbench;

/// The settings of a plant: its time zone, which severities are failures, and whether readings that
/// it has already are skipped. Stays open while failure events are rebuilt: Cancel stops that, and
/// the next report rebuilds them.
class PlantSettingsDialog : public QDialog
{
    Q_OBJECT

public:
    /// `failures`, if any, are checked instead of the plant's: a choice that still has to be saved.
    PlantSettingsDialog(
        Workbench& workbench, const QString& plant, const QStringList& failures,
        QWidget* parent = nullptr);
    ~PlantSettingsDialog() override;

    void reject() override;

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

    template<typename T, typename Work, typename Done>
    void run(const Work& work, const Done& done);

    void layOut();
    QFormLayout* fields();
    void fetch(const QString& plant);
    void show(const Content& content);
    void addSeverity(const QString& name, const QString& text, bool isChecked);
    void addTyped();
    void showButtons();
    QStringList checkedSeverities() const;
    PlantSettingsChange change() const;
    void save();

    Workbench& m_workbench;
    const QStringList m_failures;
    std::optional<Plant> m_plant;
    TimeZoneBox* m_zone;
    ParagraphLabel* m_zoneNote;
    QListWidget* m_severities;
    QLineEdit* m_typed;
    QPushButton* m_add;
    QCheckBox* m_skip;
    BusyLine* m_busy;
    MessageStrip* m_strip;
    QPushButton* m_save;
    QPushButton* m_cancel;
    std::optional<CancelToken> m_job; ///< The running one.
    bool m_isSaving = false;
};

} // namespace faultline
