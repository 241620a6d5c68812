// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/EmptyReport.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(EmptyReport)
};

QString dayText(const QDate& day)
{
    return day.toString(Qt::ISODate);
}

// "Equipment P-101, severity WARN"; without the period.
QString chosenText(const ReportFilter& filter)
{
    QStringList parts;
    const auto add = [&parts](const QString& what, const QString& value) {
        if (!value.isEmpty())
            parts << what.arg(value);
    };
    add(Text::tr("plant %1"), filter.plants.join(u", "_s));
    add(Text::tr("group %1"), filter.group);
    add(Text::tr("equipment %1"), filter.equipment);
    add(Text::tr("sensor %1"), filter.sensor);
    add(Text::tr("cause “%1”"), filter.cause);
    add(Text::tr("failure mode “%1”"), filter.failureMode);
    add(Text::tr("severity %1"), filter.severity);
    return parts.join(u", "_s);
}

EmptyReport notObserved(const ReportFilter& filter, const DataSummary& summary)
{
    EmptyReport empty;
    if (filter.period.isAll()) {
        empty.heading = Text::tr("There are no readings for these filters");
        empty.text = Text::tr("Chosen: %1.").arg(chosenText(filter));
        empty.way = EmptyReport::Way::ClearFilters;
        return empty;
    }
    empty.heading = Text::tr("There are no readings in this period");
    empty.text = summary.firstAt.isValid()
                     ? Text::tr("Nothing was observed, so nothing can be counted. The database has "
                                "readings from %1 to %2.")
                           .arg(dayText(summary.firstAt.date()), dayText(summary.lastAt.date()))
                     : Text::tr("Nothing was observed, so nothing can be counted.");
    empty.way = EmptyReport::Way::WholePeriod;
    return empty;
}

EmptyReport withoutFilters(const ReportDefinition& report)
{
    switch (report.need) {
    case ReportNeed::Measurements:
        return {
            Text::tr("There is no temperature and no vibration to show"),
            Text::tr("This report has these two measurements of failures; choose a severity to see "
                     "those of other records. Measurements with other names, such as “value” or "
                     "“pressure”, are on the Readings page and in SQL."),
            EmptyReport::Way::None};
    case ReportNeed::Failures:
        return {
            Text::tr("There are no failures"),
            Text::tr("No reading has a severity that counts as a failure. The settings of the "
                     "plant say which severities do."),
            EmptyReport::Way::None};
    case ReportNeed::FailureLists:
        return {
            Text::tr("No failure list was loaded"),
            Text::tr("This report needs a list of failures or work orders that says how or why "
                     "equipment failed. Load one beside the readings, or alone."),
            EmptyReport::Way::None};
    case ReportNeed::Outages:
        return {
            Text::tr("No failure list with an end or duration was loaded"),
            Text::tr("Only a list of failures or work orders says when equipment was up again. "
                     "Load one with a column for the end or the duration."),
            EmptyReport::Way::None};
    case ReportNeed::None:
        break;
    }
    if (report.name == "data_findings"_L1) {
        return {
            Text::tr("Nothing needs a look"), Text::tr("Lists and readings fit together."),
            EmptyReport::Way::None};
    }
    if (report.name == "records_without_equipment"_L1) {
        return {
            Text::tr("Every record has its equipment"),
            Text::tr("The sensor map has all sensors that report."), EmptyReport::Way::None};
    }
    return {
        Text::tr("This report has no rows"), Text::tr("The data has nothing of what it lists."),
        EmptyReport::Way::None};
}

} // namespace

QString EmptyReport::buttonText() const
{
    switch (way) {
    case Way::ClearFilters:
        return Text::tr("Clear filters");
    case Way::WholePeriod:
        return Text::tr("Choose the whole period");
    case Way::None:
        break;
    }
    return {};
}

EmptyReport whyEmpty(
    const ReportDefinition& report, const ReportFilter& filter, bool isObserved,
    const DataSummary& summary)
{
    const ReportFilter applied = report.applicable(filter);
    if (!isObserved)
        return notObserved(applied, summary);
    const QString chosen = chosenText(applied);
    if (chosen.isEmpty() && applied.period.isAll())
        return withoutFilters(report);
    EmptyReport empty;
    if (chosen.isEmpty()) {
        empty.heading = Text::tr("This period has nothing to show");
        empty.text = Text::tr("It has readings, but none that this report counts.");
        empty.way = EmptyReport::Way::WholePeriod;
        return empty;
    }
    empty.heading = Text::tr("No rows match these filters");
    empty.text = applied.period.isAll()
                     ? Text::tr("Chosen: %1.").arg(chosen)
                     : Text::tr("Chosen: %1, in a part of the period.").arg(chosen);
    empty.way = EmptyReport::Way::ClearFilters;
    return empty;
}

bool lacksMeasurements(const ReportDefinition& report, const QList<ReportRow>& rows)
{
    if (rows.isEmpty() || report.need != ReportNeed::Measurements)
        return false;
    return std::all_of(rows.begin(), rows.end(), [&report](const ReportRow& row) {
        for (qsizetype i = 0; i < report.columns.size() && i < row.size(); ++i) {
            if (report.columns.at(i).type == ReportColumn::Type::Decimal && row.at(i).isValid()
                && !row.at(i).isNull())
                return false;
        }
        return true;
    });
}

} // namespace faultline
