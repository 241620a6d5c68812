// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/ChartTheme.h"
#include "reports/query/ChartData.h"

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

/// A chart of one kind, laid out for a size: paints itself, and knows where its marks are. Its plot
/// is never shown; who shows a chart paints it. Lives on the thread of the widgets.
class ChartDrawing
{
public:
    /// The title of `data` is drawn on top unless it is empty. The data must not be empty.
    static std::unique_ptr<ChartDrawing> make(const ChartData& data, const ChartTheme& theme);
    virtual ~ChartDrawing();
    ChartDrawing(const ChartDrawing&) = delete;
    ChartDrawing& operator=(const ChartDrawing&) = delete;

    void resize(const QSize& size);
    /// At the painter's origin. In a size in which nothing could be told it is the background.
    void paint(QCPPainter& painter);
    /// The mark that a position means, or -1. Wider than the mark: a low bar can be met, too.
    int markAt(const QPointF& position) const;
    /// Where a mark is.
    QRectF markArea(int mark) const;
    /// The part of the plot that belongs to its category.
    QRectF columnArea(int mark) const;

    const ChartData& data() const { return m_data; }
    const ChartTheme& theme() const { return m_theme; }

protected:
    ChartDrawing(const ChartData& data, const ChartTheme& theme);

    /// Chooses what depends on the size: which labels, how many ticks. The axes have about their
    /// places then.
    virtual void fit() = 0;
    virtual int hit(const QPointF& position) const = 0;
    virtual QRectF area(int mark) const = 0;

    QCustomPlot& plot() { return *m_plot; }
    QCPAxisRect* axes() const { return m_axes; }
    QCPAxis* categoryAxis() const;
    QCPAxis* valueAxis() const;
    QFontMetricsF metrics() const { return QFontMetricsF(m_theme.font); }
    const QSize& size() const { return m_size; }

    /// Colours and fonts of ours.
    void style(QCPAxis* axis, const QString& title);
    /// As much of it as the axis has room for is drawn.
    void setTitle(QCPAxis* axis, const QString& title) { m_titles.insert(axis, title); }
    /// Ticks for figures.
    void showFigures(QCPAxis* axis, int decimals) const;
    /// About as many of them as one can take in.
    void fitFigures(QCPAxis* axis) const;
    /// Without those that would reach beyond the border.
    void showLabels(QCPAxis* axis, const AxisLabels& labels) const;
    /// As many of the categories' names as there is room for.
    void fitCategories();
    /// The distance of two categories in pixels.
    double pitch() const;
    /// Has `paint` called after what was added before; in the rectangle of `axes` only.
    void addPaint(QCPAxisRect* axes, std::function<void(QPainter&)> paint);

private:
    void layOut();
    void fitTexts();
    void fitTitles();
    bool isLow() const;
    QString shownTitle(QCPAxis* axis) const;
    bool isTooSmall() const;

    ChartData m_data;
    ChartTheme m_theme;
    std::unique_ptr<QCustomPlot> m_plot;
    QCPAxisRect* m_axes;
    QHash<QCPAxis*, QString> m_titles;
    QSize m_size;
};

/// Diagonal lines: for what is no figure like the others. Lines of their own, as not every device
/// knows patterns.
void hatch(QPainter& painter, const QRectF& area, const QColor& color);

} // namespace faultline
