// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/FailureChoice.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FailureChoice)
};

constexpr auto kSeverities =
    "SELECT s.name, sum(y.records)::bigint FROM faultline.equipment_summary y"
    " JOIN faultline.severity s ON s.code = y.severity"
    " WHERE y.plant_id = $1 AND y.unit = 'year' GROUP BY s.name ORDER BY 2 DESC, 1";

// More than this share of the failures.
constexpr qint64 kShare = 10;

bool isAmong(const QStringList& words, const QString& severity)
{
    const QStringList parts = severity.split(u'_', Qt::SkipEmptyParts);
    return std::any_of(parts.cbegin(), parts.cend(), [&words](const QString& part) {
        return words.contains(part);
    });
}

bool isHarmless(const QString& severity)
{
    static const QStringList words{u"TRACE"_s,       u"DEBUG"_s,  u"VERBOSE"_s, u"INFO"_s,
                                   u"INFORMATION"_s, u"NOTICE"_s, u"OK"_s,      u"GOOD"_s,
                                   u"NORMAL"_s,      u"STATUS"_s, u"EVENT"_s,   u"HINT"_s,
                                   u"WARN"_s,        u"WARNING"_s};
    return isAmong(words, severity);
}

// At least as grave as ERROR.
bool isGrave(const QString& severity)
{
    static const QStringList words{
        u"ERR"_s,   u"CRIT"_s,      u"CRITICAL"_s, u"FATAL"_s, u"ALARM"_s,   u"ALERT"_s,
        u"EMERG"_s, u"EMERGENCY"_s, u"PANIC"_s,    u"TRIP"_s,  u"TRIPPED"_s, u"SEVERE"_s,
        u"FAIL"_s,  u"FAILED"_s,    u"FAILURE"_s,  u"FAULT"_s, u"SHUTDOWN"_s};
    return isAmong(words, severity);
}

QString counted(const SeverityCount& severity)
{
    return Text::tr("%1 × %2").arg(QLocale().toString(severity.readings), severity.name);
}

} // namespace

Result<QList<SeverityCount>> fetchSeverities(Connection& connection, PlantId plant)
{
    const auto rows = connection.execute(kSeverities, Parameters().add(qint64{toInt(plant)}));
    if (!rows)
        return rows.error();
    QList<SeverityCount> severities;
    for (int row = 0; row < rows->rowCount(); ++row)
        severities << SeverityCount{rows->string(row, 0), rows->integer(row, 1)};
    return severities;
}

std::optional<FailureChoice> FailureChoice::of(const UserMessage& message)
{
    if (message.code != kUncountedFailuresCode)
        return std::nullopt;
    FailureChoice choice;
    choice.plant = message.details.value(u"plant"_s).toString();
    const auto words = [&message](const QString& name) {
        return message.details.value(name).toVariant().toStringList();
    };
    choice.added = words(u"added"_s);
    choice.severities = words(u"failure_severities"_s);
    return choice;
}

std::optional<UserMessage>
uncountedFailures(const Plant& plant, const QList<SeverityCount>& severities)
{
    const QStringList& failing = plant.settings.failureSeverities;
    qint64 failures = 0;
    for (const SeverityCount& severity : severities)
        failures += failing.contains(severity.name) ? severity.readings : 0;
    QStringList added;
    QStringList counts;
    for (const SeverityCount& severity : severities) {
        const bool isLikely = failures == 0
                                  ? !isHarmless(severity.name)
                                  : isGrave(severity.name) && severity.readings * kShare > failures;
        if (failing.contains(severity.name) || !isLikely)
            continue;
        added << severity.name;
        counts << counted(severity);
    }
    if (added.isEmpty())
        return std::nullopt;
    const QString what =
        failures == 0
            ? Text::tr("No reading of “%1” counts as a failure").arg(plant.name)
            : Text::tr("“%1” has grave readings that don't count as failures").arg(plant.name);
    UserMessage message =
        UserMessage::warning(what)
            .because(Text::tr("Readings with %1 count as failures. Its logs also have %2.")
                         .arg(failing.join(u", "_s), counts.join(u", "_s)))
            .withRemedy(Text::tr("If these are failures, let them count as such: in the settings "
                                 "of the plant, or on the command line."))
            .withCode(kUncountedFailuresCode.toString());
    message.details = {
        {u"plant"_s, plant.name},
        {u"added"_s, QJsonArray::fromStringList(added)},
        {u"failure_severities"_s, QJsonArray::fromStringList(failing + added)}};
    return message;
}

} // namespace faultline
