// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "documents/PageChart.h"
#include "documents/PageLayout.h"

#include <QImage>
#include <QList>

namespace faultline {

/// A chart of the first page, drawn.
struct SummaryChart
{
    QString report; ///< Its name, for a link.
    QString title;
    PageChart drawn;
};

/// A document's title, with a logo at its right.
void addDocumentTitle(PageLayout& pages, const QString& title, const QImage& logo);

/// The first page of a document of several reports: the answer, data and receipt, contents.
void addSummary(PageLayout& pages, const ReportContext& context, const QList<SummaryChart>& charts);

/// `entries` are titles and targets.
void addContents(PageLayout& pages, const QList<std::pair<QString, QString>>& entries);

} // namespace faultline
