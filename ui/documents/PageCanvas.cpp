// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/PageCanvas.h"

#include "documents/PageTable.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPageLayout>
#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PageCanvas)
};

constexpr qreal kUnitsPerInch = 720;
constexpr qreal kUnitsPerPoint = 10;
constexpr int kEdgeSize = 75;

QColor colourOf(PageCanvas::Ink ink)
{
    switch (ink) {
    case PageCanvas::Ink::Quiet:
        return {0x55, 0x5f, 0x69};
    case PageCanvas::Ink::Link:
        return {0x1f, 0x5f, 0xa8};
    case PageCanvas::Ink::Line:
        return {0xc8, 0xce, 0xd4};
    case PageCanvas::Ink::Shade:
        return {0xee, 0xf1, 0xf4};
    case PageCanvas::Ink::Good:
        return {0x2c, 0x7a, 0x4b};
    case PageCanvas::Ink::Bad:
        return {0xb3, 0x36, 0x2b};
    case PageCanvas::Ink::Normal:
        break;
    }
    return {0x1c, 0x21, 0x26};
}

// Splits the text where the font has ligatures, which text search in a PDF can't find.
void drawWords(
    QPainter& painter, QPointF baseline, const QString& text, const QFont& font,
    PageCanvas::Ink ink)
{
    const QFontMetricsF metrics(font);
    painter.setPen(colourOf(ink));
    painter.setFont(font);
    for (qsizetype start = 0; start < text.size();) {
        qsizetype end = start + 1;
        while (end < text.size() && !(text[end - 1] == u'f' && u"fijlt"_s.contains(text[end])))
            ++end;
        const QString piece = text.mid(start, end - start);
        painter.drawText(baseline, piece);
        baseline.rx() += metrics.horizontalAdvance(piece);
        start = end;
    }
}

// QPicture scales with the device's resolution.
void drawChart(QPainter& painter, const QRectF& area, const PageChart& chart)
{
    const qreal scale = area.width() / chart.size.width() * chart.picture.logicalDpiX()
                        / painter.device()->logicalDpiX();
    painter.save();
    painter.translate(area.topLeft());
    painter.scale(scale, scale);
    painter.drawPicture(0, 0, chart.picture);
    painter.restore();
}

} // namespace

void PageCanvas::addPage()
{
    m_pages << Page{};
}

void PageCanvas::place(const QString& text, const QFont& font, QPointF topLeft, Ink ink)
{
    const qreal ascent = QFontMetricsF(font).ascent();
    m_pages.last().words << Words{topLeft + QPointF(0, ascent), text, font, ink};
}

void PageCanvas::placeRight(const QString& text, const QFont& font, QPointF topRight, Ink ink)
{
    placeRightOn(lastPage(), text, font, topRight, ink);
}

void PageCanvas::placeRightOn(
    qsizetype page, const QString& text, const QFont& font, QPointF topRight, Ink ink)
{
    const QFontMetricsF metrics(font);
    const QPointF baseline = topRight + QPointF(-metrics.horizontalAdvance(text), metrics.ascent());
    m_pages[page].words << Words{baseline, text, font, ink};
}

void PageCanvas::fill(const QRectF& area, Ink ink)
{
    m_pages.last().fills << std::pair(area, ink);
}

void PageCanvas::placeChart(const QRectF& area, const PageChart& chart)
{
    m_pages.last().charts << std::pair(area, chart);
}

void PageCanvas::placePicture(const QRectF& area, const QImage& picture)
{
    m_pages.last().pictures << std::pair(area, picture);
}

void PageCanvas::paint(QPdfWriter& device, const QString& title, const QString& origin) const
{
    device.setPageLayout(QPageLayout(
        QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF(), QPageLayout::Point));
    QPainter painter(&device);
    for (qsizetype i = 0; i < m_pages.size(); ++i) {
        if (i > 0)
            device.newPage();
        painter.save();
        const qreal scale = device.resolution() / kUnitsPerInch;
        painter.scale(scale, scale);
        paintPage(painter, m_pages.at(i));
        paintEdges(painter, i, title, origin);
        painter.restore();
    }
}

void PageCanvas::paintPage(QPainter& painter, const Page& page) const
{
    for (const auto& [area, ink] : page.fills)
        painter.fillRect(area, colourOf(ink));
    for (const auto& [area, chart] : page.charts)
        drawChart(painter, area, chart);
    for (const auto& [area, picture] : page.pictures)
        painter.drawImage(area, picture);
    for (const Words& words : page.words)
        drawWords(painter, words.baseline, words.text, words.font, words.ink);
}

void PageCanvas::paintEdges(
    QPainter& painter, qsizetype number, const QString& title, const QString& origin) const
{
    constexpr qreal kBaseline = 400;
    constexpr qreal kBelowHead = 60;
    constexpr qreal kHair = 5;
    constexpr qreal kShare = 0.8;
    const QFont font = documentFont(kEdgeSize);
    const QFontMetricsF metrics(font);
    const auto atLeft = [&](const QString& text, qreal y) {
        const QString elided = metrics.elidedText(text, Qt::ElideRight, kRoom * kShare);
        drawWords(painter, {kMargin, y}, elided, font, Ink::Quiet);
    };
    const auto atRight = [&](const QString& text, qreal y) {
        const qreal left = kWidth - kMargin - metrics.horizontalAdvance(text);
        drawWords(painter, {left, y}, text, font, Ink::Quiet);
    };
    if (number > 0) {
        atLeft(title, kBaseline);
        atRight(u"Faultline"_s, kBaseline);
        painter.fillRect(
            QRectF(kMargin, kBaseline + kBelowHead, kRoom, kHair), colourOf(Ink::Line));
    }
    atLeft(origin, kHeight - kBaseline);
    atRight(Text::tr("Page %1 of %2").arg(number + 1).arg(m_pages.size()), kHeight - kBaseline);
}

PdfPlace PageCanvas::placeAt(qsizetype page, qreal y)
{
    return {page, (kHeight - y) / kUnitsPerPoint};
}

QRectF PageCanvas::linkArea(const QRectF& area)
{
    return {
        area.left() / kUnitsPerPoint, (kHeight - area.bottom()) / kUnitsPerPoint,
        area.width() / kUnitsPerPoint, area.height() / kUnitsPerPoint};
}

qreal lineHeight(const QFont& font)
{
    constexpr qreal kLeading = 1.12;
    return QFontMetricsF(font).height() * kLeading;
}

} // namespace faultline
