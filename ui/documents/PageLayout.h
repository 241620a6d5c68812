// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "documents/PageCanvas.h"
#include "documents/PageChart.h"
#include "documents/PageTable.h"
#include "exporting/context/ReportContext.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QRectF>
#include <QString>

class QIODevice;

namespace faultline {

/// What follows one another in a document: each item goes below the previous one, and continues on
/// the next page if necessary.
class PageLayout
{
public:
    PageLayout();

    PageCanvas& canvas() { return m_canvas; }
    const PageCanvas& canvas() const { return m_canvas; }
    qreal y() const { return m_y; }
    void moveTo(qreal y) { m_y = y; }
    void addSpace(qreal height) { m_y += height; }
    qreal left() const { return PageCanvas::kBottom - m_y; }
    bool isAtTop() const { return m_y <= PageCanvas::kTop; }

    void startPage();
    /// Starts a page if there is less than this.
    void need(qreal height);

    void addHeading(const QString& text);
    /// A smaller one, of a part.
    void addSubheading(const QString& text);
    void addParagraph(const QString& text);
    void addNote(const QString& text);
    /// Names on the left, values on the right.
    void addLines(const QList<FilterLine>& lines);
    void addCode(const QString& text);
    /// At its full width, or smaller so that it takes at most `height`.
    void addChart(const PageChart& chart, qreal height);
    static qreal chartHeight(const PageChart& chart);
    /// `below` is the height of the notes that belong to its end.
    void addTable(const PageTable& table, qreal below = 0);
    static qreal paragraphHeight(const QString& text);
    static qreal noteHeight(const QString& text);

    /// Marks the last heading on this page, for the outline and for links to `target`.
    void addBookmark(const QString& title, int level, const QString& target = {});
    /// A link from an area of the last page to the bookmark with this target.
    void addLink(const QRectF& area, const QString& target);
    /// A contents line at a position, and its link. Its page number follows in finish().
    void placeContentsLine(const QString& text, const QString& target, const QRectF& area);

    /// The document as PDF.
    QByteArray toPdf(const QString& title, const QString& origin);

    /// The share of the last page that is used.
    qreal lastPageShare() const;

private:
    struct Link
    {
        qsizetype page = 0;
        QRectF area;
        QString target;
        bool showsPage = false;
    };

    void
    addText(const QString& text, const QFont& font, qreal left, qreal width, PageCanvas::Ink ink);

    PageCanvas m_canvas;
    qreal m_y = 0;
    qreal m_headingTop = 0;
    QList<PdfBookmark> m_bookmarks;
    QMap<QString, qsizetype> m_targets; ///< Index of the bookmark.
    QList<Link> m_links;
};

constexpr int kDocumentTextSize = 90;
constexpr int kDocumentNoteSize = 75;

} // namespace faultline
