// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/SummaryPage.h"

#include "exporting/context/ReceiptTable.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SummaryPage)
};

constexpr qreal kLeft = PageCanvas::kMargin;
constexpr qreal kRoom = PageCanvas::kRoom;
constexpr qreal kSpace = 60;
constexpr qreal kPad = 90;
constexpr qreal kGap = 120; // between what stands side by side
constexpr int kTitleSize = 200;
constexpr int kVerdictSize = 150;
constexpr int kFigureSize = 165;

PageCanvas::Ink inkOf(DocumentSummary::Tone tone)
{
    switch (tone) {
    case DocumentSummary::Tone::Good:
        return PageCanvas::Ink::Good;
    case DocumentSummary::Tone::Bad:
        return PageCanvas::Ink::Bad;
    case DocumentSummary::Tone::Neutral:
        break;
    }
    return PageCanvas::Ink::Quiet;
}

struct Line
{
    QString text;
    QFont font;
    qreal indent = 0;
    PageCanvas::Ink ink = PageCanvas::Ink::Normal;
    bool continues = false; // on the height of the line before it
};

QList<Line> verdictLines(const DocumentSummary& summary, qreal width)
{
    constexpr qreal kNames = 1500;
    QList<Line> lines;
    const QFont text = documentFont(kDocumentTextSize);
    if (!summary.verdict.isEmpty()) {
        lines << Line{summary.verdict, documentFont(kVerdictSize, true), 0, inkOf(summary.tone)};
        for (const QString& line : brokenIntoLines(summary.reason, text, width))
            lines << Line{line, text};
    }
    for (const DocumentSummary::Finding& finding : summary.findings) {
        lines << Line{finding.title, text, 0, PageCanvas::Ink::Quiet};
        bool isFirst = true;
        for (const QString& line : brokenIntoLines(finding.text, text, width - kNames)) {
            lines << Line{line, text, kNames, PageCanvas::Ink::Normal, isFirst};
            isFirst = false;
        }
    }
    return lines;
}

void addVerdict(PageLayout& pages, const DocumentSummary& summary)
{
    constexpr qreal kBar = 45;
    const QList<Line> lines = verdictLines(summary, kRoom - kBar - 2 * kPad);
    if (lines.isEmpty())
        return;
    qreal height = 2 * kPad;
    for (const Line& line : lines)
        height += line.continues ? 0 : lineHeight(line.font);
    const qreal top = pages.y();
    pages.canvas().fill({kLeft, top, kRoom, height}, PageCanvas::Ink::Shade);
    pages.canvas().fill({kLeft, top, kBar, height}, inkOf(summary.tone));
    qreal y = top + kPad;
    qreal lineTop = y;
    for (const Line& line : lines) {
        if (!line.continues) {
            lineTop = y;
            y += lineHeight(line.font);
        }
        pages.canvas().place(
            line.text, line.font, {kLeft + kBar + kPad + line.indent, lineTop}, line.ink);
    }
    pages.moveTo(top + height + kGap);
}

void addFigures(PageLayout& pages, const QList<DocumentSummary::Figure>& figures)
{
    if (figures.isEmpty())
        return;
    const QFont title = documentFont(kDocumentNoteSize);
    const QFont value = documentFont(kFigureSize, true);
    const auto count = static_cast<qreal>(figures.size());
    const qreal width = (kRoom - (count - 1) * kGap) / count;
    const qreal height = 2 * lineHeight(title) + lineHeight(value) + kPad;
    constexpr qreal kHair = 6;
    qreal left = kLeft;
    const auto elided = [&](const QString& text, const QFont& font) {
        return QFontMetricsF(font).elidedText(text, Qt::ElideRight, width);
    };
    for (const DocumentSummary::Figure& figure : figures) {
        qreal y = pages.y();
        pages.canvas().fill({left, y, width, kHair}, PageCanvas::Ink::Line);
        y += kPad / 2;
        pages.canvas().place(elided(figure.title, title), title, {left, y}, PageCanvas::Ink::Quiet);
        y += lineHeight(title);
        pages.canvas().place(elided(figure.value, value), value, {left, y});
        y += lineHeight(value);
        pages.canvas().place(elided(figure.note, title), title, {left, y}, PageCanvas::Ink::Quiet);
        left += width + kGap;
    }
    pages.addSpace(height + kGap / 2);
}

// Side by side; a single one is no wider.
void addCharts(PageLayout& pages, const QList<SummaryChart>& charts)
{
    const QFont font = documentFont(kDocumentTextSize, true);
    const qreal width = (kRoom - kGap) / 2;
    qreal left = kLeft;
    qreal bottom = pages.y();
    for (const SummaryChart& chart : charts) {
        if (chart.drawn.picture.isNull())
            continue;
        const qreal top = pages.y();
        pages.canvas().place(chart.title, font, {left, top}, PageCanvas::Ink::Link);
        pages.addLink({left, top, width, lineHeight(font)}, chart.report);
        const QSizeF shown = QSizeF(chart.drawn.size).scaled(width, kRoom, Qt::KeepAspectRatio);
        const QRectF area(QPointF(left, top + lineHeight(font) + kSpace / 2), shown);
        pages.canvas().placeChart(area, chart.drawn);
        bottom = std::max(bottom, area.bottom());
        left += width + kGap;
    }
    pages.moveTo(bottom + kSpace);
}

} // namespace

void addDocumentTitle(PageLayout& pages, const QString& title, const QImage& logo)
{
    constexpr qreal kTop = 420;
    constexpr QSizeF kLogoRoom(1500, 480);
    const QFont font = documentFont(kTitleSize, true);
    pages.moveTo(kTop);
    QSizeF shown(0, 0);
    if (!logo.isNull()) {
        shown = QSizeF(logo.size()).scaled(kLogoRoom, Qt::KeepAspectRatio);
        const QPointF corner(PageCanvas::kWidth - PageCanvas::kMargin - shown.width(), kTop);
        pages.canvas().placePicture(QRectF(corner, shown), logo);
    }
    const qreal room = kRoom - (shown.isEmpty() ? 0 : shown.width() + kGap);
    qreal y = kTop;
    for (const QString& line : brokenIntoLines(title, font, room)) {
        pages.canvas().place(line, font, {kLeft, y});
        y += lineHeight(font);
    }
    pages.moveTo(std::max(y, kTop + shown.height()) + kSpace);
}

void addSummary(PageLayout& pages, const ReportContext& context, const QList<SummaryChart>& charts)
{
    if (context.summary) {
        addVerdict(pages, *context.summary);
        addFigures(pages, context.summary->figures);
        addCharts(pages, charts);
    }
    pages.addSubheading(Text::tr("Data and receipt"));
    pages.addLines(dataLines(context));
}

void addContents(PageLayout& pages, const QList<std::pair<QString, QString>>& entries)
{
    constexpr qsizetype kColumns = 2;
    constexpr qreal kBetween = 350;
    pages.addSubheading(Text::tr("Contents"));
    const qreal height = lineHeight(documentFont(kDocumentTextSize));
    const qreal width = (kRoom - (kColumns - 1) * kBetween) / kColumns;
    for (qsizetype i = 0; i < entries.size();) {
        pages.need(height);
        const auto room = static_cast<qsizetype>(pages.left() / height);
        const qsizetype taken = std::min(entries.size() - i, room * kColumns);
        const qsizetype perColumn = (taken + kColumns - 1) / kColumns;
        for (qsizetype k = 0; k < taken; ++k, ++i) {
            const qsizetype column = k / perColumn;
            const QPointF corner(
                kLeft + static_cast<qreal>(column) * (width + kBetween),
                pages.y() + static_cast<qreal>(k % perColumn) * height);
            const auto& [title, target] = entries.at(i);
            pages.placeContentsLine(title, target, {corner, QSizeF(width, height)});
        }
        pages.addSpace(static_cast<qreal>(perColumn) * height);
        if (i < entries.size())
            pages.startPage();
    }
    pages.addSpace(kSpace);
}

} // namespace faultline
