// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "base/UserMessage.h"
#include "database/connection/Connection.h"
#include "loading/plants/Plants.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// How many readings of a plant have a severity.
struct SeverityCount
{
    QString name;
    qint64 readings = 0;
};

/// The severities of a plant's settled readings, the most frequent first.
Result<QList<SeverityCount>> fetchSeverities(Connection& connection, PlantId plant);

/// Logs of a load in which a severity is more frequent than failures allow.
struct LogsWithGraveReadings
{
    QList<SeverityCount> severities; ///< Of these logs together; empty if there are none.
    qint64 logs = 0;
    QString example; ///< The path of one of them.
};

/// The logs of a load that have none of the plant's failures but graver words, such as FATAL, or
/// more than a tenth as many of a graver word as failures. `severities` are the plant's.
Result<LogsWithGraveReadings> fetchLogsWithGraveReadings(
    Connection& connection, LoadId load, const Plant& plant,
    const QList<SeverityCount>& severities);

/// Severities of a plant that look like failures but don't count as such.
struct FailureChoice
{
    QString plant;
    QStringList added;      ///< These severities.
    QStringList severities; ///< All that should count as failures: the plant's, and these.

    /// From the details of a message that uncountedFailures() made; nothing from others, and none
    /// of a dry run, which knows no plant.
    static std::optional<FailureChoice> of(const UserMessage& message);
};

/// The code of a message with such a choice.
inline constexpr QStringView kUncountedFailuresCode = u"uncounted-failures";

/// A warning if readings of a plant are failures in all likelihood, but don't count as such: none
/// of its readings is a failure, and some have a severity that isn't known to be harmless; or it
/// has more than a tenth as many of a graver word, such as FATAL, as it has failures.
std::optional<UserMessage>
uncountedFailures(const Plant& plant, const QList<SeverityCount>& severities);
/// The same about some of its logs.
std::optional<UserMessage> uncountedFailures(const Plant& plant, const LogsWithGraveReadings& logs);

/// Whether the load has loaded readings of the plant from tables.
Result<bool> hasLoadedTables(Connection& connection, LoadId load, PlantId plant);
/// Information if no reading of a plant counts as a failure, though it has readings. That is worth
/// saying about tables: most have no severities, and so none but the one that was chosen for all.
std::optional<UserMessage> noFailures(const Plant& plant, const QList<SeverityCount>& severities);

} // namespace faultline
