// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/AxisLabels.h"
#include "charts/ChartKinds.h"
#include "charts/CustomPlot.h"

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// The centre of cell (category, row) is at these coordinates; the row axis points down.
class HeatmapDrawing : public ChartDrawing
{
public:
    HeatmapDrawing(const ChartData& theData, const ChartTheme& theTheme)
        : ChartDrawing(theData, theTheme)
        , m_cells(data().categories.size() * data().rows.size(), -1)
        , m_scale(new QCPAxisRect(&plot()))
    {
        bool isFirst = true;
        for (int i = 0; i < data().marks.size(); ++i) {
            const ChartData::Mark& mark = data().marks.at(i);
            m_cells[cellOf(mark.category, mark.row)] = i;
            if (std::isnan(mark.value))
                continue;
            m_minimum = isFirst ? mark.value : std::min(m_minimum, mark.value);
            m_maximum = isFirst ? mark.value : std::max(m_maximum, mark.value);
            isFirst = false;
        }
        // The scale of counts starts at 0.
        m_minimum = std::min(m_minimum, 0.0);
        if (m_maximum <= m_minimum)
            m_maximum = m_minimum + 1;
        categoryAxis()->setRange(-0.5, static_cast<double>(data().categories.size()) - 0.5);
        valueAxis()->setRange(-0.5, static_cast<double>(data().rows.size()) - 0.5);
        valueAxis()->setRangeReversed(true);
        valueAxis()->grid()->setVisible(false);
        setTitle(valueAxis(), data().rowTitle);
        for (QCPAxis* axis : {categoryAxis(), valueAxis()}) {
            axis->setBasePen(Qt::NoPen);
            axis->setTickPen(Qt::NoPen);
        }
        constexpr int kColors = 256;
        for (int i = 0; i < kColors; ++i)
            m_colors << theme().heat(i / (kColors - 1.0));
        addPaint(axes(), [this](QPainter& painter) { paintCells(painter); });
        addScale();
    }

protected:
    void fit() override
    {
        fitRows();
        fitCategories();
        fitFigures(m_scale->axis(QCPAxis::atRight));
    }

    int hit(const QPointF& position) const override
    {
        const auto category =
            static_cast<int>(std::floor(categoryAxis()->pixelToCoord(position.x()) + 0.5));
        const auto row =
            static_cast<int>(std::floor(valueAxis()->pixelToCoord(position.y()) + 0.5));
        const bool isInside = category >= 0 && category < data().categories.size() && row >= 0
                              && row < data().rows.size();
        return isInside ? m_cells.at(cellOf(category, row)) : -1;
    }

    QRectF area(int mark) const override
    {
        const ChartData::Mark& cell = data().marks.at(mark);
        return QRectF(
            QPointF(
                categoryAxis()->coordToPixel(cell.category - 0.5),
                valueAxis()->coordToPixel(cell.row - 0.5)),
            QPointF(
                categoryAxis()->coordToPixel(cell.category + 0.5),
                valueAxis()->coordToPixel(cell.row + 0.5)));
    }

private:
    qsizetype cellOf(int category, int row) const
    {
        return row * data().categories.size() + category;
    }

    void addScale()
    {
        auto* body = qobject_cast<QCPLayoutGrid*>(axes()->layout());
        body->addElement(0, 1, m_scale);
        const int width = theme().font.pixelSize();
        m_scale->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
        m_scale->setMinimumSize(width, 0);
        m_scale->setMaximumSize(width, QWIDGETSIZE_MAX);
        auto* margins = new QCPMarginGroup(&plot());
        for (QCPAxisRect* each : {axes(), m_scale})
            each->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
        m_scale->setMinimumMargins(QMargins(0, 0, width / 2, 0));
        for (QCPAxis* axis : m_scale->axes()) {
            axis->setVisible(axis->axisType() == QCPAxis::atRight);
            axis->grid()->setVisible(false);
        }
        QCPAxis* axis = m_scale->axis(QCPAxis::atRight);
        style(axis, data().valueTitle);
        axis->setBasePen(Qt::NoPen);
        axis->setRange(m_minimum, m_maximum);
        showFigures(axis, data().decimals);
        addPaint(m_scale, [this](QPainter& painter) { paintScale(painter); });
    }

    void paintScale(QPainter& painter) const
    {
        painter.setRenderHint(QPainter::Antialiasing, false);
        const QRectF area = m_scale->rect();
        constexpr int kSteps = 64;
        for (int step = 0; step < kSteps; ++step) {
            const double top = area.bottom() - area.height() * (step + 1) / kSteps;
            const double bottom = area.bottom() - area.height() * step / kSteps;
            painter.fillRect(
                QRectF(QPointF(area.left(), std::floor(top)), QPointF(area.right(), bottom)),
                theme().heat((step + 0.5) / kSteps));
        }
    }

    // Cells without a figure, which isn't 0, stay hatched.
    void paintCells(QPainter& painter) const
    {
        const QRectF whole(
            QPointF(axes()->left(), axes()->top()), QSizeF(axes()->width(), axes()->height()));
        // Its antialiased line ends would extend beyond the cells.
        if (hasGaps())
            hatch(painter, whole.adjusted(1, 1, -1, -1), theme().hatching);
        painter.setRenderHint(QPainter::Antialiasing, false);
        const bool haveFigures = figuresFit();
        const double height = rowPitch();
        const double gap = pitch() > 6 && height > 6 ? 1 : 0;
        painter.setFont(theme().font);
        for (const ChartData::Mark& mark : data().marks) {
            if (std::isnan(mark.value))
                continue;
            // Round to whole pixels, or hatching would show between two cells.
            const auto edge = [](double start, int index, double size) {
                return std::round(start + index * size);
            };
            const QRectF cell(
                QPointF(
                    edge(whole.left(), mark.category, pitch()),
                    edge(whole.top(), mark.row, height)),
                QPointF(
                    edge(whole.left(), mark.category + 1, pitch()),
                    edge(whole.top(), mark.row + 1, height)));
            const QColor& color = colorOf(mark.value);
            if (gap > 0)
                painter.fillRect(cell, theme().background);
            painter.fillRect(cell.adjusted(gap, gap, 0, 0), color);
            if (!haveFigures)
                continue;
            painter.setPen(ChartTheme::textOn(color));
            painter.drawText(cell, Qt::AlignCenter, figureText(mark.value));
        }
    }

    bool hasGaps() const
    {
        return std::any_of(m_cells.cbegin(), m_cells.cend(), [this](int mark) {
            return mark < 0 || std::isnan(data().marks.at(mark).value);
        });
    }

    const QColor& colorOf(double value) const
    {
        const double last = static_cast<double>(m_colors.size()) - 1;
        return m_colors.at(qRound(last * (value - m_minimum) / (m_maximum - m_minimum)));
    }

    QString figureText(double value) const
    {
        return QLocale().toString(value, 'f', data().decimals);
    }

    bool figuresFit() const
    {
        const QFontMetricsF fonts = metrics();
        if (rowPitch() < fonts.height() + 2)
            return false;
        double widest = 0;
        for (const double value : {m_minimum, m_maximum})
            widest = std::max(widest, fonts.horizontalAdvance(figureText(value)));
        constexpr double kPadding = 6;
        return widest + kPadding <= pitch();
    }

    double rowPitch() const { return axes()->height() / static_cast<double>(data().rows.size()); }

    // Of "PUMP-01 · North Sea unit east" the name and the end of the plant tell most.
    QString elidedRow(const QString& text, double maxWidth) const
    {
        const QFontMetricsF fonts = metrics();
        const QString between = u" · "_s;
        const qsizetype end = text.lastIndexOf(between);
        const QString name = text.left(end + between.size());
        const double room = maxWidth - fonts.horizontalAdvance(name);
        constexpr int kFewLetters = 4;
        if (fonts.horizontalAdvance(text) <= maxWidth || end < 0
            || room < fonts.averageCharWidth() * kFewLetters)
            return fonts.elidedText(text, Qt::ElideMiddle, maxWidth);
        return name + fonts.elidedText(text.mid(name.size()), Qt::ElideLeft, room);
    }

    void fitRows()
    {
        AxisLabels labels;
        const QFontMetricsF fonts = metrics();
        const double maxWidth = size().width() * 0.28;
        const int step =
            std::max(1, static_cast<int>(std::ceil(fonts.height() / std::max(1.0, rowPitch()))));
        for (int i = 0; i < data().rows.size(); i += step) {
            labels.labels << AxisLabels::Label{i, elidedRow(data().rows.at(i), maxWidth)};
        }
        showLabels(valueAxis(), labels);
    }

    QList<int> m_cells;     // marks, by row and category
    QList<QColor> m_colors; // from minimum to maximum; computing one is slow
    QCPAxisRect* m_scale;
    double m_minimum = 0;
    double m_maximum = 0;
};

} // namespace

std::unique_ptr<ChartDrawing> makeHeatmap(const ChartData& data, const ChartTheme& theme)
{
    return std::make_unique<HeatmapDrawing>(data, theme);
}

} // namespace faultline
