// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace faultline {

/// A piece of SQL as PostgreSQL's lexer sees it: to colour it, and to find names and placeholders.
struct SqlToken
{
    enum class Kind {
        Word,       ///< A keyword or a name without quotes.
        QuotedName, ///< "a name"
        Number,
        String, ///< 'text', E'text', $$text$$
        Comment,
        Placeholder, ///< :from
        Other,       ///< An operator, a bracket, a comma, …
    };

    Kind kind = Kind::Other;
    qsizetype start = 0;
    qsizetype length = 0;

    qsizetype end() const { return start + length; }
    QStringView in(const QString& sql) const { return QStringView(sql).mid(start, length); }
};

/// All pieces in order; blanks are left out. Text that is no valid SQL is taken apart as well: what
/// isn't closed reaches to the end.
QList<SqlToken> sqlTokens(const QString& sql);

} // namespace faultline
