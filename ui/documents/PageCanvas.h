// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "documents/PageChart.h"
#include "documents/PdfLinks.h"

#include <QColor>
#include <QFont>
#include <QImage>
#include <QList>
#include <QPdfWriter>
#include <QRectF>
#include <QString>

class QPainter;

namespace faultline {

/// The pages of a document, and what is where on them. All are painted at the end, because each
/// shows the page count. A4 upright. Lengths are in tenths of a point, so that font widths are
/// exact.
class PageCanvas
{
public:
    static constexpr qreal kWidth = 5953;
    static constexpr qreal kHeight = 8419;
    static constexpr qreal kMargin = 425;
    static constexpr qreal kTop = 640;              ///< Below the line in the page header.
    static constexpr qreal kBottom = kHeight - 620; ///< Above the page footer.
    static constexpr qreal kRoom = kWidth - 2 * kMargin;

    enum class Ink { Normal, Quiet, Link, Line, Shade, Good, Bad };

    void addPage();
    qsizetype pageCount() const { return m_pages.size(); }
    qsizetype lastPage() const { return m_pages.size() - 1; }

    /// On the last page, unless another is named.
    void place(const QString& text, const QFont& font, QPointF topLeft, Ink ink = Ink::Normal);
    void
    placeRight(const QString& text, const QFont& font, QPointF topRight, Ink ink = Ink::Normal);
    void
    placeRightOn(qsizetype page, const QString& text, const QFont& font, QPointF topRight, Ink ink);
    void fill(const QRectF& area, Ink ink);
    void placeChart(const QRectF& area, const PageChart& chart);
    void placePicture(const QRectF& area, const QImage& picture);

    /// Each page but the first has the title at its top; each has the origin at its bottom.
    void paint(QPdfWriter& device, const QString& title, const QString& origin) const;

    /// A place on a page, as links and bookmarks need it.
    static PdfPlace placeAt(qsizetype page, qreal y);
    static QRectF linkArea(const QRectF& area);

private:
    struct Words
    {
        QPointF baseline; ///< At the left end.
        QString text;
        QFont font;
        Ink ink = Ink::Normal;
    };
    struct Page
    {
        QList<Words> words;
        QList<std::pair<QRectF, Ink>> fills;
        QList<std::pair<QRectF, PageChart>> charts;
        QList<std::pair<QRectF, QImage>> pictures;
    };

    void paintPage(QPainter& painter, const Page& page) const;
    void paintEdges(
        QPainter& painter, qsizetype number, const QString& title, const QString& origin) const;

    QList<Page> m_pages;
};

/// The height of a line of text.
qreal lineHeight(const QFont& font);

} // namespace faultline
