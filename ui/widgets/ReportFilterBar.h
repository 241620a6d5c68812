// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/ReportQuery.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace faultline {

/// Period and group of the reports. A period that can't be read is marked, with the reason, and
/// changes nothing.
class ReportFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit ReportFilterBar(QWidget* parent = nullptr);

    const ReportFilter& filter() const { return m_filter; }
    void setChoices(const FilterChoices& choices);
    void clearFilters();
    void focusFilter();

Q_SIGNALS:
    void filterChanged(const ReportFilter& filter);
    /// The period that is written there can or can't be understood.
    void validityChanged(bool isValid);

private:
    void takePeriod(const QString& text);
    void takeGroup();
    void apply(const ReportFilter& filter);
    void markPeriod(const QString& problem);
    QString shownPeriod() const;

    ReportFilter m_filter;
    QComboBox* m_period;
    QComboBox* m_group;
    QPushButton* m_clear;
    QLabel* m_problemIcon;
    QLabel* m_problem;
};

} // namespace faultline
