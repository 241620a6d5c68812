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

bool isNumber(ReportColumn::Type type)
{
    return type == ReportColumn::Type::Integer || type == ReportColumn::Type::Decimal;
}

// Whether values of one type can be shown as another: anything can be shown as text.
bool canBeShownAs(ReportColumn::Type shown, ReportColumn::Type ofQuery)
{
    return shown == ReportColumn::Type::Text || shown == ofQuery
           || (isNumber(shown) && isNumber(ofQuery));
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
        if (!canBeShownAs(columns[known].type, column.type)) {
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

// If only some of a chart's figures are left, it is still a chart.
void fitChart(FittedDraft& fitted)
{
    std::optional<ChartSpec>& chart = fitted.report.chart;
    if (!chart)
        return;
    const auto isGone = [&](const QString& name) { return fitted.report.columnAt(name) < 0; };
    const qsizetype removed = chart->values.removeIf(isGone);
    const bool isWhole = !isGone(chart->category) && !chart->values.isEmpty()
                         && (chart->row.isEmpty() || !isGone(chart->row))
                         && (chart->kind != ChartSpec::Kind::Box || removed == 0);
    if (isWhole)
        return;
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
            return fitted.report.columnAt(step.column) >= 0;
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
