// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QDate>
#include <QString>

namespace faultline {

/// A range of whole days in UTC, both ends included. An invalid date is an open end.
struct Period
{
    QDate firstDay;
    QDate lastDay;

    /// Takes "all" or an empty text, "2020", "2020-01", "2020-01-15", or "FROM..TO" with any of
    /// these on either side; an empty side is an open end.
    static Result<Period> fromText(const QString& text);
    /// The shortest text that fromText() reads as this period; "all" if both ends are open.
    QString toText() const;

    bool isAll() const { return !firstDay.isValid() && !lastDay.isValid(); }
    bool operator==(const Period&) const = default;
};

} // namespace faultline
