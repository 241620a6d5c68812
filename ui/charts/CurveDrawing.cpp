// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/ChartKinds.h"
#include "charts/CurveLegend.h"
#include "charts/CurveTickers.h"
#include "charts/FigureTicker.h"
#include "charts/WholePoints.h"

#include <QCoreApplication>

#include <math.h> // NOLINT(modernize-deprecated-headers): Boost 1.74 expects isnan without std

#include <boost/math/interpolators/pchip.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::array kDashes{Qt::SolidLine, Qt::DashLine,       Qt::DotLine,
                             Qt::SolidLine, Qt::DashDotDotLine, Qt::DashDotLine};
constexpr std::array kShapes{QCPScatterStyle::ssCircle,           QCPScatterStyle::ssSquare,
                             QCPScatterStyle::ssDiamond,          QCPScatterStyle::ssTriangle,
                             QCPScatterStyle::ssTriangleInverted, QCPScatterStyle::ssDisc};

// The points of one curve that have a place on the axes.
struct Curve
{
    QVector<QCPGraphData> values;
    QVector<QCPGraphData> fit;
    QVector<QCPGraphData> lower;
    QVector<QCPGraphData> upper;
};

// The smallest and the largest of some figures.
struct Extent
{
    double lower = std::numeric_limits<double>::infinity();
    double upper = -std::numeric_limits<double>::infinity();

    bool isEmpty() const { return lower > upper; }
    void add(double figure)
    {
        lower = std::min(lower, figure);
        upper = std::max(upper, figure);
    }
};

struct Layout
{
    QList<Curve> curves;
    QCPRange x;
    QCPRange y;
    bool isCut = false; ///< Bounds extend above the axes.
    int missing = 0;    ///< Values that have no place on logarithmic axes.
};

// A line through these points without corners, which rises where they rise.
QVector<QCPGraphData> smooth(const QVector<QCPGraphData>& points, bool isLogLog)
{
    constexpr qsizetype kNeeded = 4;
    constexpr qsizetype kDense = 300;
    constexpr int kBetween = 12;
    std::vector<double> keys;
    std::vector<double> values;
    for (const QCPGraphData& point : points) {
        if (!keys.empty() && point.key <= keys.back())
            return points;
        keys.push_back(isLogLog ? std::log(point.key) : point.key);
        values.push_back(isLogLog ? std::log(point.value) : point.value);
        if (isLogLog && keys.size() > 1 && keys.back() <= keys[keys.size() - 2])
            return points;
    }
    if (points.size() < kNeeded || points.size() > kDense)
        return points;
    const std::vector<double> at = keys;
    const boost::math::interpolators::pchip line(std::move(keys), std::move(values));
    QVector<QCPGraphData> all;
    for (std::size_t i = 0; i + 1 < at.size(); ++i) {
        for (int step = 0; step < kBetween; ++step) {
            const double key = at[i] + (at[i + 1] - at[i]) * step / kBetween;
            const double value = line(key);
            all
                << (isLogLog ? QCPGraphData(std::exp(key), std::exp(value))
                             : QCPGraphData(key, value));
        }
    }
    return all << points.constLast();
}

QCPRange figureRange(const Extent& extent, bool isFromZero)
{
    constexpr double kPadding = 0.05;
    if (extent.isEmpty())
        return {0, 1};
    double lower = extent.lower;
    double upper = extent.upper;
    if (isFromZero) {
        lower = std::min(lower, 0.0);
        upper = std::max(upper, 0.0);
    }
    double padding = (upper - lower) * kPadding;
    if (upper <= lower)
        padding = upper == 0 ? 1 : std::abs(upper) * kPadding;
    return {isFromZero && lower == 0 ? 0 : lower - padding, upper + padding};
}

QCPRange timeRange(const Extent& extent)
{
    constexpr double kPadding = 0.03;
    constexpr double kHalfDay = 43'200;
    const double padding =
        extent.upper > extent.lower ? (extent.upper - extent.lower) * kPadding : kHalfDay;
    return {extent.lower - padding, extent.upper + padding};
}

QCPRange logRange(const Extent& extent)
{
    constexpr double kPadding = 0.04;
    constexpr double kLeast = 1.15;
    const double factor = extent.upper > extent.lower
                              ? std::max(kLeast, std::pow(extent.upper / extent.lower, kPadding))
                              : 3;
    return {extent.lower / factor, extent.upper * factor};
}

Layout layoutOf(const ChartData& data)
{
    const bool isLogLog = data.isLogLog();
    const auto hasPlace = [isLogLog](double figure) {
        return std::isfinite(figure) && (!isLogLog || figure > 0);
    };
    Layout layout;
    layout.curves.resize(std::max<qsizetype>(1, data.rows.size()));
    Extent x;
    Extent y;
    Extent bounds;
    for (qsizetype i = 0; i < data.marks.size(); ++i) {
        const ChartData::Mark& mark = data.marks.at(i);
        const ChartData::CurvePoint& point = data.curve.at(i);
        Curve& curve = layout.curves[mark.row];
        if (std::isfinite(mark.value) && (!hasPlace(point.x) || !hasPlace(mark.value)))
            ++layout.missing;
        if (!hasPlace(point.x))
            continue;
        x.add(point.x);
        if (hasPlace(mark.value)) {
            curve.values << QCPGraphData(point.x, mark.value);
            y.add(mark.value);
        }
        if (hasPlace(point.fit)) {
            curve.fit << QCPGraphData(point.x, point.fit);
            y.add(point.fit);
        }
        if (std::isfinite(point.lower) && hasPlace(point.upper)) {
            // At or below 0, the area extends below logarithmic axes.
            curve.lower << QCPGraphData(
                point.x, hasPlace(point.lower) ? point.lower : std::numeric_limits<double>::min());
            curve.upper << QCPGraphData(point.x, point.upper);
            bounds.add(point.upper);
            if (hasPlace(point.lower))
                bounds.add(point.lower);
        }
    }
    // Bounds of little data are so wide that they would leave no height for the figures.
    Extent all = y;
    if (y.isEmpty()) {
        all = bounds;
    } else if (!bounds.isEmpty()) {
        constexpr double kMost = 4;
        constexpr double kMostOfLog = 10;
        const double top = y.upper > 0 ? y.upper * (isLogLog ? kMostOfLog : kMost) : bounds.upper;
        layout.isCut = bounds.upper > top;
        all.add(std::min(bounds.upper, top));
        // A count isn't negative, whatever its bounds are.
        const double bottom = isLogLog ? y.lower / kMostOfLog : y.lower >= 0 ? 0 : kMost * y.lower;
        all.add(std::max(bounds.lower, bottom));
    }
    if (isLogLog) {
        layout.x = logRange(x);
        layout.y = logRange(all);
        return layout;
    }
    constexpr double kNear = 0.5; // of the range; what is further away would be pressed together
    layout.x =
        !data.timeZone.isEmpty()
            ? timeRange(x)
            : figureRange(x, x.lower >= 0 && (x.lower <= kNear * x.upper || x.lower == x.upper));
    layout.y = figureRange(all, true);
    return layout;
}

class CurveDrawing : public ChartDrawing
{
public:
    CurveDrawing(const ChartData& theData, const ChartTheme& theTheme, const Layout& layout)
        : ChartDrawing(theData, theTheme)
        , m_isLogLog(data().isLogLog())
        , m_curves(layout.curves)
        , m_legend(new CurveLegend(&plot(), theme(), legendEntries()))
    {
        auto* body = qobject_cast<QCPLayoutGrid*>(axes()->layout());
        body->insertRow(0);
        body->addElement(0, 0, m_legend);
        auto* margins = new QCPMarginGroup(&plot());
        m_legend->setAutoMargins(QCP::msLeft);
        m_legend->setMarginGroup(QCP::msLeft, margins);
        axes()->setMarginGroup(QCP::msLeft, margins);
        for (int curve = 0; curve < m_curves.size(); ++curve)
            addBounds(curve);
        for (int curve = 0; curve < m_curves.size(); ++curve)
            addFit(curve);
        for (int curve = 0; curve < m_curves.size(); ++curve)
            addValues(curve);
        for (QCPAxis* axis : {categoryAxis(), valueAxis()})
            axis->setScaleType(m_isLogLog ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        categoryAxis()->setRange(layout.x);
        valueAxis()->setRange(layout.y);
        categoryAxis()->grid()->setVisible(true);
        showTickers();
    }

protected:
    void fit() override
    {
        constexpr double kMostHeight = 0.22;
        constexpr double kLogLines = 1.4;
        const QFontMetricsF fonts = metrics();
        m_legend->fitTo(axes()->width(), size().height() * kMostHeight);
        fitAcross(fonts);
        if (m_isLogLog)
            m_valueTicks->setRoom(axes()->height(), kLogLines * fonts.height());
        else
            fitFigures(valueAxis());
        fitPoints();
    }

    int hit(const QPointF& position) const override
    {
        int best = -1;
        double shortest = std::numeric_limits<double>::infinity();
        for (int mark = 0; mark < data().marks.size(); ++mark) {
            const auto at = positionOf(mark);
            if (!at)
                continue;
            // People point at a place on the axis first, and at a height to choose a curve.
            constexpr double kHeight = 0.4;
            const double distance =
                std::hypot(at->x() - position.x(), kHeight * (at->y() - position.y()));
            if (distance < shortest) {
                shortest = distance;
                best = mark;
            }
        }
        return best;
    }

    QRectF area(int mark) const override
    {
        constexpr double kHalf = 4;
        const QRectF whole = axes()->rect();
        const QPointF at = positionOf(mark).value_or(whole.bottomLeft());
        const QPointF inside(
            std::clamp(at.x(), whole.left(), whole.right()),
            std::clamp(at.y(), whole.top(), whole.bottom()));
        return QRectF(inside.x() - kHalf, inside.y() - kHalf, 2 * kHalf, 2 * kHalf);
    }

private:
    Q_DECLARE_TR_FUNCTIONS(Chart)

    bool areSeveral() const { return m_curves.size() > 1; }
    QColor colorOf(int curve) const { return theme().series(curve); }
    // A single curve has the other colour for its fit; of several, each has one colour.
    QColor fitColor(int curve) const { return areSeveral() ? colorOf(curve) : theme().line; }
    QColor boundsColor(int curve) const
    {
        return data().fitTitle.isEmpty() ? colorOf(curve) : fitColor(curve);
    }
    QColor translucent(QColor color) const
    {
        constexpr float kOnLight = 0.2F;
        constexpr float kOnDark = 0.3F;
        color.setAlphaF(theme().isDark() ? kOnDark : kOnLight);
        return color;
    }
    QPen valuePen(int curve) const
    {
        return {
            colorOf(curve), 2, kDashes.at(static_cast<std::size_t>(curve)), Qt::FlatCap,
            Qt::MiterJoin};
    }
    QPen fitPen(const QColor& color) const
    {
        constexpr double kWidth = 1.6;
        constexpr double kThin = 1.2;
        return {color, areSeveral() ? kThin : kWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
    }
    QCPScatterStyle pointStyle(int curve) const
    {
        constexpr double kWidth = 1.5;
        constexpr double kSize = 6;
        return QCPScatterStyle(
            kShapes.at(static_cast<std::size_t>(curve)), QPen(colorOf(curve), kWidth),
            theme().background, kSize);
    }

    // The axis has the name of a single curve.
    QList<CurveLegend::Entry> legendEntries() const
    {
        QList<CurveLegend::Entry> entries;
        const bool hasFit = !data().fitTitle.isEmpty();
        const bool hasBounds = !data().upperTitle.isEmpty();
        if (!areSeveral() && !hasFit && !hasBounds && data().rows.isEmpty())
            return entries;
        for (int curve = 0; curve < m_curves.size(); ++curve)
            entries << CurveLegend::Entry{
                data().rows.value(curve, data().valueTitle),
                valuePen(curve),
                {},
                pointStyle(curve)};
        const QColor fit = areSeveral() ? theme().quietText : fitColor(0);
        if (hasFit)
            entries << CurveLegend::Entry{data().fitTitle, fitPen(fit)};
        if (hasBounds) {
            const QColor area = areSeveral() ? theme().quietText : boundsColor(0);
            entries << CurveLegend::Entry{
                tr("%1 to %2").arg(data().lowerTitle, data().upperTitle), Qt::NoPen,
                translucent(area)};
        }
        return entries;
    }

    QCPGraph* addLine(const QVector<QCPGraphData>& points, const QPen& pen)
    {
        auto* graph = new QCPGraph(categoryAxis(), valueAxis());
        graph->setPen(pen);
        graph->data()->set(points, true);
        return graph;
    }

    // In steps if they are bounds of the values, which are drawn in steps.
    void addBounds(int curve)
    {
        const Curve& points = m_curves.at(curve);
        if (points.upper.isEmpty())
            return;
        const bool isOfFit = !data().fitTitle.isEmpty();
        const auto shaped = [&](const QVector<QCPGraphData>& bound) {
            return isOfFit ? smooth(bound, m_isLogLog) : bound;
        };
        QColor edge = boundsColor(curve);
        constexpr float kEdge = 0.5F;
        edge.setAlphaF(kEdge);
        QCPGraph* lower = addLine(shaped(points.lower), QPen(edge, 1));
        QCPGraph* upper = addLine(shaped(points.upper), QPen(edge, 1));
        for (QCPGraph* graph : {lower, upper})
            graph->setLineStyle(isOfFit ? QCPGraph::lsLine : QCPGraph::lsStepLeft);
        upper->setBrush(translucent(boundsColor(curve)));
        upper->setChannelFillGraph(lower);
    }

    void addFit(int curve)
    {
        addLine(smooth(m_curves.at(curve).fit, m_isLogLog), fitPen(fitColor(curve)));
    }

    void addValues(int curve)
    {
        addLine(m_curves.at(curve).values, valuePen(curve))->setLineStyle(QCPGraph::lsStepLeft);
        auto* points = new WholePoints(categoryAxis(), valueAxis());
        points->setLineStyle(QCPGraph::lsNone);
        points->setScatterStyle(pointStyle(curve));
        m_points << points;
    }

    void showTickers()
    {
        if (m_isLogLog) {
            m_categoryTicks = QSharedPointer<LogTicker>::create();
            m_valueTicks = QSharedPointer<LogTicker>::create();
            categoryAxis()->setTicker(m_categoryTicks);
            valueAxis()->setTicker(m_valueTicks);
            return;
        }
        showFigures(valueAxis(), data().decimals);
        if (data().timeZone.isEmpty()) {
            showFigures(categoryAxis(), data().categoryDecimals);
            return;
        }
        const QTimeZone zone(data().timeZone.toLatin1());
        m_timeTicks = QSharedPointer<TimeTicker>::create(zone.isValid() ? zone : QTimeZone::utc());
        categoryAxis()->setTicker(m_timeTicks);
    }

    // Of a tenth of the range.
    static int stepDecimals(const QCPRange& range)
    {
        constexpr int kMost = 6;
        return std::clamp(1 - static_cast<int>(std::floor(std::log10(range.size()))), 0, kMost);
    }

    void fitAcross(const QFontMetricsF& fonts)
    {
        const QCPRange range = categoryAxis()->range();
        if (m_timeTicks) {
            m_timeTicks->fit(range, axes()->width(), fonts);
            return;
        }
        double widest = 0;
        for (const double end : {range.lower, range.upper}) {
            // A power of ten above it, or a round figure of as many digits.
            const double power = std::pow(10, std::ceil(std::log10(std::max(std::abs(end), 1e-9))));
            const QString text = m_isLogLog ? LogTicker::text(power)
                                            : QLocale().toString(end, 'f', stepDecimals(range));
            widest = std::max(widest, fonts.horizontalAdvance(text));
        }
        constexpr int kMost = 12;
        const double between = 3.5 * fonts.averageCharWidth();
        if (m_isLogLog)
            m_categoryTicks->setRoom(axes()->width(), widest + between);
        else
            categoryAxis()->ticker()->setTickCount(
                std::clamp(static_cast<int>(axes()->width() / (widest + between)), 2, kMost));
        // Half of the last label may extend beyond the axis.
        QMargins margins = axes()->minimumMargins();
        margins.setRight(std::max(margins.right(), static_cast<int>(widest / 2)));
        axes()->setMinimumMargins(margins);
    }

    // As long as they are distinguishable; and always a point alone, because no line shows it.
    void fitPoints()
    {
        constexpr double kPointDistance = 9;
        for (int curve = 0; curve < m_curves.size(); ++curve) {
            const QVector<QCPGraphData>& values = m_curves.at(curve).values;
            const bool areShown =
                values.size() == 1
                || static_cast<double>(values.size()) * kPointDistance <= axes()->width();
            m_points.at(curve)->data()->set(areShown ? values : QVector<QCPGraphData>(), true);
        }
    }

    // None for a mark that has no place on logarithmic axes.
    std::optional<QPointF> positionOf(int mark) const
    {
        const ChartData::CurvePoint& point = data().curve.at(mark);
        double height = data().marks.at(mark).value;
        for (const double other : {point.fit, (point.lower + point.upper) / 2, point.upper}) {
            if (std::isnan(height))
                height = other;
        }
        if (std::isnan(height) || (m_isLogLog && (point.x <= 0 || height <= 0)))
            return std::nullopt;
        return QPointF(categoryAxis()->coordToPixel(point.x), valueAxis()->coordToPixel(height));
    }

    bool m_isLogLog;
    QList<Curve> m_curves;
    CurveLegend* m_legend;
    QList<QCPGraph*> m_points; ///< One for each curve.
    QSharedPointer<LogTicker> m_categoryTicks;
    QSharedPointer<LogTicker> m_valueTicks;
    QSharedPointer<TimeTicker> m_timeTicks;
};

} // namespace

std::unique_ptr<ChartDrawing> makeCurves(const ChartData& data, const ChartTheme& theme)
{
    const Layout layout = layoutOf(data);
    ChartData noted = data;
    QStringList notes;
    if (!data.note.isEmpty())
        notes << data.note;
    if (layout.missing > 0) {
        notes << QCoreApplication::translate(
            "Chart", "%Ln point(s) at 0 or below have no place on these axes", nullptr,
            layout.missing);
    }
    if (layout.isCut)
        notes << QCoreApplication::translate("Chart", "the bounds extend above the chart");
    noted.note = notes.join(u"; "_s);
    return std::make_unique<CurveDrawing>(noted, theme, layout);
}

} // namespace faultline
