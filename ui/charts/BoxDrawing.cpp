// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/ChartKinds.h"
#include "charts/CustomPlot.h"
#include "charts/FigureTicker.h"

#include <QCoreApplication>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kBoxWidth = 0.6;

// 0.1, 1, 10, 100.
class PowerTicker : public QCPAxisTickerLog
{
protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        return FigureTicker::text(tick, tick);
    }
};

// Whether most boxes would be flat on a linear scale: times between failures range from minutes to
// months.
bool needPowers(const QList<ChartData::Box>& boxes)
{
    double smallestMedian = boxes.constFirst().median;
    double maximum = boxes.constFirst().maximum;
    for (const ChartData::Box& box : boxes) {
        if (box.minimum < 0)
            return false;
        smallestMedian = std::min(smallestMedian, box.median);
        maximum = std::max(maximum, box.maximum);
    }
    constexpr double kTooFlat = 100;
    return smallestMedian > 0 && maximum > kTooFlat * smallestMedian;
}

// The box is the middle half, its bar the median; the whiskers end at the extremes.
class BoxDrawing : public ChartDrawing
{
public:
    BoxDrawing(const ChartData& theData, const ChartTheme& theTheme)
        : ChartDrawing(theData, theTheme)
    {
        auto* boxes = new QCPStatisticalBox(categoryAxis(), valueAxis());
        boxes->setWidth(kBoxWidth);
        boxes->setWhiskerWidth(kBoxWidth / 2);
        boxes->setPen(QPen(theme().mark, 1));
        boxes->setBrush(theme().softMark());
        boxes->setWhiskerPen(QPen(theme().mark, 1, Qt::SolidLine, Qt::FlatCap));
        boxes->setWhiskerBarPen(QPen(theme().mark, 1));
        boxes->setAntialiased(false);
        boxes->setWhiskerAntialiased(false);
        constexpr double kMedianWidth = 2.5;
        boxes->setMedianPen(QPen(theme().text, kMedianWidth, Qt::SolidLine, Qt::FlatCap));
        const auto count = static_cast<int>(data().boxes.size());
        double minimum = data().boxes.constFirst().minimum;
        double maximum = data().boxes.constFirst().maximum;
        for (int i = 0; i < count; ++i) {
            const ChartData::Box& box = data().boxes.at(i);
            boxes->addData(
                i, box.minimum, box.lowerQuartile, box.median, box.upperQuartile, box.maximum);
            minimum = std::min(minimum, box.minimum);
            maximum = std::max(maximum, box.maximum);
        }
        if (needPowers(data().boxes)) {
            scaleByPowers(maximum);
        } else {
            constexpr double kPadding = 0.05;
            const double padding = maximum > minimum ? (maximum - minimum) * kPadding : 1;
            // If all values are far from 0, the differences matter.
            valueAxis()->setRange(minimum - padding, maximum + padding);
            showFigures(valueAxis(), data().decimals);
        }
        setTitle(valueAxis(), tr("%1 (quartiles, extremes)").arg(data().valueTitle));
        categoryAxis()->setRange(-0.5, count - 0.5);
    }

protected:
    void fit() override
    {
        fitFigures(valueAxis());
        fitCategories();
    }

    int hit(const QPointF& position) const override
    {
        const auto index =
            static_cast<int>(std::floor(categoryAxis()->pixelToCoord(position.x()) + 0.5));
        return index >= 0 && index < data().marks.size() ? index : -1;
    }

    QRectF area(int mark) const override
    {
        const ChartData::Box& box = data().boxes.at(mark);
        return QRectF(
            QPointF(
                categoryAxis()->coordToPixel(mark - kBoxWidth / 2),
                valueAxis()->coordToPixel(box.maximum)),
            QPointF(
                categoryAxis()->coordToPixel(mark + kBoxWidth / 2),
                std::min<double>(valueAxis()->coordToPixel(box.minimum), axes()->rect().bottom())));
    }

private:
    Q_DECLARE_TR_FUNCTIONS(Chart)

    // A logarithmic scale has no 0: values at 0 start at the bottom.
    void scaleByPowers(double maximum)
    {
        double minimum = maximum;
        for (const ChartData::Box& box : data().boxes) {
            for (const double figure : {box.minimum, box.lowerQuartile, box.median}) {
                if (figure > 0)
                    minimum = std::min(minimum, figure);
            }
        }
        constexpr double kPadding = 1.4;
        valueAxis()->setScaleType(QCPAxis::stLogarithmic);
        valueAxis()->setTicker(QSharedPointer<PowerTicker>::create());
        valueAxis()->setRange(minimum / kPadding, maximum * kPadding);
    }
};

} // namespace

std::unique_ptr<ChartDrawing> makeBoxes(const ChartData& data, const ChartTheme& theme)
{
    ChartData noted = data;
    QStringList notes{
        QCoreApplication::translate("Chart", "Box: middle half, bar: median, ends: extremes")};
    if (needPowers(data.boxes))
        notes << QCoreApplication::translate("Chart", "each grid line is ten times the one below");
    if (!data.note.isEmpty())
        notes << data.note;
    noted.note = notes.join(u"; "_s);
    return std::make_unique<BoxDrawing>(noted, theme);
}

} // namespace faultline
