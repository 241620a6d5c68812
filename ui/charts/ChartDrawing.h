// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/ChartTheme.h"
#include "reports/charts/ChartData.h"

#include <QFontMetricsF>
#include <QHash>
#include <QRectF>
#include <QSize>

#include <functional>
#include <memory>

class QCPAxis;
class QCPAxisRect;
class QCPPainter;
class QCustomPlot;

namespace faultline {

struct AxisLabels;

/// A chart of one kind, laid out for a size: paints itself and knows the positions of its marks.
/// The plot itself is never shown as a widget. Belongs to the main thread.
class ChartDrawing
{
public:
    /// Draws the title of `data` on top unless it is empty. The data must not be empty.
    static std::unique_ptr<ChartDrawing> make(const ChartData& data, const ChartTheme& theme);
    virtual ~ChartDrawing();
    ChartDrawing(const ChartDrawing&) = delete;
    ChartDrawing& operator=(const ChartDrawing&) = delete;

    void resize(const QSize& size);
    /// Paints at the painter's origin; only the background if the size is too small.
    void paint(QCPPainter& painter);
    /// The mark at a position, or -1. The target is larger than the mark, so that a low bar can be
    /// hit.
    int markAt(const QPointF& position) const;
    /// The area of a mark.
    QRectF markArea(int mark) const;
    /// The part of the plot for the mark's category.
    QRectF columnArea(int mark) const;

    const ChartData& data() const { return m_data; }
    const ChartTheme& theme() const { return m_theme; }

protected:
    ChartDrawing(const ChartData& data, const ChartTheme& theme);

    /// Chooses labels and ticks for the size. The axes have approximately their final positions.
    virtual void fit() = 0;
    virtual int hit(const QPointF& position) const = 0;
    virtual QRectF area(int mark) const = 0;

    QCustomPlot& plot() { return *m_plot; }
    QCPAxisRect* axes() const { return m_axes; }
    QCPAxis* categoryAxis() const;
    QCPAxis* valueAxis() const;
    QFontMetricsF metrics() const { return QFontMetricsF(m_theme.font); }
    const QSize& size() const { return m_size; }

    /// Applies the theme's colours and fonts.
    void style(QCPAxis* axis, const QString& title);
    /// Sets the title, which is elided to fit the axis.
    void setTitle(QCPAxis* axis, const QString& title) { m_titles.insert(axis, title); }
    /// Uses ticks for figures.
    void showFigures(QCPAxis* axis, int decimals) const;
    /// Sets a readable number of ticks.
    void fitFigures(QCPAxis* axis) const;
    /// Shows the labels, except those that would extend beyond the border.
    void showLabels(QCPAxis* axis, const AxisLabels& labels) const;
    /// Shows as many category labels as fit.
    void fitCategories();
    /// The distance between two categories in pixels.
    double pitch() const;
    /// Adds `paint` after earlier layers, clipped to the rectangle of `axes`.
    void addPaint(QCPAxisRect* axes, std::function<void(QPainter&)> paint);
    /// The same below the marks.
    void addPaintBelow(QCPAxisRect* axes, std::function<void(QPainter&)> paint);

private:
    void layOut();
    void fitTexts();
    void fitTitles();
    bool isLow() const;
    QString shownTitle(QCPAxis* axis) const;
    QString legend() const;
    QString note() const;
    bool isTooSmall() const;

    ChartData m_data;
    ChartTheme m_theme;
    std::unique_ptr<QCustomPlot> m_plot;
    QCPAxisRect* m_axes;
    QHash<QCPAxis*, QString> m_titles;
    QSize m_size;
};

/// Diagonal lines, for areas without a normal figure. Drawn as lines, because not every device
/// supports patterns.
void hatch(QPainter& painter, const QRectF& area, const QColor& color);

} // namespace faultline
