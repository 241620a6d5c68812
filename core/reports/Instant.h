// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QDateTime>
#include <QString>

namespace faultline {

/// The instant in UTC that a person wrote: "2020-01-15 10:30:05", shorter ones down to "2020",
/// which stand for their start, with a T instead of the blank, with fractions of a second.
Result<QDateTime> instantFromText(const QString& text);

} // namespace faultline
