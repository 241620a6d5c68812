// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Instant.h"
#include "reliability/ExcludedTime.h"
#include "reliability/FailureHistory.h"

#include <QString>

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace faultline {

/// A piece of equipment with the time during which it was observed, as the SQL of a computed report
/// lists it (docs/reports.md).
struct RepairableSystem
{
    qint32 key = 0; ///< Its equipment_key.
    QString plant;
    QString code;
    QString group; ///< Empty: none.
    /// Nothing was observed without these two.
    std::optional<Instant> from;
    std::optional<Instant> to;
    /// The observation begins with the plant's first record, rather than at a set time; and it ends
    /// with the last one.
    bool beginsWithRecord = false;
    bool endsWithRecord = false;
    /// No other equipment of the plant has records.
    bool isAlone = false;
    bool isNew = false;          ///< The observation begins when it went into service.
    bool isMostlyUnread = false; ///< See faultline.observation().
    /// The time that doesn't count; null: none. Belongs to whoever passes the system on.
    const reliability::ExcludedTime* excluded = nullptr;
    /// Failures in excluded time, which aren't among those that come with the system.
    qint64 excludedFailures = 0;

    /// From the start of the observation to its end, without excluded time.
    double observedHours() const;
    double excludedHours() const;
};

/// The observed time, in microseconds, from the start of a system's observation to each of these
/// instants. They are in order, within the observation and not in excluded time.
std::vector<qint64> observedTimes(const RepairableSystem& system, std::span<const Instant> at);

/// How far ahead of the observation a forecast looks, by the calendar.
enum class Horizon { Week, Month, Quarter, Year };
inline constexpr std::array kHorizonDays{7, 30, 90, 365};

/// The times of a system's failures, in order, as the models see them: this is where calendar time
/// becomes observed time, for all of them. Ages skip excluded time, and the failures in it are left
/// out.
///
/// If a system is the only one that was observed, its failures may also be where the observation
/// begins and ends. With the last failure at the end, the observation is failure-truncated. A first
/// failure at the beginning is where the clock starts, and isn't counted: two failures 100 hours
/// apart, and nothing else, are one in 100 hours. With other equipment, the observation would have
/// begun and ended at the same time without them.
class SystemHistory
{
public:
    SystemHistory(const RepairableSystem& system, std::span<const Instant> failures);

    /// Refers to this object.
    reliability::FailureHistory history() const { return {m_ages, m_observed, m_truncation}; }

    /// The clock starts when the system went into service, or at a failure. So the time to the
    /// first age is a whole one, as that between failures.
    bool startsNew() const { return m_startsNew; }
    /// The hours after the observation that won't be excluded, as far as one knows now.
    double hoursAhead(Horizon horizon) const
    {
        return m_ahead.at(static_cast<std::size_t>(horizon));
    }

private:
    std::vector<double> m_ages;
    double m_observed = 0;
    std::array<double, kHorizonDays.size()> m_ahead{};
    reliability::Truncation m_truncation = reliability::Truncation::Time;
    bool m_startsNew = false;
};

} // namespace faultline
