// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/FailureSums.h"
#include "reports/definition/ReportFilter.h"
#include "reports/systems/RowComputation.h"

#include <QString>

#include <map>
#include <vector>

namespace faultline {

/// Which systems are one fleet: those that share a model.
enum class FleetScope {
    Equipment, ///< Each is one fleet.
    Group,     ///< Of a plant. Equipment without a group is a fleet too.
    Plant,
    All,
};

/// The scope that a report's choice "by" names.
FleetScope fleetScopeOf(const ReportFilter& filter);

/// What the systems of a fleet share; the rest is empty. Fleets are in order of it.
struct FleetKey
{
    QString plant;
    QString group;
    QString code;

    bool operator<(const FleetKey& other) const;
};
FleetKey fleetKeyOf(FleetScope scope, const RepairableSystem& system);
/// For people, within its plant.
QString fleetName(FleetScope scope, const FleetKey& key);

/// Systems that are looked at together, with all of their failures.
struct Fleet
{
    FleetKey key;
    QString name;                       ///< For people, within its plant.
    std::vector<SystemHistory> systems; ///< Those that were observed.
    qint64 failures = 0;                ///< Also those that begin an observation.
    bool isMostlyUnread = false;        ///< Of any system.
    double excludedHours = 0;           ///< Of all systems.
    qint64 excludedFailures = 0;

    std::vector<reliability::FailureHistory> histories() const;
    reliability::FailureSums sums() const;
    /// Less than a day was observed of each system: too little for any rate.
    bool isTooShort() const;
};

/// A computation with rows for each fleet. Failures of a fleet are in memory together, 8 bytes
/// each.
class FleetComputation : public RowComputation
{
public:
    explicit FleetComputation(FleetScope scope)
        : m_scope(scope)
    {}

    void add(const RepairableSystem& system, std::span<const Instant> failures) final;
    /// Fleets with most failures first, then by plant, group and equipment.
    std::vector<ComputedRow> rows() final;

protected:
    /// The rows of a fleet, of which nothing may have been observed.
    virtual std::vector<ComputedRow> rowsOf(const Fleet& fleet) const = 0;

private:
    struct FleetRows
    {
        qint64 failures = 0;
        FleetKey key;
        std::vector<ComputedRow> rows;
    };

    void finish(const Fleet& fleet);

    FleetScope m_scope;
    std::map<FleetKey, Fleet> m_fleets; ///< Those that may get another system.
    std::vector<FleetRows> m_rows;
};

/// Appends the cells of a fleet's excluded time.
void addExcluded(ComputedRow& row, const Fleet& fleet);

/// A text for a cell; none if it is empty.
ComputedValue textOrNone(const QString& text);
/// A figure for a cell; none if it isn't finite, or so large that its digits say nothing, as the
/// bound of a mean that two failures give.
ComputedValue finiteOrNone(double figure);

} // namespace faultline
