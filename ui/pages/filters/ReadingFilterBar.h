// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/filters/FilterBar.h"
#include "reports/readings/ReadingFilter.h"

namespace faultline {

/// The filters of the readings, and the time to go to.
class ReadingFilterBar : public FilterBar
{
    Q_OBJECT

public:
    explicit ReadingFilterBar(QWidget* parent = nullptr);

    const ReadingFilter& filter() const { return m_filter; }
    /// Shows another filter without emitting a signal.
    void setFilter(const ReadingFilter& filter);
    void clearFilters() override;

Q_SIGNALS:
    void filterChanged(const ReadingFilter& filter);
    void timeRequested(Instant time);

protected:
    Common chosen() const override;
    bool isNarrowed() const override { return !m_filter.isAll(); }
    void choose(FilterKind kind, const Common& common) override;
    QString periodText() const override;
    void takePeriod(const QString& text) override;
    void showFilter() override;
    void fillSeverities() override;
    void showZone() override;

private:
    void buildFields();
    void layOut();
    void takeSensor();
    void takeTime();
    void apply(const ReadingFilter& filter);
    QString shownSensor() const;

    ReadingFilter m_filter;
    QLineEdit* m_sensor;
    QLineEdit* m_time;
    QLabel* m_timeLabel = nullptr;
    QPushButton* m_go;
};

} // namespace faultline
