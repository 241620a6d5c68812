// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/CustomPlot.h"

#include <QFontMetricsF>
#include <QTimeZone>

namespace faultline {

/// Ticks of a logarithmic axis: 1, 10, 100; with 2 and 5 between them if there is room, and with
/// more figures on a short axis.
class LogTicker : public QCPAxisTicker
{
public:
    /// The length of the axis, and the least distance between two labels, in pixels.
    void setRoom(double length, double label)
    {
        m_length = length;
        m_label = label;
    }

    /// 0.01, 2,000, 10⁹
    static QString text(double figure);

protected:
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    QString
    getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    bool fits(const QVector<double>& ticks, const QCPRange& range) const;

    double m_length = 1;
    double m_label = 1;
};

/// Ticks where a year, month, day, hour, minute or second begins in a time zone. The axis counts
/// seconds since 1970-01-01 00:00 UTC.
class TimeTicker : public QCPAxisTicker
{
public:
    explicit TimeTicker(const QTimeZone& zone)
        : m_zone(zone)
    {}

    /// Chooses the shortest step whose labels have room in `width` pixels.
    void fit(const QCPRange& range, double width, const QFontMetricsF& metrics);

protected:
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    QString
    getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    QDateTime begin(double from) const;
    QDateTime next(const QDateTime& tick) const;

    QTimeZone m_zone;
    int m_step = 0;
};

} // namespace faultline
