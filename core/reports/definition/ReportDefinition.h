// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ChartSpec.h"
#include "reports/definition/ReportFilter.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// A column of a report. `name` is the column of the SQL and the header of the CSV file.
struct ReportColumn
{
    enum class Type { Text, Integer, Decimal, Timestamp };

    QString name;
    QString title; ///< For people, translated.
    Type type = Type::Text;
    int decimals = 0;    ///< Shown and exported for Decimal.
    bool addsUp = false; ///< The sum over all rows means something, and is shown below them.
    /// Of Text: of a type that the server writes in its own form, such as an interval or an amount
    /// of money. It holds nobody's words, and so no formula.
    bool isServerForm = false;

    bool operator==(const ReportColumn&) const = default;
};

/// Something of a report that a person chooses among a few values, such as days, weeks or months:
/// a placeholder of its SQL, text, never null.
struct ReportChoice
{
    struct Value
    {
        QString name;  ///< What the SQL and the command line get.
        QString title; ///< For people, translated.

        bool operator==(const Value&) const = default;
    };

    QString name;
    QString title;
    QList<Value> values; ///< The first is the one until another is chosen.

    bool operator==(const ReportChoice&) const = default;
};

/// Where a figure of a report comes from: another report, narrowed to what stands in a row.
struct ReportLink
{
    /// The name of a report, or "readings" for the Readings page.
    QString target;
    /// What is narrowed, and the column that says to what; beside the filters of the report itself.
    struct Step
    {
        enum class Kind {
            Group,
            Equipment,
            Sensor,
            Severity,
            From,    ///< First day of a period.
            To,      ///< Last day of a period.
            Instant, ///< Of the Readings page: exactly then,
            Until,   ///< or from then to this instant.
        };
        Kind kind = Kind::Equipment;
        QString column;

        bool operator==(const Step&) const = default;
    };
    QList<Step> steps;

    bool operator==(const ReportLink&) const = default;
};

/// A report: one file in resources/reports, which a person can copy and change. The file is SQL;
/// the comment lines at its top hold the other fields (docs/reports.md).
struct ReportDefinition
{
    QString name; ///< "failures_by_equipment": for the command line, and the file's base name.
    QString title;
    QString section;     ///< Groups reports in lists.
    QString explanation; ///< What is counted, in a sentence or two.
    QString fileName;    ///< Of the CSV file.
    bool listed = true;  ///< False: made for export only, not shown in the window's list.
    bool withAll = true; ///< False: left out where all reports are written, as it may be large or
                         ///< slow.
    QList<ReportColumn> columns;
    QSet<FilterKind> filters; ///< Those whose placeholders the SQL uses.
    QList<ReportChoice> choices;
    std::optional<ChartSpec> chart;
    std::optional<ReportLink> link; ///< One step down, from a row.
    QString sql;   ///< One SELECT with an ORDER BY of its own that leaves no ties; with comments.
    int order = 0; ///< Place in lists.

    /// A person may change theirs, and keep the name.
    bool operator==(const ReportDefinition&) const = default;

    /// The place of a column; -1 when there is none of that name.
    qsizetype columnAt(const QString& columnName) const;
    /// `filter` without what this report has no filter for: what its figures are really narrowed
    /// to.
    ReportFilter applicable(const ReportFilter& filter) const;
};

/// The placeholders that every report may use for its filters, without the colon.
const QHash<QString, FilterKind>& filterPlaceholders();

} // namespace faultline
