// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/ReportQuery.h"

#include "database/schema/FetchPlantClocks.h"
#include "reports/computed/ComputedReport.h"
#include "reports/definition/ReportSql.h"
#include "reports/definition/SqlText.h"
#include "reports/query/PlantColumn.h"
#include "reports/query/QueryGuard.h"
#include "reports/query/ReportSums.h"
#include "reports/streamed/StreamedRows.h"

#include <QCoreApplication>
#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportQuery)
};

QString quotedIdentifier(QString name)
{
    return u'"' + name.replace(u'"', u"\"\""_s) + u'"';
}

// The column as text, because QPSQL turns numeric into double and drops what exceeds its own date
// and time types. So figures arrive as PostgreSQL wrote them.
QString asText(const ReportColumn& column, const QString& expression)
{
    switch (column.type) {
    case ReportColumn::Type::Integer:
        return expression + u"::bigint"_s;
    case ReportColumn::Type::Decimal:
        return u"round(%1::numeric, %2)::text"_s.arg(expression).arg(column.decimals);
    case ReportColumn::Type::Timestamp: // infinity isn't a date
        return u"coalesce(to_char(%1::timestamptz AT TIME ZONE 'UTC',"
               " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), %1::text)"_s.arg(expression);
    case ReportColumn::Type::Text:
        break;
    }
    return expression + u"::text"_s;
}

// Times are those of the row's plant.
QVariant valueOf(
    const ReportColumn& column, const QVariant& value, const PlantClocks& clocks,
    const QString& plant)
{
    if (value.isNull())
        return {};
    if (column.type == ReportColumn::Type::Timestamp) {
        const auto instant = Instant::fromIso(value.toString().toStdString());
        return instant ? QVariant::fromValue(clocks.at(*instant, plant)) : value;
    }
    if (column.type == ReportColumn::Type::Integer)
        return value.toLongLong(); // QPSQL's is unsigned unless it is negative
    return value;
}

// The report's query with numbered rows and generated column names, so that the report's names
// can't collide with ours. row_number() without an order numbers rows as the inner query returns
// them.
QString wrapped(const ReportDefinition& report, const ReportOrder& order, bool paged)
{
    QStringList inner;
    QStringList outer;
    QStringList texts; // of any length; a figure has about 131,000 digits at most
    for (qsizetype i = 0; i < report.columns.size(); ++i) {
        const QString name = u"c%1"_s.arg(i);
        inner << u"report.%1 AS %2"_s.arg(quotedIdentifier(report.columns[i].name), name);
        const QString text = asText(report.columns[i], u"numbered."_s + name);
        const bool isText = report.columns[i].type == ReportColumn::Type::Text;
        outer << (isText ? unchangedTextSql(text) : text);
        if (isText)
            texts << text;
    }
    outer << rowGuard(texts);
    QString sql = u"SELECT "_s + outer.join(u", "_s)
                  + u"\nFROM (SELECT row_number() OVER () AS own_order, "_s + inner.join(u", "_s)
                  + u"\nFROM (\n"_s + readSqlText(report.sql).withoutComments
                  + u"\n) AS report) AS numbered\nORDER BY "_s;
    if (order.column && *order.column >= 0 && *order.column < report.columns.size()) {
        sql += u"numbered.c%1 %2 NULLS LAST, "_s.arg(*order.column)
                   .arg(order.descending ? u"DESC"_s : u"ASC"_s);
    }
    sql += u"own_order"_s;
    if (paged)
        sql += u"\nLIMIT :page_limit::bigint OFFSET :page_after::bigint"_s;
    return sql;
}

Result<QSqlQuery>
run(SqlSession& session, const ReportDefinition& report, const QString& sql,
    const QVariantMap& values)
{
    auto query = session.execute(sql, values);
    if (query)
        return query;
    UserMessage error = query.error();
    if (isFromGuard(error.why))
        return rowTooLarge(kMaxRowBytes);
    error.what = Text::tr("The report “%1” can't be read").arg(report.title);
    return error;
}

ReportRow
currentRow(const QSqlQuery& query, const ReportDefinition& report, const PlantClocks& clocks)
{
    const auto plantColumn = static_cast<int>(report.plantColumn());
    const QString plant = plantColumn < 0 ? QString() : query.value(plantColumn).toString();
    ReportRow row;
    row.reserve(report.columns.size());
    for (int i = 0; i < report.columns.size(); ++i)
        row << valueOf(report.columns[i], query.value(i), clocks, plant);
    return row;
}

// Rows are streamed, so the server can still fail after the first ones.
Result<void> checkEnd(SqlSession& session, QSqlQuery& query, const ReportDefinition& report)
{
    const QSqlError error = query.lastError();
    if (!error.isValid())
        return {};
    session.keepFailed(std::move(query));
    if (isFromGuard(error.databaseText()))
        return rowTooLarge(kMaxRowBytes);
    return UserMessage::error(Text::tr("The report “%1” stopped halfway").arg(report.title))
        .because(error.databaseText().trimmed())
        .withCode(error.nativeErrorCode());
}

Result<ReportPage> streamedPage(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, ReportPage page, int limit)
{
    qint64 bytes = 0;
    const RowRange range{page.firstRow - 1, qint64{limit} + 1}; // one extra shows if there are more
    const auto read = forEachStreamedRow(
        session, report, filter, order, range, page.clocks,
        [&](const ReportRow& row) -> Result<void> {
            page.rows << row;
            bytes += bytesOf(row);
            return bytes > kMaxBytes ? Result<void>(rowsTooLarge()) : Result<void>();
        });
    if (!read)
        return read.error();
    page.isLast = page.rows.size() <= limit;
    if (!page.isLast)
        page.rows.removeLast();
    return page;
}

// Otherwise the rest would be read to its end, however long.
void endEarly(SqlSession& session, QSqlQuery& query)
{
    session.canceller().cancel();
    session.keepFailed(std::move(query));
}

} // namespace

Result<PlantClocks>
fetchReportClocks(SqlSession& session, const ReportDefinition& report, const ReportFilter& filter)
{
    auto clocks = fetchPlantClocks(session);
    if (!clocks)
        return clocks;
    return reportClocks(report, filter, *clocks);
}

Result<ReportPage> fetchReportPage(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, qint64 afterRow, int limit)
{
    auto clocks = fetchReportClocks(session, report, filter);
    if (!clocks)
        return clocks.error();
    if (report.computation) {
        auto rows = computedRows(session, report, filter, order, *clocks);
        if (!rows)
            return rows.error();
        return ReportPage{rows->mid(afterRow), *std::move(clocks), afterRow + 1, true};
    }
    if (report.stream) {
        return streamedPage(
            session, report, filter, order, {{}, *std::move(clocks), afterRow + 1, true}, limit);
    }
    QVariantMap values = reportPlaceholderValues(report, filter);
    values.insert(u"page_limit"_s, qint64{limit} + 1); // one extra shows whether there are more
    values.insert(u"page_after"_s, afterRow);
    auto query = run(session, report, wrapped(report, order, true), values);
    if (!query)
        return query.error();
    ReportPage page;
    page.clocks = *std::move(clocks);
    page.firstRow = afterRow + 1;
    qint64 bytes = 0;
    while (query->next()) {
        if (page.rows.size() == limit) {
            page.isLast = false;
            break;
        }
        page.rows << currentRow(*query, report, page.clocks);
        bytes += bytesOf(page.rows.constLast());
        if (bytes > kMaxBytes) {
            endEarly(session, *query);
            return rowsTooLarge();
        }
    }
    if (const auto end = checkEnd(session, *query, report); !end)
        return end.error();
    return page;
}

Result<qint64> forEachReportRow(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, const std::function<Result<void>(const ReportRow&)>& sink)
{
    const auto clocks = fetchReportClocks(session, report, filter);
    if (!clocks)
        return clocks.error();
    if (report.stream)
        return forEachStreamedRow(session, report, filter, order, {}, *clocks, sink);
    if (report.computation) {
        const auto rows = computedRows(session, report, filter, order, *clocks);
        if (!rows)
            return rows.error();
        for (const ReportRow& row : *rows) {
            if (const auto taken = sink(row); !taken)
                return taken.error();
        }
        return rows->size();
    }
    auto query = run(
        session, report, wrapped(report, order, false), reportPlaceholderValues(report, filter));
    if (!query)
        return query.error();
    qint64 rows = 0;
    while (query->next()) {
        if (const auto taken = sink(currentRow(*query, report, *clocks)); !taken) {
            endEarly(session, *query);
            return taken.error();
        }
        ++rows;
    }
    if (const auto end = checkEnd(session, *query, report); !end)
        return end.error();
    return rows;
}

Result<qint64>
countReportRows(SqlSession& session, const ReportDefinition& report, const ReportFilter& filter)
{
    if (report.computation || report.stream)
        return forEachReportRow(
            session, report, filter, {}, [](const auto&) { return Result<void>(); });
    auto query =
        run(session, report,
            u"SELECT count(*) FROM (\n"_s + readSqlText(report.sql).withoutComments
                + u"\n) AS report"_s,
            reportPlaceholderValues(report, filter));
    if (!query)
        return query.error();
    if (!query->next())
        return UserMessage::error(Text::tr("The report “%1” stopped halfway").arg(report.title));
    return query->value(0).toLongLong();
}

Result<ReportTotals>
fetchReportTotals(SqlSession& session, const ReportDefinition& report, const ReportFilter& filter)
{
    if (report.computation) {
        ReportSums computed(report.columns);
        const auto read = forEachReportRow(session, report, filter, {}, [&](const ReportRow& row) {
            computed.add(row);
            return Result<void>();
        });
        return read ? Result<ReportTotals>(computed.totals()) : read.error();
    }
    ReportTotals totals;
    QStringList sums{u"count(*)::bigint"_s};
    for (qsizetype i = 0; i < report.columns.size(); ++i) {
        const ReportColumn& column = report.columns.at(i);
        if (!column.addsUp)
            continue;
        // Sums the displayed figures, so that a person who adds them up gets the same.
        const QString figure = u"report."_s + quotedIdentifier(column.name);
        sums
            << (column.type == ReportColumn::Type::Integer
                    ? u"sum(%1::bigint)::text"_s.arg(figure)
                    : u"sum(round(%1::numeric, %2))::text"_s.arg(figure).arg(column.decimals));
        totals.sums << std::pair(i, QVariant());
    }
    if (totals.sums.isEmpty())
        return totals;
    auto query =
        run(session, report,
            u"SELECT %1\nFROM (\n%2\n) AS report"_s.arg(
                sums.join(u", "_s), readSqlText(report.sql).withoutComments),
            reportPlaceholderValues(report, filter));
    if (!query)
        return query.error();
    if (query->next()) {
        totals.rows = query->value(0).toLongLong();
        for (qsizetype i = 0; i < totals.sums.size(); ++i) {
            auto& [column, sum] = totals.sums[i];
            sum = sumValue(report.columns.at(column), query->value(static_cast<int>(i) + 1));
        }
    }
    if (const auto end = checkEnd(session, *query, report); !end)
        return end.error();
    return totals;
}

} // namespace faultline
