// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/ChartDrawing.h"

#include "charts/AxisLabels.h"
#include "charts/ChartKinds.h"
#include "charts/CustomPlot.h"
#include "charts/FigureTicker.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr QSize kSmallest(120, 90);

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Chart)
};

// Custom painting in QCustomPlot's layers.
class PlotPaint : public QCPLayerable
{
public:
    PlotPaint(
        QCPAxisRect* axes, std::function<void(QPainter&)> paint, const QString& layer = u"main"_s)
        : QCPLayerable(axes->parentPlot(), layer)
        , m_axes(axes)
        , m_paint(std::move(paint))
    {}

protected:
    QRect clipRect() const override { return m_axes->rect(); }
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override
    {
        painter->setAntialiasing(true);
    }
    void draw(QCPPainter* painter) override { m_paint(*painter); }

private:
    QCPAxisRect* m_axes;
    std::function<void(QPainter&)> m_paint;
};

QMargins textMargins(const ChartTheme& theme)
{
    const int padding = theme.font.pixelSize() / 2;
    return {padding, padding / 2, padding, padding / 2};
}

QCPTextElement*
textRow(QCustomPlot& plot, const QFont& font, const QColor& color, const QMargins& margins)
{
    auto* text = new QCPTextElement(&plot);
    text->setFont(font);
    text->setTextColor(color);
    text->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip);
    text->setMargins(margins);
    return text;
}

// Wraps the text into at most `maxLines` lines and elides the last one.
QString inLines(const QString& text, const QFontMetricsF& metrics, double width, int maxLines)
{
    QStringList lines{QString()};
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    for (const QString& word : words) {
        const QString longer = lines.constLast().isEmpty() ? word : lines.constLast() + u' ' + word;
        if (lines.size() == maxLines || lines.constLast().isEmpty()
            || metrics.horizontalAdvance(longer) <= width)
            lines.last() = longer;
        else
            lines << word;
    }
    for (QString& line : lines)
        line = metrics.elidedText(line, Qt::ElideRight, width);
    return lines.join(u'\n');
}

QFont titleFont(const ChartTheme& theme)
{
    QFont font = theme.font;
    font.setPixelSize(qRound(theme.font.pixelSize() * 1.25));
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

std::unique_ptr<ChartDrawing> ChartDrawing::make(const ChartData& data, const ChartTheme& theme)
{
    switch (data.kind) {
    case ChartSpec::Kind::Pareto:
        return makePareto(data, theme);
    case ChartSpec::Kind::Trend:
        return makeTrend(data, theme);
    case ChartSpec::Kind::Heatmap:
        return makeHeatmap(data, theme);
    case ChartSpec::Kind::Histogram:
        return makeHistogram(data, theme);
    case ChartSpec::Kind::Box:
        return makeBoxes(data, theme);
    case ChartSpec::Kind::Curve:
        return makeCurves(data, theme);
    }
    return nullptr;
}

ChartDrawing::ChartDrawing(const ChartData& data, const ChartTheme& theme)
    : m_data(data)
    , m_theme(theme)
    , m_plot(std::make_unique<QCustomPlot>())
    , m_axes(new QCPAxisRect(m_plot.get()))
{
    m_plot->setBackground(QBrush(theme.background));
    m_plot->plotLayout()->clear();
    m_plot->plotLayout()->setRowSpacing(0);
    auto* body = new QCPLayoutGrid;
    body->setColumnSpacing(theme.font.pixelSize());
    body->addElement(0, 0, m_axes);
    int row = 0;
    const int padding = theme.font.pixelSize() / 2;
    if (!data.title.isEmpty()) {
        auto* title = textRow(*m_plot, titleFont(theme), theme.text, textMargins(theme));
        title->setObjectName(u"title"_s);
        m_plot->plotLayout()->addElement(row++, 0, title);
    }
    m_plot->plotLayout()->addElement(row++, 0, body);
    if (!note().isEmpty()) {
        auto* note = textRow(*m_plot, theme.font, theme.quietText, textMargins(theme));
        note->setObjectName(u"note"_s);
        m_plot->plotLayout()->addElement(row++, 0, note);
    }
    // Half a label extends above the axis.
    m_axes->setMinimumMargins(QMargins(padding, 2 * padding, padding, padding));
    style(categoryAxis(), data.categoryTitle);
    style(valueAxis(), data.valueTitle);
    categoryAxis()->grid()->setVisible(false);
}

ChartDrawing::~ChartDrawing() = default;

QCPAxis* ChartDrawing::categoryAxis() const
{
    return m_axes->axis(QCPAxis::atBottom);
}

QCPAxis* ChartDrawing::valueAxis() const
{
    return m_axes->axis(QCPAxis::atLeft);
}

void ChartDrawing::style(QCPAxis* axis, const QString& title)
{
    axis->setVisible(true);
    axis->setTickLabels(true);
    axis->setSubTicks(false);
    axis->setTickLength(0, 4);
    axis->setTickLabelPadding(4);
    axis->setTickLabelFont(m_theme.font);
    axis->setTickLabelColor(m_theme.text);
    setTitle(axis, title);
    axis->setLabel(title);
    axis->setLabelFont(m_theme.font);
    axis->setLabelColor(m_theme.quietText);
    axis->setLabelPadding(m_theme.font.pixelSize() / 3);
    axis->setBasePen(QPen(m_theme.quietText, 1));
    axis->setTickPen(QPen(m_theme.quietText, 1));
    axis->grid()->setPen(QPen(m_theme.grid, 1));
    axis->grid()->setZeroLinePen(Qt::NoPen);
}

void ChartDrawing::showFigures(QCPAxis* axis, int decimals) const
{
    axis->setTicker(QSharedPointer<FigureTicker>::create(decimals == 0));
}

void ChartDrawing::fitFigures(QCPAxis* axis) const
{
    constexpr int kMax = 8;
    const double distance = 2.5 * metrics().height();
    axis->ticker()->setTickCount(
        std::clamp(static_cast<int>(axis->axisRect()->height() / distance), 2, kMax));
}

void ChartDrawing::showLabels(QCPAxis* axis, const AxisLabels& labels) const
{
    const QFontMetricsF fonts = metrics();
    const bool isBelow = axis->orientation() == Qt::Horizontal && labels.rotation == 0;
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (const auto& [index, text] : labels.labels) {
        const double middle = m_axes->left() + (index - axis->range().lower) * pitch();
        const double half = fonts.horizontalAdvance(text) / 2;
        if (!isBelow || (middle - half >= 0 && middle + half <= m_size.width()))
            ticker->addTick(index, text);
    }
    axis->setTicker(ticker);
    axis->setTickLabelRotation(labels.rotation);
}

double ChartDrawing::pitch() const
{
    return m_axes->width() / std::max(1.0, categoryAxis()->range().size());
}

void ChartDrawing::fitCategories()
{
    const QFontMetricsF fonts = metrics();
    if (const auto periods = periodLabels(m_data.categories, pitch(), fonts)) {
        showLabels(categoryAxis(), *periods);
        return;
    }
    // For numbers such as hours, the reader can count on from some labels.
    const bool areNumbers = std::all_of(
        m_data.categories.cbegin(), m_data.categories.cend(), [](const QString& category) {
            bool ok = false;
            category.toDouble(&ok);
            return ok;
        });
    if (areNumbers) {
        showLabels(categoryAxis(), everyNthLabel(m_data.categories, pitch(), fonts));
        return;
    }
    LabelRoom room;
    room.pitch = pitch();
    room.height = m_size.height() * 0.3;
    room.left = m_axes->left() + pitch() / 2;
    showLabels(categoryAxis(), nameLabels(m_data.categories, room, fonts));
}

void ChartDrawing::addPaint(QCPAxisRect* axes, std::function<void(QPainter&)> paint)
{
    new PlotPaint(axes, std::move(paint)); // owned by the plot
}

void ChartDrawing::addPaintBelow(QCPAxisRect* axes, std::function<void(QPainter&)> paint)
{
    new PlotPaint(axes, std::move(paint), u"background"_s);
}

// What hatching means that covers marks.
QString ChartDrawing::legend() const
{
    return m_data.hasIncomplete() ? Text::tr("Hatched: not observed in full") : QString();
}

QString ChartDrawing::note() const
{
    QStringList parts{legend(), m_data.note};
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

QString ChartDrawing::shownTitle(QCPAxis* axis) const
{
    const bool isBelow = axis->orientation() == Qt::Horizontal;
    return isBelow && isLow() ? QString() : m_titles.value(axis);
}

// In a low chart, drop the texts that the reader can infer.
bool ChartDrawing::isLow() const
{
    constexpr int kLines = 16;
    return m_size.height() < kLines * metrics().height();
}

bool ChartDrawing::isTooSmall() const
{
    return m_size.width() < kSmallest.width() || m_size.height() < kSmallest.height();
}

void ChartDrawing::layOut()
{
    QCPLayoutGrid* layout = m_plot->plotLayout();
    layout->update(QCPLayoutElement::upPreparation);
    layout->update(QCPLayoutElement::upMargins);
    layout->update(QCPLayoutElement::upLayout);
}

void ChartDrawing::fitTexts()
{
    const auto fitText =
        [this](const QString& name, const QString& text, const QFont& font, int lines) {
            if (auto* element = m_plot->findChild<QCPTextElement*>(name)) {
                const double room = m_size.width() - 2.0 * m_theme.font.pixelSize();
                element->setText(inLines(text, QFontMetricsF(font), room, lines));
            }
        };
    constexpr int kMaxNoteLines = 3;
    fitText(u"title"_s, m_data.title, titleFont(m_theme), 1);
    fitText(u"note"_s, isLow() ? legend() : note(), m_theme.font, kMaxNoteLines);
    if (auto* note = m_plot->findChild<QCPTextElement*>(u"note"_s))
        note->setMargins(note->text().isEmpty() ? QMargins() : textMargins(m_theme));
}

void ChartDrawing::fitTitles()
{
    for (auto it = m_titles.cbegin(); it != m_titles.cend(); ++it) {
        const QCPAxisRect* rect = it.key()->axisRect();
        const bool isUpright = it.key()->orientation() == Qt::Vertical;
        it.key()->setLabel(metrics().elidedText(
            shownTitle(it.key()), Qt::ElideRight, isUpright ? rect->height() : rect->width()));
    }
}

void ChartDrawing::resize(const QSize& size)
{
    m_size = size;
    if (isTooSmall())
        return;
    m_plot->setViewport(QRect(QPoint(), size));
    fitTexts();
    for (auto it = m_titles.cbegin(); it != m_titles.cend(); ++it)
        it.key()->setLabel(shownTitle(it.key()));
    // The labels on the left determine the space for those below, which are chosen again when this
    // space is known.
    layOut();
    fit();
    layOut();
    fit();
    layOut();
    fitTitles(); // takes no more space than before
    layOut();
}

void ChartDrawing::paint(QCPPainter& painter)
{
    if (isTooSmall())
        painter.fillRect(QRect(QPoint(), m_size), m_theme.background);
    else
        m_plot->toPainter(&painter, m_size.width(), m_size.height());
}

int ChartDrawing::markAt(const QPointF& position) const
{
    if (isTooSmall() || !m_axes->rect().contains(position.toPoint()))
        return -1;
    return hit(position);
}

QRectF ChartDrawing::markArea(int mark) const
{
    return isTooSmall() || mark < 0 || mark >= m_data.marks.size() ? QRectF() : area(mark);
}

QRectF ChartDrawing::columnArea(int mark) const
{
    const QRectF area = markArea(mark);
    return area.isEmpty() ? area
                          : QRectF(area.left(), m_axes->top(), area.width(), m_axes->height());
}

void hatch(QPainter& painter, const QRectF& area, const QColor& color)
{
    constexpr double kDistance = 6;
    painter.save();
    painter.setPen(QPen(color, 1));
    // The lines x + y = sum, clipped to the area.
    const auto lines = qRound((area.width() + area.height()) / kDistance);
    for (int line = 0; line < lines; ++line) {
        const double sum = area.left() + area.top() + (line + 0.5) * kDistance;
        const double from = std::max(area.left(), sum - area.bottom());
        const double to = std::min(area.right(), sum - area.top());
        painter.drawLine(QPointF(from, sum - from), QPointF(to, sum - to));
    }
    painter.restore();
}

} // namespace faultline
