// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "reports/definition/SqlTokens.h"

#include <QByteArrayList>
#include <QString>

#include <optional>

namespace faultline {

/// A person's SQL with the placeholders of reports (:from, …) replaced by PostgreSQL's parameters.
/// Each keeps its length, so that positions stay valid. If a header at the top has choices, their
/// first values are used.
struct BoundSql
{
    QString sql;
    QByteArrayList parameters; ///< Null for a filter: no limit.
    /// The first placeholder that no report has. Left in, a misspelt one would silently mean no
    /// limit.
    std::optional<SqlToken> unknown;
};
BoundSql bindPlaceholders(const QString& sql);

/// The message for a placeholder that no report has; its code is "no-placeholder".
UserMessage unknownPlaceholder(const QString& sql, const SqlToken& placeholder);

/// "Line 2, column 7" for a character position, which counts from 0.
QString positionInSql(const QString& sql, qsizetype position);

} // namespace faultline
