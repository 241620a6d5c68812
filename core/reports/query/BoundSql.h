// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "reports/definition/SqlTokens.h"

#include <QByteArrayList>
#include <QString>

#include <optional>

namespace faultline {

/// A person's SQL with the placeholders of reports (:from, …) as parameters of PostgreSQL, each as
/// long as before, so that positions hold. A header at its top may have choices: they stand for
/// their first values.
struct BoundSql
{
    QString sql;
    QByteArrayList parameters; ///< Null for a filter: no limit.
    /// The first one that no report knows: mistyped, it would stand for no limit without a word.
    std::optional<SqlToken> unknown;
};
BoundSql bindPlaceholders(const QString& sql);

/// What is said of a placeholder that no report knows; the code is "no-placeholder".
UserMessage unknownPlaceholder(const QString& sql, const SqlToken& placeholder);

/// "Line 2, column 7" of a character, counted from 0.
QString placeInSql(const QString& sql, qsizetype position);

} // namespace faultline
