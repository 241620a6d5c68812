// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/CurveLegend.h"

#include <algorithm>
#include <cmath>

namespace faultline {

namespace {

// All distances follow from the height of the text.
struct Sizes
{
    explicit Sizes(const QFontMetricsF& metrics)
        : line(std::ceil(metrics.height() * 1.25))
        , sample(std::round(metrics.height() * 1.9))
        , beforeText(std::round(metrics.height() * 0.4))
        , between(std::round(metrics.height() * 1.2))
    {}

    double line;
    double sample;
    double beforeText;
    double between;
};

} // namespace

CurveLegend::CurveLegend(QCustomPlot* plot, const ChartTheme& theme, const QList<Entry>& entries)
    : QCPLayoutElement(plot)
    , m_theme(theme)
    , m_entries(entries)
{
    setSizeConstraintRect(scrInnerRect);
}

void CurveLegend::fitTo(double width, double maxHeight)
{
    const Sizes sizes(QFontMetricsF(m_theme.font));
    const int maxLines = std::max(1, static_cast<int>(maxHeight / sizes.line));
    // Names are cut only if there is no height for whole ones; then two are side by side.
    constexpr double kHalf = 0.46;
    if (!place(width, width, maxLines))
        place(width, kHalf * width, maxLines);
}

bool CurveLegend::place(double width, double longest, int maxLines)
{
    const QFontMetricsF metrics(m_theme.font);
    const Sizes sizes(metrics);
    m_placed.clear();
    QPointF at;
    int lines = 1;
    for (int i = 0; i < m_entries.size(); ++i) {
        const double beside = sizes.sample + sizes.beforeText;
        const QString text = metrics.elidedText(
            m_entries.at(i).text, Qt::ElideMiddle,
            std::max(longest - beside, 2 * metrics.height()));
        const double needed = beside + metrics.horizontalAdvance(text);
        if (at.x() > 0 && at.x() + needed > width) {
            if (lines == maxLines)
                break;
            ++lines;
            at = QPointF(0, at.y() + sizes.line);
        }
        m_placed << Placed{i, at, text};
        at.rx() += needed + sizes.between;
    }
    const auto height = static_cast<int>(lines * sizes.line);
    setMinimumSize(0, height);
    setMaximumSize(QWIDGETSIZE_MAX, height);
    return m_placed.size() == m_entries.size();
}

void CurveLegend::draw(QCPPainter* painter)
{
    const QFontMetricsF metrics(m_theme.font);
    const Sizes sizes(metrics);
    painter->setAntialiasing(true);
    painter->setFont(m_theme.font);
    for (const Placed& placed : std::as_const(m_placed)) {
        const Entry& entry = m_entries.at(placed.entry);
        const QPointF at = placed.at + rect().topLeft();
        const QRectF sample(at, QSizeF(sizes.sample, sizes.line));
        if (entry.area.isValid())
            painter->fillRect(
                sample.adjusted(0, sizes.line * 0.2, 0, -sizes.line * 0.2), entry.area);
        const QPointF middle = sample.center();
        if (entry.line.style() != Qt::NoPen) {
            painter->setPen(entry.line);
            painter->drawLine(QLineF(sample.left(), middle.y(), sample.right(), middle.y()));
        }
        if (!entry.point.isNone()) {
            entry.point.applyTo(painter, entry.line);
            entry.point.drawShape(painter, middle);
        }
        painter->setPen(m_theme.text);
        painter->drawText(
            QRectF(
                at.x() + sizes.sample + sizes.beforeText, at.y(),
                metrics.horizontalAdvance(placed.text) + 1, sizes.line),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, placed.text);
    }
}

} // namespace faultline
