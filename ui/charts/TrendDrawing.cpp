// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/AxisLabels.h"
#include "charts/ChartKinds.h"
#include "charts/CustomPlot.h"

#include <cmath>

namespace faultline {

namespace {

// Those at 0 are whole, too.
class WholePoints : public QCPGraph
{
public:
    using QCPGraph::QCPGraph;

protected:
    QRect clipRect() const override { return mParentPlot->viewport(); }
};

class TrendDrawing : public ChartDrawing
{
public:
    TrendDrawing(const ChartData& theData, const ChartTheme& theTheme)
        : ChartDrawing(theData, theTheme)
        , m_line(new QCPGraph(categoryAxis(), valueAxis()))
        , m_points(new WholePoints(categoryAxis(), valueAxis()))
    {
        constexpr double kWidth = 2;
        m_line->setPen(QPen(theme().mark, kWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        m_points->setLineStyle(QCPGraph::lsNone);
        const auto count = static_cast<int>(data().marks.size());
        QVector<QCPGraphData> line;
        line.reserve(count);
        double most = 0;
        double least = 0;
        for (int i = 0; i < count; ++i) {
            line << QCPGraphData(i, figure(i)); // NaN is a gap
            if (std::isnan(figure(i)))
                continue;
            most = std::max(most, figure(i));
            least = std::min(least, figure(i));
        }
        m_line->data()->set(line, true);
        constexpr double kAir = 0.06;
        const double air = most > least ? (most - least) * kAir : 1;
        valueAxis()->setRange(least < 0 ? least - air : 0, most + air);
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
        fitPoints();
    }

    int hit(const QPointF& position) const override
    {
        const auto place =
            static_cast<int>(std::floor(categoryAxis()->pixelToCoord(position.x()) + 0.5));
        return place >= 0 && place < data().marks.size() ? place : -1;
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
    double figure(int mark) const { return data().marks.at(mark).value; }
    bool isAlone(int mark) const
    {
        const auto isGap = [this](int place) {
            return place < 0 || place >= data().marks.size() || std::isnan(figure(place));
        };
        return !isGap(mark) && isGap(mark - 1) && isGap(mark + 1);
    }

    // A mark at each point as long as they can be told apart; a point without neighbours always, as
    // no line shows it.
    void fitPoints()
    {
        constexpr double kPointDistance = 7;
        const bool areAllShown = pitch() >= kPointDistance;
        QVector<QCPGraphData> points;
        for (int i = 0; i < data().marks.size(); ++i) {
            if (isAlone(i) || (areAllShown && !std::isnan(figure(i))))
                points << QCPGraphData(i, figure(i));
        }
        m_points->data()->set(points, true);
        const double point = areAllShown ? 6 : 4;
        m_points->setScatterStyle(QCPScatterStyle(
            QCPScatterStyle::ssCircle, QPen(theme().mark, 1.5), theme().background, point));
    }

    QCPGraph* m_line;
    QCPGraph* m_points;
};

} // namespace

std::unique_ptr<ChartDrawing> makeTrend(const ChartData& data, const ChartTheme& theme)
{
    return std::make_unique<TrendDrawing>(data, theme);
}

} // namespace faultline
