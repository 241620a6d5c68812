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

/// The pages of a document: whatever is added stands below what was added before, and goes on on
/// the next page where it doesn't fit. They are painted once all of them are there, because each
/// says how many there are. Lengths are tenths of a point, so that fonts have exact widths.
class PageLayout
{
public:
    struct Mark ///< A place for a page number that isn't known yet.
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
    /// Names at the left, values at the right.
    void addLines(const QList<FilterLine>& lines);
    void addCode(const QString& text);
    void addChart(const PageChart& chart);
    /// On pages of its own shape, see wantsLandscape(). Its head stands on each of them.
    void addTable(const PageTable& table);
    static bool wantsLandscape(const PageTable& table);
    /// A line with room for a page number at its end.
    Mark addContentsLine(const QString& text);
    void setPageNumber(const Mark& mark, qsizetype page);

    qsizetype pageCount() const { return m_pages.size(); }
    void paint(QPdfWriter& device) const;

private:
    struct Words
    {
        QPointF baseline; ///< Of the left end.
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
    /// On the next page.
    void continueTable(const PageTable& table, const TableFit& fit);
    void placeTotals(const PageTable& table, const TableFit& fit);
    void paintPage(QPainter& painter, qsizetype number) const;

    QString m_title;
    QString m_origin; ///< Stands at the foot of each page.
    QList<Page> m_pages;
    qreal m_y = 0;
};

} // namespace faultline
