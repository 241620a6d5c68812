// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "sources/choices/FormatChoice.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace faultline {

/// A choice as the database keeps it, for everyone who loads into it.
struct KeptFormat : NamedFormat
{
    QDateTime changedAt; ///< UTC
};

/// All that are kept, by name.
Result<QList<KeptFormat>> keptFormats(Connection& connection);

/// Keeps a choice, instead of one for the same structure. Fails if a format for another structure
/// has this name: "format-name-taken".
Result<void> keepFormat(Connection& connection, const NamedFormat& format);

/// The same under the name that such files have already, or else under the given one, or one like
/// it that is free. Returns the name.
Result<QString> keepSuggested(Connection& connection, NamedFormat format);

/// No format has this name.
UserMessage noSuchFormat(const QString& name);

/// Returns whether there was one.
Result<bool> forgetFormat(Connection& connection, const QString& name);

} // namespace faultline
