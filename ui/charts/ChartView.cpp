// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/ChartView.h"

#include "charts/ChartDescription.h"
#include "charts/CustomPlot.h"

#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

ChartView::ChartView(QWidget* parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    m_label->setObjectName(u"chartLabel"_s);
    m_label->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_label->setForegroundRole(QPalette::ToolTipText);
    m_label->setBackgroundRole(QPalette::ToolTipBase);
    m_label->setAutoFillBackground(true);
    m_label->setFrameShape(QFrame::Box);
    m_label->setTextFormat(Qt::RichText);
    constexpr int kMargin = 6;
    m_label->setMargin(kMargin);
    m_label->hide();
    setAccessibleName(chartDescription(m_data));
}

ChartView::~ChartView() = default;

void ChartView::showChart(const ChartData& data)
{
    m_data = data;
    m_selected = -1;
    setAccessibleName(chartDescription(data));
    point(-1);
    makeDrawing();
}

void ChartView::makeDrawing()
{
    m_drawing.reset();
    if (!m_data.isEmpty()) {
        ChartData drawn = m_data;
        drawn.title.clear();
        m_drawing = ChartDrawing::make(drawn, ChartTheme::of(palette(), font()));
        m_drawing->resize(size());
    }
    m_picture = {};
    update();
}

// Caches the chart as a pixmap, to make hovering fast.
void ChartView::makePicture()
{
    m_picture = QPixmap((QSizeF(size()) * devicePixelRatioF()).toSize());
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture.fill(palette().color(QPalette::Base));
    if (!m_drawing || m_picture.isNull())
        return;
    QCPPainter painter(&m_picture);
    m_drawing->paint(painter);
}

void ChartView::paintEvent(QPaintEvent*)
{
    if (m_picture.size() != (QSizeF(size()) * devicePixelRatioF()).toSize())
        makePicture();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    if (!m_drawing)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hasPoints =
        m_data.kind == ChartSpec::Kind::Trend || m_data.kind == ChartSpec::Kind::Curve;
    const auto frame = [&](int mark, double width) {
        if (mark < 0)
            return;
        painter.setPen(QPen(m_drawing->theme().highlight, width));
        const QRectF area = markArea(mark).adjusted(-1, -1, 1, 1);
        if (hasPoints)
            painter.drawEllipse(area);
        else
            painter.drawRect(area);
    };
    const bool hasColumns = !hasPoints && m_data.kind != ChartSpec::Kind::Heatmap;
    if (m_selected >= 0 && hasColumns) {
        // Also highlight the column, because the frame of a low bar is hard to see.
        QColor band = m_drawing->theme().highlight;
        band.setAlphaF(0.12F);
        painter.fillRect(m_drawing->columnArea(m_selected), band);
    }
    frame(m_pointed, 1);
    frame(m_selected, 2);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void ChartView::resizeEvent(QResizeEvent*)
{
    point(-1);
    if (m_drawing)
        m_drawing->resize(size());
    m_picture = {};
}

QRectF ChartView::markArea(int mark) const
{
    return m_drawing ? m_drawing->markArea(mark) : QRectF();
}

int ChartView::rowOf(int mark) const
{
    return mark >= 0 && mark < m_data.marks.size() ? m_data.marks.at(mark).tableRow : -1;
}

void ChartView::selectRow(int tableRow)
{
    const auto found = std::find_if(
        m_data.marks.cbegin(), m_data.marks.cend(),
        [tableRow](const ChartData::Mark& mark) { return mark.tableRow == tableRow; });
    const bool isThere = tableRow >= 0 && found != m_data.marks.cend();
    m_selected = isThere ? static_cast<int>(found - m_data.marks.cbegin()) : -1;
    update();
}

QString ChartView::labelText() const
{
    return m_pointed < 0 ? QString() : markDescription(m_data, m_pointed).join(u'\n');
}

void ChartView::point(int mark)
{
    if (mark == m_pointed)
        return;
    m_pointed = mark;
    showLabel(mark);
    update();
}

void ChartView::showLabel(int mark)
{
    QStringList lines = markDescription(m_data, mark);
    setAccessibleDescription(lines.join(u", "_s));
    if (lines.isEmpty()) {
        m_label->hide();
        return;
    }
    for (QString& line : lines)
        line = line.toHtmlEscaped();
    lines.first() = u"<b>%1</b>"_s.arg(lines.constFirst());
    m_label->setText(u"<p style='white-space:pre'>%1</p>"_s.arg(lines.join(u"<br>"_s)));
    m_label->adjustSize();
    // Beside the mark, on the side with space, and not over it if possible.
    constexpr double kDistance = 8;
    const QRectF area = markArea(mark);
    double left = area.right() + kDistance;
    if (left + m_label->width() > width())
        left = area.left() - kDistance - m_label->width();
    left = std::clamp(left, 0.0, std::max(0.0, double{1} * (width() - m_label->width())));
    double top = area.top() - m_label->height() - kDistance;
    if (top < 0)
        top = area.top() + kDistance;
    top = std::clamp(top, 0.0, std::max(0.0, double{1} * (height() - m_label->height())));
    m_label->move(QPointF(left, top).toPoint());
    m_label->show();
}

void ChartView::choose(int mark)
{
    m_selected = mark;
    update();
    if (rowOf(mark) >= 0)
        Q_EMIT markSelected(rowOf(mark));
}

void ChartView::activate(int mark)
{
    if (rowOf(mark) >= 0)
        Q_EMIT markActivated(rowOf(mark));
}

void ChartView::mouseMoveEvent(QMouseEvent* event)
{
    point(m_drawing ? m_drawing->markAt(event->position()) : -1);
}

void ChartView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_drawing)
        return;
    const int mark = m_drawing->markAt(event->position());
    point(mark);
    if (mark >= 0)
        choose(mark);
}

void ChartView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_drawing)
        activate(m_drawing->markAt(event->position()));
}

void ChartView::leaveEvent(QEvent*)
{
    point(-1);
}

// Moves within the rows and columns of a heatmap, and along curves or to the next one; in other
// charts, along the categories.
int ChartView::neighbour(int mark, int key) const
{
    const auto last = static_cast<int>(m_data.marks.size()) - 1;
    if (key == Qt::Key_End)
        return last;
    if (mark < 0 || key == Qt::Key_Home)
        return 0;
    if (m_data.kind == ChartSpec::Kind::Curve && (key == Qt::Key_Up || key == Qt::Key_Down))
        return onNextCurve(mark, key == Qt::Key_Down ? 1 : -1);
    if (m_data.kind != ChartSpec::Kind::Heatmap) {
        const int step = key == Qt::Key_Left ? -1 : key == Qt::Key_Right ? 1 : 0;
        return std::clamp(mark + step, 0, last);
    }
    const ChartData::Mark& from = m_data.marks.at(mark);
    int best = mark;
    int shortest = std::numeric_limits<int>::max();
    for (int i = 0; i <= last; ++i) {
        const ChartData::Mark& to = m_data.marks.at(i);
        const int right = to.category - from.category;
        const int down = to.row - from.row;
        const bool isAcross = key == Qt::Key_Left || key == Qt::Key_Right;
        const int along = key == Qt::Key_Left    ? -right
                          : key == Qt::Key_Right ? right
                          : key == Qt::Key_Up    ? -down
                                                 : down;
        // Straight ahead, skipping missing cells.
        if ((isAcross ? down : right) == 0 && along > 0 && along < shortest) {
            shortest = along;
            best = i;
        }
    }
    return best;
}

// The nearest mark of the curve that the legend names before or after this one.
int ChartView::onNextCurve(int mark, int step) const
{
    const int curve = m_data.marks.at(mark).row + step;
    int best = mark;
    double shortest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < m_data.marks.size(); ++i) {
        const double distance = std::abs(m_data.curve.at(i).x - m_data.curve.at(mark).x);
        if (m_data.marks.at(i).row == curve && distance < shortest) {
            shortest = distance;
            best = i;
        }
    }
    return best;
}

// Esc first hides the label; without a label, the window handles it.
bool ChartView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && m_pointed >= 0
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void ChartView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (m_data.kind != ChartSpec::Kind::Heatmap && m_data.kind != ChartSpec::Kind::Curve)
            break;
        [[fallthrough]];
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
        if (!m_drawing)
            break;
        choose(neighbour(m_selected, event->key()));
        point(m_selected);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (rowOf(m_selected) < 0)
            break;
        activate(m_selected);
        return;
    case Qt::Key_Escape:
        if (m_pointed < 0)
            break;
        point(-1);
        return;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void ChartView::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void ChartView::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    point(-1);
    update();
}

void ChartView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    const bool isLook = event->type() == QEvent::PaletteChange
                        || event->type() == QEvent::FontChange
                        || event->type() == QEvent::StyleChange;
    if (isLook)
        makeDrawing();
}

} // namespace faultline
