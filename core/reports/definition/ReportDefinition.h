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
    /// What a Text contains for programs, and people read in words (ReportWords).
    enum class Words {
        None,
        Sentences, ///< "words": such as "getting-worse", "needs-failures:4:2".
        Figures,   ///< "figures": the same, or a plain figure.
        Weekdays,  ///< "weekday": 1 (Monday) to 7.
    };

    QString name;
    QString title; ///< For people, translated.
    Type type = Type::Text;
    int decimals = 0;    ///< Shown and exported for Decimal.
    bool addsUp = false; ///< The sum over all rows means something, and is shown below them.
    /// For Text: the server writes this type in a form of its own, such as an interval or an amount
    /// of money. It contains no text that someone has written, so it can't hold a formula.
    bool isServerForm = false;
    Words words = Words::None;
    /// It says which plant a row is of. Shown only if the database has several (shownReport()).
    bool isForSeveralPlants = false;
    /// For Timestamp, in a document: the zone of all its times. Empty: each has its offset.
    QString timeZone = {};

    /// The title with the zone.
    QString heading() const;
    bool isFigure() const { return type == Type::Integer || type == Type::Decimal; }
    bool operator==(const ReportColumn&) const = default;
};

/// A choice among a few values, such as days, weeks or months, that a report offers. In its SQL it
/// is a placeholder for a text that is never null.
struct ReportChoice
{
    struct Value
    {
        QString name;  ///< For the SQL and the command line.
        QString title; ///< For people, translated.

        bool operator==(const Value&) const = default;
    };

    QString name;
    QString title;
    QList<Value> values; ///< The first is the default.

    const Value& chosenIn(const ReportFilter& filter) const;
    bool operator==(const ReportChoice&) const = default;
};

/// The drill-down from a row: another report, filtered by values of the row.
struct ReportLink
{
    /// The name of a report, or "readings" for the Readings page.
    QString target;
    /// A filter to set and the column with its value. The report's own filters apply too.
    struct Step
    {
        enum class Kind {
            Group,
            Equipment,
            Sensor,
            Severity,
            From,    ///< First day of a period.
            To,      ///< Last day of a period.
            Instant, ///< For the Readings page: exactly this instant,
            Until,   ///< or from it to this instant.
            Plant,
            Cause,
            FailureMode,
            Set, ///< A choice of the report that is opened: "rows=failures" instead of a column.
        };
        Kind kind = Kind::Equipment;
        QString column;

        bool hasColumn() const { return kind != Kind::Set; }

        bool operator==(const Step&) const = default;
    };
    QList<Step> steps;

    bool operator==(const ReportLink&) const = default;
};

/// What makes a report's rows of the failures of repairable systems. The report's SQL then only
/// lists the systems. docs/reports.md describes each, under its name.
enum class Computation {
    TimeBetweenFailures,    ///< "time_between_failures"
    FailureIntervals,       ///< "failure_intervals"
    ReliabilityGrowth,      ///< "reliability_growth"
    MeanCumulativeFunction, ///< "mean_cumulative_function"
    LifeDistribution,       ///< "life_distribution"
    NextFailure,            ///< "next_failure"
    BadActors,              ///< "bad_actors"
    CumulativeFailures,     ///< "cumulative_failures"
    Downtime,               ///< "downtime"
    MonthlyAvailability,    ///< "monthly_availability"
    McfComparison,          ///< "mcf_comparison"
};

/// Whether it is computed from the outages of failure lists alone, and not from failure events.
bool isOfOutages(Computation computation);

/// What a report has no rows without: why it may be empty.
enum class ReportNeed {
    None,
    Failures,     ///< "failures": events.
    FailureLists, ///< "failure-lists": rows of one.
    Outages,      ///< "outages": rows of a failure list with an end or a duration.
    Measurements, ///< "measurements": temperature or vibration.
};

/// Rows of a report that the program can make faster than SQL, from what it reads in binary form.
/// The SQL says what they are, and is what a person who copies the report gets.
enum class RowStream {
    FailureEvents, ///< "failure_events"
};

/// A report: one file in resources/reports, which a person can copy and change. The file is SQL;
/// the comment lines at its top contain the other fields (docs/reports.md).
struct ReportDefinition
{
    QString name; ///< "failures_by_equipment": for the command line, and the file's base name.
    QString title;
    QString section;     ///< Groups reports in lists.
    QString explanation; ///< What is counted, in one or two sentences.
    QString fileName;    ///< Of the CSV file.
    bool listed = true;  ///< False: for export only, not in the window's list.
    bool withAll = true; ///< False: "all reports" leaves it out, because it may be large or slow.
    QList<ReportColumn> columns;
    QSet<FilterKind> filters; ///< Those whose placeholders the SQL uses.
    QList<ReportChoice> choices;
    std::optional<ChartSpec> chart;
    std::optional<ReportLink> link;         ///< The drill-down from a row.
    std::optional<Computation> computation; ///< None: its SQL gives the rows.
    ReportNeed need = ReportNeed::None;
    std::optional<RowStream> stream; ///< Only of the program's own reports; gives the SQL's rows.
    QString sql;   ///< One SELECT, with its own ORDER BY that leaves no ties; with comments.
    int order = 0; ///< Position in lists.

    /// A person may change a saved report and keep its name.
    bool operator==(const ReportDefinition&) const = default;

    /// The first sentence of the explanation, and the rest of it, which may be empty.
    QString firstSentence() const;
    QString furtherSentences() const;
    /// The index of a column; -1 if there is none of that name.
    qsizetype columnAt(const QString& columnName) const;
    /// Makes its chart show a count unless a person chooses another figure: the first of its
    /// figures that is a whole number, if there is one.
    void chartCounts();
    /// The index of the column that is only for several plants; -1 if there is none.
    qsizetype plantColumn() const;
    /// `filter` with only the filters that this report has: those that really apply to its figures.
    ReportFilter applicable(const ReportFilter& filter) const;
};

/// The placeholders that every report may use for its filters, without the colon.
const QHash<QString, FilterKind>& filterPlaceholders();

} // namespace faultline
