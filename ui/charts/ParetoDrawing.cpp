// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/ChartKinds.h"
#include "charts/CustomPlot.h"
#include "charts/FigureTicker.h"

#include <QCoreApplication>

#include <array>
#include <cmath>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kMax = 1.03; // space above 100 %
constexpr double kFewCause = 0.8;
constexpr double kBarWidth = 0.72;
constexpr int kGridSteps = 5; // of 20 % each

// Bars have their own axis, which ends a little above the tallest bar. With one scale for both, as
// in textbooks, evenly spread failures leave bars a few pixels high (compare SAS/QC, "Scaling the
// Cumulative Percentage Curve"). Both axes share the grid lines.
class ParetoDrawing : public ChartDrawing
{
public:
    ParetoDrawing(const ChartData& theData, const ChartTheme& theTheme)
        : ChartDrawing(theData, theTheme)
        , m_shareAxis(axes()->axis(QCPAxis::atRight))
    {
        const ChartTheme& colors = theme();
        auto* bars = new QCPBars(categoryAxis(), valueAxis());
        bars->setWidth(kBarWidth);
        bars->setPen(Qt::NoPen);
        bars->setBrush(colors.mark);
        bars->setAntialiased(false);
        double sum = 0;
        for (int i = 0; i < data().marks.size(); ++i) {
            sum += value(i);
            m_shares << sum / data().total;
            if (!standsForSeveral(i))
                bars->addData(i, value(i));
        }
        scaleBars();
        addPaint(axes(), [this](QPainter& painter) { paintOthers(painter); });
        addFewCauseMark();
        addShares();
        addPaint(axes(), [this](QPainter& painter) { paintFigures(painter); });

        const auto count = static_cast<double>(data().marks.size());
        categoryAxis()->setRange(-0.5, count - 0.5);
        style(m_shareAxis, tr("Cumulative share"));
        m_shareAxis->setRange(0, 100 * kMax);
        m_shareAxis->grid()->setVisible(m_isGridShared);
        valueAxis()->grid()->setVisible(!m_isGridShared);
        for (QCPAxis* axis : {valueAxis(), m_shareAxis})
            axis->grid()->setZeroLinePen(Qt::NoPen);
    }

    /// Whether the "others" bar is taller than all other bars, and so is cut.
    static bool isCut(const ChartData& data)
    {
        return data.marks.size() > 1 && data.marks.constLast().tableRow < 0
               && data.marks.constLast().value > tallest(data);
    }

protected:
    void fit() override
    {
        showTicks();
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
        const double bottom = valueAxis()->coordToPixel(0);
        constexpr double kMinHeight = 2;
        const double shown = std::min(value(mark), m_end * kMax);
        const double top = std::min(valueAxis()->coordToPixel(shown), bottom - kMinHeight);
        return QRectF(
            QPointF(categoryAxis()->coordToPixel(mark - kBarWidth / 2), top),
            QPointF(categoryAxis()->coordToPixel(mark + kBarWidth / 2), bottom));
    }

private:
    Q_DECLARE_TR_FUNCTIONS(Chart)

    double value(int mark) const { return data().marks.at(mark).value; }
    bool standsForSeveral(int mark) const { return data().marks.at(mark).tableRow < 0; }

    // Among the bars that represent a single item, if there are any.
    static double tallest(const ChartData& data)
    {
        double maximum = 0;
        for (const ChartData::Mark& mark : data.marks) {
            if (mark.tableRow >= 0 || data.marks.size() == 1)
                maximum = std::max(maximum, mark.value);
        }
        return maximum > 0 ? maximum : data.total;
    }

    // The smallest round step for which five steps reach the tallest bar.
    void scaleBars()
    {
        const double maximum = tallest(data());
        const bool isWhole = data().decimals == 0;
        // Too few to divide by five.
        m_isGridShared = !isWhole || maximum >= kGridSteps;
        m_step = 1;
        m_end = maximum;
        if (m_isGridShared) {
            const double magnitude = std::pow(10, std::floor(std::log10(maximum / kGridSteps)));
            constexpr std::array kFactors{1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0};
            constexpr double kTolerance = 1 + 1e-9;
            for (const double factor : kFactors) {
                m_step = factor * magnitude;
                const bool isAllowed = !isWhole || m_step == std::floor(m_step);
                if (isAllowed && m_step * kGridSteps * kTolerance >= maximum)
                    break;
            }
            m_end = m_step * kGridSteps;
        }
        valueAxis()->setRange(0, m_end * kMax);
    }

    void addFewCauseMark()
    {
        addPaint(axes(), [this](QPainter& painter) {
            QPen pen(theme().quietText, 1);
            pen.setDashPattern({2, 4});
            painter.setPen(pen);
            const double height = m_shareAxis->coordToPixel(100 * kFewCause);
            painter.drawLine(
                QPointF(axes()->left(), height), QPointF(axes()->rect().right(), height));
        });
    }

    // In front of the bars, with an outline in the background colour.
    void addShares()
    {
        QVector<QCPGraphData> points;
        for (int i = 0; i < m_shares.size(); ++i)
            points << QCPGraphData(i, 100 * m_shares.at(i));
        constexpr double kWidth = 2;
        auto* edge = new QCPGraph(categoryAxis(), m_shareAxis);
        edge->setPen(QPen(theme().background, 2 * kWidth));
        edge->data()->set(points, true);
        auto* line = new QCPGraph(categoryAxis(), m_shareAxis);
        line->setPen(QPen(theme().line, kWidth));
        constexpr double kPoint = 6;
        line->setScatterStyle(QCPScatterStyle(
            QCPScatterStyle::ssCircle, QPen(theme().line, kWidth * 0.75), theme().background,
            kPoint));
        line->data()->set(points, true);
    }

    void paintOthers(QPainter& painter) const
    {
        const auto last = static_cast<int>(data().marks.size()) - 1;
        if (!standsForSeveral(last))
            return;
        const QRectF bar = area(last);
        hatch(painter, bar, theme().mark);
        painter.setPen(QPen(theme().mark, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(bar);
        if (isCut(data()))
            paintCut(painter, bar);
    }

    // Two slanted edges with nothing between them.
    void paintCut(QPainter& painter, const QRectF& bar) const
    {
        constexpr double kGap = 8;
        const double slant = std::min(6.0, bar.width() / 2);
        constexpr double kCutPosition = 0.3; // from the top, between two lines of the grid
        const double top = bar.top() + kCutPosition * bar.height();
        const QLineF upper(bar.left() - 2, top + slant, bar.right() + 2, top);
        const QLineF lower = upper.translated(0, kGap);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().background);
        painter.drawPolygon(QPolygonF({upper.p1(), upper.p2(), lower.p2(), lower.p1()}));
        painter.setPen(QPen(theme().mark, 1));
        painter.drawLines(QList<QLineF>{upper, lower});
    }

    // Whether the line of cumulative shares, which only rises, crosses this area.
    bool isOnLine(const QRectF& text) const
    {
        const auto heightAt = [this](double x) {
            const auto last = static_cast<double>(m_shares.size() - 1);
            const double position = std::clamp(categoryAxis()->pixelToCoord(x), 0.0, last);
            const auto before = static_cast<qsizetype>(position);
            const qsizetype after = std::min(before + 1, m_shares.size() - 1);
            const double part = position - static_cast<double>(before);
            return m_shareAxis->coordToPixel(
                100 * (m_shares.at(before) * (1 - part) + m_shares.at(after) * part));
        };
        constexpr double kPadding = 3;
        return heightAt(text.right()) < text.bottom() + kPadding
               && heightAt(text.left()) > text.top() - kPadding;
    }

    enum class FigurePosition { Above, AtTop, AtFoot };

    // The position of a figure; none if something is in the way.
    std::optional<QRectF> roomFor(int mark, double width, FigurePosition position) const
    {
        const QRectF bar = area(mark);
        const double line = metrics().height();
        const double top = position == FigurePosition::Above   ? bar.top() - line - 1
                           : position == FigurePosition::AtTop ? bar.top() + 0.35 * line
                                                               : bar.bottom() - 1.2 * line;
        const QRectF room(bar.center().x() - width / 2, top, width, line);
        const double fewCause = m_shareAxis->coordToPixel(100 * kFewCause);
        const bool isFree =
            position == FigurePosition::Above
                ? room.top() >= axes()->top() && (room.top() > fewCause || room.bottom() < fewCause)
                : bar.height() >= 1.45 * line && width <= bar.width();
        return isFree && !isOnLine(room) ? std::optional(room) : std::nullopt;
    }

    // Paints no figures unless all fit, and places them alike if possible.
    void paintFigures(QPainter& painter) const
    {
        const QFontMetricsF fonts = metrics();
        QStringList figures;
        QList<double> widths;
        for (int i = 0; i < data().marks.size(); ++i) {
            figures << QLocale().toString(value(i), 'f', data().decimals);
            widths << fonts.horizontalAdvance(figures.constLast());
            if (widths.constLast() + 4 > pitch())
                return;
        }
        QList<FigurePosition> positions{
            FigurePosition::Above, FigurePosition::AtTop, FigurePosition::AtFoot};
        for (const FigurePosition position : {FigurePosition::Above, FigurePosition::AtFoot}) {
            bool suitsAll = true;
            for (int i = 0; i < figures.size(); ++i)
                suitsAll = suitsAll && (standsForSeveral(i) || roomFor(i, widths.at(i), position));
            if (suitsAll) {
                positions = {position};
                break;
            }
        }
        painter.setFont(theme().font);
        for (int i = 0; i < figures.size(); ++i) {
            if (standsForSeveral(i))
                continue;
            for (const FigurePosition position : std::as_const(positions)) {
                const auto room = roomFor(i, widths.at(i), position);
                if (!room)
                    continue;
                painter.setPen(
                    position == FigurePosition::Above ? theme().text
                                                      : ChartTheme::textOn(theme().mark));
                painter.drawText(*room, Qt::AlignCenter | Qt::TextDontClip, figures.at(i));
                break;
            }
        }
    }

    // At the same heights on both sides, so that one grid suits both axes.
    void showTicks()
    {
        const bool isLow = axes()->height() < 10 * metrics().height();
        const QList<int> shares =
            isLow ? QList<int>{0, 40, 80, 100} : QList<int>{0, 20, 40, 60, 80, 100};
        auto shareTicks = QSharedPointer<QCPAxisTickerText>::create();
        auto valueTicks = QSharedPointer<QCPAxisTickerText>::create();
        for (const int share : shares) {
            shareTicks->addTick(share, tr("%1 %").arg(share));
            const double figure = m_step * share * kGridSteps / 100;
            valueTicks->addTick(figure, FigureTicker::text(figure, m_step));
        }
        m_shareAxis->setTicker(shareTicks);
        if (m_isGridShared) {
            valueAxis()->setTicker(valueTicks);
        } else {
            showFigures(valueAxis(), data().decimals);
            fitFigures(valueAxis());
        }
    }

    QCPAxis* m_shareAxis;
    QList<double> m_shares; // of the total, up to each mark
    double m_step = 1;      // of the bars' axis, for each 20 %
    double m_end = 1;       // of it, where 100 % is on the other side
    bool m_isGridShared = true;
};

} // namespace

std::unique_ptr<ChartDrawing> makePareto(const ChartData& data, const ChartTheme& theme)
{
    if (!ParetoDrawing::isCut(data))
        return std::make_unique<ParetoDrawing>(data, theme);
    ChartData noted = data;
    const QString cut = QCoreApplication::translate("Chart", "the last bar is cut off");
    noted.note = data.note.isEmpty() ? cut : data.note + u"; "_s + cut;
    return std::make_unique<ParetoDrawing>(noted, theme);
}

} // namespace faultline
