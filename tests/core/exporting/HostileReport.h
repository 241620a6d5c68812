// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportParser.h"

#include <QString>

namespace faultline {

/// A report whose rows contain what formats can get wrong: formulas, markup, quotes, line ends,
/// long texts, texts like numbers, figures beyond a double, NaN, times, and nulls.
inline ReportDefinition hostileReport()
{
    const auto report = parseReport(
        QStringLiteral("hostile"),
        QStringLiteral(
            "-- title: <b>[Hostile]: it's/a & \"report\"*?\n-- section: S\n"
            "-- explanation: Counts </p><script>alert(1)</script> and 100 % of `all`.\n"
            "-- column name: <i>Name</i> | text\n-- column number: Number | integer\n"
            "-- column figure: Figure, % | decimal 2\n-- column at: At | timestamp\n"
            "-- chart: pareto | category name | value figure\n"
            "SELECT name, number, figure, at FROM (VALUES\n"
            "  (1, '=cmd()', 9007199254740993, -6305.32, '2020-01-02 03:04:05.06Z'::timestamptz),\n"
            "  (2, '<script>alert(1)</script>', -5, 1234567.5, '2021-12-31 23:59:59Z'),\n"
            "  (3, 'a \"quoted\", name', 0, 'NaN', NULL),\n"
            "  (4, 'line one' || chr(10) || 'line two', NULL, 0.005, '0044-03-15 00:00:00Z'),\n"
            "  (5, repeat('x', 200), 7, NULL, NULL),\n"
            "  (6, NULL, NULL, NULL, NULL),\n"
            "  (7, '314659E12', 1, 2.5, NULL),\n"
            "  (8, chr(1) || '100 %(from)s :to', 2, 3.5, NULL)\n"
            ") AS v (row_order, name, number, figure, at)\n"
            "WHERE (:from::date IS NULL OR true) AND (:to::date IS NULL OR true)\n"
            "  AND (:group_name::text IS NULL OR :group_name::text <> 'none')\n"
            "ORDER BY row_order"));
    return report ? *report : ReportDefinition{};
}

/// 1,200 rows with additive columns, one of them with a number beyond a double.
inline ReportDefinition summedReport()
{
    const auto report = parseReport(
        QStringLiteral("summed"),
        QStringLiteral("-- title: Summed\n-- section: S\n-- explanation: E.\n"
                       "-- column code: Code | text\n-- column n: Number | integer sum\n"
                       "-- column hours: Hours | decimal 2 sum\n-- column note: Note | text\n"
                       "SELECT 'E' || to_char(n, 'FM0000') AS code,\n"
                       "  CASE WHEN n = 1 THEN 9007199254740993 ELSE n END AS n,\n"
                       "  n / 150.0 AS hours, NULL AS note\n"
                       "FROM generate_series(1, 1200) n\n"
                       "WHERE :group_name::text IS NULL OR :group_name::text <> 'none'\n"
                       "ORDER BY code"));
    return report ? *report : ReportDefinition{};
}

/// `rows` rows of a number and a text.
inline ReportDefinition longReport(int rows)
{
    const auto report = parseReport(
        QStringLiteral("long"),
        QStringLiteral("-- title: Long\n-- section: S\n-- explanation: E.\n"
                       "-- column n: Number | integer\n-- column a: Text | text\n"
                       "SELECT n, 'a row of the report ' || md5(n::text) AS a"
                       " FROM generate_series(1, %1) n ORDER BY n")
            .arg(rows));
    return report ? *report : ReportDefinition{};
}

} // namespace faultline
