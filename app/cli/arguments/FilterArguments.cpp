// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/arguments/FilterArguments.h"

#include "readings/SourceId.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kMaxBurstMinutes = 525'600; // a year

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FilterArguments)
};

UserMessage usage(const QString& what)
{
    return UserMessage::error(what).withCode(u"usage"_s);
}

QString namesOf(const QList<ReportDefinition>& reports)
{
    QStringList names;
    for (const ReportDefinition& report : reports)
        names << report.name;
    return names.join(u", "_s);
}

template<typename Condition>
QList<ReportDefinition> thoseWith(const ReportCatalogue& catalogue, Condition condition)
{
    QList<ReportDefinition> found;
    std::copy_if(
        catalogue.reports().cbegin(), catalogue.reports().cend(), std::back_inserter(found),
        condition);
    return found;
}

struct GivenFilter
{
    FilterKind kind;
    QString option;
    bool isGiven;
};

QList<GivenFilter> filtersOf(const ReportFilter& filter)
{
    return {
        {FilterKind::Period, u"--period"_s, !filter.period.isAll()},
        {FilterKind::Group, u"--group"_s, !filter.group.isEmpty()},
        {FilterKind::Equipment, u"--equipment"_s, !filter.equipment.isEmpty()},
        {FilterKind::Sensor, u"--sensor"_s, !filter.sensor.isEmpty()},
        {FilterKind::Cause, u"--cause"_s, !filter.cause.isEmpty()},
        {FilterKind::FailureMode, u"--failure-mode"_s, !filter.failureMode.isEmpty()},
        {FilterKind::Severity, u"--severity"_s, !filter.severity.isEmpty()},
        {FilterKind::Burst, u"--burst"_s, filter.burstMinutes > 0},
        {FilterKind::Plant, u"--plant"_s, !filter.plants.isEmpty()}};
}

const ReportChoice* choiceOf(const ReportDefinition& report, const QString& name)
{
    const auto found = std::find_if(
        report.choices.cbegin(), report.choices.cend(),
        [&](const ReportChoice& choice) { return choice.name == name; });
    return found == report.choices.cend() ? nullptr : &*found;
}

Result<void> checkFilters(
    const ReportFilter& filter, const QList<ReportDefinition>& named,
    const ReportCatalogue& catalogue)
{
    for (const GivenFilter& given : filtersOf(filter)) {
        if (!given.isGiven)
            continue;
        for (const ReportDefinition& report : named) {
            if (report.filters.contains(given.kind))
                continue;
            const auto others = thoseWith(catalogue, [&](const ReportDefinition& other) {
                return other.filters.contains(given.kind);
            });
            return usage(Text::tr("The report %1 doesn't have the filter %2. These have it: %3.")
                             .arg(report.name, given.option, namesOf(others)));
        }
    }
    return {};
}

Result<void> checkChoice(
    const QString& name, const QString& value, const QList<ReportDefinition>& named,
    const ReportCatalogue& catalogue)
{
    const auto with = thoseWith(catalogue, [&](const ReportDefinition& report) {
        return choiceOf(report, name) != nullptr;
    });
    if (with.isEmpty())
        return usage(Text::tr("No report has a choice “%1”.").arg(name));
    for (const ReportDefinition& report : named.isEmpty() ? with : named) {
        const ReportChoice* choice = choiceOf(report, name);
        if (choice == nullptr) {
            return usage(Text::tr("The report %1 has no choice “%2”. These have it: %3.")
                             .arg(report.name, name, namesOf(with)));
        }
        QStringList values;
        for (const ReportChoice::Value& each : choice->values)
            values << each.name;
        if (!values.contains(value)) {
            return usage(Text::tr("“%1” isn't a value of %2 in the report %3. The values are: %4.")
                             .arg(value, name, report.name, values.join(u", "_s)));
        }
    }
    return {};
}

} // namespace

void addFilterOptions(QCommandLineParser& parser)
{
    parser.addOption(
        {u"period"_s,
         Text::tr("2020, 2020-01, 2020-01-15, two of these as FROM..TO, or all. Days are those of "
                  "the plant's time zone."),
         u"PERIOD"_s});
    parser.addOption({u"plant"_s, Text::tr("Only this plant. Can be repeated."), u"NAME"_s});
    parser.addOption({u"group"_s, Text::tr("Only equipment in this group."), u"NAME"_s});
    parser.addOption({u"equipment"_s, Text::tr("Only this equipment."), u"CODE"_s});
    parser.addOption({u"sensor"_s, Text::tr("Only this sensor."), u"NUMBER"_s});
    parser.addOption(
        {u"cause"_s, Text::tr("Only failures with this cause, of failure lists."), u"TEXT"_s});
    parser.addOption(
        {u"failure-mode"_s, Text::tr("Only failures with this mode, of failure lists."),
         u"TEXT"_s});
    parser.addOption(
        {u"severity"_s, Text::tr("Readings with this severity instead of ERROR."), u"NAME"_s});
    parser.addOption(
        {u"burst"_s,
         Text::tr("Counts failure events of a piece of equipment within so many minutes of each "
                  "other as one failure."),
         u"MINUTES"_s});
    parser.addOption(
        {u"set"_s, Text::tr("A choice of a report, such as step=week. Can be repeated."),
         u"CHOICE=VALUE"_s});
}

Result<ReportFilter> filterOf(const QCommandLineParser& parser)
{
    ReportFilter filter;
    const auto period = Period::fromText(parser.value(u"period"_s));
    if (!period)
        return period.error();
    filter.period = *period;
    filter.plants = parser.values(u"plant"_s);
    filter.group = parser.value(u"group"_s);
    filter.equipment = parser.value(u"equipment"_s);
    filter.severity = parser.value(u"severity"_s);
    filter.cause = parser.value(u"cause"_s);
    filter.failureMode = parser.value(u"failure-mode"_s);
    bool ok = true;
    if (parser.isSet(u"sensor"_s)) {
        filter.sensor = canonicalIdFromText(parser.value(u"sensor"_s));
        if (filter.sensor.isEmpty())
            return usage(Text::tr("--sensor takes the id of a sensor, not “%1”.")
                             .arg(parser.value(u"sensor"_s)));
    }
    if (parser.isSet(u"burst"_s)) {
        filter.burstMinutes = parser.value(u"burst"_s).toInt(&ok);
        if (!ok || filter.burstMinutes < 1 || filter.burstMinutes > kMaxBurstMinutes)
            return usage(Text::tr("--burst takes a number of minutes from 1 to %1, not “%2”.")
                             .arg(QString::number(kMaxBurstMinutes), parser.value(u"burst"_s)));
    }
    for (const QString& choice : parser.values(u"set"_s)) {
        const qsizetype equals = choice.indexOf(u'=');
        if (equals < 1)
            return usage(Text::tr("--set takes CHOICE=VALUE, not “%1”.").arg(choice));
        filter.choices.insert(choice.left(equals), choice.mid(equals + 1));
    }
    return filter;
}

Result<void> checkReportsTake(
    const ReportFilter& filter, const QList<ReportDefinition>& named,
    const ReportCatalogue& catalogue)
{
    if (const auto checked = checkFilters(filter, named, catalogue); !checked)
        return checked;
    for (auto it = filter.choices.cbegin(); it != filter.choices.cend(); ++it) {
        if (const auto checked = checkChoice(it.key(), it.value(), named, catalogue); !checked)
            return checked;
    }
    return {};
}

} // namespace faultline
