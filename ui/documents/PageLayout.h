// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "documents/PageChart.h"
#include "documents/PageTable.h"
#include "exporting/context/ReportContext.h"

#include <QFont>
#include <QList>
#include <QPdfWriter>
#include <QRectF>
#include <QString>

class QPainter;

namespace faultline {

/// The pages of a document. Each added item goes below the previous one, and continues on the next
/// page if necessary. All pages are painted at the end, because each shows the page count. Lengths
/// are in tenths of a point, so that font widths are exact.
class PageLayout
{
public:
    struct Mark ///< The position of a page number to be filled in later.
    {
        qsizetype page = 0;
        qreal y = 0;
    };

    PageLayout(QString title, QString origin);

    void startPage(bool isLandscape = false);
    void addTitle(const QString& text);
    void addHeading(const QString& text);
    void addParagraph(const QString& text);
    void addNote(const QString& text);
    /// Names on the left, values on the right.
    void addLines(const QList<FilterLine>& lines);
    void addCode(const QString& text);
    void addChart(const PageChart& chart);
    /// May use landscape pages, see wantsLandscape(). Repeats its header on each page.
    void addTable(const PageTable& table);
    static bool wantsLandscape(const PageTable& table);
    /// A line with space for a page number at its end.
    Mark addContentsLine(const QString& text);
    void setPageNumber(const Mark& mark, qsizetype page);

    qsizetype pageCount() const { return m_pages.size(); }
    void paint(QPdfWriter& device) const;

private:
    struct Words
    {
        QPointF baseline; ///< At the left end.
        QString text;
        QFont font;
        bool isQuiet = false;
    };
    struct Page
    {
        bool isLandscape = false;
        QList<Words> words;
        QList<QRectF> lines;
        QList<QRectF> darkLines;
        QList<QRectF> shades;
        QList<std::pair<QRectF, PageChart>> charts;
    };

    qreal contentWidth() const;
    qreal bottom() const;
    void need(qreal height);
    void addText(const QString& text, const QFont& font, qreal left, qreal width, bool isQuiet);
    void place(const QString& text, const QFont& font, QPointF topLeft, bool isQuiet = false);
    void placeRight(const QString& text, const QFont& font, QPointF topRight, bool isQuiet = false);
    void placeTableHead(const PageTable& table, const TableFit& fit);
    void placeRow(
        const PageTable& table, const TableFit& fit, const QStringList& row, const QFont& font);
    /// Continues the table on the next page.
    void continueTable(const PageTable& table, const TableFit& fit);
    void placeTotals(const PageTable& table, const TableFit& fit);
    void paintPage(QPainter& painter, qsizetype number) const;

    QString m_title;
    QString m_origin; ///< In the footer of each page.
    QList<Page> m_pages;
    qreal m_y = 0;
};

} // namespace faultline
