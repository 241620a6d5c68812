// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace faultline {

/// A piece of SQL as PostgreSQL's lexer sees it, besides placeholders, which are ours.
struct SqlToken
{
    enum class Kind {
        Word,       ///< A keyword or a name without quotes.
        QuotedName, ///< "a name", U&"a name"
        Number,
        String,      ///< 'text', E'text', U&'text', B'01', X'1F', $$text$$
        Comment,     ///< -- to the end of the line, without it, or /* nested */
        Placeholder, ///< :from
        Other,       ///< A character of an operator, a bracket, a comma, ::, := or ..
    };

    Kind kind = Kind::Other;
    qsizetype start = 0;
    qsizetype length = 0;
    bool isClosed = true; ///< False: the text ends before the quote or comment does.

    qsizetype end() const { return start + length; }
    QStringView in(const QString& sql) const { return QStringView(sql).mid(start, length); }
};

/// All pieces in order; blanks are left out. The rules are those of PostgreSQL's "Lexical
/// Structure", with standard_conforming_strings; a string that continues in another line is a token
/// in each. Text that is no valid SQL is taken apart as well: what isn't closed reaches to the end.
QList<SqlToken> sqlTokens(const QString& sql);

} // namespace faultline
