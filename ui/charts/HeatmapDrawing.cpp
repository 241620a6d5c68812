// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/AxisLabels.h"
#include "charts/ChartKinds.h"
#include "charts/CustomPlot.h"

#include <cmath>
#include <optional>

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
        const std::optional<Figures> figures = fittingFigures();
        const double height = rowPitch();
        const double gap = pitch() > 6 && height > 6 ? 1 : 0;
        if (figures)
            painter.setFont(figures->font);
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
            const QString text = figures ? figureText(mark.value, figures->decimals) : QString();
            if (mark.isIncomplete)
                paintIncomplete(
                    painter, cell.adjusted(gap, gap, 0, 0), color,
                    figures ? figureSize(*figures, text) : QSizeF());
            if (!figures)
                continue;
            painter.setPen(ChartTheme::textOn(color));
            paintFigure(painter, cell, text, figures->isUpright);
        }
    }

    static void
    paintFigure(QPainter& painter, const QRectF& cell, const QString& text, bool isUpright)
    {
        if (!isUpright) {
            painter.drawText(cell, Qt::AlignCenter | Qt::TextDontClip, text);
            return;
        }
        painter.save();
        painter.translate(cell.center());
        constexpr double kUpwards = -90;
        painter.rotate(kUpwards);
        const QRectF turned(-cell.height() / 2, -cell.width() / 2, cell.height(), cell.width());
        painter.drawText(turned, Qt::AlignCenter | Qt::TextDontClip, text);
        painter.restore();
    }

    // Hatched, except behind the figure, which stays readable.
    static void paintIncomplete(
        QPainter& painter, const QRectF& cell, const QColor& color, const QSizeF& figure)
    {
        QColor lines = ChartTheme::textOn(color);
        constexpr float kSoft = 0.45F;
        lines.setAlphaF(kSoft);
        hatch(painter, cell, lines);
        if (figure.isEmpty())
            return;
        constexpr double kPadding = 2;
        QRectF behind(QPointF(), figure + QSizeF(2 * kPadding, 2 * kPadding));
        behind.moveCenter(cell.center());
        painter.fillRect(behind.intersected(cell), color);
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

    static QString figureText(double value, int decimals)
    {
        return QLocale().toString(value, 'f', decimals);
    }

    // How the figures are written in the cells.
    struct Figures
    {
        QFont font;
        int decimals = 0;
        bool isUpright = false; ///< From below, in cells that are higher than wide.
    };

    static QSizeF figureSize(const Figures& figures, const QString& text)
    {
        const QFontMetricsF fonts(figures.font);
        const QSizeF size(fonts.horizontalAdvance(text), fonts.capHeight());
        return figures.isUpright ? size.transposed() : size;
    }

    // As large as fits and with as many decimals, but never too small to read; none if that is
    // impossible. All cells have the same, so that they are comparable.
    std::optional<Figures> fittingFigures() const
    {
        constexpr int kReadable = 9;
        const int largest = theme().font.pixelSize();
        // A rate of 0.016 mustn't become 0.0.
        const int fewest = std::min(data().decimals, m_maximum < 1 ? 2 : 1);
        for (int decimals = data().decimals; decimals >= fewest; --decimals) {
            for (int size = largest; size >= std::min(kReadable, largest); --size) {
                for (const bool isUpright : {false, true}) {
                    Figures figures{theme().font, decimals, isUpright};
                    figures.font.setPixelSize(size);
                    if (fits(figures))
                        return figures;
                }
            }
        }
        return std::nullopt;
    }

    bool fits(const Figures& figures) const
    {
        constexpr double kPadding = 2;
        for (const double value : {m_minimum, m_maximum}) {
            const QSizeF size = figureSize(figures, figureText(value, figures.decimals));
            if (size.width() + kPadding > pitch() || size.height() + kPadding > rowPitch())
                return false;
        }
        return true;
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
