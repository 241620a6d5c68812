// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/AxisLabels.h"
#include "charts/ChartDescription.h"
#include "charts/ChartKinds.h"
#include "charts/CustomPlot.h"

#include <cmath>

namespace faultline {

namespace {

// Bin i extends from i to i + 1 on the axis; its label is its lower edge.
class HistogramDrawing : public ChartDrawing
{
public:
    HistogramDrawing(const ChartData& theData, const ChartTheme& theTheme)
        : ChartDrawing(theData, theTheme)
        , m_bars(new QCPBars(categoryAxis(), valueAxis()))
    {
        m_bars->setWidth(1);
        m_bars->setBrush(theme().mark);
        m_bars->setAntialiased(false);
        const auto count = static_cast<int>(data().marks.size());
        double maximum = 0;
        for (int i = 0; i < count; ++i) {
            const double value = data().marks.at(i).value;
            if (std::isnan(value))
                continue;
            m_bars->addData(i + 0.5, value);
            maximum = std::max(maximum, value);
        }
        constexpr double kPadding = 1.05;
        valueAxis()->setRange(0, maximum > 0 ? maximum * kPadding : 1);
        showFigures(valueAxis(), data().decimals);
        categoryAxis()->setRange(0, count);
    }

protected:
    void fit() override
    {
        fitFigures(valueAxis());
        QStringList edges = data().categories;
        if (const QString last = lastEdge(edges); !last.isEmpty())
            edges << last;
        showLabels(categoryAxis(), everyNthLabel(edges, pitch(), metrics()));
        // A line between two bars, unless the bars are too narrow.
        constexpr double kWideBar = 5;
        m_bars->setPen(pitch() >= kWideBar ? QPen(theme().background, 1) : QPen(Qt::NoPen));
    }

    int hit(const QPointF& position) const override
    {
        const auto index = static_cast<int>(std::floor(categoryAxis()->pixelToCoord(position.x())));
        return index >= 0 && index < data().marks.size() ? index : -1;
    }

    QRectF area(int mark) const override
    {
        const double value = data().marks.at(mark).value;
        const double bottom = valueAxis()->coordToPixel(0);
        const double top = valueAxis()->coordToPixel(std::isnan(value) ? 0 : value);
        constexpr double kMinHeight = 2;
        return QRectF(
            QPointF(categoryAxis()->coordToPixel(mark), std::min(top, bottom - kMinHeight)),
            QPointF(categoryAxis()->coordToPixel(mark + 1), bottom));
    }

private:
    QCPBars* m_bars;
};

} // namespace

std::unique_ptr<ChartDrawing> makeHistogram(const ChartData& data, const ChartTheme& theme)
{
    return std::make_unique<HistogramDrawing>(data, theme);
}

} // namespace faultline
