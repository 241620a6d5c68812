// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QDate>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <QTime>

namespace faultline {

/// Time that doesn't count for reliability, such as a shutdown or planned maintenance, as a person
/// enters it: of a plant, of one of its groups, or of a piece of equipment. All times are what the
/// plant's clocks show; a QDateTime is one in UTC that shows the same.
struct Exclusion
{
    enum class Repeats { Never, Weekly, Yearly };

    int id = 0;        ///< 0: not in the database yet.
    QString plant;     ///< Empty: the only one.
    QString group;     ///< Empty: all of them.
    QString equipment; ///< As reports name it. Empty: all of it.
    QString reason;
    Repeats repeats = Repeats::Never;

    /// Never: from when until before when.
    QDateTime startsAt = {};
    QDateTime endsAt = {};
    /// Weekly: on these days (1 is Monday), from a time of day until before another one; of the
    /// next day, unless that is later. 00:00 to 00:00 is the whole day.
    QList<int> weekdays = {};
    QTime timeFrom = {};
    QTime timeTo = {};
    /// Yearly: the first and the last day, in the year 2000. The last one may be in the next year.
    QDate yearFrom = {};
    QDate yearTo = {};
    /// Of what repeats, only windows that begin on these days and between them; invalid: no limit.
    QDate since = {};
    QDate until = {};

    /// "2020-07-01 to 2020-07-14", "Sunday 06:00–14:00, since 2019-01-01"
    QString whenText() const;
    /// "Equipment P-101", "Group Pumps", "Whole plant"
    QString scopeText() const;
    bool operator==(const Exclusion&) const = default;
};

/// Monday is 1.
QString weekdayName(int day);

/// Of all plants, by plant and time of entry.
Result<QList<Exclusion>> fetchExclusions(Connection& connection);

/// Stores what a person entered: a new exclusion, or one of the database with other values. Reports
/// follow at once. Returns its id. Refuses with "exclusion" what can't be, such as an end before
/// the start, "which-plant" without a plant where there are several, and "no-such-plant",
/// "no-such-group", "no-such-equipment" or "no-such-exclusion".
Result<int> storeExclusion(Connection& connection, const Exclusion& exclusion);

/// What a person can choose: a plant, with the names of its groups and equipment in reports.
struct ExclusionScopes
{
    QString plant;
    QStringList groups;
    QStringList equipment;
};
/// Of all plants, by name.
Result<QList<ExclusionScopes>> fetchExclusionScopes(Connection& connection);

/// Removes it; its time counts again. Refuses with "no-such-exclusion".
Result<void> removeExclusion(Connection& connection, int id);

} // namespace faultline
