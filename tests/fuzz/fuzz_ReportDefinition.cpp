// SPDX-License-Identifier: GPL-3.0-or-later
// Report files: refused with file, line and reason, or a report that can be run and exported.
#include "FuzzTarget.h"
#include "reports/definition/ReportParser.h"
#include "reports/definition/SqlText.h"

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QString text =
        QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const auto report = parseReport(u"fuzzed"_s, text);
    if (!report) {
        require(!report.error().why.isEmpty(), "a refusal has a reason");
        require(report.error().where.startsWith(u"fuzzed.sql"_s), "a refusal says where");
        return 0;
    }
    require(!report->title.isEmpty() && !report->section.isEmpty(), "a report has its titles");
    require(!report->columns.isEmpty(), "a report has columns");
    for (const ReportColumn& column : report->columns) {
        require(!column.name.isEmpty() && !column.title.isEmpty(), "a column has its names");
        require(column.decimals >= 0 && column.decimals <= 9, "decimals are a digit");
    }
    const QString& name = report->fileName;
    require(
        !name.isEmpty() && !name.contains(u'/') && !name.startsWith(u'.'),
        "the file stays in the folder that was chosen");
    const SqlText sql = readSqlText(report->sql);
    require(sql.problem.isEmpty(), "the SQL is one statement");
    QSet<QString> known{u"from"_s,   u"to"_s,       u"group_name"_s,   u"equipment"_s,
                        u"sensor"_s, u"severity"_s, u"burst_minutes"_s};
    for (const ReportChoice& choice : report->choices) {
        require(choice.values.size() > 1, "a choice has something to choose");
        require(sql.placeholders.contains(choice.name), "the SQL uses its choices");
        known.insert(choice.name);
    }
    require(known.contains(sql.placeholders), "the SQL has just filters and choices");
    require(
        sql.placeholders.contains(u"from"_s) == sql.placeholders.contains(u"to"_s),
        "a period has both ends");
    if (report->chart) {
        require(report->columnAt(report->chart->category) >= 0, "a chart has its category");
        for (const QString& value : report->chart->values)
            require(report->columnAt(value) >= 0, "a chart has its figures");
    }
    if (report->link) {
        for (const ReportLink::Step& step : report->link->steps)
            require(report->columnAt(step.column) >= 0, "a link has its columns");
    }
    return 0;
}
