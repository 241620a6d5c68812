// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QDate>
#include <QString>

namespace faultline {

/// A stretch of whole days in UTC, both ends included. An invalid date is an open end.
struct Period
{
    QDate firstDay;
    QDate lastDay;

    /// "all" or nothing, "2020", "2020-01", "2020-01-15", "FROM..TO" with any of these (and
    /// nothing for an open end) on either side.
    static Result<Period> fromText(const QString& text);
    /// The shortest text that fromText() reads as this period; "all" for all.
    QString toText() const;

    bool isAll() const { return !firstDay.isValid() && !lastDay.isValid(); }
    bool operator==(const Period&) const = default;
};

} // namespace faultline
