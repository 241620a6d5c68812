// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QRectF>
#include <QString>

namespace faultline {

/// A height on a page of a PDF document, in points from its bottom. Pages count from 0.
struct PdfPlace
{
    qsizetype page = 0;
    qreal top = 0;
};

/// An entry of the outline that readers show beside the pages.
struct PdfBookmark
{
    QString title;
    int level = 0; ///< 0 or 1; one of level 1 belongs to the last of level 0.
    PdfPlace place;
};

/// An area of a page that leads elsewhere.
struct PdfLink
{
    qsizetype page = 0;
    QRectF area; ///< In points; top() is the lower edge, because PDF counts upwards.
    PdfPlace target;
};

/// QPdfWriter writes neither bookmarks nor links within the document. This adds them to what it has
/// written, as an incremental update (ISO 32000-1, 7.5.6): changed objects, a further
/// cross-reference table and trailer follow the unchanged bytes. A document that isn't of the form
/// that QPdfWriter has stays as it is.
QByteArray
withLinks(const QByteArray& pdf, const QList<PdfBookmark>& bookmarks, const QList<PdfLink>& links);

} // namespace faultline
