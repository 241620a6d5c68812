// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/AxisLabels.h"
#include "charts/ChartKinds.h"
#include "charts/WholePoints.h"

#include <cmath>

namespace faultline {

namespace {

class TrendDrawing : public ChartDrawing
{
public:
    TrendDrawing(const ChartData& theData, const ChartTheme& theTheme)
        : ChartDrawing(theData, theTheme)
        , m_line(new QCPGraph(categoryAxis(), valueAxis()))
        , m_points(new WholePoints(categoryAxis(), valueAxis()))
    {
        m_points->setLineStyle(QCPGraph::lsNone);
        const auto count = static_cast<int>(data().marks.size());
        m_all.reserve(count);
        double maximum = 0;
        double minimum = 0;
        for (int i = 0; i < count; ++i) {
            m_all << QCPGraphData(i, figure(i)); // NaN is a gap
            if (std::isnan(figure(i)))
                continue;
            maximum = std::max(maximum, figure(i));
            minimum = std::min(minimum, figure(i));
        }
        addPaintBelow(axes(), [this](QPainter& painter) { paintIncomplete(painter); });
        addPaint(axes(), [this](QPainter& painter) {
            if (m_isDense)
                paintRanges(painter);
        });
        constexpr double kPadding = 0.06;
        const double padding = maximum > minimum ? (maximum - minimum) * kPadding : 1;
        valueAxis()->setRange(minimum < 0 ? minimum - padding : 0, maximum + padding);
        showFigures(valueAxis(), data().decimals);
        categoryAxis()->setRange(-0.5, count - 0.5);
    }

protected:
    void fit() override
    {
        fitFigures(valueAxis());
        const auto periods = periodLabels(data().categories, pitch(), metrics());
        showLabels(
            categoryAxis(),
            periods ? *periods : everyNthLabel(data().categories, pitch(), metrics()));
        // With more points per pixel, the line would be a smear.
        constexpr double kMinPitch = 0.7;
        m_isDense = pitch() < kMinPitch;
        constexpr double kWidePitch = 2;
        m_line->setPen(QPen(
            theme().mark, pitch() >= kWidePitch ? 2 : 1, Qt::SolidLine, Qt::RoundCap,
            Qt::RoundJoin));
        m_line->data()->set(m_isDense ? QVector<QCPGraphData>() : m_all, true);
        setTitle(
            valueAxis(), m_isDense ? tr("%1: mean, minimum and maximum").arg(data().valueTitle)
                                   : data().valueTitle);
        fitPoints();
    }

    int hit(const QPointF& position) const override
    {
        const auto index =
            static_cast<int>(std::floor(categoryAxis()->pixelToCoord(position.x()) + 0.5));
        return index >= 0 && index < data().marks.size() ? index : -1;
    }

    QRectF area(int mark) const override
    {
        const double x = categoryAxis()->coordToPixel(mark);
        const double value = figure(mark);
        const double y = valueAxis()->coordToPixel(std::isnan(value) ? 0 : value);
        constexpr double kHalf = 4;
        return QRectF(x - kHalf, y - kHalf, 2 * kHalf, 2 * kHalf);
    }

private:
    Q_DECLARE_TR_FUNCTIONS(Chart)

    // The points at one pixel of the axis.
    struct Range
    {
        double minimum = 0;
        double maximum = 0;
        double sum = 0;
        int count = 0;
    };

    double figure(int mark) const { return data().marks.at(mark).value; }
    bool isAlone(int mark) const
    {
        const auto isGap = [this](int index) {
            return index < 0 || index >= data().marks.size() || std::isnan(figure(index));
        };
        return !isGap(mark) && isGap(mark - 1) && isGap(mark + 1);
    }

    // Marks each point as long as they are distinguishable, and always a point without neighbours,
    // because no line shows it.
    void fitPoints()
    {
        constexpr double kPointDistance = 7;
        const bool areAllShown = pitch() >= kPointDistance;
        QVector<QCPGraphData> points;
        if (m_isDense) {
            m_points->data()->clear();
            return;
        }
        for (int i = 0; i < data().marks.size(); ++i) {
            if (isAlone(i) || (areAllShown && !std::isnan(figure(i))))
                points << QCPGraphData(i, figure(i));
        }
        m_points->data()->set(points, true);
        const double point = areAllShown ? 6 : 4;
        m_points->setScatterStyle(QCPScatterStyle(
            QCPScatterStyle::ssCircle, QPen(theme().mark, 1.5), theme().background, point));
    }

    // The whole height, because the point itself is too small for a sign.
    void paintIncomplete(QPainter& painter) const
    {
        for (int i = 0; i < data().marks.size(); ++i) {
            if (!data().marks.at(i).isIncomplete)
                continue;
            const double left = categoryAxis()->coordToPixel(i - 0.5);
            const double right = categoryAxis()->coordToPixel(i + 0.5);
            hatch(
                painter, QRectF(left, axes()->top(), std::max(1.0, right - left), axes()->height()),
                theme().hatching);
        }
    }

    QList<Range> ranges() const
    {
        QList<Range> all(axes()->width());
        const double step = pitch();
        for (int i = 0; i < data().marks.size(); ++i) {
            const double value = figure(i);
            if (std::isnan(value))
                continue;
            const auto pixel = static_cast<qsizetype>((i + 0.5) * step);
            Range& range = all[std::min(pixel, all.size() - 1)];
            range.minimum = range.count == 0 ? value : std::min(range.minimum, value);
            range.maximum = range.count == 0 ? value : std::max(range.maximum, value);
            range.sum += value;
            ++range.count;
        }
        return all;
    }

    // Without antialiasing, which would be too slow for so many peaks while the window is being
    // resized.
    void paintRanges(QPainter& painter) const
    {
        painter.setRenderHint(QPainter::Antialiasing, false);
        const QList<Range> all = ranges();
        QPolygonF means;
        const auto paintMeans = [&] {
            painter.setPen(QPen(theme().mark, 1));
            painter.drawPolyline(means);
            means.clear();
        };
        for (qsizetype i = 0; i < all.size(); ++i) {
            const Range& range = all.at(i);
            if (range.count == 0)
                continue;
            const double x = axes()->left() + static_cast<double>(i);
            const double top = valueAxis()->coordToPixel(range.maximum);
            const double bottom = valueAxis()->coordToPixel(range.minimum);
            painter.fillRect(QRectF(x, top, 1, std::max(1.0, bottom - top)), theme().softMark());
        }
        for (qsizetype i = 0; i < all.size(); ++i) {
            const Range& range = all.at(i);
            if (range.count == 0)
                paintMeans(); // up to the gap
            else
                means << QPointF(
                    axes()->left() + static_cast<double>(i) + 0.5,
                    valueAxis()->coordToPixel(range.sum / range.count));
        }
        paintMeans();
    }

    QVector<QCPGraphData> m_all;
    bool m_isDense = false;
    QCPGraph* m_line;
    QCPGraph* m_points;
};

} // namespace

std::unique_ptr<ChartDrawing> makeTrend(const ChartData& data, const ChartTheme& theme)
{
    return std::make_unique<TrendDrawing>(data, theme);
}

} // namespace faultline
