// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/ChartKinds.h"
#include "charts/CustomPlot.h"

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kMost = 1.03; // air above 100 %
constexpr double kFewCause = 0.8;
constexpr double kBarWidth = 0.72;

// Both axes have one scale: the line begins at the top of the first bar and ends at the total.
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
        for (int i = 0; i < data().marks.size(); ++i) {
            if (!standsForSeveral(i))
                bars->addData(i, data().marks.at(i).value);
        }
        addPaint(axes(), [this](QPainter& painter) { paintOthers(painter); });
        addFewCauseMark();
        addShares();
        addPaint(axes(), [this](QPainter& painter) { paintFigures(painter); });

        const auto count = static_cast<double>(data().marks.size());
        categoryAxis()->setRange(-0.5, count - 0.5);
        valueAxis()->setRange(0, data().total * kMost);
        m_shareAxis->setRange(0, 100 * kMost);
        showFigures(valueAxis(), data().decimals);
        style(m_shareAxis, tr("Cumulative share"));
        m_shareAxis->grid()->setVisible(false);
    }

protected:
    void fit() override
    {
        fitFigures(valueAxis());
        showShareTicks();
        fitCategories();
    }

    int hit(const QPointF& position) const override
    {
        const auto place =
            static_cast<int>(std::floor(categoryAxis()->pixelToCoord(position.x()) + 0.5));
        return place >= 0 && place < data().marks.size() ? place : -1;
    }

    QRectF area(int mark) const override
    {
        const double bottom = valueAxis()->coordToPixel(0);
        constexpr double kLeastHeight = 2;
        const double top =
            std::min(valueAxis()->coordToPixel(data().marks.at(mark).value), bottom - kLeastHeight);
        return QRectF(
            QPointF(categoryAxis()->coordToPixel(mark - kBarWidth / 2), top),
            QPointF(categoryAxis()->coordToPixel(mark + kBarWidth / 2), bottom));
    }

private:
    Q_DECLARE_TR_FUNCTIONS(Chart)

    bool standsForSeveral(int mark) const { return data().marks.at(mark).tableRow < 0; }

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

    void addShares()
    {
        auto* line = new QCPGraph(categoryAxis(), m_shareAxis);
        line->setPen(QPen(theme().line, 1.5, Qt::DashLine));
        constexpr double kPoint = 5;
        line->setScatterStyle(QCPScatterStyle(
            QCPScatterStyle::ssCircle, QPen(theme().line, 1.5), theme().background, kPoint));
        double sum = 0;
        for (int i = 0; i < data().marks.size(); ++i) {
            sum += data().marks.at(i).value;
            line->addData(i, 100 * sum / data().total);
        }
    }

    void paintOthers(QPainter& painter) const
    {
        const auto last = static_cast<int>(data().marks.size()) - 1;
        if (!standsForSeveral(last))
            return;
        hatch(painter, area(last), theme().mark);
        painter.setPen(QPen(theme().mark, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(area(last));
    }

    // None when not all have room.
    void paintFigures(QPainter& painter) const
    {
        const QFontMetricsF fonts = metrics();
        QStringList figures;
        for (const ChartData::Mark& mark : data().marks) {
            figures << QLocale().toString(mark.value, 'f', data().decimals);
            if (fonts.horizontalAdvance(figures.constLast()) + 4 > pitch())
                return;
        }
        painter.setFont(theme().font);
        double share = 0;
        for (int i = 0; i < data().marks.size(); ++i) {
            const double before = share;
            share += data().marks.at(i).value;
            if (standsForSeveral(i))
                continue;
            const QRectF bar = area(i);
            const double line = fonts.height();
            // Above its bar, unless the line of the shares comes along there, from its middle at
            // the left: the first bar's top is where it begins.
            double top = bar.top() - line - 1;
            const bool isInside =
                i == 0 || top < valueAxis()->coordToPixel((before + share) / 2) + 1;
            if (isInside && bar.height() < 1.45 * line)
                continue;
            if (isInside)
                top = bar.top() + 0.35 * line;
            painter.setPen(isInside ? ChartTheme::textOn(theme().mark) : theme().text);
            const double width = pitch();
            painter.drawText(
                QRectF(bar.center().x() - width / 2, top, width, line), Qt::AlignCenter,
                figures.at(i));
        }
    }

    void showShareTicks() const
    {
        auto ticker = QSharedPointer<QCPAxisTickerText>::create();
        const int step = axes()->height() < 10 * metrics().height() ? 40 : 20;
        for (int share = 0; share <= 100; share += step)
            ticker->addTick(share, tr("%1 %").arg(share));
        if (step == 40)
            ticker->addTick(100, tr("%1 %").arg(100));
        m_shareAxis->setTicker(ticker);
    }

    QCPAxis* m_shareAxis;
};

} // namespace

std::unique_ptr<ChartDrawing> makePareto(const ChartData& data, const ChartTheme& theme)
{
    return std::make_unique<ParetoDrawing>(data, theme);
}

} // namespace faultline
