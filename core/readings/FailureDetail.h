// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>
#include <string_view>

namespace faultline {

/// The severity of failure lists. Its readings are failures in every plant; the schema knows it
/// too.
inline constexpr std::string_view kFailureSeverity = "FAILURE";
/// The severity of planned work in failure lists.
inline constexpr std::string_view kPlannedSeverity = "PLANNED";

/// What a failure list says about a failure, apart from its time and equipment. Texts are UTF-8
/// without NULs, and empty if the list doesn't say it.
struct FailureDetail
{
    std::string_view mode;         ///< How it failed: "bearing seized".
    std::string_view cause;        ///< Why: "no grease".
    std::optional<qint64> endedAt; ///< Like Reading::occurredAt, and not before it.
    std::optional<double> seconds; ///< How long it lasted, as the list says it; 0 or more.
    std::optional<bool> isPlanned; ///< Planned work, not a failure.

    bool operator==(const FailureDetail&) const = default;
};

} // namespace faultline
