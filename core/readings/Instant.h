// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <optional>
#include <string_view>

namespace faultline {

/// A moment with microseconds, as logs and PostgreSQL have it; QDateTime has only milliseconds.
/// People see it as a ZonedTime.
struct Instant
{
    qint64 microseconds = 0; ///< Since 1970-01-01 00:00:00 UTC.

    static Instant of(const QDateTime& time);
    /// From "2020-01-02 03:04:05.06+00", also with T or Z; UTC if there is no zone. None for
    /// anything else, such as "infinity" or years before 1 or after 9999.
    static std::optional<Instant> fromIso(std::string_view text);

    QDateTime toDateTime() const; ///< In UTC, cut to milliseconds.
    /// The fraction of a second in 0, 3 or 6 digits, as few as suffice: "", "060", "060250".
    QString fraction(int minDigits = 0) const;
    /// "2020-01-02T03:04:05.060250", in UTC and without saying so.
    QString digits(QChar separator, int minDigits = 0) const;
    /// "2020-01-02T03:04:05.060250Z"
    QString toIso(int minDigits = 0) const { return digits(u'T', minDigits) + u'Z'; }

    bool operator==(const Instant&) const = default;
};

} // namespace faultline
