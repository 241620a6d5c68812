// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/systems/OutageReader.h"
#include "reports/systems/RepairableSystem.h"

#include <QLatin1StringView>
#include <QList>
#include <QString>

#include <span>
#include <variant>
#include <vector>

namespace faultline {

/// A value of a computed row; std::monostate for none. Numbers are rounded where they are shown, as
/// the report's column says.
using ComputedValue = std::variant<std::monostate, QString, qint64, double, Instant>;
using ComputedRow = std::vector<ComputedValue>;

/// Makes the rows of a report from the failures of repairable systems, or else from their outages.
/// It gets one system after the other, so it keeps no more of them than it needs.
class RowComputation
{
public:
    virtual ~RowComputation() = default;

    /// The names of its columns, in the order of a row's values. A report shows those it likes.
    virtual QList<QLatin1StringView> columns() const = 0;
    /// Whether it gets systems with the outages of failure lists, rather than with failure events.
    virtual bool isOfOutages() const { return false; }
    /// A system, with all of its failures in order of time, without those in excluded time. Both
    /// are only valid in the call.
    virtual void add(const RepairableSystem& system, std::span<const Instant> failures) = 0;
    virtual void addOutages(const RepairableSystem&, const SystemOutages&) {}
    /// After the last system: the rows, in the report's own order.
    virtual std::vector<ComputedRow> rows() = 0;
};

/// One that only gets outages.
class OutageComputation : public RowComputation
{
public:
    bool isOfOutages() const final { return true; }
    void add(const RepairableSystem&, std::span<const Instant>) final {}
    void addOutages(const RepairableSystem& system, const SystemOutages& outages) override = 0;
};

/// What was left out of a row's figures: none if no time was excluded.
struct ExcludedCells
{
    ComputedValue hours;
    ComputedValue failures;
};
ExcludedCells excludedCells(double hours, qint64 failures);

} // namespace faultline
