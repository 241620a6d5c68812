// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QSet>
#include <QString>

#include <functional>

namespace faultline {

/// What a report's SQL looks like to Qt Sql and to the wrapper that orders and pages it.
struct SqlText
{
    QString withoutComments;    ///< Lines are kept, so that line numbers still hold.
    QSet<QString> placeholders; ///< Names of its :name placeholders, without the colon.
    QString problem;            ///< Why it can't be used, for people; or empty.
    int problemLine = 0;        ///< Of the problem, from 0.
};

/// Looks through the tokens of `sql`. A problem is whatever would let the text end the query that
/// it is put into (a semicolon, an unbalanced parenthesis, an open quote), and what Qt Sql, whose
/// own search for placeholders is simpler, would read differently (a question mark, E'' and $$
/// strings, a placeholder in brackets).
SqlText readSqlText(const QString& sql);

/// `sql` with each :name placeholder replaced by what `textOf` gives for its name.
QString
replacePlaceholders(const QString& sql, const std::function<QString(const QString&)>& textOf);

} // namespace faultline
