// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ReportQuery.h"
#include "reports/readings/ReadingFilter.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace faultline {

class FlowLayout;

/// What the reports are narrowed to: the filters and choices that the shown report has. Others keep
/// their values for the reports that have them. What can't be understood is marked, with the
/// reason, and changes nothing.
class ReportFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit ReportFilterBar(QWidget* parent = nullptr);

    /// All that was chosen, also what the shown report has no filter for.
    const ReportFilter& filter() const { return m_filter; }
    /// Shows another filter without telling so.
    void setFilter(const ReportFilter& filter);
    /// Shows the filters and choices of this report.
    void setReport(const ReportDefinition& report);
    void setChoices(const FilterChoices& choices, const ReadingChoices& ofReadings);
    void clearFilters();
    void focusFilter();
    /// Takes back what was typed and not taken. False when there is nothing.
    bool cancelTyping();

Q_SIGNALS:
    void filterChanged(const ReportFilter& filter);
    /// What is written there can or can't be understood.
    void validityChanged(bool isValid);

protected:
    void changeEvent(QEvent* event) override;

private:
    /// A combo box with its label, shown for reports that have the filter.
    struct Field
    {
        QWidget* frame = nullptr;
        QComboBox* box = nullptr;
    };

    Field addField(const QString& label, const char* name, int characters);
    void buildFields();
    void takePeriod(const QString& text);
    void takeEquipment(const QString& text);
    void takeGroup(const QString& group);
    void take(void (*change)(ReportFilter&, const QVariant&), const QVariant& value);
    void addChoice(const ReportChoice& choice);
    void apply(const ReportFilter& filter);
    void showFilter();
    void showValues();
    void fillSeverities();
    void mark(QComboBox* box, const QString& problem);
    bool isNarrowed() const;
    QString shownPeriod() const;
    QString shownEquipment() const;

    ReportFilter m_filter;
    ReportDefinition m_report;
    QStringList m_equipmentCodes;
    QStringList m_severities;
    FlowLayout* m_flow = nullptr;
    Field m_period;
    Field m_group;
    Field m_equipment;
    Field m_sensor;
    Field m_severity;
    Field m_burst;
    QList<Field> m_choices; ///< Those of the report.
    QPushButton* m_clear = nullptr;
    QLabel* m_problemIcon = nullptr;
    QLabel* m_problem = nullptr;
    QComboBox* m_marked = nullptr;
};

} // namespace faultline
