// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "reports/definition/ReportFilter.h"
#include "reports/query/FilterChoices.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace faultline {

class MultiChoiceBox;

/// The filters that reports and readings share: plants (if there are several), period, group,
/// equipment and severity, with their choices, and the button that clears all. Invalid text is
/// marked, with the reason, and changes nothing.
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    void setChoices(const FilterChoices& choices);
    virtual void clearFilters() = 0;
    void focusFilter();
    /// Discards text that was typed but not applied. False if there is none.
    bool cancelTyping();

Q_SIGNALS:
    /// Whether the entered text is valid.
    void validityChanged(bool isValid);

protected:
    /// The filters that both bars have.
    struct Common
    {
        QStringList plants;
        Period period;
        QString group;
        QString equipment;
        QString severity;
    };
    /// A combo box with its label.
    struct Field
    {
        QWidget* frame = nullptr;
        QComboBox* box = nullptr;
    };

    explicit FilterBar(QWidget* parent);

    virtual Common chosen() const = 0;
    virtual bool isNarrowed() const = 0;
    /// `kind` is the filter that was chosen, perhaps with the same value again.
    virtual void choose(FilterKind kind, const Common& common) = 0;
    /// Null: all.
    virtual QString periodText() const;
    /// Empty: all. Applies a period, or marks an invalid one.
    virtual void takePeriod(const QString& text);
    virtual void fillSeverities();
    /// Says which zone periods and times are in.
    virtual void showZone();
    /// The clocks of the chosen plants.
    PlantClocks clocks() const { return m_clocks.of(chosen().plants); }
    /// Also true if the field is marked as invalid and was changed back.
    bool isChanged(const QLineEdit* edit, const QString& shown) const;
    /// Shows the filter in all fields, and removes the mark.
    virtual void showFilter();

    QWidget* labelled(const QString& label, QWidget* field);
    Field addField(const QString& label, const char* name, int characters);
    /// Adds the line for a problem.
    void addProblem(QBoxLayout* column);
    void mark(QLineEdit* edit, const UserMessage& problem);
    void unmark();
    static void
    fill(QComboBox* box, const QString& all, const QStringList& names, const QString& chosen);
    static void select(QComboBox* box, const QVariant& value);
    void changeEvent(QEvent* event) override;

    QWidget* m_plantsFrame;
    MultiChoiceBox* m_plants;
    Field m_period;
    Field m_group;
    Field m_equipment;
    Field m_severity;
    QPushButton* m_clear;
    QLabel* m_problem;
    QStringList m_severities;

private:
    void connectFields();
    void takeEquipment(const QString& text);
    void showCommon();
    void setMarkColors(QLineEdit* edit);

    QLabel* m_problemIcon;
    PlantClocks m_clocks; ///< Of all plants.
    QLineEdit* m_marked = nullptr;
};

} // namespace faultline
