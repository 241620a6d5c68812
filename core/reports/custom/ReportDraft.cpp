// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/custom/ReportDraft.h"

#include "reports/definition/ReportHeader.h"
#include "reports/definition/ReportSql.h"
#include "reports/definition/SqlText.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportDraft)
};

// Comments at the top of a query are a header if they have fields that only a header has.
bool isHeader(const ReportHeader& header)
{
    static const QSet<QString> telling{u"title"_s,  u"explanation"_s, u"column"_s,
                                       u"choice"_s, u"chart"_s,       u"opens"_s};
    return header.fields.intersects(telling);
}

// Whether values of one column can be shown as another's: anything can be shown as text.
bool canBeShownAs(const ReportColumn& shown, const ReportColumn& ofQuery)
{
    return shown.type == ReportColumn::Type::Text || shown.type == ofQuery.type
           || (shown.isFigure() && ofQuery.isFigure());
}

bool has(const QList<ReportColumn>& columns, const QString& name)
{
    return std::any_of(columns.cbegin(), columns.cend(), [&name](const ReportColumn& column) {
        return column.name == name;
    });
}

void fitColumns(FittedDraft& fitted, const QList<ReportColumn>& ofQuery)
{
    QList<ReportColumn>& columns = fitted.report.columns;
    columns.removeIf([&](const ReportColumn& column) {
        const bool isGone = !has(ofQuery, column.name);
        if (isGone)
            fitted.leftOut << Text::tr("the column “%1”").arg(column.title);
        return isGone;
    });
    qsizetype behind = 0;
    for (const ReportColumn& column : ofQuery) {
        const qsizetype known = fitted.report.columnAt(column.name);
        if (known < 0) {
            columns.insert(behind++, column);
            continue;
        }
        behind = known + 1;
        if (!canBeShownAs(columns[known], column)) {
            const QString title = columns[known].title;
            columns[known] = column;
            columns[known].title = title;
        }
    }
}

void fitChoices(FittedDraft& fitted)
{
    const SqlText sql = readSqlText(fitted.report.sql);
    if (!sql.problem.isEmpty())
        return; // it can't be saved anyway
    fitted.report.choices.removeIf([&](const ReportChoice& choice) {
        const bool isGone = !sql.placeholders.contains(choice.name);
        if (isGone)
            fitted.leftOut << Text::tr("the choice “%1”").arg(choice.title);
        return isGone;
    });
}

// A curve has a scale in both directions.
bool canBeDrawn(const ReportDefinition& report, const QString& name, bool isCategory)
{
    const qsizetype at = report.columnAt(name);
    if (at < 0 || report.chart->kind != ChartSpec::Kind::Curve)
        return at >= 0;
    const ReportColumn& column = report.columns.at(at);
    return column.isFigure() || (isCategory && column.type == ReportColumn::Type::Timestamp);
}

// Without them, a chart is still one.
void fitRest(FittedDraft& fitted)
{
    ChartSpec& chart = *fitted.report.chart;
    const auto isGone = [&](const QString& name) {
        return !canBeDrawn(fitted.report, name, false);
    };
    if (!chart.fit.isEmpty() && isGone(chart.fit)) {
        chart.fit.clear();
        fitted.leftOut << Text::tr("the fit in the chart");
    }
    if (std::any_of(chart.band.cbegin(), chart.band.cend(), isGone)) {
        chart.band.clear();
        fitted.leftOut << Text::tr("the bounds in the chart");
    }
    if (!chart.complete.isEmpty() && fitted.report.columnAt(chart.complete) < 0) {
        chart.complete.clear();
        fitted.leftOut << Text::tr("the marks in the chart for what wasn't observed in full");
    }
}

// If only some of a chart's figures are left, it is still a chart.
void fitChart(FittedDraft& fitted)
{
    std::optional<ChartSpec>& chart = fitted.report.chart;
    if (!chart)
        return;
    const qsizetype removed = chart->values.removeIf(
        [&](const QString& name) { return !canBeDrawn(fitted.report, name, false); });
    const bool hasRow = chart->row.isEmpty() || fitted.report.columnAt(chart->row) >= 0;
    const bool isWhole = canBeDrawn(fitted.report, chart->category, true) && hasRow
                         && !chart->values.isEmpty()
                         && (chart->kind != ChartSpec::Kind::Box || removed == 0);
    if (isWhole) {
        fitRest(fitted);
        return;
    }
    chart.reset();
    fitted.leftOut << Text::tr("the chart");
}

void fitLink(FittedDraft& fitted)
{
    std::optional<ReportLink>& link = fitted.report.link;
    if (!link)
        return;
    const bool isWhole =
        std::all_of(link->steps.cbegin(), link->steps.cend(), [&](const ReportLink::Step& step) {
            return !step.hasColumn() || fitted.report.columnAt(step.column) >= 0;
        });
    if (isWhole)
        return;
    link.reset();
    fitted.leftOut << Text::tr("the drill-down");
}

} // namespace

QString reportText(const ReportDefinition& report)
{
    if (report.computation) {
        return Text::tr("-- The failures from which “%1” is computed").arg(report.title) + u'\n'
               + figuresSql(report) + u'\n';
    }
    return reportHeaderText(report) + u'\n' + report.sql.trimmed() + u'\n';
}

Result<ReportDefinition> draftFromText(const QString& text)
{
    const QStringList lines = text.split(u'\n');
    ReportHeader header = readReportHeader({}, lines);
    if (!isHeader(header)) {
        ReportDefinition query;
        query.sql = text;
        return query;
    }
    if (header.problem)
        return *header.problem;
    header.report.sql = lines.mid(header.lines).join(u'\n');
    return header.report;
}

qsizetype queryStart(const QString& text)
{
    const QStringList lines = text.split(u'\n');
    const ReportHeader header = readReportHeader({}, lines);
    if (!isHeader(header))
        return 0;
    qsizetype start = lines.first(header.lines).join(u'\n').size();
    while (start < text.size() && text[start].isSpace())
        ++start;
    return start;
}

FittedDraft fitToQuery(ReportDefinition draft, const QList<ReportColumn>& columns)
{
    FittedDraft fitted{std::move(draft), {}};
    fitColumns(fitted, columns);
    fitChoices(fitted);
    fitChart(fitted);
    fitLink(fitted);
    return fitted;
}

} // namespace faultline
