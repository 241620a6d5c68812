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

/// What the filters of reports and of readings have in common: period, group, equipment and
/// severity, what they can be set to, and the button that clears all. What can't be understood is
/// marked, with the reason, and changes nothing.
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    void setChoices(const FilterChoices& choices);
    virtual void clearFilters() = 0;
    void focusFilter();
    /// Takes back what was typed and not taken. False when there is nothing.
    bool cancelTyping();

Q_SIGNALS:
    /// What is written there can or can't be understood.
    void validityChanged(bool isValid);

protected:
    /// What both filters have.
    struct Common
    {
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
    /// `kind`: which one of them was chosen, maybe the same again.
    virtual void choose(FilterKind kind, const Common& common) = 0;
    /// Null: all.
    virtual QString periodText() const;
    /// Empty: all. Takes a period, or marks what is none.
    virtual void takePeriod(const QString& text);
    virtual void fillSeverities();
    /// Also when what was wrong in the field is as it was before.
    bool isChanged(const QLineEdit* edit, const QString& shown) const;
    /// Puts everything into the fields, and unmarks.
    virtual void showFilter();

    QWidget* labelled(const QString& label, QWidget* field);
    Field addField(const QString& label, const char* name, int characters);
    /// Adds the line that says what is wrong.
    void addProblem(QBoxLayout* column);
    void mark(QLineEdit* edit, const UserMessage& problem);
    void unmark();
    static void
    fill(QComboBox* box, const QString& all, const QStringList& names, const QString& chosen);
    static void select(QComboBox* box, const QVariant& value);
    void changeEvent(QEvent* event) override;

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
    QLineEdit* m_marked = nullptr;
};

} // namespace faultline
