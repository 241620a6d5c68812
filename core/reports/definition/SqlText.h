// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QSet>
#include <QString>

#include <functional>

namespace faultline {

/// A report's SQL as Qt Sql and the wrapper that orders and pages it see it.
struct SqlText
{
    QString withoutComments;    ///< Line breaks are kept, so that line numbers stay valid.
    QSet<QString> placeholders; ///< Names of its :name placeholders, without the colon.
    QString problem;            ///< Why it can't be used, for people; empty if it can.
    int problemLine = 0;        ///< Of the problem, from 0.
};

/// Checks the tokens of `sql`. A problem is whatever could end the query that the text is put into
/// (a semicolon, an unbalanced parenthesis, an open quote). So is whatever Qt Sql, with its simpler
/// search for placeholders, would read differently (a question mark, E'' and $$ strings, a
/// placeholder in brackets).
SqlText readSqlText(const QString& sql);

/// `sql` with each :name placeholder replaced by the text that `textOf` returns for its name.
QString
replacePlaceholders(const QString& sql, const std::function<QString(const QString&)>& textOf);

} // namespace faultline
