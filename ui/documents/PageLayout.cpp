// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/PageLayout.h"

#include "documents/TableLayout.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QPdfWriter>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kHeadingSize = 125;
constexpr int kSubheadingSize = 95;
constexpr int kCodeSize = 65;
constexpr int kResolution = 1200;
constexpr qreal kSpace = 60;
constexpr qreal kNameWidth = 1250;
constexpr qreal kLeft = PageCanvas::kMargin;
constexpr qreal kRoom = PageCanvas::kRoom;

qreal textHeight(const QString& text, const QFont& font)
{
    if (text.isEmpty())
        return 0;
    const auto lines = static_cast<qreal>(brokenIntoLines(text, font, kRoom).size());
    return lines * lineHeight(font) + kSpace;
}

} // namespace

PageLayout::PageLayout()
{
    startPage();
}

void PageLayout::startPage()
{
    m_canvas.addPage();
    m_y = PageCanvas::kTop;
    m_headingTop = 0;
}

void PageLayout::need(qreal height)
{
    if (m_y + height > PageCanvas::kBottom && !isAtTop())
        startPage();
}

void PageLayout::addText(
    const QString& text, const QFont& font, qreal left, qreal width, PageCanvas::Ink ink)
{
    for (const QString& line : brokenIntoLines(text, font, width)) {
        need(lineHeight(font));
        m_canvas.place(line, font, {left, m_y}, ink);
        m_y += lineHeight(font);
    }
}

void PageLayout::addHeading(const QString& text)
{
    const QFont font = documentFont(kHeadingSize, true);
    if (!isAtTop())
        m_y += 3 * kSpace;
    // Keep the heading with the text below it.
    need(4 * lineHeight(font));
    m_headingTop = m_y;
    addText(text, font, kLeft, kRoom, PageCanvas::Ink::Normal);
    m_y += kSpace / 2;
}

void PageLayout::addSubheading(const QString& text)
{
    const QFont font = documentFont(kSubheadingSize, true);
    if (!isAtTop())
        m_y += 2 * kSpace;
    need(4 * lineHeight(font));
    m_headingTop = m_y;
    addText(text, font, kLeft, kRoom, PageCanvas::Ink::Normal);
    m_y += kSpace / 2;
}

void PageLayout::addParagraph(const QString& text)
{
    addText(text, documentFont(kDocumentTextSize), kLeft, kRoom, PageCanvas::Ink::Normal);
    m_y += kSpace;
}

void PageLayout::addNote(const QString& text)
{
    addText(text, documentFont(kDocumentNoteSize), kLeft, kRoom, PageCanvas::Ink::Quiet);
    m_y += kSpace;
}

void PageLayout::addLines(const QList<FilterLine>& lines)
{
    const QFont font = documentFont(kDocumentNoteSize + 5);
    for (const FilterLine& line : lines) {
        const QStringList names = brokenIntoLines(line.title, font, kNameWidth - kColumnGap);
        const QStringList values = brokenIntoLines(line.value, font, kRoom - kNameWidth);
        for (qsizetype i = 0; i < std::max(names.size(), values.size()); ++i) {
            need(lineHeight(font));
            m_canvas.place(names.value(i), font, {kLeft, m_y}, PageCanvas::Ink::Quiet);
            m_canvas.place(values.value(i), font, {kLeft + kNameWidth, m_y});
            m_y += lineHeight(font);
        }
    }
    m_y += kSpace;
}

void PageLayout::addCode(const QString& text)
{
    addText(text, documentCodeFont(kCodeSize), kLeft, kRoom, PageCanvas::Ink::Normal);
    m_y += kSpace;
}

qreal PageLayout::chartHeight(const PageChart& chart)
{
    constexpr qreal kMaxPageShare = 0.65;
    const QSizeF room(kRoom, (PageCanvas::kBottom - PageCanvas::kTop) * kMaxPageShare);
    return chart.picture.isNull() ? 0
                                  : QSizeF(chart.size).scaled(room, Qt::KeepAspectRatio).height();
}

void PageLayout::addChart(const PageChart& chart, qreal height)
{
    if (chart.picture.isNull())
        return;
    const QSizeF room(kRoom, std::min(height, chartHeight(chart)));
    const QSizeF shown = QSizeF(chart.size).scaled(room, Qt::KeepAspectRatio);
    need(shown.height());
    m_canvas.placeChart(QRectF(QPointF(kLeft, m_y), shown), chart);
    m_y += shown.height() + kSpace;
}

void PageLayout::addTable(const PageTable& table, qreal below)
{
    TableLayout(*this, table, below + kSpace).place();
    m_y += kSpace;
}

qreal PageLayout::paragraphHeight(const QString& text)
{
    return textHeight(text, documentFont(kDocumentTextSize));
}

qreal PageLayout::noteHeight(const QString& text)
{
    return textHeight(text, documentFont(kDocumentNoteSize));
}

void PageLayout::addBookmark(const QString& title, int level, const QString& target)
{
    if (!target.isEmpty())
        m_targets.insert(target, m_bookmarks.size());
    m_bookmarks << PdfBookmark{
        title, level,
        PageCanvas::placeAt(m_canvas.lastPage(), std::max(0.0, m_headingTop - kSpace))};
}

void PageLayout::addLink(const QRectF& area, const QString& target)
{
    m_links << Link{m_canvas.lastPage(), area, target, false};
}

void PageLayout::placeContentsLine(const QString& text, const QString& target, const QRectF& area)
{
    constexpr qreal kNumberRoom = 250;
    const QFont font = documentFont(kDocumentTextSize - 5);
    const QString shown =
        QFontMetricsF(font).elidedText(text, Qt::ElideRight, area.width() - kNumberRoom);
    m_canvas.place(shown, font, area.topLeft());
    m_links << Link{m_canvas.lastPage(), area, target, true};
}

QByteArray PageLayout::toPdf(const QString& title, const QString& origin)
{
    const QFont font = documentFont(kDocumentTextSize - 5);
    QList<PdfLink> links;
    for (const Link& link : std::as_const(m_links)) {
        const auto target = m_targets.constFind(link.target);
        if (target == m_targets.cend())
            continue;
        const PdfPlace place = m_bookmarks.at(*target).place;
        if (link.showsPage) {
            m_canvas.placeRightOn(
                link.page, QString::number(place.page + 1), font, link.area.topRight(),
                PageCanvas::Ink::Quiet);
        }
        links << PdfLink{link.page, PageCanvas::linkArea(link.area), place};
    }
    // In memory first, because QPdfWriter doesn't report device errors.
    QByteArray document;
    {
        QBuffer buffer(&document);
        buffer.open(QIODevice::WriteOnly);
        QPdfWriter writer(&buffer);
        writer.setResolution(kResolution);
        writer.setTitle(title);
        writer.setCreator(u"Faultline " FAULTLINE_VERSION ""_s);
        m_canvas.paint(writer, title, origin);
    }
    return withLinks(document, m_bookmarks, links);
}

qreal PageLayout::lastPageShare() const
{
    return (m_y - PageCanvas::kTop) / (PageCanvas::kBottom - PageCanvas::kTop);
}

} // namespace faultline
