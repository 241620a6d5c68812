// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/PageLayout.h"

#include <QColor>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPageLayout>
#include <QPainter>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PageLayout)
};

// A4, in tenths of a point.
constexpr qreal kShortSide = 5953;
constexpr qreal kLongSide = 8419;
constexpr qreal kMargin = 425;
constexpr qreal kTop = 640; // below the line in the page header
constexpr qreal kBottom = 620;
constexpr qreal kUnitsPerInch = 720;

constexpr int kTitleSize = 200;
constexpr int kHeadingSize = 105;
constexpr int kTextSize = 90;
constexpr int kNoteSize = 75;
constexpr int kCodeSize = 65;
constexpr qreal kSpace = 60;
constexpr qreal kNameWidth = 1250;

const QColor kInk(0x1c, 0x21, 0x26);
const QColor kQuiet(0x55, 0x5f, 0x69);
const QColor kLine(0xc8, 0xce, 0xd4);
const QColor kShade(0xee, 0xf1, 0xf4);

qreal lineHeight(const QFont& font)
{
    return QFontMetricsF(font).height() * 1.12;
}

TableFit fitOnPage(const PageTable& table)
{
    return fitTable(table, kShortSide - 2 * kMargin, kLongSide - 2 * kMargin);
}

// Splits the text where the font has ligatures, which text search in a PDF can't find.
void drawWords(QPainter& painter, QPointF baseline, const QString& text, const QFont& font)
{
    const QFontMetricsF metrics(font);
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
void paintChartOnPage(QPainter& painter, const QRectF& area, const PageChart& chart)
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

PageLayout::PageLayout(QString title, QString origin)
    : m_title(std::move(title))
    , m_origin(std::move(origin))
{}

qreal PageLayout::contentWidth() const
{
    return (m_pages.constLast().isLandscape ? kLongSide : kShortSide) - 2 * kMargin;
}

qreal PageLayout::bottom() const
{
    return (m_pages.constLast().isLandscape ? kShortSide : kLongSide) - kBottom;
}

void PageLayout::startPage(bool isLandscape)
{
    m_pages << Page{isLandscape, {}, {}, {}, {}, {}};
    m_y = kTop;
}

void PageLayout::need(qreal height)
{
    if (m_y + height > bottom() && m_y > kTop)
        startPage(m_pages.constLast().isLandscape);
}

void PageLayout::place(const QString& text, const QFont& font, QPointF topLeft, bool isQuiet)
{
    const qreal ascent = QFontMetricsF(font).ascent();
    m_pages.last().words << Words{topLeft + QPointF(0, ascent), text, font, isQuiet};
}

void PageLayout::placeRight(const QString& text, const QFont& font, QPointF topRight, bool isQuiet)
{
    const qreal width = QFontMetricsF(font).horizontalAdvance(text);
    place(text, font, topRight - QPointF(width, 0), isQuiet);
}

void PageLayout::addText(
    const QString& text, const QFont& font, qreal left, qreal width, bool isQuiet)
{
    for (const QString& line : brokenIntoLines(text, font, width)) {
        need(lineHeight(font));
        place(line, font, {left, m_y}, isQuiet);
        m_y += lineHeight(font);
    }
}

void PageLayout::addTitle(const QString& text)
{
    addText(text, documentFont(kTitleSize, true), kMargin, contentWidth(), false);
    m_y += kSpace;
}

void PageLayout::addHeading(const QString& text)
{
    const QFont font = documentFont(kHeadingSize, true);
    m_y += 2 * kSpace;
    // Keep the heading with the text below it.
    need(4 * lineHeight(font));
    addText(text, font, kMargin, contentWidth(), false);
    m_y += kSpace / 2;
}

void PageLayout::addParagraph(const QString& text)
{
    addText(text, documentFont(kTextSize), kMargin, contentWidth(), false);
    m_y += kSpace;
}

void PageLayout::addNote(const QString& text)
{
    addText(text, documentFont(kNoteSize), kMargin, contentWidth(), true);
    m_y += kSpace;
}

void PageLayout::addLines(const QList<FilterLine>& lines)
{
    const QFont font = documentFont(kNoteSize + 5);
    for (const FilterLine& line : lines) {
        const QStringList names = brokenIntoLines(line.title, font, kNameWidth - kColumnGap);
        const QStringList values = brokenIntoLines(line.value, font, contentWidth() - kNameWidth);
        for (qsizetype i = 0; i < std::max(names.size(), values.size()); ++i) {
            need(lineHeight(font));
            place(names.value(i), font, {kMargin, m_y}, true);
            place(values.value(i), font, {kMargin + kNameWidth, m_y});
            m_y += lineHeight(font);
        }
    }
    m_y += kSpace;
}

void PageLayout::addCode(const QString& text)
{
    addText(text, documentCodeFont(kCodeSize), kMargin, contentWidth(), false);
    m_y += kSpace;
}

void PageLayout::addChart(const PageChart& chart)
{
    if (chart.picture.isNull())
        return;
    constexpr qreal kMaxPageShare = 0.65;
    const QSizeF room(contentWidth(), (bottom() - kTop) * kMaxPageShare);
    const QSizeF shown = QSizeF(chart.size).scaled(room, Qt::KeepAspectRatio);
    need(shown.height());
    m_pages.last().charts << std::pair(QRectF(QPointF(kMargin, m_y), shown), chart);
    m_y += shown.height() + kSpace;
}

PageLayout::Mark PageLayout::addContentsLine(const QString& text)
{
    const QFont font = documentFont(kTextSize);
    need(lineHeight(font));
    const Mark mark{m_pages.size() - 1, m_y};
    place(
        brokenIntoLines(text, font, contentWidth() - kNameWidth).constFirst(), font,
        {kMargin, m_y});
    m_y += lineHeight(font);
    return mark;
}

void PageLayout::setPageNumber(const Mark& mark, qsizetype page)
{
    const QFont font = documentFont(kTextSize);
    const QString text = QString::number(page);
    const QFontMetricsF metrics(font);
    m_pages[mark.page].words << Words{
        {kShortSide - kMargin - metrics.horizontalAdvance(text), mark.y + metrics.ascent()},
        text,
        font,
        false};
}

bool PageLayout::wantsLandscape(const PageTable& table)
{
    return fitOnPage(table).isLandscape;
}

void PageLayout::addTable(const PageTable& table)
{
    const TableFit fit = fitOnPage(table);
    if (fit.isLandscape != m_pages.constLast().isLandscape)
        startPage(fit.isLandscape);
    placeTableHead(table, fit);
    for (const QStringList& row : table.rows)
        placeRow(table, fit, row, fit.font);
    if (!table.totals.isEmpty())
        placeTotals(table, fit);
    m_y += kSpace;
}

void PageLayout::continueTable(const PageTable& table, const TableFit& fit)
{
    startPage(fit.isLandscape);
    placeTableHead(table, fit);
}

// Below a line that is darker than the row separators.
void PageLayout::placeTotals(const PageTable& table, const TableFit& fit)
{
    constexpr qreal kThick = 8;
    QFont font = fit.font;
    font.setBold(true);
    if (m_y + kSpace + lineHeight(font) > bottom())
        continueTable(table, fit);
    m_pages.last().darkLines << QRectF(kMargin, m_y - kThick, fit.width(), kThick);
    m_y += kSpace / 4;
    placeRow(table, fit, table.totals, font);
}

void PageLayout::placeTableHead(const PageTable& table, const TableFit& fit)
{
    QFont font = fit.font;
    font.setBold(true);
    QList<QStringList> titles;
    qsizetype lineCount = 1;
    for (qsizetype i = 0; i < table.columns.size(); ++i) {
        titles << brokenIntoLines(
            table.columns.at(i).title, font, fit.widths.at(i) - kColumnGap + 1);
        lineCount = std::max(lineCount, titles.constLast().size());
    }
    const qreal height = static_cast<qreal>(lineCount) * lineHeight(font) + kSpace;
    // Keep the header with a few rows.
    need(height + 4 * lineHeight(font));
    m_pages.last().shades << QRectF(kMargin, m_y, fit.width(), height);
    qreal left = kMargin;
    for (qsizetype i = 0; i < titles.size(); ++i) {
        qreal y = m_y + kSpace / 2;
        for (const QString& line : titles.at(i)) {
            if (table.columns.at(i).isFigure)
                placeRight(line, font, {left + fit.widths.at(i) - kColumnGap / 2, y});
            else
                place(line, font, {left + kColumnGap / 2, y});
            y += lineHeight(font);
        }
        left += fit.widths.at(i);
    }
    m_y += height + kSpace / 4;
}

void PageLayout::placeRow(
    const PageTable& table, const TableFit& fit, const QStringList& row, const QFont& font)
{
    QList<QStringList> cells;
    qsizetype lineCount = 1;
    for (qsizetype i = 0; i < row.size(); ++i) {
        cells
            << (table.columns.at(i).isFigure
                    ? QStringList{row.at(i)}
                    : brokenIntoLines(row.at(i), font, fit.widths.at(i) - kColumnGap + 1));
        lineCount = std::max(lineCount, cells.constLast().size());
    }
    const qreal height = lineHeight(font);
    // Keep a row on one page, unless it is taller than half a page.
    const qreal whole = static_cast<qreal>(lineCount) * height;
    if (m_y + std::min(whole, (bottom() - kTop) / 2) > bottom())
        continueTable(table, fit);
    for (qsizetype line = 0; line < lineCount; ++line) {
        if (m_y + height > bottom())
            continueTable(table, fit);
        qreal left = kMargin;
        for (qsizetype i = 0; i < cells.size(); ++i) {
            const QString text = cells.at(i).value(line);
            if (table.columns.at(i).isFigure)
                placeRight(text, font, {left + fit.widths.at(i) - kColumnGap / 2, m_y});
            else
                place(text, font, {left + kColumnGap / 2, m_y});
            left += fit.widths.at(i);
        }
        m_y += height;
    }
    constexpr qreal kHair = 4;
    constexpr qreal kBelow = 14;
    m_pages.last().lines << QRectF(kMargin, m_y + kBelow / 2, fit.width(), kHair);
    m_y += kBelow;
}

void PageLayout::paint(QPdfWriter& device) const
{
    QPainter painter;
    for (qsizetype i = 0; i < m_pages.size(); ++i) {
        const auto orientation =
            m_pages.at(i).isLandscape ? QPageLayout::Landscape : QPageLayout::Portrait;
        device.setPageLayout(
            QPageLayout(QPageSize(QPageSize::A4), orientation, QMarginsF(), QPageLayout::Point));
        if (i == 0)
            painter.begin(&device);
        else
            device.newPage();
        painter.save();
        const qreal scale = device.resolution() / kUnitsPerInch;
        painter.scale(scale, scale);
        paintPage(painter, i);
        painter.restore();
    }
}

void PageLayout::paintPage(QPainter& painter, qsizetype number) const
{
    const Page& page = m_pages.at(number);
    const qreal width = page.isLandscape ? kLongSide : kShortSide;
    const qreal height = page.isLandscape ? kShortSide : kLongSide;
    for (const QRectF& shade : page.shades)
        painter.fillRect(shade, kShade);
    for (const QRectF& line : page.lines)
        painter.fillRect(line, kLine);
    for (const QRectF& line : page.darkLines)
        painter.fillRect(line, kQuiet);
    for (const auto& [area, chart] : page.charts)
        paintChartOnPage(painter, area, chart);
    const auto draw = [&](const QPointF& baseline, const QString& text, const QFont& font,
                          const QColor& colour) {
        painter.setPen(colour);
        drawWords(painter, baseline, text, font);
    };
    for (const Words& words : page.words)
        draw(words.baseline, words.text, words.font, words.isQuiet ? kQuiet : kInk);

    // Header and footer.
    constexpr qreal kHeadBaseline = 400;
    constexpr qreal kHair = 5;
    const QFont font = documentFont(kNoteSize);
    const QFontMetricsF metrics(font);
    const qreal room = width - 2 * kMargin;
    const auto elided = [&](const QString& text, qreal share) {
        return metrics.elidedText(text, Qt::ElideRight, room * share);
    };
    const QString program = u"Faultline"_s;
    draw({kMargin, kHeadBaseline}, elided(m_title, 0.8), font, kQuiet);
    draw(
        {width - kMargin - metrics.horizontalAdvance(program), kHeadBaseline}, program, font,
        kQuiet);
    painter.fillRect(QRectF(kMargin, kHeadBaseline + kSpace, room, kHair), kLine);
    const QString pageText = Text::tr("Page %1 of %2").arg(number + 1).arg(m_pages.size());
    draw({kMargin, height - kHeadBaseline}, elided(m_origin, 0.8), font, kQuiet);
    draw(
        {width - kMargin - metrics.horizontalAdvance(pageText), height - kHeadBaseline}, pageText,
        font, kQuiet);
}

} // namespace faultline
