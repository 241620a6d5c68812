// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QDateTime>
#include <QString>
#include <QVariant>

#include <optional>
#include <string_view>

namespace faultline {

/// A moment to the microsecond, as logs and PostgreSQL have it: a QDateTime ends at milliseconds.
/// In a QVariant it also converts to QDateTime and QString.
struct Instant
{
    qint64 microseconds = 0; ///< Since 1970-01-01 00:00:00 UTC.

    static Instant of(const QDateTime& time);
    /// Of "2020-01-02 03:04:05.06+00", a T or Z being as good, in UTC with no zone. None of
    /// anything else: "infinity", years before Christ or after 9999.
    static std::optional<Instant> fromIso(std::string_view text);

    QDateTime toDateTime() const; ///< In UTC, without its microseconds.
    /// What it has of a second in 0, 3 or 6 digits, as many as it takes: "", "060", "060250".
    QString fraction(int minDigits = 0) const;
    QString toText() const;                 ///< "2020-01-02 03:04:05.060250", in UTC.
    QString toIso(int minDigits = 0) const; ///< "2020-01-02T03:04:05.060250Z".

    bool operator==(const Instant&) const = default;
};

/// Of a cell of a report or query: none when it is something else, such as null or "infinity".
std::optional<Instant> instantOf(const QVariant& cell);

/// The instant in UTC that a person wrote: "2020-01-15 10:30:05", shorter ones down to "2020",
/// which stand for their start, with a T instead of the blank, with fractions of a second.
Result<Instant> instantFromText(const QString& text);

} // namespace faultline
