// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Instant.h"
#include "reliability/FailureHistory.h"

#include <QString>

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
    bool isMostlyUnread = false; ///< See faultline.observation().

    double observedHours() const;
};

/// The times of a system's failures, in order, as the models see them.
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

    /// The clock starts at a failure, so the time to the first age is one between failures.
    bool startsWithFailure() const { return m_startsWithFailure; }

private:
    std::vector<double> m_ages;
    double m_observed = 0;
    reliability::Truncation m_truncation = reliability::Truncation::Time;
    bool m_startsWithFailure = false;
};

} // namespace faultline
