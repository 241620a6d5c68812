// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ReportQuery.h"
#include "reports/readings/ReadingFilter.h"

#include <QDateTime>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStringListModel;

namespace faultline {

/// What the readings are filtered by, and the time to go to. What can't be understood is marked,
/// with the reason, and changes nothing.
class ReadingFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit ReadingFilterBar(QWidget* parent = nullptr);

    const ReadingFilter& filter() const { return m_filter; }
    /// Shows another filter without telling so.
    void setFilter(const ReadingFilter& filter);
    void setChoices(const FilterChoices& ofReports, const ReadingChoices& choices);
    void clearFilters();
    void focusFilter();

Q_SIGNALS:
    void filterChanged(const ReadingFilter& filter);
    void timeRequested(const QDateTime& time);

private:
    void buildFields();
    void layOut();
    void takePeriod(const QString& text);
    void takeEquipment();
    void takeSensor();
    void takeTime();
    void apply(const ReadingFilter& filter);
    void mark(QLineEdit* field, const UserMessage& problem);
    void unmark();
    QString shownPeriod() const;
    QString shownSensor() const;
    /// Also when what was wrong in the field is as it was before.
    bool isChanged(const QLineEdit* field, const QString& shown) const;

    ReadingFilter m_filter;
    QStringList m_equipmentCodes;
    QComboBox* m_period;
    QComboBox* m_group;
    QLineEdit* m_equipment;
    QLineEdit* m_sensor;
    QComboBox* m_severity;
    QPushButton* m_clear;
    QLineEdit* m_time;
    QPushButton* m_go;
    QLabel* m_problemIcon;
    QLabel* m_problem;
    QStringListModel* m_completions;
    QLineEdit* m_marked = nullptr;
};

} // namespace faultline
