// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "reports/Period.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace faultline {

/// A column of a report. `name` is the column of the SQL and the header of the CSV file.
struct ReportColumn
{
    enum class Type { Text, Integer, Decimal, Timestamp };

    QString name;
    QString title; ///< For people, translated.
    Type type = Type::Text;
    int decimals = 0; ///< Shown and exported for Decimal.
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
    QList<ReportColumn> columns;
    QString sql;   ///< One SELECT with an ORDER BY of its own that leaves no ties; with comments.
    int order = 0; ///< Place in lists.

    /// Reads the text of a report file. Errors name the file, `name`.sql, and the line.
    static Result<ReportDefinition> fromText(const QString& name, const QString& text);
};

/// What a person narrowed a report to.
struct ReportFilter
{
    Period period;
    QString group; ///< Empty: all.

    bool operator==(const ReportFilter&) const = default;
};

} // namespace faultline
