// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/ledger/Ledger.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/definition/ReportFilter.h"
#include "reports/definition/ReportRow.h"

#include <QString>

namespace faultline {

/// Why a report has nothing to show, and the way out.
struct EmptyReport
{
    enum class Way { None, ClearFilters, WholePeriod };

    QString heading;
    QString text;
    Way way = Way::None;

    /// What a button for it says; empty if there is none.
    QString buttonText() const;
};

/// `isObserved` is false if the period has no readings. `summary` is what the database has.
EmptyReport whyEmpty(
    const ReportDefinition& report, const ReportFilter& filter, bool isObserved,
    const DataSummary& summary);

/// Whether a report of measurements has rows, but no figure in any of these. Others don't depend on
/// what was measured.
bool lacksMeasurements(const ReportDefinition& report, const QList<ReportRow>& rows);

} // namespace faultline
